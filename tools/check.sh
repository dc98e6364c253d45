#!/usr/bin/env bash
# What continuous integration checks, in its order; the first failure stops.
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=tools/messages.sh
source tools/messages.sh
export QT_QPA_PLATFORM=offscreen
PATH=$PWD/.venv/bin:$PATH

check() {
    local title=$1
    shift
    say "$title"
    "$@" || stop "« $title » a échoué : $*"
}

# The tests make thousands of small bases and wait for the disk at each: where there is memory to
# spare they make them there, which halves their time on a slow disk.
has_memory_to_spare() {
    local room memory
    [[ -z ${TMPDIR:-} && -w /dev/shm ]] || return 1
    room=$(df --output=avail --block-size=1M /dev/shm | tail -n 1)
    memory=$(awk '/^MemAvailable:/ {print int($2 / 1024)}' /proc/meminfo)
    ((room >= 4096 && memory >= 8192))
}

if has_memory_to_spare; then
    TMPDIR=$(mktemp -d /dev/shm/almapy.XXXX)
    chmod 711 "$TMPDIR" # the PostgreSQL of the tests may run as another person
    export TMPDIR
    trap 'rm -rf "$TMPDIR"' EXIT
fi

check 'Mise en forme' ruff format --check .
check 'Style' ruff check .
check 'Types' mypy
check 'Frontières entre paquets' lint-imports
check 'Tests' python -m pytest -n auto --maxprocesses 4
