# Sourced by try.sh, test.sh, and .ci/run, in the root of the checkout: a virtual environment in .venv.
# shellcheck shell=bash

export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

# find_python: print the first Python on the path that is new enough.
find_python() {
    local name
    for name in python3 python python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "Install Python 3.11 or newer: none was found on the path." >&2
    return 1
}

# make_venv FOLDER: make a virtual environment with pip where there is none, or say in a sentence what is missing.
make_venv() {
    local python version
    if "$(bin_of "$1")/python" -m pip --version >/dev/null 2>&1; then return; fi
    python=$(find_python) || return
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "Install Python's venv and ensurepip (Debian and Ubuntu: apt-get install python$version-venv)." >&2
        return 1
    fi
    "$python" -m venv "$1"
}

# bin_of FOLDER: print where a virtual environment keeps its programs.
bin_of() {
    if [ -d "$1/Scripts" ]; then echo "$1/Scripts"; else echo "$1/bin"; fi
}

# install_once NAME ARGUMENT…: have pip install what the arguments say into .venv, unless that was done before,
# in this place and with the pyproject.toml of now.
install_once() {
    local stamp=.venv/$1.stamp state
    shift
    state=$(pwd && cat pyproject.toml)
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$state" ] && "$(bin_of .venv)/python" -c '' 2>/dev/null; then
        return
    fi
    echo "Setting up .venv (once; needs access to PyPI) …" >&2
    make_venv .venv || return
    "$(bin_of .venv)/python" -m pip install --quiet "$@" || return
    echo "$state" >"$stamp"
}

# install_dev: install the package and the development tools into .venv.
install_dev() {
    install_once pip "pip>=25.1" || return # knows --group
    install_once dev --editable . --group dev
}
