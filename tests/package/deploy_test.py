#!/usr/bin/env python3
"""Sets makesafe up as makesafe-deploy(7) says, on a bare Debian 12, with the Debian package: every block of the page is
typed, or written to the file it is about, in the page's order; what each is for is tried where it stands.

meson compile -C build try-deployment, or
deploy_test.py SOURCE FOLDER    FOLDER keeps the bare system; MAKESAFE_PACKAGE may name a package that is built already
"""

import glob
import json
import os
import re
import shutil
import subprocess
import sys
import time

from box import ADDRESS, Box, Terminal, alone, make_base, skip

# A right answer to each question of the tests' module `every`, in the order of its file.
ANSWERS = "\nb\n\na b\n\nf\n\nc a b d\n\na3 b1\n\n1 3\n\na\na\n\nb\na b\n\n"
PIN, PASSWORD = "4711", "a-long-password"
TYPED = {"staff pin": ("PIN", "2468", "once more", "2468"), "--pwprompt": ("new role", PASSWORD, "again", PASSWORD)}


def check(truth, *words):
    if not truth:
        raise SystemExit("not so: " + " ".join(str(word) for word in words))


def blocks(page):
    """(what the page's comment says of it, its lines) of every literal block."""
    with open(page, encoding="utf-8") as file:
        text = file.read()
    for found in re.finditer(r'(?:\.\\" trial: (.*)\n)?\.Bd -literal.*\n((?:.*\n)*?)\.Ed\n', text):
        yield found[1] or "", found[2].replace("\\e", "\\").replace("\\&", "")


def commands(block, prompt):
    """Commands as they would be typed: a line that ends in a backslash goes on."""
    whole = block.replace("\\\n", " ")
    for line in whole.splitlines():
        check(line.startswith(prompt + " "), "every line of this block begins with", prompt, repr(line))
        yield line[2:]


def build_package(source, scratch):
    """The package of the sources as they stand, and where it is."""
    given = os.environ.get("MAKESAFE_PACKAGE")
    if given:
        return given
    os.makedirs(scratch + "/makesafe")
    subprocess.run(f"cd '{source}' && tar cf - --exclude='./build*' --exclude=./bs --exclude=./.git . | "
                   f"tar xf - -C '{scratch}/makesafe'", shell=True, check=True)
    done = subprocess.run(["dpkg-buildpackage", "-b", "-us", "-uc", "-d"], cwd=scratch + "/makesafe", capture_output=True,
                          text=True, check=False)
    check(done.returncode == 0, done.stdout[-3000:], done.stderr[-3000:])
    return glob.glob(scratch + "/makesafe_*.deb")[0]


