# Sourced by bootstrap.sh: chooses a Python and keeps .venv in step with the locks.
# shellcheck shell=bash

VENV_PYTHON=.venv/bin/python

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

# Prints the first Python that fits, PYTHON=… alone being tried when it is given; else fails.
find_python() {
    local name
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if fits "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# Debian's Python leaves ensurepip to a package of its own.
can_make_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

venv_package() { "$1" -c 'import sys; print("python{}.{}-venv".format(*sys.version_info))'; }

# Debian's Python leaves what a compilation needs to a package of its own.
lacks_headers() {
    "$1" -c 'import os, sys, sysconfig
header = os.path.join(sysconfig.get_path("include"), "Python.h")
sys.exit(sys.base_prefix != "/usr" or os.path.exists(header))'
}

headers_package() { "$1" -c 'import sys; print("python{}.{}-dev".format(*sys.version_info))'; }

has_pyscard() { "$VENV_PYTHON" -c 'import smartcard.scard' 2>/dev/null; }

# A .venv copied or moved with its clone still points at the old place.
venv_is_good() {
    fits "$VENV_PYTHON" && [[ -x .venv/bin/pip ]] && is_asked_version &&
        [[ $'\n'$(<.venv/pyvenv.cfg)$'\n' == *" $PWD/.venv"$'\n'* ]]
}

is_asked_version() {
    [[ -z ${PYTHON:-} || $("$PYTHON" --version 2>&1) == "$("$VENV_PYTHON" --version)" ]]
}

make_venv() {
    say "Création de .venv avec $("$1" --version)"
    "$1" -m venv --clear "$PWD/.venv" ||
        stop "l'environnement Python n'a pas pu être créé dans $PWD/.venv." \
            "Vérifiez la place libre et les droits du dossier, puis relancez."
}

locks_digest() { cat requirements/*.txt pyproject.toml | sha256sum | cut -d' ' -f1; }

stamp_is() { [[ -f .venv/almapy-$1.stamp && $(<".venv/almapy-$1.stamp") == "$2" ]]; }

# The dependencies for development hold those that run the program.
dependencies_are_current() {
    stamp_is dev "$2" || { [[ $1 == run ]] && stamp_is run "$2"; }
}

pip_install() {
    "$VENV_PYTHON" -m pip --disable-pip-version-check install --quiet --no-input "$@" ||
        stop "les dépendances n'ont pas pu être installées (voir ci-dessus)." \
            "Vérifiez l'accès au réseau et la place libre, puis relancez : rien n'est à défaire."
}

install_dependencies() {
    local profile=$1 digest
    digest=$(locks_digest)
    dependencies_are_current "$profile" "$digest" && return
    say 'Installation des dépendances (une à deux minutes la première fois)'
    case $profile in
        run) pip_install --require-hashes -r requirements/run.txt -r requirements/build.txt ;;
        dev) pip_install --require-hashes -r requirements/dev.txt ;;
    esac
    pip_install --no-index --no-deps --no-build-isolation -e .
    echo "$digest" >".venv/almapy-$profile.stamp"
}
