#!/usr/bin/env python3
"""Sends to a learning record store that others wrote, in a network of its own that reaches nothing else.

learning_store_test.py CACHE       skipped (77) without npm, or where no network namespace may be made
"""

import base64
import fcntl
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import world

STORE = "@learninglocker/xapi-statements@7.8.0"
ENDPOINT = "http://127.0.0.1:8081/xAPI"
HEADERS = {"X-Experience-API-Version": "1.0.3", "Content-Type": "application/json",
           "Authorization": "Basic " + base64.b64encode(b"makesafe:secret").decode()}
LOGIN = {"MAKESAFE_LRS_USER": "makesafe", "MAKESAFE_LRS_PASSWORD": "secret"}


def raise_loopback():
    """What `ip link set lo up` does, without needing it."""
    flags, up, running = 0x8914, 0x1, 0x40  # SIOCSIFFLAGS, IFF_UP, IFF_RUNNING
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, flags, struct.pack("16sh14x", b"lo", up | running))


def ask(path, body=None):
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request("http://127.0.0.1:8081" + path, data=data, headers=HEADERS)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
        return json.load(answer)


def start_store(modules, log):
    folder = os.path.join(modules, "@learninglocker", "xapi-statements")
    environment = dict(os.environ, EXPRESS_PORT="8081", MODELS_REPO="memory", STORAGE_REPO="memory", EVENTS_REPO="test",
                       AUTH_REPO="test")
    running = subprocess.Popen(["node", "dist/server.js"], cwd=folder, env=environment, stdout=log, stderr=log)
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", 8081), 1).close()
            return running
        except OSError:
            time.sleep(0.1)
        if running.poll() is not None:
            break
    running.kill()
    raise SystemExit("the learning record store does not start")


def all_there():
    found, path = {}, "/xAPI/statements?limit=100&format=exact"
    while path:
        page = ask(path)
        found.update({one["id"]: one for one in page["statements"]})
        path = page["more"]
    return found


def check(record):
    statements = [json.loads(line) for line in record.run("report", "--format", "xapi").stdout.splitlines()]
    changed = json.loads(json.dumps(statements[5]))
    changed["timestamp"] = "2020-01-01T00:00:00.000Z"
    ask("/xAPI/statements", [changed])
    done = record.run("report", "--to", ENDPOINT, status=3, **LOGIN)
    assert changed["id"] in done.stderr and "409" in done.stderr, done.stderr
    assert done.stdout == f"{len(statements) - 1} statements accepted, 1 refused\n", done.stdout
    found = all_there()
    assert set(found) == {one["id"] for one in statements}, "something is missing, or too much"
    for one in statements:
        kept = found[one["id"]]
        for key in ("actor", "verb", "result", "context", "object"):
            if one["id"] != changed["id"] and key in one:
                assert kept[key] == one[key], f"{key} arrived as {kept[key]}"
    again = record.run("report", "--to", ENDPOINT, **LOGIN)
    assert again.stdout.startswith("0 statements accepted"), again.stdout
    # A record that has forgotten what it sent sends it again, and nothing is there twice.
    record.run("report", "--to", "http://localhost:8081/xAPI", status=3, **LOGIN)
    assert all_there() == found
    print(f"{len(statements)} statements in the store")


def inside(modules):
    raise_loopback()
    with tempfile.TemporaryDirectory() as scratch, tempfile.TemporaryFile("w+") as log:
        record = world.World(scratch)
        record.learn()
        running = start_store(modules, log)
        try:
            check(record)
        except Exception:
            log.seek(0)
            print(log.read()[-2000:])
            raise
        finally:
            running.kill()
            running.wait()
    return 0


def main():
    if len(sys.argv) > 2:
        return inside(sys.argv[2])
    modules = world.npm(STORE)
    alone = ["unshare", "--map-root-user", "--net"]
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], check=False, capture_output=True).returncode:
        print("skipped: no network namespace may be made here")
        return 77
    return subprocess.run([*alone, sys.executable, os.path.abspath(__file__), sys.argv[1], modules], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
