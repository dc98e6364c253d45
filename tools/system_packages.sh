# Sourced by bootstrap.sh: finds and installs the Debian or Ubuntu packages that are missing.
# shellcheck shell=bash disable=SC2034  # the lists of packages are read by bootstrap.sh

# Names differ between releases: "new|old" is satisfied by either, installed under the first offered.
QT_PACKAGES=(
    libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 'libglib2.0-0t64|libglib2.0-0'
    fonts-dejavu-core
)
CODE_PACKAGES=('libdmtx0t64|libdmtx0b|libdmtx0a')
CARD_PACKAGES=(libpcsclite1)
# pyscard has no wheel for Linux: pip compiles it.
PYSCARD_BUILD_PACKAGES=(swig gcc libc6-dev libpcsclite-dev)
# A pcscd of their own, a PKCS#11 library: what the tests of cards talk to.
CARD_PEER_PACKAGES=(pcscd softhsm2)
# A second Tesseract, beside the one inside the program: both must read the same words.
OCR_PEER_PACKAGES=(tesseract-ocr tesseract-ocr-fra)
# A keyring of a system, on a bus of its own: what keeps secrets there is tested with it.
KEYRING_PEER_PACKAGES=(gnome-keyring dbus)
# The driver of a virtual reader, taken out of its package: installed, it would add two readers to
# the pcscd of the machine, listening on every network.
VIRTUAL_READER_PACKAGE=vsmartcard-vpcd
VIRTUAL_READER_FOLDER=.venv/peers/vpcd
OLDEST_NODE=20
SCREEN_PACKAGES=(
    libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0
    libwayland-cursor0 libwayland-egl1
)

# Held only while apt works: the tests need the programs of PostgreSQL, not a server on port 5432.
NO_CLUSTER=/etc/postgresql-common/createcluster.d/almapy-bootstrap.conf

is_debian() { command -v dpkg-query apt-get apt-cache >/dev/null; }

has_postgresql() {
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null
}

# Prints what only some tests need and is not there; they are skipped without it.
missing_peers() {
    has_postgresql || echo postgresql
    missing_packages "${CARD_PEER_PACKAGES[@]}" "${OCR_PEER_PACKAGES[@]}" \
        "${KEYRING_PEER_PACKAGES[@]}"
    command -v node >/dev/null || printf '%s\n' nodejs npm
}

# Prints those of its arguments, of the peers of tests, that this release offers and that would do.
offered_peers() {
    local name node
    node=$(candidate_version nodejs)
    for name in "$@"; do
        if ! apt_has_lists; then
            echo "$name"
        elif [[ $name == nodejs || $name == npm ]]; then
            ((${node%%[!0-9]*}0 < OLDEST_NODE * 10)) || echo "$name"
        elif [[ $(candidate_version "$name") ]]; then
            echo "$name"
        fi
    done
}

# Prints those of its arguments that no installed package satisfies.
missing_packages() {
    local requirement installed names="${*//|/ }"
    # shellcheck disable=SC2016,SC2086  # dpkg-query's own fields; one argument per name
    installed=" $(dpkg-query -W -f='${Package}=${db:Status-Status}\n' $names 2>/dev/null |
        sed -n 's/=installed$//p' | tr '\n' ' ' || true)"
    for requirement in "$@"; do
        is_in "$installed" "$requirement" || echo "$requirement"
    done
}

is_in() {
    local name
    for name in ${2//|/ }; do
        [[ $1 != *" $name "* ]] || return 0
    done
    return 1
}

apt_has_lists() { compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null; }

# Prints the version that apt would install, nothing when it knows none.
candidate_version() {
    LC_ALL=C apt-cache policy "$1" 2>/dev/null | awk '/Candidate:/ && $2 != "(none)" {print $2}'
}

# Prints the first alternative that apt offers, the last one when its lists tell nothing.
offered_name() {
    local name
    for name in ${1//|/ }; do
        [[ -z $(candidate_version "$name") ]] || break
    done
    echo "$name"
}

# Prints the packages that bring a fitting Python, nothing when this release has none.
python_packages() {
    local name version default_version
    default_version=$(candidate_version python3)
    for name in python3 python3.13 python3.12 python3.11; do
        version=$(candidate_version "$name")
        if [[ $version =~ ^3\.1[123]\. || (-z $default_version && $name == python3) ]]; then
            printf "%s\n" "$name" "$name-venv" "$name-dev"
            return
        fi
    done
}

# Sets AS_ROOT to the words that run a command as root; fails when this person may not.
find_root() {
    AS_ROOT=()
    ((EUID != 0)) || return 0
    command -v sudo >/dev/null || return 1
    AS_ROOT=(sudo)
    sudo -n true 2>/dev/null && return 0
    [[ -t 0 && -t 2 ]] || return 1
    sudo -v -p 'Mot de passe de %p, pour installer les paquets manquants : '
}

apt_line() {
    local line="apt-get update && apt-get install -y --no-install-recommends $*"
    if command -v sudo >/dev/null; then
        echo "sudo sh -c '$line'"
    else
        echo "su -c '$line'"
    fi
}

apt_get() {
    "${AS_ROOT[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@"
}

update_lists() {
    apt_get update || warn "certaines listes de paquets n'ont pas pu être rafraîchies. On continue."
}

install_packages() {
    (($# > 0)) || return 0
    say "Installation des paquets système : $*"
    apt_get install -y --no-install-recommends "$@" >/dev/null ||
        stop "apt-get n'a pas pu installer : $*." \
            "Rien n'a été modifié dans AlmaPy. Corrigez ce que dit apt-get, puis relancez."
}

# What cannot be installed here only has its tests skipped.
install_peers() {
    local name
    (($# > 0)) || return 0
    say "Installation de ce dont des tests se servent : $*"
    if [[ " $* " == *' postgresql '* ]]; then
        trap '"${AS_ROOT[@]}" rm -f "$NO_CLUSTER"' EXIT
        "${AS_ROOT[@]}" mkdir -p "${NO_CLUSTER%/*}"
        echo 'create_main_cluster = false' | "${AS_ROOT[@]}" tee "$NO_CLUSTER" >/dev/null
    fi
    for name in "$@"; do
        apt_get install -y --no-install-recommends "$name" >/dev/null ||
            warn "apt-get n'a pas pu installer $name, les tests qui s'en servent seront sautés."
    done
    "${AS_ROOT[@]}" rm -f "$NO_CLUSTER"
}
