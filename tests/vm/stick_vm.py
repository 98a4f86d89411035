#!/usr/bin/env python3
"""Real vfat and exFAT on a USB stick that is pulled out while it is written to: the real program in a small machine
(QEMU without acceleration, Debian's kernel), because such file systems and sticks cannot be had without a machine of
one's own. By hand, about 25 s each; not part of scripts/test.

  stick_vm.py AIMTRACK [--keep FOLDER]

Needs the packages qemu-system-x86 busybox-static cpio kmod dosfstools exfatprogs, and takes the kernel's package by
apt-get download (kept in FOLDER, so that a second run needs no network).
"""
import glob
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
MODULES = ("xhci-pci", "usb-storage", "sd_mod", "vfat", "exfat", "nls_cp437", "nls_ascii", "nls_utf8", "nls_iso8859-1")
MOST_SECONDS = 240


def output(*words, **options):
    return subprocess.run(words, check=True, capture_output=True, text=True, **options).stdout


def skip(why):
    print("skipped:", why)
    sys.exit(0)


def kernel(folder):
    """(vmlinuz, folder of the modules, version)"""
    if not glob.glob(f"{folder}/root/boot/vmlinuz-*"):
        names = re.findall(r"^(linux-image-[\d.]+-\d+-amd64) ", output("apt-cache", "search", "--names-only", r"^linux-image-[0-9.]+-[0-9]+-amd64$"), re.M)
        if not names:
            skip("no kernel package is known here")
        if subprocess.run(["apt-get", "download", "-q", sorted(names, key=lambda name: [int(one) for one in re.findall(r"\d+", name)])[-1]], cwd=folder, capture_output=True).returncode != 0:
            skip("the kernel's package could not be fetched")
        subprocess.run(["dpkg", "-x", glob.glob(f"{folder}/linux-image*.deb")[0], f"{folder}/root"], check=True)
    image = glob.glob(f"{folder}/root/boot/vmlinuz-*")[0]
    version = image.split("vmlinuz-")[1]
    subprocess.run(["depmod", "-b", f"{folder}/root", version], check=True)
    return image, version


def copy(path, root):
    target = root + path
    os.makedirs(os.path.dirname(target), exist_ok=True)
    shutil.copy(path, target)


def make_disk(folder, program, version):
    """The first disk of the machine, packed: busybox, the modules, the program with its libraries and letters."""
    root = os.path.join(folder, "disk")
    shutil.rmtree(root, ignore_errors=True)
    for name in ("bin", "proc", "sys", "dev", "tmp", "run", "media/stick", "etc", "mods", "usr/lib/locale"):
        os.makedirs(os.path.join(root, name))
    shutil.copy("/bin/busybox", root + "/bin/busybox")
    shutil.copy(os.path.join(HERE, "stick.init"), root + "/init")
    os.chmod(root + "/init", 0o755)
    order = []
    for module in MODULES:
        for line in output("modprobe", "-d", f"{folder}/root", "-S", version, "--show-depends", module).splitlines():
            path = line.split()[1]
            if line.startswith("insmod") and path not in order:
                order.append(path)
    with open(root + "/mods/order", "w", encoding="ascii") as file:
        for path in order:
            shutil.copy(path, root + "/mods/")
            file.write(os.path.basename(path) + "\n")
    paper = os.path.join(os.path.dirname(program), "aimtrack-paper")
    shutil.copy(program, root + "/bin/aimtrack")
    shutil.copy(paper, root + "/bin/aimtrack-paper")
    opened = [path for name in ("libmount.so.1", "libsystemd.so.0") for path in glob.glob("/lib/x86_64-linux-gnu/" + name)]  # src/base/library.h
    for path in sorted(set(opened + re.findall(r"(/\S+)", output("ldd", program, paper, *opened)))):
        if os.path.exists(path):
            copy(path, root)
    for path in glob.glob("/usr/share/fonts/truetype/dejavu/DejaVuSans*.ttf") + ["/usr/share/zoneinfo/Europe/Amsterdam"]:
        copy(path, root)
    if os.path.isdir("/usr/lib/locale/C.utf8"):
        shutil.copytree("/usr/lib/locale/C.utf8", root + "/usr/lib/locale/C.utf8")
    with open(root + "/etc/passwd", "w", encoding="ascii") as file:
        file.write("root:x:0:0:root:/:/bin/sh\n")
    packed = os.path.join(folder, "disk.gz")
    subprocess.run(f"find . | cpio -o -H newc --quiet | gzip -1 > {packed}", shell=True, cwd=root, check=True)
    return packed


