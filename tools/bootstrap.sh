#!/usr/bin/env bash
# Prepares a clean clone: missing system packages, then .venv with the locked dependencies.
# Usage: tools/bootstrap.sh run|dev     PYTHON=/path/to/python chooses the interpreter.
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=tools/messages.sh
source tools/messages.sh
# shellcheck source=tools/system_packages.sh
source tools/system_packages.sh
# shellcheck source=tools/python_env.sh
source tools/python_env.sh

find_missing() {
    local wanted=("${QT_PACKAGES[@]}" "${CODE_PACKAGES[@]}")
    [[ $PROFILE == dev ]] || wanted+=("${SCREEN_PACKAGES[@]}")
    mapfile -t MISSING < <(missing_packages "${wanted[@]}")
    PYTHON_MISSING=
    if ! venv_is_good; then
        if ! INTERPRETER=$(find_python); then
            [[ -z ${PYTHON:-} ]] ||
                stop "PYTHON=$PYTHON n'est pas un Python 3.11, 3.12 ou 3.13 qui démarre."
            PYTHON_MISSING=yes
        elif ! can_make_venv "$INTERPRETER"; then
            MISSING+=("$(venv_package "$INTERPRETER")")
        fi
    fi
    POSTGRESQL_MISSING=
    [[ $PROFILE == run ]] || has_postgresql || POSTGRESQL_MISSING=yes
}

# Fills PACKAGES with the names of this release; apt's lists must be fresh for the answer to be right.
name_packages() {
    local requirement python
    PACKAGES=()
    for requirement in "${MISSING[@]}"; do
        PACKAGES+=("$(offered_name "$requirement")")
    done
    if [[ $PYTHON_MISSING ]]; then
        python=$(python_packages)
        [[ $python ]] || stop_without_python
        mapfile -t -O "${#PACKAGES[@]}" PACKAGES <<<"$python"
    fi
    REQUIRED=${#PACKAGES[@]}
    [[ -z $POSTGRESQL_MISSING ]] || PACKAGES+=(postgresql)
}

stop_without_python() {
    stop "AlmaPy demande Python 3.11, 3.12 ou 3.13, et ce système n'en propose aucun." \
        "Installez-en un, puis ajoutez à la commande make : PYTHON=/chemin/de/python3.12"
}

prepare_system() {
    if ! is_debian; then
        warn "ni Debian ni Ubuntu, les bibliothèques dont Qt a besoin ne sont pas vérifiées."
        venv_is_good || find_python >/dev/null || stop_without_python
        return
    fi
    find_missing
    [[ ${#MISSING[@]} -gt 0 || $PYTHON_MISSING || $POSTGRESQL_MISSING ]] || return 0
    if find_root; then
        update_lists
        name_packages
        install_packages "${PACKAGES[@]}"
        return
    fi
    name_packages
    if ((REQUIRED == 0)); then
        warn "PostgreSQL manque, les tests qui en ont besoin seront sautés." \
            "Pour les jouer, tapez cette ligne (ou faites-la taper) :" "" \
            "    $(apt_line "${PACKAGES[@]}")"
        return
    fi
    stop "il manque des paquets système, et les installer demande les droits de l'administrateur." \
        "Tapez cette ligne (ou faites-la taper), puis relancez la même commande make :" "" \
        "    $(apt_line "${PACKAGES[@]}")"
}

prepare_venv() {
    local interpreter
    if ! venv_is_good; then
        interpreter=$(find_python) || stop_without_python
        can_make_venv "$interpreter" ||
            stop "$interpreter ne sait pas créer d'environnement (modules venv et ensurepip)." \
                "Choisissez-en un autre, en ajoutant à la commande make : PYTHON=/chemin/de/python3.12"
        make_venv "$interpreter"
    fi
    install_dependencies "$PROFILE"
}

PROFILE=${1:?run ou dev}
prepare_system
prepare_venv
