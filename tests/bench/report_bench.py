#!/usr/bin/env python3
"""What reports cost against the best plain SQL over the same tables, and whether the cost of a row grows with the record.

report_bench.py MAKESAFE RECORD_MAKER [ANSWERS|FILE …]   prints, asserts nothing

Records of 10000, 100000 and 1000000 answers unless said; larger ones take long to make, and can be kept in a FILE.
"""

import os
import statistics
import subprocess
import sys
import tempfile

STATUS = """CASE WHEN c.valid_until BETWEEN date('now') AND date('now', '+30 days') THEN 'expiring'
  WHEN c.valid_until >= date('now') THEN 'passed' WHEN c.valid_until IS NOT NULL THEN 'expired'
  WHEN d.due < date('now') THEN 'overdue' WHEN c.going_on > 0 THEN 'in-progress'
  WHEN c.latest_at IS NOT NULL THEN 'failed' ELSE 'not-started' END"""

ROWS = f"""SELECT p.staff_id, p.name, p.site, c.module,
  coalesce(CASE WHEN c.valid_until >= date('now') THEN v.version ELSE c.latest_version END, ''), {STATUS},
  round(CASE WHEN c.valid_until >= date('now') THEN (SELECT max(b.percent) FROM passes AS b WHERE b.person = c.person
    AND b.module = c.module AND b.valid_until >= date('now')) ELSE c.latest_percent END),
  c.attempts, strftime('%Y-%m-%dT%H:%M:%SZ', CASE WHEN c.valid_until >= date('now') THEN v.completed
    ELSE c.latest_at END / 1000000, 'unixepoch'), c.valid_until, d.due
  FROM people AS p CROSS JOIN completions AS c ON c.person = p.person
  LEFT JOIN due AS d ON d.person = c.person AND d.module = c.module
  LEFT JOIN passes AS v ON v.person = c.person AND v.module = c.module AND v.seq = c.valid_seq
  WHERE p.staff_id IS NOT NULL AND p.left_at IS NULL"""

STATUSES = ["passed", "expiring", "expired", "overdue", "in-progress", "failed", "not-started"]

BY = f"""SELECT {{group}}, count(*), count(DISTINCT r.person), {", ".join(f"sum(status = '{name}')" for name in STATUSES)},
  sum(how = 'waived'), sum(how = 'imported') FROM (SELECT c.person, c.module, {STATUS} AS status,
    CASE WHEN c.valid_until >= date('now') THEN v.how ELSE c.latest_how END AS how
    FROM people AS p CROSS JOIN completions AS c ON c.person = p.person
    LEFT JOIN due AS d ON d.person = c.person AND d.module = c.module
    LEFT JOIN passes AS v ON v.person = c.person AND v.module = c.module AND v.seq = c.valid_seq
    WHERE p.staff_id IS NOT NULL AND p.left_at IS NULL) AS r {{join}} GROUP BY 1 ORDER BY 1"""

PAIRS = [
    ("everybody, CSV", ["--format", "csv"], ROWS + " ORDER BY p.staff_id, c.module"),
    ("everybody, JSON", ["--format", "json"], ROWS + " ORDER BY p.staff_id, c.module"),
    ("one module", ["--module", "pubs", "--format", "csv"], ROWS + " AND c.module = 'pubs' ORDER BY p.staff_id"),
    ("one site", ["--site", "Site 07", "--format", "csv"],
     ROWS + " AND p.person IN (SELECT person FROM person_sites WHERE site = 'Site 07') ORDER BY p.staff_id, c.module"),
    ("by site", ["--by", "site", "--format", "csv"],
     BY.format(group="s.site", join="JOIN person_sites AS s USING (person)")),
    ("by module", ["--by", "module", "--format", "csv"], BY.format(group="r.module", join="")),
]


def cost(words, out):
    """CPU seconds of one process."""
    with open(out, "w", encoding="utf-8") as file:
        process = subprocess.Popen(words, stdout=file, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def compare(scratch, makesafe, record, name, words, sql):
    out = os.path.join(scratch, "out")
    ours = [makesafe, "report", *words, "--record", "sqlite:" + record]
    theirs = ["sqlite3", "-readonly", "-csv", record, sql]
    runs = []
    for _ in range(3):
        a = cost(ours, out)
        with open(out, "rb") as file:
            rows = max(1, file.read().count(b'"staff_id"' if "json" in words else b"\n"))
        runs.append((a, cost(theirs, out)))
    a, b = (statistics.median(run[i] for run in runs) for i in (0, 1))
    print(f"  {name:18} {a / b:5.2f}x plain SQL  {rows:9} rows  {a / rows * 1e6:8.1f} µs a row  {a * 1e3:9.1f} ms")


def measure(scratch, makesafe, record, name):
    print(f"{name} answers, {os.path.getsize(record) >> 20} MiB")
    for what, words, sql in PAIRS:
        compare(scratch, makesafe, record, what, words, sql)
    sys.stdout.flush()


def main():
    makesafe, maker = sys.argv[1:3]
    for answers in sys.argv[3:] or ["10000", "100000", "1000000"]:
        with tempfile.TemporaryDirectory() as scratch:
            record = answers
            if not os.path.exists(record):
                record = os.path.join(scratch, "record.sqlite")
                subprocess.run([maker, record, "answers", answers], check=True)
            measure(scratch, makesafe, record, answers)


if __name__ == "__main__":
    main()
