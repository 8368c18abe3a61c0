#!/bin/sh
# The browser tests need a chromium of Debian, best the one without a window (a third less processor
# time): installs it when that is allowed, else says how.
command -v chromium-headless-shell >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "chromium-headless-shell ontbreekt: we installeren het Debian-pakket."
    apt-get update -qq || true
    for package in chromium-headless-shell chromium; do
        command -v chromium >/dev/null 2>&1 && [ $package = chromium ] && break
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $package >/dev/null && break
    done
fi
command -v chromium-headless-shell >/dev/null 2>&1 && exit 0
command -v chromium >/dev/null 2>&1 && exit 0
echo "De browsertests hebben chromium nodig. Installeer het: sudo apt-get install chromium-headless-shell" >&2
[ -n "${CI:-}" ] && exit 1
echo "Zonder chromium worden de browsertests overgeslagen." >&2
exit 0
