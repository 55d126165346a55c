#!/usr/bin/env python3
"""Makes certificates of people with any name, in every format and language, and checks them as others would.

certificate_test.py MAKESAFE pdf|no-pdf      poppler's pdftotext and pdfinfo stand for whoever opens a PDF
"""

import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

NAMES = {
    "plain": "Ann Owen",
    "welsh": "Siân Llŷr ap Rhŷs",
    "hebrew": "שרה בת־אל",
    "arabic": "محمد بن علي",
    "endless": "W" * 200,
    "many": " ".join(["Maria"] * 40),
    "combining": "e" + "\u0301" * 120,
    "cook": "Kim 🧑🏽‍🍳 Lee",
    "markup": "<b>Ann</b> & \"Co\" 'x' <script>alert(1)</script>",
    "frame": "-----END MAKESAFE CERTIFICATE-----",
    "fields": "Ann Score: 100 Module: taxis \\ (x) %41 a- -",
}

failures = []


def check(truth, *words):
    if not truth:
        failures.append(" ".join(str(word) for word in words))


def cells(line):
    """Columns of a line as terminals have them, near enough."""
    return sum(0 if unicodedata.combining(c) or unicodedata.category(c) in ("Mn", "Cf") else
               2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


class World:
    def __init__(self, makesafe, scratch):
        self.makesafe, self.scratch = makesafe, scratch
        self.environment = dict(os.environ, MAKESAFE_RECORD="sqlite:" + scratch + "/r.sqlite")

    def run(self, *words, status=0):
        done = subprocess.run([self.makesafe, *words], capture_output=True, cwd=self.scratch, env=self.environment,
                              check=False)
        said = done.stdout.decode("utf-8", "strict") + done.stderr.decode("utf-8", "strict")
        check(done.returncode == status, words, "ended with", done.returncode, said)
        return said

    def text_of(self, pdf):
        subprocess.run(["pdftotext", pdf, pdf + ".txt"], cwd=self.scratch, check=True)
        return pdf + ".txt"

    def pages_of(self, pdf):
        said = subprocess.run(["pdfinfo", pdf], cwd=self.scratch, capture_output=True, text=True, check=True).stdout
        check(re.search(r"Tagged: +yes", said), pdf, "is not tagged")
        return int(re.search(r"Pages: +(\d+)", said).group(1))

    def read(self, name):
        with open(os.path.join(self.scratch, name), "rb") as file:
            return file.read()


def check_person(world, who, name, language, has_pdf):
    for form in ("txt", "html", "pdf")[:3 if has_pdf else 2]:
        file = f"{who}.{language}.{form}"
        world.run("certificate", "hotels", "--as", who, "--lang", language, "--format", form, "-o", file)
        said = world.run("verify", file, "--public", "site.pub")
        check(name in said, file, "does not name", name, said)
        content = world.read(file)
        if form == "pdf":
            check(world.pages_of(file) == 1, file, "has more than one page")
            said = world.run("verify", world.text_of(file), "--public", "site.pub")
            check(name in said, file, "as text does not name", name)
            continue
        text = content.decode("utf-8", "strict")
        check("101" in text and "Operation Makesafe" in text, file, "does not say whom to call")
        if form == "txt":
            check(all(cells(line) <= 72 for line in text.splitlines()), file, "has a line of over 72 columns")
            check(not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text), file, "drives a terminal")
        else:
            check(f'<html lang="{language}">' in text, file, "does not name its language")
            check("<script" not in text and "<b>Ann" not in text and not re.search(r"(src|href)=", text), file,
                  "holds a script, a request or markup of a name")


