#!/usr/bin/env bash
# The units under a systemd that really runs (systemd-nspawn: root, and a mirror that answers once): the kiosk on a
# console, killed, hanging, left and upgraded; the backup and its test; the worker; what is left after purging. By hand,
# about four minutes; units_inside.sh runs within.
#   tests/package/units_check.sh DEB
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
deb=$(realpath "${1:?usage: units_check.sh DEB}")
cache=${AIMTRACK_SYSTEMD_DEBIAN:-$here/../../build/systemd-debian.tar}
for program in systemd-nspawn mmdebstrap; do
    command -v "$program" >/dev/null || { echo "skipped: units_check.sh: $program is not installed"; exit 0; }
done
folder=$(mktemp -d "${TMPDIR:-/tmp}/aimtrack-units.XXXXXX")
machine=
stop() {
    [ -z "$machine" ] || kill "$machine" 2>/dev/null || true
    rm -rf --one-file-system "$folder"
}
trap stop EXIT

needs=$(dpkg-deb -f "$deb" Depends | tr ',' '\n' | sed 's/|.*//; s/(.*//; s/ //g' | sort -u | paste -sd,)
if [ ! -f "$cache" ]; then
    mmdebstrap --quiet --variant=minbase --include="$needs,systemd-sysv,dbus,udisks2,polkitd" bookworm "${cache%.tar}.new.tar" ||
        { echo "skipped: units_check.sh: no small Debian could be made here"; exit 0; }
    mv "${cache%.tar}.new.tar" "$cache"
fi
mkdir "$folder/machine"
tar -C "$folder/machine" -xf "$cache"
cp "$deb" "$folder/machine/root/aimtrack.deb"
install -m 755 "$here/units_inside.sh" "$folder/machine/root/units_inside"
mkdir -p "$folder/machine/etc/credstore"
install -m 600 /dev/null "$folder/machine/etc/credstore/aimtrack.ai_key"
echo 'a key of nobody' >"$folder/machine/etc/credstore/aimtrack.ai_key"
cat >"$folder/machine/etc/systemd/system/inside.service" <<'END'
[Unit]
After=multi-user.target
[Service]
ExecStart=/root/units_inside
[Install]
WantedBy=multi-user.target
END
chroot "$folder/machine" systemctl enable inside.service 2>/dev/null
chroot "$folder/machine" systemctl mask console-getty.service 2>/dev/null

# script gives the machine a terminal for its console.
script -qfc "systemd-nspawn -q -D '$folder/machine' --register=no --keep-unit -b" "$folder/console" </dev/null >/dev/null 2>&1 &
machine=$!
for ((second = 0; second < 600; second++)); do
    ! grep -qx 'done' "$folder/machine/root/seen" 2>/dev/null || break
    sleep 1
done
seen=$folder/machine/root/seen
bad=0
expect() {
    grep -qxF -e "$1" "$seen" || {
        echo "FAIL: expected \"$1\""
        bad=$((bad + 1))
    }
}
for line in 'timers: active' 'idle: inactive' 'kiosk: yes' 'rights: 0000000000000000 1 2 ' 'stick-seen: yes' 'lives-idle: yes' \
    'watchdog: yes' 'killed: yes' 'left: yes' 'stick-writable: yes' 'system-read-only: yes' 'aimtrack-backup: success' \
    'aimtrack-restore-test: success' 'backups: 1' 'worker: yes' 'key: aimtrack 400' 'selftest: success' 'upgrade-kiosk: yes' \
    'upgrade-worker: yes' 'removed: inactive' 'left-behind: 0' 'club-stays: yes' 'done'; do
    expect "$line"
done
if ! grep -aq 'Who are you?' "$folder/console"; then
    echo "FAIL: the kiosk was not seen on its console"
    bad=$((bad + 1))
fi
[ "$bad" -eq 0 ] || cat "$seen"
echo "the units under systemd: $bad problems"
[ "$bad" -eq 0 ]
