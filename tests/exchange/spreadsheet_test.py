#!/usr/bin/env python3
"""What a spreadsheet makes of our CSV: every cell arrives as text, nothing is run, and our own import reads it back."""

import csv
import io
import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

from world import World

NAMES = ["=1+1", "+44 1633 000000", "-1", "@SUM(A1)", "\t=1+1", ' =HYPERLINK("x")', 'Llŷr "Taff" Ŵyn, Jr', "one\ntwo",
         "ab;cd", "'quoted'", "Ŵ" * 200, "x" * 200, "=cmd|' /C calc'!A0", "محمد", "日本", "🙂"]

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def roster(path):
    with open(path, "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["staff_id", "name", "site", "modules", "due"])
        for number, name in enumerate(NAMES):
            rows.writerow([f"e{number:02}", name, "=Site;-2", "every", "2026-01-31"])


def in_a_spreadsheet(scratch, path):
    """Rows of texts, as LibreOffice reads the file with its own defaults for UTF-8 and commas; formulas are reported."""
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{scratch}/office", "--convert-to", "fods",
                    "--infilter=CSV:44,34,76,1", "--outdir", scratch, path], check=True, capture_output=True, timeout=240,
                   env=dict(os.environ, HOME=scratch))
    tree = xml.etree.ElementTree.parse(os.path.splitext(path)[0] + ".fods")
    rows, formulas = [], []
    for row in tree.iter(TABLE + "table-row"):
        cells = []
        for cell in row.iter(TABLE + "table-cell"):
            if TABLE + "formula" in cell.attrib:
                formulas.append(cell.attrib[TABLE + "formula"])
            text = "\n".join(flat(paragraph) for paragraph in cell.iter(TEXT + "p"))
            cells += [text] * min(20, int(cell.get(TABLE + "number-columns-repeated", "1")))
        rows += [cells]
    return rows, formulas


def flat(paragraph):
    """A paragraph's text; runs of blanks and tabs are elements."""
    text = paragraph.text or ""
    for child in paragraph:
        text += {TEXT + "s": " " * int(child.get(TEXT + "c", "1")), TEXT + "tab": "\t"}.get(child.tag, child.text or "")
        text += child.tail or ""
    return text


def main():
    if not shutil.which("soffice"):
        print("skipped: LibreOffice is needed")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as scratch:
        world = World(scratch)
        modules = os.path.join(os.environ["MAKESAFE_SOURCE"], "tests", "line", "modules")
        roster(os.path.join(scratch, "roster.csv"))
        world.run("staff", "import", os.path.join(scratch, "roster.csv"), "--modules", modules)
        report = os.path.join(scratch, "report.csv")
        world.run("report", "--format", "csv", "-o", report, "--modules", modules)
        with open(report, encoding="utf-8", newline="") as file:
            text = file.read()
        ours = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        rows, formulas = in_a_spreadsheet(scratch, report)
        assert not formulas, f"a spreadsheet runs: {formulas}"
        seen = {row[0]: row for row in rows if row and row[0].startswith("e")}
        for number, name in enumerate(NAMES):
            row = seen[f"e{number:02}"]
            given = next(cells[1] for cells in ours if cells[0] == row[0])
            shown = row[1]
            wants_mark = name.strip()[0] in "=+-@"
            assert given == ("'" if wants_mark else "") + name.strip(), f"{name!r} is written as {given!r}"
            assert shown == given, f"{name!r}: the file says {given!r}, the spreadsheet {shown!r}"

        listed = world.run("staff", "list", "--format", "csv", "--modules", modules).stdout
        again = World(os.path.join(scratch, "again"))
        os.mkdir(again.scratch)
        with open(os.path.join(again.scratch, "list.csv"), "w", encoding="utf-8", newline="") as file:
            file.write(listed)
        again.run("staff", "import", os.path.join(again.scratch, "list.csv"), "--modules", modules)
        assert again.run("staff", "list", "--format", "csv", "--modules", modules).stdout == listed, "the list is read back otherwise"
    print(f"{len(NAMES)} names unharmed")


if __name__ == "__main__":
    main()
