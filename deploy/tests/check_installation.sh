#!/usr/bin/env bash
# Installs both components to a folder and uses the programs there:   check_installation.sh BUILD_FOLDER PHOTO
# Also: the Dockerfiles' lists of Debian packages hold every library that the programs link.
set -euo pipefail
build=$1 photo=$2
deploy=$(cd "$(dirname "$0")/.." && pwd)
prefix=$(mktemp -d); trap 'rm -rf "$prefix"' EXIT
# Read to its end: a reader that stops early would end ldconfig by SIGPIPE, now and then, and with it this test.
libraries=$(ldconfig -p)

for component in celebrity-faces hnsw-index; do
    cmake --install "$build" --prefix "$prefix" --component $component > /dev/null
    packages=$(sed 's/#.*//' "$deploy/$component.Dockerfile")
    while read -r library; do
        file=$(awk -v name="$library" '$1 == name {print $NF; exit}' <<< "$libraries")
        [ -n "$file" ] || { [ -e "$prefix/lib/celebrity-faces/$library" ] && continue; echo "nothing provides $library"; exit 1; }
        # dpkg knows some files by the path before /lib became a link to /usr/lib.
        real=$(readlink -f "$file")
        package=$({ dpkg-query -S "$real" || dpkg-query -S "${real#/usr}"; } 2> /dev/null | cut -d: -f1)
        case $package in libc6 | libstdc++6 | libgcc-s1) continue ;; esac  # every Debian image has these
        grep -qw -- "${package%-dev}" <<< "$packages" || { echo "$component.Dockerfile lacks $package, for $library"; exit 1; }
    done < <(readelf -d "$prefix/bin/$component" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p')
    "$prefix/bin/$component" --version
done

[ -f "$photo" ] || { echo "no $photo: the installed program was not tried on a photo"; exit 77; }
answer=$("$prefix/bin/celebrity-faces" match --json --data "$prefix/data" "$photo")
grep -q '"error":null,"faces":\[{"box"' <<< "$answer" || { echo "no face in $answer"; exit 1; }
