#!/usr/bin/env bash
# install_check.sh DEB FOLDER: a small Debian in FOLDER, in which the package is installed, used, upgraded from an
# older one with a club of an older schema, rolled back, removed and purged: by dpkg and apt themselves, each command
# of docs/operations.md as it stands there. Without systemd running: its commands are left out. package_check.sh starts it.
# shellcheck disable=SC2016 # what stands in single quotes is for the shell inside
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
deb=$(realpath "${1:?}") folder=$(realpath "${2:?}")
small=$folder/debian
cache=${AIMTRACK_SMALL_DEBIAN:-$root/build/small-debian.tar}

# A mount namespace of its own: what is mounted here goes with it.
[ -n "${AIMTRACK_INSIDE:-}" ] || exec env AIMTRACK_INSIDE=1 unshare -m "$0" "$deb" "$folder"

# The packages it depends on, the first of alternatives, without versions.
needs=$(dpkg-deb -f "$deb" Depends | tr ',' '\n' | sed 's/|.*//; s/(.*//; s/ //g' | sort -u | paste -sd,)
if [ ! -f "$cache" ]; then
    if ! mmdebstrap --quiet --variant=apt --include="$needs" bookworm "${cache%.tar}.new.tar" 2>"$folder/mmdebstrap"; then
        echo "skipped: install_check.sh: no small Debian could be made here: $(tail -n 1 "$folder/mmdebstrap")"
        exit 0
    fi
    mv "${cache%.tar}.new.tar" "$cache"
fi
mkdir -p "$small"
tar -C "$small" -xf "$cache"
echo 'APT::Get::Assume-Yes "true";' >"$small/etc/apt/apt.conf.d/99nobody-is-here"
mount -t proc proc "$small/proc"
mount --bind /dev "$small/dev"

inside() { chroot "$small" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive sh -ec "cd /root; $1" </dev/null; }
club() { inside "runuser -u aimtrack -- aimtrack --data /var/lib/aimtrack $1"; }
fail() { echo "$*"; exit 1; }
data=$small/var/lib/aimtrack

# The commands of a section of docs/operations.md, in order.
section() {
    awk -v wanted="## $1" '/^## / { on = $0 == wanted } on && /^    / { print substr($0, 5) }' "$root/docs/operations.md" |
        grep -vE '^(systemctl|\[Service\]|ReadWritePaths)' || true
}
follow() {
    local line count=0
    while read -r line <&3; do
        echo "> $line"
        case $line in
        *" setup "*) inside "echo correct horse battery | $line" ;;
        *) inside "$line" ;;
        esac || fail "docs/operations.md: \"$line\" ended with $?"
        count=$((count + 1))
    done 3< <(section "$1")
    [ "$count" -ge "$2" ] || fail "docs/operations.md: section $1 has only $count commands"
}
older_package() { # the same files under an older version, the units where they were up to 0.5.0
    dpkg-deb -R "$deb" "$folder/older"
    mkdir "$folder/older/lib" && mv "$folder/older/usr/lib/systemd" "$folder/older/lib/"
    sed -i 's/^Version: .*/Version: 0.0.9-1/' "$folder/older/DEBIAN/control"
    dpkg-deb --root-owner-group -b "$folder/older" "$1" >/dev/null
}

# A fresh machine, with docs/operations.md alone.
cp "$deb" "$small/root/"
follow Install 5
[ "$(stat -c %a "$data")" = 700 ] || fail "the data folder: $(stat -c '%a' "$data")"
inside 'getent passwd aimtrack | grep -q ":/var/lib/aimtrack:/usr/sbin/nologin$"' || fail "the user"
inside 'test "$(stat -c %U /var/lib/aimtrack/aimtrack.db)" = aimtrack' || fail "whose database"
[ -L "$small/etc/systemd/system/timers.target.wants/aimtrack-backup.timer" ] || fail "the backup timer is not enabled"
[ -L "$small/etc/systemd/system/timers.target.wants/aimtrack-restore-test.timer" ] || fail "the restore test's timer is not enabled"
[ ! -e "$small/etc/systemd/system/getty.target.wants/aimtrack-kiosk@tty1.service" ] || fail "a kiosk nobody asked for"
club 'session list --json' >/dev/null

