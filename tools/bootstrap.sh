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
    local wanted=("${QT_PACKAGES[@]}" "${CODE_PACKAGES[@]}" "${CARD_PACKAGES[@]}") pyscard_missing=
    [[ $PROFILE == dev ]] || wanted+=("${SCREEN_PACKAGES[@]}")
    if ! venv_is_good || ! has_pyscard; then
        pyscard_missing=yes
        wanted+=("${PYSCARD_BUILD_PACKAGES[@]}")
    fi
    mapfile -t MISSING < <(missing_packages "${wanted[@]}")
    PYTHON_MISSING=
    INTERPRETER=$VENV_PYTHON
    if ! venv_is_good; then
        if ! INTERPRETER=$(find_python); then
            [[ -z ${PYTHON:-} ]] ||
                stop "PYTHON=$PYTHON n'est pas un Python 3.11, 3.12 ou 3.13 qui démarre."
            PYTHON_MISSING=yes
        elif ! can_make_venv "$INTERPRETER"; then
            MISSING+=("$(venv_package "$INTERPRETER")")
        fi
    fi
    if [[ $pyscard_missing && ! $PYTHON_MISSING ]] && lacks_headers "$INTERPRETER"; then
        MISSING+=("$(headers_package "$INTERPRETER")")
    fi
    PEERS_MISSING=()
    [[ $PROFILE == run ]] || mapfile -t PEERS_MISSING < <(missing_peers)
}

# Fills PACKAGES, and PEERS of tests, with the names of this release: apt's lists must be fresh.
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
    mapfile -t PEERS < <(offered_peers "${PEERS_MISSING[@]}")
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
    if [[ ${#MISSING[@]} -eq 0 && ! $PYTHON_MISSING ]]; then
        # A peer that this release does not offer is not looked for each time.
        [[ $(offered_peers "${PEERS_MISSING[@]}") ]] || return 0
    fi
    if find_root; then
        update_lists
        name_packages
        install_packages "${PACKAGES[@]}"
        install_peers "${PEERS[@]}"
        return
    fi
    name_packages
    if ((${#PACKAGES[@]} > 0)); then
        stop "il manque des paquets système, et les installer demande les droits de l'administrateur." \
            "Tapez cette ligne (ou faites-la taper), puis relancez la même commande make :" "" \
            "    $(apt_line "${PACKAGES[@]}" "${PEERS[@]}")"
    fi
    ((${#PEERS[@]} == 0)) ||
        warn "il manque ${PEERS[*]}, les tests qui s'en servent seront sautés." \
            "Pour les jouer, tapez cette ligne (ou faites-la taper) :" "" \
            "    $(apt_line "${PEERS[@]}")"
}

# The virtual reader of the tests; without it, those of the real pcscd are skipped.
prepare_virtual_reader() {
    local scratch
    [[ $PROFILE == dev && ! -d $VIRTUAL_READER_FOLDER ]] && is_debian || return 0
    apt_has_lists || { find_root && update_lists; } || true
    scratch=$(mktemp -d)
    if (cd "$scratch" && apt-get -qq download "$VIRTUAL_READER_PACKAGE" 2>/dev/null) &&
        dpkg-deb --extract "$scratch"/*.deb "$scratch/content"; then
        mkdir -p "${VIRTUAL_READER_FOLDER%/*}"
        mv "$scratch/content" "$VIRTUAL_READER_FOLDER"
    else
        warn "le lecteur virtuel des tests n'a pas pu être pris, ses tests seront sautés."
    fi
    rm -rf "$scratch"
}

# The OpenID provider of the tests; without npm, or without network, its tests are skipped.
prepare_openid_peer() {
    local folder=tests/peers/openid digest
    [[ $PROFILE == dev && -f $folder/package-lock.json ]] || return 0
    command -v npm >/dev/null || return 0
    digest=$(sha256sum <"$folder/package-lock.json")
    [[ ! -f $folder/node_modules/almapy.stamp ||
        $(<"$folder/node_modules/almapy.stamp") != "$digest" ]] || return 0
    say 'Installation du fournisseur OpenID des tests'
    if npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund \
        --fetch-retries=1 --silent; then
        echo "$digest" >"$folder/node_modules/almapy.stamp"
    else
        warn "le fournisseur OpenID des tests n'a pas pu être installé, ses tests seront sautés."
    fi
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
prepare_virtual_reader
prepare_openid_peer
