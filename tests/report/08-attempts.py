#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What gupcheck convert tried is shown: by every format of report, and by show."""
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

import jsonschema

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import browser  # noqa: E402

SRC = os.environ["GUPCHECK_SRC"]
GUP = os.environ["GUPCHECK"]
PROBE = os.path.join(os.path.dirname(GUP), "probe")
NASTY = "a <b>|`reason`"
failed = False
count = 0


def report(ok, name, why=""):
    global failed, count
    count += 1
    failed = failed or not ok
    print(f"{'ok' if ok else 'not ok'} {count} - {name}")
    if not ok:
        print("# " + str(why)[:400].replace("\n", "\n# "))


def gup(*args):
    return subprocess.run([GUP, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False).stdout.decode()


def fill(path):
    """Two attempts on one site, of which the last holds, with a fix; one that failed; one not cleared."""
    con = sqlite3.connect(path)
    site = [r[0] for r in con.execute("SELECT fingerprint FROM site_list WHERE path LIKE 'drivers/%' ORDER BY path, line")]
    rows = [(1, site[0], "conversion", "failed", "pin_it", 0, "it did not compile", "", "2026-01-01T00:00:00Z"),
            (2, site[0], "conversion", "proved", "pin_it", 1, "", "a: convert it", "2026-01-02T00:00:00Z"),
            (3, site[0], "dirtying", "proved", "mark_it", 0, "", "a: mark it", "2026-01-02T00:00:00Z"),
            (4, site[1], "conversion", "failed", "pin_it", 0, NASTY, "", "2026-01-02T00:00:00Z"),
            (5, site[2], "conversion", "not-cleared", "", 0, "no release is known", "", "2026-01-02T00:00:00Z")]
    con.executemany("INSERT INTO conversions (id, run_id, fingerprint, kind, outcome, target, longterm, reason, subject, made)"
                    " VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    con.executemany("INSERT INTO conversion_checks VALUES (2, ?, ?)", [(0, "it compiles"), (1, "scanned again")])
    con.commit()
    con.close()
    return site


def check_browser(page, site):
    b = browser.Browser()
    try:
        b.open("file://" + page)
        text = b.js("document.querySelector('.tiles').textContent")
        report("1 of 3have a proved patch" in text, "the overview of the page counts them", text)
        b.open("file://" + page + "#sites?patch=failed")
        rows = b.js("document.querySelectorAll('tbody tr').length")
        report(rows == 1, "sites can be chosen by it", rows)
        b.open("file://" + page + "#site-" + site[0])
        text = b.js("document.getElementById('main').textContent")
        report("converted to pin_it() with FOLL_LONGTERM" in text and "a: mark it" in text and "it compiles" in text, "a site's page tells all", text)
        b.open("file://" + page + "#site-" + site[1])
        report(NASTY in b.js("document.getElementById('main').textContent"), "and shows markup as text")
        report(not b.problems, "no error", b.problems)
    finally:
        b.close()


def main():
    with tempfile.TemporaryDirectory() as tmp:
        db = tmp + "/gup.db"
        subprocess.run([PROBE, "fixture", db, "/t/a"], check=True)
        before = {f: gup("report", "--db", db, "--format", f) for f in ("text", "md")}
        report("convert " not in before["text"] and "Conversions" not in before["md"], "nothing was tried, nothing is said")
        site = fill(db)
        text = gup("report", "--db", db)
        line = "convert    1 of 3 sites have a proved patch, 1 failed, 1 are not cleared; dirtying: 1 of 1 mended"
        report(line in text, "report has a line", text)
        md = gup("report", "--db", db, "--format", "md")
        report("## Conversions" in md and "| converted to pin\\_it\\(\\) with FOLL\\_LONGTERM, proved | a: convert it |" in md and
               "a \\<b\\>\\|\\`reason\\`" in md, "Markdown has a table, without foreign markup", md)
        data = json.loads(gup("report", "--db", db, "--format", "json"))
        with open(os.path.join(SRC, "reports/schema/report.schema.json"), encoding="utf-8") as f:
            schema = json.load(f)
        bad = list(jsonschema.Draft7Validator(schema).iter_errors(data))
        by = {s["id"]: s for s in data["sites"]}
        one = by[site[0]]["conversion"]
        report(not bad and one == {"outcome": "proved", "target": "pin_it", "longterm": True, "reason": None, "patch": "a: convert it",
                                   "checks": ["it compiles", "scanned again"], "made": "2026-01-02T00:00:00Z"},
               "JSON keeps to its schema, the last attempt holds", bad or one)
        rest = [by[s]["conversion"] and by[s]["conversion"]["reason"] for s in site[1:]]
        none = [s for s in data["sites"] if s["id"] not in site]
        report(rest == [NASTY, "no release is known"] and none and all(s["conversion"] is None and s["dirtying"] is None for s in none) and
               by[site[0]]["dirtying"]["patch"] == "a: mark it", "the other ones, and sites without one", rest)
        shown = gup("show", "--db", db, site[0])
        report("converted to pin_it() with FOLL_LONGTERM, proved (2026-01-02T00:00:00Z)\n    patch: a: convert it\n    - it compiles\n" in shown and
               "marked dirty by mark_it(), proved" in shown, "show tells what it is, the patch and the checks", shown)
        with open(tmp + "/page.html", "w", encoding="utf-8") as f:
            f.write(gup("report", "--db", db, "--format", "html"))
        if browser.PROGRAM:
            check_browser(tmp + "/page.html", site)
        else:
            report(True, "the page # SKIP no chromium")
    print(f"1..{count}")
    return failed


sys.exit(main())