# A timer that a person switched off stays off over an upgrade.
inside 'systemctl disable aimtrack-restore-test.timer' 2>/dev/null

# An older package with a club of an older schema, then this one over it.
older_package "$small/root/older.deb"
inside 'dpkg -i --force-downgrade ./older.deb' >"$folder/log" 2>&1 || { cat "$folder/log"; fail "the older package"; }
rm -rf "${data:?}"/*
tar -C "$data" -xf "$root/tests/data/schema/0003.tar.xz"
inside 'chown -R aimtrack:aimtrack /var/lib/aimtrack; chmod 700 /var/lib/aimtrack'
follow Upgrade 3
inside 'dpkg-query -W -f "\${Status}" aimtrack' | grep -qx 'install ok installed' || fail "not configured"
ls "$data"/backups/aimtrack.db.before-migration-* >/dev/null || fail "no copy of before the upgrade"
club 'migrate --status --json' | python3 -c 'import json,sys; d=json.load(sys.stdin); assert all(s["state"]=="applied" for s in d["steps"]), d' || fail "not brought along"
[ ! -e "$small/etc/systemd/system/timers.target.wants/aimtrack-restore-test.timer" ] || fail "a timer came back by itself"
[ -s "$small/usr/lib/systemd/system/aimtrack-kiosk@.service" ] || fail "the units went with their old folder"
club 'session list --json' | grep -q '"id"' || fail "the sessions are gone"

# A club that cannot be brought along: the package is installed all the same and says so, the club is as it was.
cp -a "$data" "$folder/kept"
inside 'rm -f /var/lib/aimtrack/aimtrack.db*; head -c 65536 /dev/urandom >/var/lib/aimtrack/aimtrack.db; chown aimtrack:aimtrack /var/lib/aimtrack/aimtrack.db; chmod 600 /var/lib/aimtrack/aimtrack.db'
sum=$(sha256sum <"$data/aimtrack.db")
inside 'dpkg -i ./aimtrack_*.deb' >"$folder/log" 2>&1 || { cat "$folder/log"; fail "a damaged club must not block dpkg"; }
grep -q 'was not brought to this version' "$folder/log" || { cat "$folder/log"; fail "it does not say so"; }
[ "$sum" = "$(sha256sum <"$data/aimtrack.db")" ] || fail "the damaged club was changed"
rm -rf "${data:?}" && cp -a "$folder/kept" "$data"

# Back to the older one.
mkdir "$small/root/older" && mv "$small/root/older.deb" "$small/root/older/aimtrack_0.0.9-1_amd64.deb"
before=$(club 'migrate --status --json' | python3 -c 'import json,sys; print(len(json.load(sys.stdin)["steps"]))')
follow 'Roll back' 4
# Its copy of that upgrade (schema 3) is the club again; what was there is kept. The package that is called older here
# has the same program, which brought it along once more: the way back and forth is complete.
ls "$data"/aimtrack.db.before-back-* >/dev/null || fail "the newer club was not kept"
[ "$(sqlite3 "$data"/aimtrack.db.before-back-*[0-9] 'SELECT max(number) FROM schema_migration')" = "$before" ] || fail "it is not the newer club that was kept"
club 'session list --json' | grep -q '"id"' || fail "the sessions are gone after rolling back"
inside 'rm -f /var/lib/aimtrack/aimtrack.db.before-back-*'
inside 'dpkg-query -W -f "\${Version}" aimtrack' | grep -qx '0.0.9-1' || fail "not rolled back"

# Removing and purging leave the club.
follow Remove 2
[ -f "$data/aimtrack.db" ] || fail "purging took the club"
inside 'getent passwd aimtrack >/dev/null' || fail "purging took the user"
left=$(find "$small/usr" "$small/lib" "$small/etc" -name '*aimtrack*' ! -path '*/credstore/*') # a person's own
[ -z "$left" ] || fail "left behind: $left"
inside 'dpkg -i ./aimtrack_*.deb' >"$folder/log" 2>&1 || { cat "$folder/log"; fail "installing again"; }
club 'verify' || fail "the club after installing again"

# An empty one leaves nothing.
rm -rf "${data:?}"/* && inside 'dpkg -P aimtrack' >"$folder/log" 2>&1
[ ! -e "$data" ] || fail "an empty data folder stays"
echo "installed, upgraded, rolled back, removed, purged"