def pull(path):
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(path)
        stream = line.makefile("rw")
        stream.readline()
        for command in ({"execute": "qmp_capabilities"}, {"execute": "device_del", "arguments": {"id": "usb0"}}):
            stream.write(json.dumps(command) + "\n")
            stream.flush()
            stream.readline()


def machine(folder, image, disk, kind):
    stick, monitor = os.path.join(folder, "stick.img"), os.path.join(folder, "monitor")
    with open(stick, "wb") as file:
        file.truncate(64 << 20)
    subprocess.run([f"mkfs.{kind}", "-n" if kind == "vfat" else "-L", "STICK", stick], check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen(
        ["qemu-system-x86_64", "-accel", "tcg", "-m", "1400", "-nographic", "-no-reboot", "-net", "none", "-kernel", image, "-initrd", disk,
         "-append", f"console=ttyS0 panic=1 quiet kind={kind}", "-device", "qemu-xhci,id=xhci", "-drive", f"if=none,id=stick,file={stick},format=raw",
         "-device", "usb-storage,bus=xhci.0,drive=stick,id=usb0,removable=on", "-qmp", f"unix:{monitor},server=on,wait=off"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, errors="replace")
    begun, said = time.monotonic(), []
    try:
        for line in process.stdout:
            said.append(line.rstrip())
            if "WRITING" in line:
                pull(monitor)
            if "ALL-DONE" in line or time.monotonic() - begun > MOST_SECONDS:
                break
    finally:
        process.kill()
        process.wait()
    return said


def part(said, title):
    """What was said between this title and the next."""
    begin = next((at for at, line in enumerate(said) if line.endswith("== " + title)), len(said))
    end = next((at for at in range(begin + 1, len(said)) if "== " in said[at]), len(said))
    return "\n".join(said[begin + 1:end])


def judge(kind, said):
    problems = []

    def check(truth, what):
        if not truth:
            problems.append(what)
            print(f"WRONG: {kind}: {what}")

    check(kind in part(said, "stick list") and "/media/stick" in part(said, "stick list"), "the stick is found by itself: " + part(said, "stick list"))
    written = part(said, "export pdf and csv")
    check(written.count("checked.") == 3 and written.count(": OK") == 3 and "sessies (2).csv" in written, "three exports: " + written)
    out = part(said, "unmount")
    check("safe to remove" in out and "gone from the table" in out and out.count(": OK") == 3, "unmounted, and whole when it is back: " + out)
    full = part(said, "full")
    check("too little room" in full and "code 74" in full and ".part" not in full and "schoten" not in full, "full: " + full)
    check("code 73" in part(said, "read-only"), "read-only: " + part(said, "read-only"))
    killed = part(said, "killed while writing")
    check("cleared away" in killed and "code 0" in killed and "nothing left" in killed, "killed: " + killed)
    pulled = part(said, "pulled while writing")
    check("WRITING" in pulled and "code 74" in pulled and "not complete" in pulled and "checked" not in pulled, "pulled: " + pulled)
    after = part(said, "after")
    check("safe to remove" not in after and "Everything agrees" in after and after.count("code 0") == 1, "afterwards: " + after)
    check(any("ALL-DONE" in line for line in said), "the machine came to its end: " + "\n".join(said[-5:]))
    return problems


def main():
    for name in ("qemu-system-x86_64", "busybox", "cpio", "depmod", "mkfs.vfat", "mkfs.exfat"):
        if shutil.which(name) is None:
            skip(f"{name} is not installed")
    keep = sys.argv[sys.argv.index("--keep") + 1] if "--keep" in sys.argv else None
    with tempfile.TemporaryDirectory() as scratch:
        folder = os.path.abspath(keep) if keep else scratch
        os.makedirs(folder, exist_ok=True)
        image, version = kernel(folder)
        disk = make_disk(folder, os.path.abspath(sys.argv[1]), version)
        problems = []
        for kind in ("vfat", "exfat"):
            problems += judge(kind, machine(scratch, image, disk, kind))
    print(f"Linux {version}, vfat and exFAT on a stick that is pulled out: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
