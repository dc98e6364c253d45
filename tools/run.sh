#!/usr/bin/env bash
# Opens the demo practice; without a screen, plays the tour and says where its pictures are.
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=tools/messages.sh
source tools/messages.sh

if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
    exec .venv/bin/almapy demo
fi

say "Pas d'écran ici : la visite guidée est jouée hors écran."
status=0
QT_QPA_PLATFORM=offscreen .venv/bin/almapy tour --out build/tour || status=$?
[[ ! -d build/tour ]] || say "Les images de la visite sont dans $PWD/build/tour"
exit "$status"
