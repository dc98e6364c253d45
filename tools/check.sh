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

check 'Mise en forme' ruff format --check .
check 'Style' ruff check .
check 'Types' mypy
check 'Frontières entre paquets' lint-imports
check 'Tests' python -m pytest -n auto --maxprocesses 4
