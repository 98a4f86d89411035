#!/usr/bin/env bash
# debian13_check.sh [DEB12]: a Debian 13 of its own (mmdebstrap; root), with C.UTF-8 as the only locale. The sources
# are built in it, warnings as errors; the unit tests, the screen suites and the self test run; the package is built
# there and installed in a second one that has nothing else. With DEB12, the package of Debian 12: installed in a
# Debian 12 with a club, brought to 13 by dist-upgrade, where the old package goes on and the new one follows it.
# In CI (AIMTRACK_CI) nothing here is skipped.
# shellcheck disable=SC2016 # what stands in single quotes is for the shell inside
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
old_deb=${1:+$(realpath "$1")}

cannot() {
    [ -n "${AIMTRACK_CI:-}" ] || { echo "skipped: debian13_check.sh: $*"; exit 0; }
    echo "$*"
    exit 1
}
if [ "$(id -u)" -ne 0 ] || ! unshare -m true 2>/dev/null; then cannot "a Debian of its own needs root and a mount namespace"; fi
# A mount namespace of its own: what is mounted here goes with it.
[ -n "${AIMTRACK_INSIDE:-}" ] || exec env AIMTRACK_INSIDE=1 unshare -m "$0" ${old_deb:+"$old_deb"}

folder=$(mktemp -d "${TMPDIR:-/tmp}/aimtrack-debian.XXXXXX")
# shellcheck disable=SC2317 # by the trap
leave() {
    cd /
    umount -R "$folder"/*/proc "$folder"/*/dev 2>/dev/null || true
    rm -rf --one-file-system "$folder"
}
trap leave EXIT
fail() { echo "$*"; exit 1; }
[ -z "$old_deb" ] || cp "$old_deb" "$folder/old.deb" # others make packages meanwhile

# tree NAME SUITE PACKAGES: a small Debian in $folder/NAME; made once, kept in build/.
tree() {
    local kept="$root/build/$1.tar" packages=$3
    if [ ! -f "$kept" ]; then
        mmdebstrap --quiet --variant=apt --include="$packages" "$2" "${kept%.tar}.new.tar" 2>"$folder/mmdebstrap" ||
            cannot "no small Debian ($2) could be made: $(tail -n 1 "$folder/mmdebstrap")"
        mv "${kept%.tar}.new.tar" "$kept"
    fi
    mkdir "$folder/$1"
    tar -C "$folder/$1" -xf "$kept"
    echo 'APT::Get::Assume-Yes "true";' >"$folder/$1/etc/apt/apt.conf.d/99nobody-is-here"
    mount -t proc proc "$folder/$1/proc"
    mount --rbind /dev "$folder/$1/dev"
}
# inside NAME COMMANDS: with the one locale that every Debian has; bare: with none at all.
inside() { chroot "$folder/$1" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 AIMTRACK_WAIT="${AIMTRACK_WAIT:-}" DEBIAN_FRONTEND=noninteractive TERM=xterm-256color sh -ec "$2" </dev/null; }
bare() { chroot "$folder/$1" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/root sh -ec "$2" </dev/null; }
group() { awk -v wanted="$1" '$1 == wanted { print $2 }' "$root/scripts/deps.txt" | paste -sd,; }
needs() { dpkg-deb -f "$1" Depends | tr ',' '\n' | sed 's/|.*//; s/(.*//; s/ //g' | sort -u | paste -sd,; }

# The club in $1 is used as people use it, in Dutch, by a shell that has no locale.
use_the_club() {
    local words
    for words in '--language nl help' 'session list' verify 'export sessions --format pdf --out /root/out' selftest; do
        bare "$1" "mkdir -p /root/out && aimtrack --data /root/club $words" >"$folder/said" 2>&1 || { cat "$folder/said"; fail "$1: aimtrack $words"; }
        [ "$words" != '--language nl help' ] || grep -q '^Gebruik' "$folder/said" || fail "$1: no Dutch without a locale"
    done
    bare "$1" 'aimtrack --data /root/club session list --json' >"$folder/said" 2>&1
    grep -q '"id"' "$folder/said" || fail "$1: no sessions"
}

echo "> built in Debian 13"
tree debian13-build trixie "$(group build),$(group package),git,libcmocka-dev,libvterm-dev,sqlite3,e2fsprogs,qpdf,poppler-utils,xz-utils"
mkdir "$folder/debian13-build/src"
(cd "$root" && git ls-files -z | xargs -0 tar -c --ignore-failed-read) | tar -C "$folder/debian13-build/src" -x
inside debian13-build 'test "$(locale -a | grep -vE "^(C|POSIX|C.utf8)$" | wc -l)" = 0' || fail "it has other locales"
inside debian13-build 'cd /src && cmake --preset dev && cmake --build build/dev' >"$folder/said" 2>&1 || { tail -n 60 "$folder/said"; fail "the build"; }
! grep -F 'warning:' "$folder/said" | grep -vF 'po/nl.po' || fail "warnings"
inside debian13-build "cd /src && ctest --test-dir build/dev -L 'unit|tui' --output-on-failure --no-tests=error -j $(($(nproc) * 2))" \
    >"$folder/said" 2>&1 || { cat "$folder/said"; fail "its tests"; }
grep -E 'tests passed' "$folder/said"
inside debian13-build '/src/build/dev/aimtrack selftest' >"$folder/said" 2>&1 || { cat "$folder/said"; fail "the self test"; }

echo "> its package in a Debian 13 with nothing else"
inside debian13-build 'cd /src && SOURCE_DATE_EPOCH=1796000000 scripts/package' >"$folder/said" 2>&1 || { cat "$folder/said"; fail "the package"; }
new_deb=$(ls "$folder"/debian13-build/src/build/package/aimtrack_*.deb)
tree debian13 trixie "$(needs "$new_deb")"
cp "$new_deb" "$folder/debian13/root/new.deb"
inside debian13 'apt-get install -qq /root/new.deb && aimtrack demo --data /root/club' >"$folder/said" 2>&1 || { cat "$folder/said"; fail "installing"; }
use_the_club debian13
inside debian13 'apt-get purge -qq aimtrack' >"$folder/said" 2>&1 || { cat "$folder/said"; fail "purging"; }

if [ -n "$old_deb" ]; then
    echo "> from Debian 12 to 13 with a club"
    tree debian12 bookworm "$(needs "$folder/old.deb")"
    cp "$folder/old.deb" "$folder/debian12/root/"
    cp "$new_deb" "$folder/debian12/root/new.deb"
    inside debian12 'apt-get install -qq /root/old.deb && aimtrack demo --data /root/club' >"$folder/said" 2>&1 || { cat "$folder/said"; fail "installing on 12"; }
    use_the_club debian12
    inside debian12 'sed -i s/bookworm/trixie/g /etc/apt/sources.list && apt-get update -qq && apt-get -qq -o Dpkg::Options::=--force-confdef dist-upgrade' \
        >"$folder/said" 2>&1 || { tail -n 40 "$folder/said"; fail "dist-upgrade"; }
    grep -q '^13' "$folder/debian12/etc/debian_version" || fail "it did not become a Debian 13"
    use_the_club debian12
    inside debian12 'apt-get install -qq /root/new.deb && apt-get -qq autoremove' >"$folder/said" 2>&1 || { cat "$folder/said"; fail "the package of 13 after the upgrade"; }
    inside debian12 'dpkg-query -W -f "\${Version}" aimtrack' | grep -q 'deb13$' || fail "the old package is still there"
    use_the_club debian12
fi
echo "Debian 13: built, tested, installed${old_deb:+, upgraded from 12}"
