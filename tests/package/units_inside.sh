#!/bin/sh
# Runs as a service of the small machine that units_check.sh starts, and writes what it sees to /root/seen.
# shellcheck disable=SC2016
exec >/root/seen 2>&1
kiosk=aimtrack-kiosk@console
club() { runuser -u aimtrack -- aimtrack --data /var/lib/aimtrack "$@"; }
main() { systemctl show -p MainPID --value "$kiosk"; }
restarts() { systemctl show -p NRestarts --value "$kiosk"; }
say() { echo "$1: $2"; }
# until_true SECONDS COMMAND...: waits for it
until_true() {
    left=$1
    shift
    while ! "$@" && [ "$left" -gt 0 ]; do
        sleep 1
        left=$((left - 1))
    done
    "$@"
}
is_running() { systemctl is-active --quiet "$1"; }
came_back() { [ "$(restarts)" -ge "$1" ] && is_running "$kiosk"; }
test_of() { if "$@"; then echo yes; else echo no; fi; }

cd /root || exit 1
dpkg -i ./aimtrack.deb
echo 'correct horse battery' | club setup --club Test --name Admin
say timers "$(systemctl is-active aimtrack-backup.timer aimtrack-restore-test.timer | sort -u)"
say idle "$(systemctl is-active aimtrack-worker aimtrack-health | sort -u)"

systemctl start "$kiosk"
say kiosk "$(test_of until_true 60 is_running "$kiosk")"
first=$(main)
say rights "$(awk '/^CapEff|^NoNewPrivs|^Seccomp:/ { printf "%s ", $2 }' "/proc/$first/status")"
mkdir -p /media/aimtrack/STICK && mount -t tmpfs -o mode=777 tmpfs /media/aimtrack/STICK
say stick-seen "$(test_of grep -q /media/aimtrack/STICK "/proc/$first/mountinfo")"
sleep 40
say lives-idle "$(test_of test "$(main)" = "$first")"
kill -STOP "$first"
say watchdog "$(test_of until_true 90 came_back 1)"
kill -KILL "$(main)"
say killed "$(test_of until_true 60 came_back 2)"
kill -TERM "$(main)"
say left "$(test_of until_true 60 came_back 3)"
say stick-writable "$(test_of nsenter -t "$(main)" -m touch /media/aimtrack/STICK/x)"
say system-read-only "$(test_of nsenter -t "$(main)" -m sh -c '! touch /etc/x 2>/dev/null')"
umount /media/aimtrack/STICK

for unit in aimtrack-backup aimtrack-restore-test; do
    systemctl start "$unit"
    say "$unit" "$(systemctl show -p Result --value "$unit")"
    journalctl --no-pager -q -o cat -u "$unit" | tail -n 5
done
say backups "$(find /var/lib/aimtrack/backups -name '*.tar' | wc -l)"
systemctl start aimtrack-worker
say worker "$(test_of until_true 30 is_running aimtrack-worker)"
say key "$(stat -c '%U %a' /run/credentials/aimtrack-worker.service/ai_key)"

# The whole program inside the kiosk's walls.
{
    sed '/^ExecStart/d; /^Restart/d; /^TTY/d; /^Standard/d; /^Watchdog/d; /^Notify/d; /^Device/d; /^Conflicts/d; /^OnFailure/d; /^Condition/d
        /^\[Install/,$d; s/^Type=.*/Type=oneshot/; s/%[iI]/console/g' '/usr/lib/systemd/system/aimtrack-kiosk@.service'
    echo 'ExecStart=/usr/bin/aimtrack selftest'
} >/run/systemd/system/walls.service
systemctl daemon-reload
systemctl start walls
say selftest "$(systemctl show -p Result --value walls)"

dpkg -i ./aimtrack.deb
say upgrade-kiosk "$(test_of until_true 60 is_running "$kiosk")"
say upgrade-worker "$(test_of until_true 60 is_running aimtrack-worker)"
systemctl enable "$kiosk"
dpkg -r aimtrack
say removed "$(systemctl is-active "$kiosk" aimtrack-worker aimtrack-backup.timer | sort -u)"
dpkg -P aimtrack
say left-behind "$(find /etc/systemd /usr/lib/systemd -name '*aimtrack*' | wc -l)"
say club-stays "$(test_of test -f /var/lib/aimtrack/aimtrack.db)"
echo "done"
