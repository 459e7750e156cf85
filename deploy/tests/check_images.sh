#!/usr/bin/env bash
# Checks the compose file and the Dockerfiles by their own tools, as far as that goes without a Docker daemon.
# Exit status 77 (skipped, in CTest's terms) where a tool is missing.
set -euo pipefail
cd "$(dirname "$0")/../.."
skip() { echo "skipped: $1" >&2; exit 77; }

if docker compose version > /dev/null 2>&1; then compose=(docker compose)
elif command -v docker-compose > /dev/null; then compose=(docker-compose)
else skip "neither 'docker compose' nor 'docker-compose' is installed"; fi
"${compose[@]}" -f deploy/docker-compose.yml config > /dev/null
echo "deploy/docker-compose.yml: valid"

lint=node_modules/.bin/dockerfile-utils
[ -x $lint ] || skip "dockerfile-utils is not installed: run scripts/setup test"
for file in deploy/*.Dockerfile; do
    $lint lint "$file"
    # What the linter cannot know: every path copied from the checkout exists, and the image does not run as root.
    while read -r path; do
        [ -e "$path" ] || { echo "$file copies $path, which does not exist" >&2; exit 1; }
    done < <(sed -n 's/^COPY \([^-].*\) [^ ]*$/\1/p' "$file" | tr ' ' '\n')
    grep -q '^USER ' "$file" || { echo "$file runs as root" >&2; exit 1; }
    grep -q '^HEALTHCHECK ' "$file" || { echo "$file has no health check" >&2; exit 1; }
    echo "$file: valid"
done
