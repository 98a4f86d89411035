#!/usr/bin/env python3
"""The kiosk on the first screen of a machine of its own, as docs/kiosk.md sets it up: Debian with systemd, udisks2 and polkit, the package
installed, a real keyboard, a real USB stick, the power cut while somebody shoots. QEMU without acceleration; by hand, about 10 minutes (5 to
make the disk, once), not part of scripts/test.

  kiosk_vm.py AIMTRACK.deb [--keep FOLDER]

Needs root, a network for mmdebstrap, and the packages qemu-system-x86 mmdebstrap e2fsprogs dosfstools mtools. What the screen shows is read from
/dev/vcs1 over the serial line; the keys go through the machine's keyboard.
"""
import glob
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

PACKAGES = ("linux-image-amd64,systemd-sysv,udev,dbus,udisks2,polkitd,ncurses-base,kbd,console-setup,fonts-dejavu-core,tzdata,dosfstools,"
            "initramfs-tools,kmod")
CONSOLE = "[Service]\nExecStart=\nExecStart=-/sbin/agetty --autologin root --noclear --keep-baud 115200 %I dumb\n"
KEYS = {" ": "spc", "\n": "ret"}
problems = 0


def check(is_well, what):
    global problems
    print(("ok    " if is_well else "WRONG ") + what, flush=True)
    problems += 0 if is_well else 1


def run(*words, **options):
    return subprocess.run(words, check=True, **options)


