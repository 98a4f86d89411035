#!/usr/bin/env python3
"""Sticks by udisks2: a bus of its own with a stand-in for udisks2 on it. What it says is listed, mounted and unmounted;
a busy stick, a silent service and a hostile one are told apart; the program never waits longer than a second.

  stick_bus_check.py AIMTRACK [--full]
"""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

try:
    import dbus
    import dbus.mainloop.glib
    import dbus.service
    from gi.repository import GLib
except ImportError:  # Debian's modules belong to Debian's python
    if sys.executable != "/usr/bin/python3" and os.path.exists("/usr/bin/python3"):
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    print("skipped: stick_bus_check.py: python3-dbus and python3-gi are not installed")
    sys.exit(0)

UDISKS = "org.freedesktop.UDisks2"
BLOCK, FILES, DRIVE = UDISKS + ".Block", UDISKS + ".Filesystem", UDISKS + ".Drive"
ROOT = "/org/freedesktop/UDisks2"
LIMIT_S = 1.0
problems = []


def check(truth, what):
    if not truth:
        problems.append(what)
        print("WRONG:", what)


# --- the stand-in for udisks2 ---------------------------------------------------------------------
def bytestring(text):
    return dbus.Array([dbus.Byte(byte) for byte in text.encode() + b"\0"], signature="y")


class Drive(dbus.service.Object):
    def __init__(self, bus, name, note):
        self.path, self.note, self.name = f"{ROOT}/drives/{name}", note, name
        super().__init__(bus, self.path)

    def facts(self):
        return {DRIVE: {"Removable": dbus.Boolean(self.name != "fixed"), "CanPowerOff": dbus.Boolean(True), "Ejectable": dbus.Boolean(True),
                        "ConnectionBus": "sata" if self.name == "fixed" else "usb", "Size": dbus.UInt64(1)}}

    @dbus.service.method(DRIVE, in_signature="a{sv}")
    def PowerOff(self, options):
        self.note(f"PowerOff {self.name}")


class Stick(dbus.service.Object):
    """kind of trouble: "", "busy", "deaf" (Mount and Unmount never answer), "refused"."""

    def __init__(self, bus, name, drive, device, folder, note, label, trouble="", usage="filesystem", hint_ignore=False):
        self.path, self.drive, self.device, self.folder, self.note = f"{ROOT}/block_devices/{name}", drive, device, folder, note
        self.label, self.trouble, self.usage, self.hint_ignore, self.name = label, trouble, usage, hint_ignore, name
        self.is_mounted = False
        super().__init__(bus, self.path)

    def facts(self):
        points = [bytestring(self.folder)] if self.is_mounted else []
        return {BLOCK: {"Device": bytestring(self.device), "Drive": dbus.ObjectPath(self.drive.path), "IdLabel": self.label, "IdType": "ext4",
                        "IdUsage": self.usage, "Size": dbus.UInt64(8 << 20), "ReadOnly": dbus.Boolean(False),
                        "HintIgnore": dbus.Boolean(self.hint_ignore), "Unknown": dbus.Dictionary({"a": dbus.Struct((1, "b"))}, signature="sv")},
                FILES: {"MountPoints": dbus.Array(points, signature="ay")}}

    @dbus.service.method(FILES, in_signature="a{sv}", out_signature="s", async_callbacks=("reply", "error"))
    def Mount(self, options, reply, error):
        self.note(f"Mount {self.name} {options.get('options')} {bool(options.get('auth.no_user_interaction'))}")
        if self.trouble == "deaf":
            return
        if self.trouble == "refused":
            error(dbus.exceptions.DBusException("no", name=UDISKS + ".Error.NotAuthorized"))
            return
        os.makedirs(self.folder, exist_ok=True)
        subprocess.run(["mount", "-o", "nosuid,nodev,noexec", self.device, self.folder], check=True)
        self.is_mounted = True
        reply(self.folder)

    @dbus.service.method(FILES, in_signature="a{sv}", async_callbacks=("reply", "error"))
    def Unmount(self, options, reply, error):
        self.note(f"Unmount {self.name}")
        if self.trouble == "deaf":
            return
        if self.trouble == "busy" or subprocess.run(["umount", self.folder], capture_output=True).returncode != 0:
            error(dbus.exceptions.DBusException("target is busy", name=UDISKS + ".Error.DeviceBusy"))
            return
        self.is_mounted = False
        reply()