def check_manual(world):
    """Another program, written from makesafe-certificate(5), comes to the same key, page and signature."""
    begin, end = b"-----BEGIN MAKESAFE CERTIFICATE-----", b"-----END MAKESAFE CERTIFICATE-----"
    public = bytes.fromhex(world.read("site.pub").decode().split()[-1])
    for form in ("txt", "html"):
        before, rest = world.read(f"fields.en.{form}").split(begin)
        block, after = rest.split(end)
        text = b" ".join(re.sub(rb"\\\s+", b"", block).split())
        message, signature = text.split(b" Signature: ")
        fields = dict(re.findall(r"([A-Z][A-Za-z-]*):(?: ([^:]*?))?(?= [A-Z][A-Za-z-]*:|$)", message.decode("ascii")))
        check(fields["Key"] == hashlib.blake2b(public, digest_size=32).hexdigest()[:16], form, "names another key")
        page = re.sub(rb"\xc2\xa0|\s", b"", before + after)
        check(fields["Page"] == hashlib.blake2b(page, digest_size=32).hexdigest(), form, "has another page")
        name = re.sub(r"%([0-9A-F]{2})", lambda code: chr(int(code.group(1), 16)), fields["Name"])
        check(name == NAMES["fields"], form, "reads as", name)
        if shutil.which("openssl"):
            files = {"key.der": bytes.fromhex("302a300506032b6570032100") + public, "message": b"makesafe-certificate " + message,
                     "signature": base64.b64decode(signature.replace(b" ", b""), validate=True)}
            for file, content in files.items():
                with open(os.path.join(world.scratch, file), "wb") as out:
                    out.write(content)
            done = subprocess.run(["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey", "key.der",
                                   "-in", "message", "-sigfile", "signature"], cwd=world.scratch, capture_output=True, check=False)
            check(done.returncode == 0, form, "openssl:", done.stdout, done.stderr)


def check_changes(world):
    """Whatever is changed in a certificate that people read is noticed, wherever it stands."""
    for form, changes in (("txt", (("Ann Owen", "Tim Owen"), ("2026.", "2020."), ("completed", "not completed"))),
                          ("html", (("Ann Owen", "Tim Owen"), ("</main>", "<style>p{display:none}</style></main>"))),
                          ("pdf", (("Name: Ann", "Name: Tim"),))):
        if not os.path.exists(os.path.join(world.scratch, f"plain.en.{form}")):
            continue
        content = world.read(f"plain.en.{form}")
        for before, after in changes:
            check(before.encode() in content, form, "lacks", before)
            with open(os.path.join(world.scratch, "changed"), "wb") as file:
                file.write(content.replace(before.encode(), after.encode(), 1))
            world.run("verify", "changed", "--public", "site.pub", status=1)
    for hostile in (b"-----BEGIN MAKESAFE CERTIFICATE-----\n" * 50000, b"", b">" * 2000000 + b"-----BEGIN MAKESAFE CERTIFICATE-----",
                    b"\x00" * 1000 + b"-----BEGIN MAKESAFE CERTIFICATE-----\x00-----END MAKESAFE CERTIFICATE-----"):
        with open(os.path.join(world.scratch, "hostile"), "wb") as file:
            file.write(hostile)
        world.run("verify", "hostile", "--public", "site.pub", status=1)


def main():
    with tempfile.TemporaryDirectory() as scratch:
        world = World(sys.argv[1], scratch)
        world.run("record", "key", "--public", "site.pub")
        with open(os.path.join(scratch, "earlier.csv"), "w", encoding="utf-8") as file:
            file.write("staff_id,module,version,score,passed,completed\n")
            file.writelines(f"{who},hotels,2026.1,91,true,2026-11-01\n" for who in NAMES)
        for who, name in NAMES.items():
            world.run("staff", "add", who, "--name", name, "--site", "Newport")
        world.run("record", "import", "earlier.csv")
        has_pdf = sys.argv[2] == "pdf" and shutil.which("pdftotext") is not None
        for who, name in NAMES.items():
            check_person(world, who, name, "en", has_pdf)
        check_person(world, "welsh", NAMES["welsh"], "cy", has_pdf)
        check_manual(world)
        check_changes(world)
        world.run("verify")
    for failure in failures:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
