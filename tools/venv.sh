#!/bin/sh
# Creates .venv when it is missing and installs the pinned requirements file given as $1.
set -eu
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 of nieuwer is nodig; dit is $("$python" --version 2>&1)." >&2
    exit 1
}
if ! [ -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null || {
        echo "De module venv ontbreekt: we proberen het Debian-pakket python3-venv te installeren."
        if [ "$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq python3-venv
        else echo "Installeer het eerst: sudo apt-get install python3-venv" >&2; exit 1; fi
    }
    "$python" -m venv --clear .venv
fi
echo "Pakketten uit $1 worden geïnstalleerd (de eerste keer duurt dit een paar minuten)."
# Python compiles what the app uses at its first import: that is far less than all of it.
.venv/bin/python -m pip install --no-compile --quiet --disable-pip-version-check -r "$1"