class Manager(dbus.service.Object):
    def __init__(self, bus, objects):
        self.objects = objects
        super().__init__(bus, ROOT)

    @dbus.service.method("org.freedesktop.DBus.ObjectManager", out_signature="a{oa{sa{sv}}}")
    def GetManagedObjects(self):
        return {one.path: one.facts() for one in self.objects}


def serve(folder, device):
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus = dbus.bus.BusConnection(os.environ["DBUS_SYSTEM_BUS_ADDRESS"])

    def note(line):
        with open(f"{folder}/calls", "a", encoding="utf-8") as file:
            file.write(line + "\n")

    usb, fixed = Drive(bus, "usb", note), Drive(bus, "fixed", note)
    with open(f"{folder}/trouble", encoding="utf-8") as file:
        trouble = file.read()
    sticks = [Stick(bus, "real", usb, device, f"{folder}/media/Club stick", note, "Club stick", trouble),
              Stick(bus, "deaf", usb, "/dev/sdy1", "/nowhere", note, "", "deaf"),
              Stick(bus, "hostile", usb, "/dev/sdz1", "/nowhere", note, "\x1b[31mRED\u202e" + "x" * 5000, "refused"),
              Stick(bus, "odd", usb, "/dev/" + "z" * 5000, "/nowhere", note, "LONG"),
              Stick(bus, "bell", usb, "/dev/sd\x07", "/nowhere", note, "BELL"),
              Stick(bus, "etc", usb, "/etc/passwd", "/nowhere", note, "ETC"),
              Stick(bus, "swap", usb, "/dev/sdx1", "/nowhere", note, "SWAP", usage="other"),
              Stick(bus, "hidden", usb, "/dev/sdw1", "/nowhere", note, "HIDDEN", hint_ignore=True),
              Stick(bus, "disk", fixed, "/dev/sdv1", "/nowhere", note, "DISK")]
    name = dbus.service.BusName(UDISKS, bus)
    manager = Manager(bus, [usb, fixed, *sticks])
    note("ready")
    GLib.MainLoop().run()
    del name, manager


# --- the check ------------------------------------------------------------------------------------
class Bus:
    def __init__(self, folder, device, trouble=""):
        self.folder = folder
        for old in ("calls", "bus.sock"):
            if os.path.exists(f"{folder}/{old}"):
                os.remove(f"{folder}/{old}")
        with open(f"{folder}/trouble", "w", encoding="utf-8") as file:
            file.write(trouble)
        with open(f"{folder}/bus.conf", "w", encoding="utf-8") as file:
            file.write(f"<busconfig><type>system</type><listen>unix:path={folder}/bus.sock</listen><auth>EXTERNAL</auth><policy context=\"default\">"
                       "<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>")
        self.address = f"unix:path={folder}/bus.sock"
        self.daemon = subprocess.Popen(["dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork", "--nopidfile"], stderr=subprocess.DEVNULL)
        wait_for(lambda: os.path.exists(f"{folder}/bus.sock"), "the bus")
        self.service = subprocess.Popen([sys.executable, os.path.abspath(__file__), "--serve", folder, device],
                                        env=dict(os.environ, DBUS_SYSTEM_BUS_ADDRESS=self.address))
        wait_for(lambda: "ready" in self.calls(), "the stand-in")

    def calls(self):
        path = f"{self.folder}/calls"
        return open(path, encoding="utf-8").read().splitlines() if os.path.exists(path) else []

    def stop(self):
        for process in (self.service, self.daemon):
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()


def wait_for(truth, what):
    for _ in range(200):
        if truth():
            return
        time.sleep(0.05)
    raise SystemExit(f"{what} did not come up")


