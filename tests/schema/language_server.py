"""A small client of the YAML language server over stdio: what an editor would show of a module."""

import json
import os
import pathlib
import subprocess
import threading

COMMAND = ["node_modules", "yaml-language-server", "bin", "yaml-language-server"]
SECONDS = 60


class LanguageServer:
    """Runs the server in a folder that holds node_modules; closes it at the end of a `with` block."""

    def __init__(self, folder):
        self.process = subprocess.Popen(["node", os.path.join(folder, *COMMAND), "--stdio"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        # A server that hangs must not hang the test.
        self.watch = threading.Timer(SECONDS, self.process.kill)
        self.watch.start()
        self.number = 0
        self.shown = {}

    def __enter__(self):
        self.ask("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {
            "workspace": {"configuration": True},
            "textDocument": {"completion": {"completionItem": {"documentationFormat": ["plaintext"]}}}}})
        self.tell("initialized", {})
        return self

    def __exit__(self, *_):
        self.watch.cancel()
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def receive(self):
        length = 0
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise SystemExit("the language server ended")
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
            if line == b"\r\n":
                break
        return json.loads(self.process.stdout.read(length))

    def handle(self, message):
        """What the server tells or asks by itself. The settings keep it away from the network."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self.shown[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            settings = {"yaml": {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False},
                                 "format": {"enable": False}}}
            self.send({"id": message["id"], "result": [settings.get(item.get("section")) for item in
                                                       message["params"]["items"]]})
        elif "id" in message and "method" in message:
            self.send({"id": message["id"], "result": None})

    def ask(self, method, params):
        self.number += 1
        mine = self.number
        self.send({"id": mine, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == mine and "method" not in message:
                return message.get("result")
            self.handle(message)

    def open(self, file, text):
        uri = pathlib.Path(file).absolute().as_uri()
        self.tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
        return uri

    def diagnostics(self, file, text):
        """Pairs of (line from 1, message), once the server has looked at the file."""
        uri = self.open(file, text)
        while uri not in self.shown:
            self.handle(self.receive())
        return [(one["range"]["start"]["line"] + 1, one["message"]) for one in self.shown[uri]]

    def completions(self, uri, line, column):
        """What is offered at a place (both from 1), as a map of labels to what is said of them."""
        found = self.ask("textDocument/completion", {"textDocument": {"uri": uri},
                                                     "position": {"line": line - 1, "character": column - 1}})
        items = found if isinstance(found, list) else (found or {}).get("items", [])
        return {item["label"]: item.get("documentation") for item in items}

    def hover(self, uri, line, column):
        found = self.ask("textDocument/hover", {"textDocument": {"uri": uri},
                                                "position": {"line": line - 1, "character": column - 1}})
        return json.dumps(found, ensure_ascii=False)