class Trial:
    def __init__(self, box, source):
        self.box = box
        self.pages = list(blocks(source + "/man/makesafe-deploy.7"))
        self.source = source
        self.heads = ""

    # The package by itself

    def files(self):
        """Everything on the machine but what package management and system users keep for themselves."""
        found = self.box.run("find / -xdev ! -type d ! -path '/var/lib/dpkg/*' ! -path '/var/cache/*' ! -path '/var/log/*' "
                             "! -path '/var/lib/apt/*' ! -path '/var/lib/systemd/*' ! -path '/tmp/*' ! -name '*.cache' "
                             "! -path '/etc/*-' ! -path '/etc/ld.so.cache'")
        return set(found.splitlines())

    def package_alone(self):
        box = self.box
        box.run("apt-get install -y --no-install-recommends ./makesafe_*.deb && apt-get purge -y makesafe")
        before = self.files()
        box.run("apt-get install -y --no-install-recommends ./makesafe_*.deb")
        box.run("runuser -u makesafe -- makesafe contacts")
        box.run("env AUTOPKGTEST_TMP=$(mktemp -d) sh installed")
        shutil.copytree(self.source + "/tests/line/modules", box.root + "/etc/makesafe/modules")
        record = "export MAKESAFE_RECORD=sqlite:/root/alone.sqlite; "
        box.run(record + "makesafe record init && makesafe record key && "
                "makesafe learn every --plain --quiz --seed 7", typed=ANSWERS)
        for command, package in (
                ("makesafe record init --record postgresql://x@127.0.0.1/y", "libpq5"),
                ("makesafe report --format xapi --to http://127.0.0.1/xapi", "libcurl4"),
                ("echo '<quiz/>' >q.xml; makesafe import --from moodle-xml q.xml -o q.yaml", "libexpat1"),
                ("makesafe certificate every --format pdf -o me.pdf", "libpangocairo-1.0-0")):
            said = box.fails(record + command)
            check(f"apt install {package}" in said, "without its library:", command, said)
        shutil.rmtree(box.root + "/etc/makesafe/modules")
        box.write("/etc/makesafe/config.yaml", "record: sqlite:/var/lib/makesafe/record.sqlite\nnonsense: 1\n")
        said = box.fails("makesafe contacts")
        check("/etc/makesafe/config.yaml:2:1" in said and "nonsense" in said, said)
        box.write("/etc/makesafe/config.yaml", "record: sqlite:/var/lib/makesafe/record.sqlite\n")
        box.run("runuser -u makesafe -- makesafe record init")
        box.run("apt-get purge -y makesafe")
        left = {file for file in self.files() - before if "/root/" not in file}
        check(left and all(re.match("/var/lib/makesafe/record.sqlite", file) for file in left), "purging left behind:", left)
        box.run("rm -rf /var/lib/makesafe/*")

    # The page

    def follow(self):
        for about, block in self.pages:
            word, _, rest = about.partition(" ")
            if word == "elsewhere":
                continue  # it wants servers that this machine has not
            if word == "file":
                owner = rest.split("/")[2] if rest.startswith("/home/") else "root"
                self.box.write(rest, block, 0o600 if rest.endswith(".pgpass") else 0o644)
                self.box.run(f"chown {owner}: {rest}")
                if rest.startswith("/etc/systemd/logind"):
                    check("NAutoVTs=0" in self.box.run("systemd-analyze cat-config systemd/logind.conf"), "logind.conf")
                continue
            user = rest if word == "as" else "root"
            if user == "keeper":
                self.before(block)
                self.box.run("export PGUSER=makesafe_owner; set -e\n" + "\n".join(commands(block, "$")), user="keeper")
                self.after(block)
                continue
            for command in commands(block, "#" if user == "root" else "$"):
                self.before(command)
                if user == "root":
                    self.type(command)
                self.after(command)

    def type(self, command):
        command = command.replace("apt install", "apt-get install -y -q")
        answers = next((TYPED[key] for key in TYPED if key in command), None)
        if not answers:
            self.box.run(command)
            return
        terminal = Terminal(self.box.words(command))
        for i in range(0, len(answers), 2):
            terminal.wait(answers[i] + ".*")
            time.sleep(0.3)  # until it hides what is typed
            terminal.type(answers[i + 1] + "\n")
        check(terminal.status() == 0, command, terminal.said)

    def before(self, command):
        if "cat key.pub" in command:
            self.box.run("mkdir -p .ssh && ssh-keygen -q -t ed25519 -N '' -f .ssh/id_ed25519 && "
                         "printf 'StrictHostKeyChecking accept-new\\nLogLevel ERROR\\n' >.ssh/config", user="visitor")
            self.box.run("cp /home/visitor/.ssh/id_ed25519.pub key.pub")
        elif "record init" in command and "PGUSER" in command:
            self.box.run("install -m 644 /etc/postgresql/makesafe.crt /etc/makesafe/db.crt")
            for user, login in (("keeper", "makesafe_owner"), ("ann", "ann")):
                self.box.write(f"/home/{user}/.pgpass", f"db.example:5432:training:{login}:{PASSWORD}\n", 0o600)
                self.box.run(f"chown {user}: /home/{user}/.pgpass")
            self.box.run("install -o keeper roster.csv /home/keeper/roster.csv")
        elif "NOLOGIN" in command:
            self.group()
        elif "sqlite:swansea.sqlite" in command:
            self.box.run("export MAKESAFE_RECORD=sqlite:swansea.sqlite; makesafe record init && "
                         "makesafe staff add n1 --name 'Nia New' --site Swansea", user="keeper")
        elif "roles.sql" in command and "psql" in command:
            self.new_server()

    def after(self, command):
        if command.startswith("apt install"):
            # On a started machine the package itself does this.
            for service in ("ssh", "postgresql"):
                if service in command:
                    self.box.run(f"service {service} start")
        elif "staff list" in command:
            check("e17" in self.box.run(command), "the roster")
        elif "restart getty" in command:
            self.desk()
        elif command.startswith("ssh "):
            self.over_ssh(command)
        elif "NOLOGIN" in command:
            said = self.box.fails("makesafe history", user="e17")
            check("not permitted to log in" in said, said)
        elif "sqlite:swansea.sqlite" in command:
            check("n1" in self.box.run("PGUSER=makesafe_owner makesafe staff list", user="keeper"), "the copied person")
            self.heads = self.verify("PGUSER=makesafe_owner makesafe verify", "keeper")
        elif command.strip().endswith("makesafe verify"):
            check(self.verify(command.strip(" $\n"), "keeper") == self.heads, "a restored database has the same heads")

    def verify(self, command, user):
        said = self.box.run(command, user=user)
        check("sound" in said, said)
        heads = re.findall("[0-9a-f]{64}", said)
        check(heads, "heads are printed:", said)
        return heads

    # A machine of its own

    def desk(self):
        said = self.box.run("systemd-analyze verify getty@tty1.service", status=None)
        check("makesafe" not in said, "systemd says:", said)
        self.same_as_example("/etc/systemd/system/getty@tty1.service.d/makesafe.conf", "getty.conf")
        unit = dict(line.split("=", 1) for line in
                    self.box.read("/etc/systemd/system/getty@tty1.service.d/makesafe.conf").splitlines() if "=" in line)
        terminal = Terminal(["chroot", f"--userspec={unit['User']}:{unit['Group']}", self.box.root, "env", "-i", "TERM=linux",
                             "PATH=/usr/bin:/bin", *unit["ExecStart"].split()])
        terminal.wait("Staff id:")
        self.stays(terminal)
        with open(f"/proc/{terminal.pid}/status", encoding="utf-8") as file:
            status = file.read()
        check("Seccomp:\t2" in status and "NoNewPrivs:\t1" in status, "shut in:", status)
        terminal.type("\x04")
        check(terminal.status() == 0, "Ctrl-D at the sign-in ends it")

    def stays(self, terminal):
        terminal.type("\x03\x1a\x1c")
        while terminal.read(1):
            pass
        check(terminal.lives(), "Ctrl-C, Ctrl-Z and Ctrl-\\ are harmless")

    def same_as_example(self, path, example):
        text = self.box.read("/usr/share/doc/makesafe/examples/" + example)
        check(text.partition("\n")[2] == self.box.read(path), example, "is what the page says")

    # Over SSH

    def over_ssh(self, command):
        box = self.box
        self.same_as_example("/etc/ssh/sshd_config.d/makesafe.conf", "sshd.conf")
        other = box.run("/usr/sbin/sshd -T -C user=visitor,host=x,addr=127.0.0.1")
        check("forcecommand none" in other and "allowtcpforwarding yes" in other, "others are as they were")

        terminal = Terminal(box.words(command, "visitor"))
        terminal.wait("Staff id:")
        self.stays(terminal)
        terminal.type("\x04")
        terminal.status()

        check("uid=" not in box.run(command + " id", user="visitor", status=None), "no command is run")
        said = box.run(command + " sh", user="visitor", typed="id\necho $((40+2))\nq\n", status=None)
        check("staff id" in said and "uid=" not in said and "42" not in said, "no shell:", said)
        host = command.split()[-1]
        box.fails(f"scp -B {host}:/etc/passwd got", user="visitor")
        box.fails(f"scp -O -B {host}:/etc/passwd got", user="visitor")
        box.fails(f"scp -B .ssh/config {host}:/var/lib/makesafe/put", user="visitor")
        box.fails(f"echo 'get /etc/passwd got' | sftp -b - {host}", user="visitor")
        check(not glob.glob(box.root + "/home/visitor/got") and not glob.glob(box.root + "/var/lib/makesafe/put"), "no files")
        said = box.fails(f"ssh -W localhost:22 {host}", user="visitor")
        check("forwarding failed" in said and "SSH-2.0" not in said, "no forwarding:", said)
        box.fails(f"ssh -o ExitOnForwardFailure=yes -R 9999:127.0.0.1:22 {host} </dev/null", user="visitor")
        box.fails(f"ssh -o ExitOnForwardFailure=yes -R /tmp/socket:127.0.0.1:22 {host} </dev/null", user="visitor")
        box.fails(f"ssh -S none -N -o Tunnel=ethernet -o ExitOnForwardFailure=yes -w 0:0 {host}", user="visitor")

        self.learns(Terminal(box.words(command, "visitor", "dumb")), kiosk=True)
        check(self.answers("runuser -u makesafe -- makesafe history --as e17 --format json", "root") > 0, "answers in the record")
        self.verify("runuser -u makesafe -- makesafe verify", "root")
        check(os.stat(box.root + "/var/lib/makesafe/record.sqlite").st_mode & 0o077 == 0, "the record is the account's alone")

    def answers(self, command, user):
        return sum(len(attempt["answers"]) for attempt in json.loads(self.box.run(command, user=user)))

    def learns(self, terminal, kiosk):
        """Signs in and answers, until the result; what fits no question is asked again, and the next is tried."""
        if kiosk:
            for prompt, answer in (("staff id", "e17"), ("choose a PIN", PIN), ("once more", PIN), ("Which module", "1")):
                terminal.wait(prompt + r"[^>]*> ")
                time.sleep(0.3)
                terminal.type(answer + "\n")
        tries = ("", "a", "1", "none", "t", "a b c", "a b c d", "a b c d e", "a b c d e f",
                 "a1 b2", "a1 b2 c3", "a1 b2 c3 d4", "a1 b2 c3 d4 e5", "a1 b2 c3 d4 e5 f6")
        for i in range(900):
            said = terminal.wait(r"\n> |Result: .*")
            if "Result:" in said:
                break
            terminal.type(tries[i % len(tries)] + "\n")
        else:
            raise SystemExit("no result after many answers")
        terminal.end()

    # A group of sites

    def group(self):
        """Two people learn and one supervises, each with their own login."""
        box = self.box
        self.type("runuser -u postgres -- createuser --pwprompt -g makesafe_learner e30")
        box.write("/home/e30/.pgpass", f"db.example:5432:training:e30:{PASSWORD}\n", 0o600)
        box.run("chown e30: /home/e30/.pgpass")
        for person in ("e17", "e30"):
            self.learns(Terminal(box.words("makesafe learn hotels --plain", person)), kiosk=False)
            check(self.answers("makesafe history --format json", person) > 0, person, "has answers")
        said = box.run("makesafe report --format csv", user="ann")
        check("\ne17," in said and "\ne18," in said and "e30" not in said, "ann sees Newport alone:", said)
        check("e17" in (all_of_them := box.run("PGUSER=makesafe_owner makesafe report --format csv", user="keeper")) and
              "e30" in all_of_them, "the owner sees all:", all_of_them)
        check("e17" not in box.run("makesafe report --format csv", user="e30", status=None), "a learner sees nobody else")
        said = box.fails("makesafe learn hotels --plain --as e18", user="e17")
        check("e18" in said or "e17" in said, "not as somebody else:", said)
        box.run("mv .pgpass away", user="e17")
        said = box.fails("makesafe history", user="e17")
        check("password" in said, "without a password:", said)
        box.run("mv away .pgpass", user="e17")
        # Without TLS, and under another name, the server or the program has to refuse.
        box.fails("makesafe history --record 'postgresql://db.example/training?sslmode=disable'", user="e17")
        box.fails("makesafe history --record 'postgresql://training.example/training?sslmode=verify-full&"
                  "sslrootcert=/etc/makesafe/db.crt'", user="e17")
        self.heads = self.verify("PGUSER=makesafe_owner makesafe verify", "keeper")

    def new_server(self):
        """Another server with what the page says it has to have already."""
        self.box.run("pg_dropcluster --stop 15 main && pg_createcluster 15 main")
        for about, block in self.pages:
            if "conf.d" in about:
                self.box.write(about.partition(" ")[2], block)
            elif "pg_hba.conf" in block:
                for command in commands(block, "#"):
                    self.box.run(command)


def main():
    source, folder = sys.argv[1:3]
    alone()
    box = Box(make_base(os.path.abspath(folder) + "/bookworm"))
    try:
        shutil.copy(build_package(source, box.scratch), box.root + "/root/makesafe_0.1.0_amd64.deb")
        shutil.copy(source + "/debian/tests/installed", box.root + "/root/installed")
        trial = Trial(box, source)
        if "Err:" in box.run("apt-get update -q", status=None):
            skip("no packages can be had from Debian")
        trial.package_alone()
        box.run("apt-get install -y -q --download-only ./makesafe_*.deb openssh-server postgresql")
        box.cut_off()
        box.write("/etc/hosts", f"127.0.0.1 localhost\n{ADDRESS} training.example db.example\n")
        for user in ("visitor", "keeper", "e17", "e30", "ann"):
            box.run(f"useradd --create-home --shell /bin/bash {user}")
        trial.follow()
    finally:
        box.remove()
    print("what the page says works")


if __name__ == "__main__":
    main()