class Club:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.bare_s = 0.0  # what a command takes without any bus: a sanitizer's build is slow

    def run(self, address, *words, limit=LIMIT_S):
        started = time.monotonic()
        environment = dict(os.environ, AIMTRACK_DATA=self.folder, LANGUAGE="en", DBUS_SYSTEM_BUS_ADDRESS=address)
        done = subprocess.run([self.program, "stick", *words], env=environment, capture_output=True, text=True, timeout=60)
        took = time.monotonic() - started
        check(took < limit + self.bare_s, f"stick {' '.join(words)}: {took:.2f} s")
        return done

    def sticks(self, address):
        done = self.run(address, "list", "--json")
        check(done.returncode == 0, f"list: {done.returncode} {done.stderr}")
        return {stick["device"]: stick for stick in json.loads(done.stdout)["sticks"]} if done.returncode == 0 else {}


def nobody_there(club, folder):
    started = time.monotonic()
    club.run("unix:path=/nonexistent/bus", "list", "--json")
    club.bare_s = time.monotonic() - started
    listed = club.sticks("unix:path=/nonexistent/bus")
    check("/dev/sdy1" not in listed, "sticks without a bus")
    # Takes a connection and says nothing.
    import socket
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(f"{folder}/deaf.sock")
        deaf.listen(8)
        club.sticks(f"unix:path={folder}/deaf.sock")


def listing(club, bus, device):
    listed = club.sticks(bus.address)
    for there in (device, "/dev/sdy1", "/dev/sdz1"):
        check(there in listed and not listed[there]["is_mounted"] and listed[there]["free_bytes"] is None, f"{there} is not listed as unmounted")
    check(not {"/etc/passwd", "/dev/sdx1", "/dev/sdw1", "/dev/sdv1"} & set(listed), f"too much is listed: {sorted(listed)}")
    check(all(len(name) < 64 and name.isprintable() for name in listed), "a device with a name that is no name")
    check(listed["/dev/sdy1"]["label"] == "sdy1", "a stick without a label")
    check(listed[device]["label"] == "Club stick" and listed[device]["size_bytes"] == 8 << 20, "label and size")
    label = listed["/dev/sdz1"]["label"]
    check("\x1b" not in label and "\u202e" not in label and len(label.encode()) < 64, f"label {label!r}")
    check("\x1b" not in club.run(bus.address, "list").stdout, "an escape reaches the terminal")


def taking(club, bus, device, folder):
    done = club.run(bus.address, "mount", device, "--json")
    check(done.returncode == 0, f"mount: {done.returncode} {done.stderr}")
    check("Mount real nosuid,nodev,noexec True" in bus.calls(), f"the options of the mount: {bus.calls()}")
    stick = club.sticks(bus.address).get(device, {})
    check(stick.get("is_mounted") and stick.get("folder") == f"{folder}/media/Club stick", f"mounted: {stick}")
    # it may still come: the mount table is looked at for ten seconds
    check(club.run(bus.address, "mount", "/dev/sdy1", limit=12).returncode != 0, "a mount that was never answered counts as done")
    check(club.run(bus.address, "mount", "/dev/sdz1").returncode != 0, "a mount that was refused counts as done")
    check(club.run(bus.address, "mount", "/dev/sdv1").returncode != 0, "a fixed disk can be mounted")


def releasing(club, bus, device, folder):
    place = f"{folder}/media/Club stick"
    holder = subprocess.Popen(["sleep", "600"], cwd=place)
    done = club.run(bus.address, "unmount", place)
    check(done.returncode != 0 and f"sleep ({holder.pid})" in done.stderr and "safe" not in done.stderr, f"busy: {done}")
    check("PowerOff usb" not in bus.calls(), "a busy stick is switched off")
    holder.kill()
    holder.wait()
    done = club.run(bus.address, "unmount", place)
    check(done.returncode == 0 and "safe to remove" in done.stdout, f"unmount: {done}")
    check(not os.path.ismount(place), "still mounted")
    check(bus.calls()[-2:] == ["Unmount real", "PowerOff usb"], f"the order: {bus.calls()}")
    done = club.run(bus.address, "unmount", place)
    check(done.returncode != 0 and "safe" not in done.stdout + done.stderr, f"an empty folder: {done}")


