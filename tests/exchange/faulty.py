"""A learning record store on this machine that does what a scenario tells it to, one word a request.

ok            takes the statements, answers with their ids
STATUS        answers with that status and takes nothing (429:N asks to wait N seconds)
lost          takes the statements, then cuts the connection before it answers
cut           cuts the connection, and takes nothing
stall         answers nothing for a long time, and takes nothing
half          takes and names the first half only
html          answers 200 with a page for people
moved         sends to another address
The last word holds for all further requests. Beside that, statements in `poison` get a whole batch refused with
`poison_status`, and bodies longer than `most` bytes are refused with 413.
"""

import base64
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Clients that go away in the middle are what these tests are about."""


class Faulty:
    def __init__(self, *words, poison=(), poison_status=400, most=None, user=None, context=None):
        self.words = list(words or ["ok"])
        self.poison, self.poison_status, self.most, self.user = set(poison), poison_status, most, user
        self.taken = {}   # id → statement
        self.told = []    # ids that a client was told were taken, in order
        self.wrong = []   # what a client did that it should not
        self.requests = []  # what was answered, and when
        self.on_request = None
        self.lock = threading.Lock()
        self.server = Server(("127.0.0.1", 0), self.handler())
        scheme = "http"
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            scheme = "https"
        self.url = f"{scheme}://127.0.0.1:{self.server.server_address[1]}/xapi"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def word(self):
        return self.words.pop(0) if len(self.words) > 1 else self.words[0]

    def look_at(self, request):
        """What is wrong with a request, whatever the scenario."""
        if request.path != "/xapi/statements":
            self.wrong.append("path " + request.path)
        for name, value in (("X-Experience-API-Version", "1.0.3"), ("Content-Type", "application/json")):
            if request.headers.get(name) != value:
                self.wrong.append(f"{name}: {request.headers.get(name)}")
        login = request.headers.get("Authorization")
        if login != (self.user and "Basic " + base64.b64encode(self.user.encode()).decode()):
            self.wrong.append(f"Authorization: {login}")

    def take(self, statements):
        """Keeps statements; False where one is there already with other content."""
        for one in statements:
            if self.taken.get(one["id"], one) != one:
                return False
        self.taken.update({one["id"]: one for one in statements})
        return True

    def answer(self, word, statements, length):
        """Status and body; status None cuts the connection."""
        ids = [one["id"] for one in statements]
        if word.isdigit() or word.startswith("429:"):
            return int(word.split(":")[0]), b'{"message": "not now"}'
        if self.most and length > self.most:
            return 413, b""
        if self.poison & set(ids):
            return self.poison_status, b'{"message": "poison\\u001b[31m"}'
        if word == "cut":
            return None, b""
        if word == "html":
            return 200, b"<html>Please log in</html>"
        if word == "moved":
            return 302, b""
        if word == "half":
            ids = ids[:len(ids) // 2]
            statements = statements[:len(ids)]
        if not self.take(statements):
            return 409, b""
        if word == "lost":
            return None, b""
        self.told += ids
        return 200, json.dumps(ids).encode()

    def handler(self):
        faulty = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # noqa: N802
                length = int(self.headers["Content-Length"])
                statements = json.loads(self.rfile.read(length))
                with faulty.lock:
                    word = faulty.word()
                    faulty.look_at(self)
                    if len(statements) > 50:
                        faulty.wrong.append(f"{len(statements)} at once")
                    if word != "stall":
                        status, body = faulty.answer(word, statements, length)
                        faulty.requests.append((status, time.monotonic()))
                    if faulty.on_request:
                        faulty.on_request(len(faulty.requests))
                if word == "stall":
                    time.sleep(4)
                    status = None
                if status is None:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self.send_response(status)
                if word.startswith("429:"):
                    self.send_header("Retry-After", word[4:])
                if word == "moved":
                    self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words):
                pass

        return Handler
