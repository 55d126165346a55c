"""A bare Debian 12 in a folder, to try things in as root of a machine of one's own: processes, mounts and network are its own.

Exit 77 where that cannot be had: no root, no debootstrap, no mirror to be reached.
"""

import ctypes
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

SKIP = 77
CLONE_NEWNET = 0x40000000
SIOCSIFFLAGS, SIOCSIFADDR, SIOCSIFNETMASK = 0x8914, 0x8916, 0x891C
ADDRESS = "192.0.2.1"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

# What a machine that was started by systemd does when it is asked to; here, the services' own scripts.
SYSTEMCTL = """#!/bin/sh
case "$1 $2" in
'restart postgresql' | 'reload ssh' | 'restart ssh') exec service "$2" "$1" ;;
*) exec /bin/systemctl "$@" ;;
esac
"""


def skip(why):
    print("skipped: " + why)
    sys.exit(SKIP)


def alone():
    """Goes on as the first process of namespaces that end with it, whatever was started or mounted in them."""
    if os.getuid() != 0:
        skip("only root can make a machine to try it on")
    if os.getpid() == 1:
        return
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    if subprocess.run([*command, "true"], check=False, capture_output=True).returncode:
        skip("this kernel gives no namespaces")
    os.execvp("unshare", [*command, sys.executable, *sys.argv])


def make_base(folder):
    """The bare system, made once, with the package sources of this machine."""
    if os.path.exists(folder + "/made"):
        return folder + "/root"
    for tool in ("debootstrap", "unshare", "dpkg-buildpackage"):
        if not shutil.which(tool):
            skip(tool + " is needed")
    targets = subprocess.run(["apt-get", "indextargets", "--format", "$(SITE) $(RELEASE)"], capture_output=True, text=True,
                             check=False).stdout
    mirror = next((line.split()[0] for line in targets.splitlines() if line.endswith(" bookworm")), None)
    if not mirror:
        skip("this machine has no Debian 12 to take packages from")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    root = folder + "/root"
    with open(folder + "/log", "w", encoding="utf-8") as log:
        if subprocess.run(["debootstrap", "--variant=minbase", "--include=ca-certificates", "bookworm", root, mirror],
                          stdout=log, stderr=log, check=False).returncode:
            skip("the bare system could not be made; see " + folder + "/log")
    shutil.rmtree(root + "/etc/apt")
    shutil.copytree("/etc/apt", root + "/etc/apt", symlinks=True, ignore=shutil.ignore_patterns("auth.conf*"))
    shutil.copytree("/usr/share/keyrings", root + "/usr/share/keyrings", dirs_exist_ok=True)
    if os.path.exists("/etc/ssl/certs/ca-certificates.crt"):
        shutil.copy("/etc/ssl/certs/ca-certificates.crt", root + "/etc/ssl/certs/ca-certificates.crt")
    with open(folder + "/made", "w", encoding="utf-8"):
        return root


class Box:
    def __init__(self, base):
        self.scratch = tempfile.mkdtemp(prefix="makesafe-box-", dir=os.path.dirname(os.path.dirname(base)))
        self.root = self.scratch + "/root"
        subprocess.run(["cp", "-a", base, self.root], check=True)
        for words in (["--bind", self.root, self.root], ["-t", "proc", "proc", self.root + "/proc"],
                      ["--rbind", "/dev", self.root + "/dev"],
                      ["-t", "tmpfs", "-o", "mode=755", "none", self.root + "/run"]):
            subprocess.run(["mount", *words], check=True)
        shutil.copy("/etc/resolv.conf", self.root + "/etc/resolv.conf")
        self.write("/usr/local/sbin/systemctl", SYSTEMCTL, 0o755)

    def remove(self):
        """What still runs in it would keep it mounted: the namespace ends them, and the mounts, with this program."""
        for name in os.listdir("/proc"):
            if os.getpid() == 1 and name.isdigit() and name != "1":
                try:
                    os.kill(int(name), signal.SIGKILL)
                except OSError:
                    pass
        subprocess.run(["umount", "-R", "-l", self.root], check=False)
        shutil.rmtree(self.scratch, ignore_errors=True)

    def write(self, path, text, mode=0o644):
        os.makedirs(os.path.dirname(self.root + path), exist_ok=True)
        with open(self.root + path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(self.root + path, mode)

    def read(self, path):
        with open(self.root + path, encoding="utf-8") as file:
            return file.read()

    def cut_off(self):
        """From here on there is no network but the machine itself, which has ADDRESS as well, in a network of its own."""
        if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET):
            sys.exit("no network of its own: " + os.strerror(ctypes.get_errno()))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
            fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", 0x1))  # up
            for call, address in ((SIOCSIFADDR, ADDRESS), (SIOCSIFNETMASK, "255.255.255.0")):
                fcntl.ioctl(any_socket, call, struct.pack("16sHH4s8x", b"lo:1", socket.AF_INET, 0, socket.inet_aton(address)))

    def words(self, command, user="root", term="xterm-256color"):
        home = "/root" if user == "root" else "/home/" + user
        env = ["env", "-i", "HOME=" + home, "PATH=" + PATH, "LANG=C.UTF-8", "TERM=" + term, "USER=" + user,
               "DEBIAN_FRONTEND=noninteractive"]
        return ["chroot", f"--userspec={user}", self.root, *env, "sh", "-c", f"cd {home} && {command}"]

    def run(self, command, user="root", typed="", status=0):
        """What was said on both streams; any status where `status` is None."""
        done = subprocess.run(self.words(command, user), input=typed, capture_output=True, text=True, timeout=300,
                              check=False, errors="replace")
        said = done.stdout + done.stderr
        if status is not None and done.returncode != status:
            raise SystemExit(f"as {user}: {command}\nended with {done.returncode} instead of {status}:\n{said}")
        return said

    def fails(self, command, user="root", typed=""):
        """It has to end with something else than 0; what it said."""
        done = subprocess.run(self.words(command, user), input=typed, capture_output=True, text=True, timeout=60,
                              check=False, errors="replace")
        if done.returncode == 0:
            raise SystemExit(f"as {user}: {command}\nwas not refused:\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr


class Terminal:
    """A command on a terminal; what it shows is read as text, without its escape sequences."""

    def __init__(self, words):
        self.said = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvp(words[0], words)
        fcntl.ioctl(self.fd, 0x5414, struct.pack("HHHH", 24, 80, 0, 0))  # TIOCSWINSZ

    def read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            self.said += os.read(self.fd, 65536).decode(errors="replace")
        except OSError:
            return False
        return True

    def wait(self, pattern, seconds=60):
        """Until this was said, which is then done with; what was said up to it."""
        end = time.monotonic() + seconds
        while True:
            plain = re.sub(r"\x1b(\[[0-9;?]*[A-Za-z]|[()][0-9A-B]|[=>78])|\r", "", self.said)
            found = re.search(pattern, plain)
            if found:
                self.said = plain[found.end():]
                return plain[:found.end()]
            if time.monotonic() > end or not self.read(1) and not self.lives():
                self.end()
                raise SystemExit(f"waited for {pattern!r}, but there was:\n{plain}")

    def type(self, text):
        os.write(self.fd, text.encode())

    def lives(self):
        return os.waitpid(self.pid, os.WNOHANG) == (0, 0)

    def status(self):
        """Its exit status, once it has ended."""
        while self.read(60):
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def end(self):
        os.close(self.fd)
        try:
            os.kill(self.pid, signal.SIGHUP)
            os.waitpid(self.pid, 0)
        except (ChildProcessError, ProcessLookupError):
            pass