def trouble(club, bus, folder, device, kind):
    """The service says busy, or nothing, about a stick that nobody holds."""
    place = f"{folder}/media/Club stick"
    subprocess.run(["mount", device, place], check=True)
    if kind == "stopped":
        bus.service.send_signal(signal.SIGSTOP)
    done = club.run(bus.address, "unmount", place)
    is_there = os.path.ismount(place)
    check((done.returncode == 0) == (not is_there), f"{kind}: said {done.returncode}, mounted {is_there}: {done.stderr}")
    check(kind != "busy" or (is_there and "A program still uses" in done.stderr), f"{kind}: {done}")
    if kind == "stopped":
        club.sticks(bus.address)
    if is_there:
        subprocess.run(["umount", place], check=True)


def run_all(program, folder):
    os.makedirs(f"{folder}/media/Club stick")
    club = Club(program, f"{folder}/club")
    environment = dict(os.environ, AIMTRACK_DATA=club.folder, LANGUAGE="en")
    subprocess.run([program, "setup", "--club", "Test", "--name", "A. Admin"], input="correct horse battery\n", text=True, env=environment,
                   check=True, capture_output=True)
    with open(f"{club.folder}/aimtrack.conf", "w", encoding="utf-8") as file:
        file.write(f"[stick]\nfolder = {folder}/media\n")
    subprocess.run(["truncate", "-s", "8M", f"{folder}/stick.img"], check=True)
    subprocess.run(["mkfs.ext4", "-q", "-F", f"{folder}/stick.img"], check=True, env=dict(os.environ, PATH=os.environ["PATH"] + ":/sbin:/usr/sbin"))
    device = subprocess.run(["losetup", "--find", "--show", f"{folder}/stick.img"], capture_output=True, text=True, check=False).stdout.strip()
    nobody_there(club, folder)
    steps = [("", None), ("busy", "busy"), ("deaf", "deaf"), ("", "stopped")]
    try:
        for say, kind in steps:
            bus = Bus(folder, device or "/dev/sdu1", say)
            try:
                if kind is None:
                    listing(club, bus, device or "/dev/sdu1")
                if device and kind is None:
                    taking(club, bus, device, folder)
                    releasing(club, bus, device, folder)
                elif device:
                    trouble(club, bus, folder, device, kind)
            finally:
                bus.stop()
    finally:
        subprocess.run(["umount", "-q", f"{folder}/media/Club stick"], check=False, stderr=subprocess.DEVNULL)
        if device:
            subprocess.run(["losetup", "-d", device], check=False)
    if not device:
        print("skipped: stick_bus_check.py: no loop device here, so nothing could be mounted")


def main():
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2], sys.argv[3])
        return 0
    if len(sys.argv) < 2:
        print(__doc__)
        return 64
    if shutil.which("dbus-daemon") is None or os.geteuid() != 0:
        print("skipped: stick_bus_check.py: needs dbus-daemon, and root to mount in a namespace of its own")
        return 0
    if os.environ.get("AIMTRACK_STICK_NAMESPACE") is None:
        os.environ["AIMTRACK_STICK_NAMESPACE"] = "1"
        if subprocess.run(["unshare", "-m", "true"], check=False).returncode != 0:
            print("skipped: stick_bus_check.py: no mount namespace of its own is allowed here")
            return 0
        os.execvp("unshare", ["unshare", "-m", "--propagation", "private", sys.executable, os.path.abspath(__file__), *sys.argv[1:]])
    folder = tempfile.mkdtemp(prefix="aimtrack-stick-")
    try:
        run_all(os.path.abspath(sys.argv[1]), folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("sticks by udisks2: %s" % ("as they should be" if not problems else f"{len(problems)} wrong"))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
