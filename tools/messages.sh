# Sourced by the other scripts: what they say to the person, in French, apart from tools' output.
# shellcheck shell=bash

say() { printf '\n── %s\n' "$*"; }

warn() {
    printf '\nAttention : %s\n' "$1" >&2
    shift
    (($# == 0)) || printf '%s\n' "$@" >&2
}

stop() {
    printf '\nArrêt : %s\n' "$1" >&2
    shift
    (($# == 0)) || printf '%s\n' "$@" >&2
    exit 1
}
