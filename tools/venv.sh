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
echo "Pakketten uit $1 worden geïnstalleerd (de eerste keer kan dit een paar minuten duren)."
pip=".venv/bin/python -m pip --disable-pip-version-check"

# What pip was told about where packages come from, as options of uv: what the environment says goes
# before what is for installing alone, and that before the rest.
sources() {
    told=$($pip config list)
    for name in index-url extra-index-url find-links; do
        for place in :env: install global; do
            said=$(printf '%s\n' "$told" | sed -n "s/^$place[.]$name='\(.*\)'\$/\1/p" | sed 's/\\n/ /g')
            for one in $said; do echo "--$name $one"; done
            [ -n "$said" ] && break
        done
    done
}

# uv does in seconds what takes pip a minute; where uv cannot be had or fails, pip does it.
# Python compiles what the app uses at its first import: that is far less than all of it.
uv=.venv/opzet/bin/uv
if [ -x $uv ] || $pip --retries 0 install --quiet --no-deps --target .venv/opzet uv==0.13.9 2>/dev/null
then
    # What sources gives is one word each. The cache stands beside what is linked to it, and goes.
    $uv pip install --quiet --no-config --python .venv/bin/python --cache-dir .venv/opzet/cache \
        --index-strategy unsafe-best-match $(sources) -r "$1" 2>/dev/null && is_done=yes
    rm -rf .venv/opzet/cache
    [ -n "${is_done:-}" ] && exit 0
fi
$pip install --no-compile --quiet -r "$1"