def make_disk(folder, package):
    root = f"{folder}/root"
    if not os.path.exists(f"{folder}/root.tar"):
        run("mmdebstrap", "--variant=minbase", "--include=" + PACKAGES, "bookworm", f"{folder}/root.tar", stderr=subprocess.DEVNULL)
    shutil.rmtree(root, ignore_errors=True)
    os.makedirs(root)
    run("tar", "-C", root, "-xf", f"{folder}/root.tar")
    shutil.copy(package, f"{root}/tmp/aimtrack.deb")
    # its dependencies are fetched, what it only recommends is there
    run("chroot", root, "sh", "-c", "DEBIAN_FRONTEND=noninteractive apt-get install -y -q --reinstall /tmp/aimtrack.deb && systemctl enable aimtrack-kiosk@tty1"
        " && runuser -u aimtrack -- aimtrack --data /var/lib/aimtrack demo --members 30 --sessions 200"
        " && runuser -u aimtrack -- aimtrack --data /var/lib/aimtrack setting set idle_lock_s 0", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.makedirs(f"{root}/etc/systemd/system/serial-getty@ttyS0.service.d", exist_ok=True)
    with open(f"{root}/etc/systemd/system/serial-getty@ttyS0.service.d/here.conf", "w", encoding="ascii") as file:
        file.write(CONSOLE)
    with open(f"{root}/etc/fstab", "w", encoding="ascii") as file:
        file.write("/dev/vda / ext4 defaults 0 1\n")
    for name in ("vmlinuz", "initrd.img"):
        shutil.copy(glob.glob(f"{root}/boot/{name}-*")[0], f"{folder}/{name}")
    with open(f"{folder}/disk", "wb") as file:
        file.truncate(3 << 30)
    run("mke2fs", "-q", "-F", "-t", "ext4", "-d", root, f"{folder}/disk")
    with open(f"{folder}/stick", "wb") as file:
        file.truncate(64 << 20)
    run("mkfs.vfat", "-n", "CLUBSTICK", f"{folder}/stick", stdout=subprocess.DEVNULL)


class Machine:
    def __init__(self, folder):
        self.folder = folder
        self.process = subprocess.Popen(
            ["qemu-system-x86_64", "-accel", "tcg", "-cpu", "max", "-m", "1024", "-kernel", f"{folder}/vmlinuz", "-initrd", f"{folder}/initrd.img",
             "-append", "root=/dev/vda rw console=tty0 console=ttyS0 quiet", "-drive", f"file={folder}/disk,if=virtio,format=raw", "-vga", "std",
             "-display", "none", "-device", "qemu-xhci,id=xhci", "-nic", "none", "-monitor", f"unix:{folder}/monitor,server,nowait",
             "-serial", f"unix:{folder}/serial,server,nowait"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(2)
        self.serial = self.connect("serial")
        self.monitor = self.connect("monitor")
        self.count = 0

    def connect(self, name):
        line = socket.socket(socket.AF_UNIX)
        line.connect(f"{self.folder}/{name}")
        line.settimeout(0.5)
        return line

    def ask(self, command, seconds=60):
        """What the command says on the machine; "" when it did not end in time."""
        self.count += 1
        mark, said, until = f"end-of-{self.count}", b"", time.time() + seconds
        self.serial.sendall(f"{command}; echo end-of\"-\"{self.count}\n".encode())
        while time.time() < until:
            try:
                said += self.serial.recv(65536)
            except socket.timeout:
                continue
            if mark.encode() in said:
                return said.decode(errors="replace").replace("\r", "")
        return ""

    def press(self, key):
        self.monitor.sendall(f"sendkey {key}\n".encode())
        time.sleep(0.2)

    def type(self, text):
        for letter in text:
            self.press(KEYS.get(letter) or ("shift-" + letter.lower() if letter.isupper() else letter))

    def stick_in(self, name):
        self.monitor.sendall(f"drive_add 0 if=none,id={name},file={self.folder}/stick,format=raw\n".encode())
        time.sleep(1)
        self.monitor.sendall(f"device_add usb-storage,id={name}dev,drive={name},bus=xhci.0,removable=on\n".encode())
        time.sleep(5)

    def screen(self):
        return self.ask("cat /dev/vcs1")

    def expect(self, text, seconds=90):
        until = time.time() + seconds
        shown = ""
        while time.time() < until:
            shown = self.screen()
            if text in shown:
                return True
            time.sleep(1)
        print(shown)
        return False

    def cut(self):
        self.process.kill()
        self.process.wait()
        for name in ("serial", "monitor"):
            os.unlink(f"{self.folder}/{name}")


def boot(folder):
    machine = Machine(folder)
    for _ in range(12):
        if "running" in machine.ask("systemctl is-system-running --wait", 30):
            break
    return machine


def use(folder):
    machine = boot(folder)
    try:
        check(machine.expect("Who are you?"), "the kiosk is on the first screen after the start")
        machine.type("\n246810\n")
        check(machine.expect("Nobody is shooting"), "the officer is in")
        machine.type("nvisser\n\nLP60\n987")
        check(machine.expect("Shot 3: 7 stored"), "three shots are stored")
        machine.press("esc")
        machine.press("shift-l")
        machine.press("esc")
        machine.type("petra\nvijf ringen\n")
        check(machine.expect("Petra Mulder"), "the administrator is in")
        machine.stick_in("one")
        machine.type("6e")  # from here on nine keys
        check(machine.expect("stick CLUBSTICK"), "the stick is seen by udisks2")
        for key in ("down", "ret"):
            machine.press(key)
        machine.type("vis\n")
        machine.press("f2")
        check(machine.expect("The stick is safe to remove"), "the permit dossier is on the stick, and the stick is out")
        check("CLUBSTICK" not in machine.ask("findmnt"), "it is not mounted any more")
        machine.type("1\n654")
        check(machine.expect("Shot 6: 4 stored"), "three more shots are stored")
    finally:
        machine.cut()  # the power goes
    machine = boot(folder)
    try:
        check(machine.expect("Who are you?"), "after the cut the kiosk is back")
        machine.type("petra\nvijf ringen\n")
        check(machine.expect("Last one kept: lane 1, Visser, Mo, series 1, shot 6"), "it says which shot was the last, and that is the last one stored")
        said = machine.ask("runuser -u aimtrack -- aimtrack --data /var/lib/aimtrack verify; echo code $?")
        check("code 0" in said, "verify")
        said = machine.ask("systemctl start aimtrack-backup aimtrack-restore-test; systemctl is-failed aimtrack-backup aimtrack-restore-test", 180)
        check(re.search(r"^failed$", said, re.M) is None, "the units of backup and restore test run")
    finally:
        machine.cut()
    run("mcopy", "-s", "-n", "-i", f"{folder}/stick", "::*", f"{folder}/out/")
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=f"{folder}/out", capture_output=True, text=True)
    check(done.returncode == 0 and done.stdout.count(": OK") == 1, "the file on the stick is what its checksum says")


def main():
    for tool in ("qemu-system-x86_64", "mmdebstrap", "mke2fs", "mkfs.vfat", "mcopy"):
        if shutil.which(tool) is None:
            print(f"skipped: {tool} is not installed")
            return 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = sys.argv[3] if sys.argv[2:3] == ["--keep"] else scratch
        shutil.rmtree(f"{folder}/out", ignore_errors=True)
        os.makedirs(f"{folder}/out")
        make_disk(folder, sys.argv[1])
        use(folder)
    print(f"{problems} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
