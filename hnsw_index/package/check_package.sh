#!/usr/bin/env bash
# Installs the library to a folder, and builds and runs the example there as a stranger would:
#   check_package.sh BUILD_FOLDER COMPILER
set -euo pipefail
build=$1 compiler=$2
examples=$(cd "$(dirname "$0")/../examples" && pwd)
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT

cmake --install "$build" --prefix "$folder/prefix" --component hnsw > /dev/null
configure() { cmake -G Ninja -S "$examples" -B "$folder/$1" -DCMAKE_PREFIX_PATH="$folder/prefix" -DCMAKE_CXX_COMPILER="$compiler" "${@:2}"; }
configure build -DCMAKE_BUILD_TYPE=Release > "$folder/log" && cmake --build "$folder/build" >> "$folder/log" || { cat "$folder/log"; exit 1; }
# Neither the sources nor the build folder are named in what is installed.
! grep -rlF -e "$build" -e "$(dirname "$examples")" "$folder/prefix"/lib*/cmake "$folder/prefix/include" || exit 1

cd "$folder" && answer=$(build/nearest)
echo "$answer"
[ "$(head -1 <<< "$answer")" = "red, at a distance of 0.01" ] || exit 1
# A version that is not installed is not found.
sed 's/find_package(hnsw REQUIRED)/find_package(hnsw 99 REQUIRED)/' "$examples/CMakeLists.txt" > "$folder/CMakeLists.txt"
cp "$examples/nearest.cpp" "$folder"
! examples=$folder configure newer > "$folder/log" 2>&1 || { echo "version 99 was found"; exit 1; }
grep -q 'requested version "99"' "$folder/log" || { cat "$folder/log"; exit 1; }
