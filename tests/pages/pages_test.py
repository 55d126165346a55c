#!/usr/bin/env python3
"""Opens the pages that makesafe writes in headless Chromium and asks axe-core what is wrong with them.

pages_test.py MAKESAFE SOURCE CACHE      CACHE: where npm may keep axe-core from one run to the next
Exit status 77 (skipped) where Chromium or npm is not to be had.
"""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "line"))
from items_test import World  # pylint: disable=wrong-import-position

AXE = "axe-core@4.10.3"
RIGHT = "\nb\n\na b\n\nf\n\nc a b d\n\na3 b1\n\n1 3\n\na\na\n\nb\na b\n\n"
WRONG = "\nc\n\nnone\n\nt\n\nd c b a\n\na3 b0\n\nnone\n\nb\n\nd\nc\n\n"


def axe_source(cache):
    os.makedirs(cache, exist_ok=True)
    file = os.path.join(cache, "node_modules", "axe-core", "axe.min.js")
    if not os.path.exists(file):
        done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", cache, AXE],
                              capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"skipped: axe-core cannot be had: {done.stderr[-300:]}")
            sys.exit(77)
    with open(file, encoding="utf-8") as source:
        return source.read()


def violations(page, axe, scratch, chromium):
    """What axe says of a page, as a list of (impact, id, nodes)."""
    probe = os.path.join(scratch, "probe.html")
    run = ("<script>" + axe.replace("</script", "<\\/script") + "</script><script>axe.run().then(r => {"
           "const p = document.createElement('pre'); p.id = 'said'; p.textContent = JSON.stringify(r.violations.map("
           "v => [v.impact, v.id, v.nodes.map(n => n.html).slice(0, 3)])); document.body.appendChild(p); })</script>")
    with open(probe, "w", encoding="utf-8") as file:
        file.write(page.replace("</body>", run + "</body>"))
    dom = subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                          "--disable-background-networking", "--disable-component-update", "--disable-sync",
                          "--user-data-dir=" + os.path.join(scratch, "profile"), "--virtual-time-budget=20000", "--dump-dom",
                          "file://" + probe], capture_output=True, text=True, timeout=120, check=False).stdout
    said = re.search(r'<pre id="said">(.*?)</pre>', dom, re.S)
    if not said:
        raise SystemExit("axe said nothing: the page did not run")
    return json.loads(html.unescape(said.group(1)))


def main():
    makesafe, source, cache = sys.argv[1:4]
    chromium = shutil.which("chromium")
    if not chromium or not shutil.which("npm"):
        print("skipped: Chromium and npm are needed")
        return 77
    axe = axe_source(cache)
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        environment = dict(os.environ, MAKESAFE_RECORD="sqlite:" + scratch + "/r.sqlite")

        def say(*words, typed=None):
            return subprocess.run([makesafe, *words], input=typed, capture_output=True, text=True, env=environment,
                                  check=True).stdout

        modules = os.path.join(source, "tests", "line", "modules")

        def learn(person, typed):
            say("learn", "every", "--quiz", "--seed", "7", "--plain", "--modules", modules, "--as", person, typed=typed)

        for person, typed in (("e1", RIGHT), ("e2", WRONG), ("<b>e3</b>", RIGHT), ("e4", WRONG[:20]), ("e5", WRONG)):
            learn(person, typed)
        pages = {"report of few": say("report", "--format", "html", "--modules", modules)}
        if "Pays in cash" in pages["report of few"] or "fewer than five people" not in pages["report of few"]:
            print("what fewer than five people answered is shown")
            failed = True
        learn("e6", RIGHT)
        for lang in ("en", "cy"):
            pages[f"report in {lang}"] = say("report", "--format", "html", "--lang", lang, "--modules", modules)
        page = pages["report in en"]
        # Five have finished, two of them twice wrong about the cash: once in a question, once in a passage.
        if "every: Pays in cash late at night" not in page or "4 of 10 (40%)" not in page or "2 of 5 (40%)" not in page:
            print("the signs that are overlooked are not shown")
            failed = True
        for lang in ("en", "cy"):
            pages[f"items in {lang}"] = say("items", "every", "--format", "html", "--lang", lang, "--modules", modules)
        pages["items of a sheet"] = say("items", "--responses", os.path.join(source, "tests", "line", "data", "vector.csv"),
                                        "--format", "html")
        world = World(makesafe, os.path.join(scratch, "desk"))
        world.learn_all(12)
        pages["items of two versions"] = world.run("items", "desk", "--format", "html")
        if "points less" not in pages["items of two versions"]:
            print("how the signs moved since the version before is not shown")
            failed = True
        for page in ("signs", "call"):
            pages[f"aide {page}"] = say("export", "hotels", "--page", page, "--to", "html", "--area", "Newport")
        say("record", "key")
        for lang in ("en", "cy"):
            pages[f"certificate in {lang}"] = say("certificate", "every", "--as", "<b>e3</b>", "--format", "html", "--modules",
                                                  modules, "--lang", lang)
        for lang in ("en", "cy"):
            pages[f"handout in {lang}"] = say("export", "hotels", "--to", "html", "--lang", lang)
        for name, page in pages.items():
            if "<b>e3" in page or re.search(r'(src|href)="', page) or "<script" in page:
                print(f"{name}: something unescaped, a script or a request")
                failed = True
            for impact, rule, nodes in violations(page, axe, scratch, chromium):
                print(f"{name}: {impact}: {rule}: {nodes}")
                failed = failed or impact in ("serious", "critical")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
