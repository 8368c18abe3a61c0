#!/bin/sh
# The login tests need node with npm and Debian's caddy, and the packages of tests/oidc.
# Installs what is missing when that is allowed, else says how.
missing=""
command -v node >/dev/null 2>&1 || missing="nodejs npm"
command -v npm >/dev/null 2>&1 || missing="nodejs npm"
command -v caddy >/dev/null 2>&1 || missing="$missing caddy"
if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Voor de inlogtests ontbreekt: $missing. We installeren de Debian-pakketten."
    # shellcheck disable=SC2086
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        --no-install-recommends $missing >/dev/null
fi
for command in node npm caddy; do
    command -v $command >/dev/null 2>&1 || {
        echo "De inlogtests hebben $command nodig: sudo apt-get install nodejs npm caddy" >&2
        exit 1
    }
done
cd tests/oidc || exit 1
if ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
    npm ci --no-audit --no-fund --loglevel=error || exit 1
    touch node_modules/.package-lock.json
fi
