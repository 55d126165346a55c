"""Stands between a client and the server on a socket of its own, and cuts a connection at a chosen message."""

import os
import re
import socket
import struct
import threading
import urllib.parse


class Proxy:
    """Cuts once: at the `number`-th message that runs SQL matching `pattern`; `after`: once the server has answered."""

    def __init__(self, server_folder, folder):
        self.server = os.path.join(server_folder, ".s.PGSQL.5432")
        self.folder = folder
        os.makedirs(folder)
        self.pattern, self.number, self.after, self.cuts, self.seen = None, 0, False, 0, 0
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(os.path.join(folder, ".s.PGSQL.5432"))
        self.listener.listen(8)
        threading.Thread(target=self.accept, daemon=True).start()

    def cut(self, pattern, number, after):
        self.pattern, self.number, self.after, self.cuts, self.seen = re.compile(pattern), number, after, 0, 0

    def uri(self, user, database):
        return f"postgresql://{user}@{urllib.parse.quote(self.folder, safe='')}/{database}"

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(self.server)
            except OSError:
                client.close()
                continue
            Connection(self, client, server)


class Connection:
    """One client. What it prepares is remembered, so that running it can be told."""

    def __init__(self, proxy, client, server):
        self.proxy, self.client, self.server = proxy, client, server
        self.prepared, self.cuts_answer = {}, False
        threading.Thread(target=self.forward, daemon=True).start()
        threading.Thread(target=self.back, daemon=True).start()

    def close(self):
        for side in (self.client, self.server):
            try:
                side.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def read(self, size):
        data = b""
        while len(data) < size:
            more = self.client.recv(size - len(data))
            if not more:
                raise OSError
            data += more
        return data

    def sql_of(self, kind, body):
        """What a message runs: Q is a simple query, B binds what P prepared under a name."""
        if kind == b"Q":
            return body[:-1].decode()
        if kind == b"P":
            name, sql = body.split(b"\0")[:2]
            self.prepared[name] = sql.decode()
        if kind == b"B":
            return self.prepared.get(body.split(b"\0")[1], "")
        return None

    def is_place(self, kind, body):
        sql = self.sql_of(kind, body)
        if sql is None or not self.proxy.pattern or not self.proxy.pattern.search(sql):
            return False
        self.proxy.seen += 1
        return self.proxy.seen == self.proxy.number

    def forward(self):
        try:
            first = self.read(4)
            self.server.sendall(first + self.read(struct.unpack("!I", first)[0] - 4))
            while True:
                kind, size = self.read(1), self.read(4)
                body = self.read(struct.unpack("!I", size)[0] - 4)
                if self.is_place(kind, body):
                    self.proxy.cuts += 1
                    self.cuts_answer = True
                    if not self.proxy.after:
                        break
                self.server.sendall(kind + size + body)
        except OSError:
            pass
        self.close()

    def back(self):
        """The end of an answer is ReadyForQuery: Z, a length of 5 and a state."""
        try:
            while True:
                data = self.server.recv(1 << 16)
                if not data:
                    break
                if self.cuts_answer:
                    if b"Z\0\0\0\5" in data:
                        break
                    continue
                self.client.sendall(data)
        except OSError:
            pass
        self.close()
