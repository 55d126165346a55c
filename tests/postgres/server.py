"""A real PostgreSQL for tests: a new cluster on a socket in a scratch folder, gone again at the end.

As a program: server.py COMMAND…  runs a command with MAKESAFE_POSTGRES naming the server, as the owner of nothing yet.
Exit 77 where PostgreSQL's server is not installed.
"""

import atexit
import glob
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

SKIP = 77


def programs():
    """Debian keeps them apart by version; others in the path."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda name: int(re.search(r"/(\d+)/", name)[1]))
    path = found[-1] if found else shutil.which("initdb")
    return os.path.dirname(path) if path else None


class Server:
    """The maker of records is `owner`: no superuser, but one who may make roles and databases."""

    initdb_words = ()

    def __init__(self, *settings):
        self.bin = programs()
        if not self.bin:
            print("PostgreSQL's server is not installed")
            sys.exit(SKIP)
        self.user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        self.folder = tempfile.mkdtemp(prefix="makesafe-pg-", dir="/tmp")
        self.data = os.path.join(self.folder, "data")
        self.log = os.path.join(self.folder, "log")
        self.process = None
        if os.getuid() == 0:
            shutil.chown(self.folder, self.user)
        atexit.register(self.remove)
        self.make(settings)

    def make(self, settings):
        self.run("initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N",
                 *self.initdb_words)
        self.set("listen_addresses = ''", f"unix_socket_directories = '{self.folder}'", "max_connections = 60",
                 "shared_buffers = 32MB", *settings)
        self.start()
        self.sql("CREATE ROLE owner LOGIN CREATEROLE CREATEDB")

    def set(self, *settings):
        """Of what is said twice the last counts."""
        with open(os.path.join(self.data, "postgresql.conf"), "a", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in settings))

    def who(self):
        """Never as root: the server would refuse."""
        return {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []} if os.getuid() == 0 else {}

    def run(self, program, *words):
        done = subprocess.run([os.path.join(self.bin, program), *words], capture_output=True, text=True, cwd="/",
                              check=False, **self.who())
        if done.returncode:
            sys.exit(f"{program}: {done.stdout}{done.stderr}")

    def last_words(self):
        if not os.path.exists(self.log):
            return ""
        with open(self.log, encoding="utf-8") as file:
            return "".join(file.readlines()[-12:])

    def start(self):
        with open(self.log, "a", encoding="utf-8") as log:
            self.process = subprocess.Popen([os.path.join(self.bin, "postgres"), "-D", self.data], stdout=log, stderr=log,
                                            stdin=subprocess.DEVNULL, cwd="/", **self.who())
        deadline = time.monotonic() + 60
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                print(self.last_words(), file=sys.stderr)
                os._exit(1)
            time.sleep(0.05)

    def answers(self):
        return self.sql("SELECT 1", check=False)[0] == 0

    def kill(self):
        """As a power cut would, but for what the operating system still holds: every process at once."""
        first = self.process.pid
        os.kill(first, signal.SIGSTOP)  # so that it has no more children than are found
        with open(f"/proc/{first}/task/{first}/children", encoding="utf-8") as file:
            children = [int(pid) for pid in file.read().split()]
        for pid in [first, *children]:
            os.kill(pid, signal.SIGKILL)
        self.process.wait()
        while any(state(pid) != "Z" for pid in children):
            time.sleep(0.01)

    def remove(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)  # at once
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def uri(self, user, database="", **more):
        host = urllib.parse.quote(self.folder, safe="")
        return f"postgresql://{user}@{host}/{database}" + ("?" + urllib.parse.urlencode(more) if more else "")

    def sql(self, text, user="postgres", database="postgres", check=True, options=()):
        """Runs SQL with psql; what it printed, or where `check` is false (exit status, what it said)."""
        done = subprocess.run(["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", *options, self.uri(user, database)],
                              input=text, capture_output=True, text=True, timeout=120, check=False)
        if not check:
            return done.returncode, done.stdout + done.stderr
        if done.returncode:
            sys.exit(f"{text}\n{done.stderr}")
        return done.stdout.strip()


def state(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def main():
    server = Server()
    environment = dict(os.environ, MAKESAFE_POSTGRES=server.uri("owner"))
    sys.exit(subprocess.run(sys.argv[1:], env=environment, check=False).returncode)


if __name__ == "__main__":
    main()
