#!/usr/bin/env bash
# Writes the locks again from pyproject.toml and requirements/build.in.
# Usage: tools/lock.sh [--upgrade | --upgrade-package NAME …]; without option, pins that still fit stay.
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=tools/messages.sh
source tools/messages.sh
PATH=$PWD/.venv/bin:$PATH
command -v uv >/dev/null || .venv/bin/python -m pip install --quiet uv

compile() {
    local lock=$1
    shift
    say "$lock"
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --custom-compile-command 'make lock' --output-file "$lock" "$@"
}

# The whole is resolved once; its two parts then take their versions from it.
compile requirements/dev.txt "$@" --extra dev pyproject.toml requirements/build.in
compile requirements/run.txt --constraints requirements/dev.txt pyproject.toml
compile requirements/build.txt --constraints requirements/dev.txt requirements/build.in
