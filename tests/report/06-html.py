#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The HTML report in a browser: tables, links, keys, themes, a telephone, print, hostile text, and
no word to the network.  Pictures of it stay in GUP_SCREENSHOTS, if that names a folder."""
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import browser  # noqa: E402

GUP = os.environ["GUPCHECK"]
PROBE = os.path.join(os.path.dirname(GUP), "probe")
NASTY = "</script><script>window.owned = 1</script><img src=x onerror='window.owned = 2'>"
failed = False
count = 0


def report(ok, name, why=""):
    global failed, count
    count += 1
    failed = failed or not ok
    print(f"{'ok' if ok else 'not ok'} {count} - {name}")
    if not ok and why != "":
        print(f"# {str(why)[:400]}")


def gup(*args):
    return subprocess.run([GUP, *args], stdout=subprocess.PIPE, check=True).stdout


def picture(b, tmp, name):
    b.picture(os.path.join(os.environ.get("GUP_SCREENSHOTS") or tmp, name + ".png"))


def make(tmp):
    """A small database with hostile text and sources, a large one of 20 kernels; their pages."""
    tree = os.path.join(tmp, "tree")
    os.makedirs(os.path.join(tree, "drivers/a"))
    with open(os.path.join(tree, "drivers/a/two.c"), "w", encoding="utf-8") as f:
        f.write("".join(f"\tline {n}; // {NASTY} \u00e4\n" for n in range(1, 60)))
    subprocess.run([PROBE, "fixture", tmp + "/gup.db", tree], check=True)
    subprocess.run([PROBE, "trees", tmp + "/many.db", "20", "250"], check=True)
    # the fixture's hashes are made up: the file is as the run has seen it
    subprocess.run(["sqlite3", tmp + "/gup.db", "DROP TRIGGER run_files_are_immutable;"
                    "UPDATE run_files SET hash = ''; INSERT INTO notices(run_id, kind, path, text) SELECT max(id),"
                    " 'joined', replace(hex(zeroblob(40)), '00', 'dir/'), 'calls ' || replace(hex(zeroblob(40)), '00', 'ab_') FROM runs"], check=True)
    for name in ("gup", "many"):
        with open(f"{tmp}/{name}.html", "wb") as f:
            f.write(gup("report", "--db", f"{tmp}/{name}.db", "--format", "html"))


def rows(b):
    return b.js("[...document.querySelectorAll('tr[data-href]')].map((r) => r.cells[0].textContent)")


def check_small(b, tmp):
    b.size(1280, 900)
    b.media(scheme="light")
    b.open(f"file://{tmp}/gup.html")
    report("Linux 6.12.117" in b.js("document.querySelector('h1').textContent"), "it opens from disk")
    report(b.js("document.querySelectorAll('svg rect').length") > 3 and "33%" in b.js("document.querySelector('.tile').textContent"),
           "tiles and charts", b.js("document.querySelector('.tile').textContent"))
    picture(b, tmp, "overview")
    b.go("#sites")
    first = rows(b)
    report(len(first) == 5 and first[0] == 'drivers/a/one.c:3' and first[1] == 'drivers/a/one.c:21', "the table of sites", first)
    b.js("[...document.querySelectorAll('th button')].find((x) => x.textContent === 'place').click()")
    report(rows(b) == first[::-1] and b.js("document.querySelector('th').getAttribute('aria-sort')") == "descending", "is sorted by a click")
    b.js("(() => { const s = document.querySelector('select[aria-label=status]'); s.value = 'mixed'; s.dispatchEvent(new Event('input')); })()")
    report(len(rows(b)) == 1 and b.js("location.hash") == "#sites?status=mixed", "is filtered, and the address says so", rows(b))
    b.open("about:blank")
    b.open(f"file://{tmp}/gup.html#sites?status=mixed")
    report(len(rows(b)) == 1, "such an address opens the same view")

    site = json.loads(gup("report", "--db", tmp + "/gup.db", "--format", "json"))["sites"]
    two = next(s for s in site if s["path"] == "drivers/a/two.c")
    b.open("about:blank")
    b.open(f"file://{tmp}/gup.html#site-{two['id']}")
    text = b.js("document.getElementById('main').textContent")
    report("drivers/a/two.c:30" in text and "Evidence" in text and "all taken -> released" in text and
           b.js("document.querySelector('pre .here').textContent").startswith("30\tline 30;"), "a link to a site shows its source, evidence and paths", text)
    report(NASTY in text and "DROP TABLE" in text and not b.js("window.owned") and
           b.js("document.querySelectorAll('#main img, #main script').length") == 0, "hostile text is text")
    picture(b, tmp, "site")
    b.js("document.querySelector('#main a[href^=\"#finding-\"]').click()")
    b.settle()
    report("leak-on-error" in b.js("document.title") and b.js("document.querySelectorAll('ol.steps li').length") == 2, "from there to the finding and its trace")
    b.go("#site-s1-00")
    report("Not in this report" in b.js("document.getElementById('main').textContent"), "a link to what is not there says so")


def check_keys(b, tmp):
    b.go("#findings")
    b.key("j")
    b.key("j")
    b.key("k")
    at = b.js("[...document.querySelectorAll('tr[data-href]')].findIndex((r) => r.classList.contains('here'))")
    b.key("Enter")
    report(at == 0 and b.js("location.hash").startswith("#finding-f1-"), "j, k and Enter", at)
    b.key("s")
    b.key("/")
    typing = b.js("document.activeElement.type")
    b.key("t")
    kept = b.js("[location.hash.split('?')[0], document.activeElement.value, document.documentElement.dataset.theme]")
    b.key("Escape")
    report(typing == "search" and kept == ["#sites", "t", "light"] and b.js("document.activeElement === document.body"),
           "/ goes to the search, where keys are text; Escape leaves it", kept)
    b.key("t")
    dark = b.js("[document.documentElement.dataset.theme, getComputedStyle(document.body).backgroundColor]")
    picture(b, tmp, "dark")
    b.js("document.getElementById('theme').click()")
    report(dark == ["dark", "rgb(21, 24, 28)"] and b.js("document.documentElement.dataset.theme") == "light", "the theme switches", dark)
    b.key("?")
    report(b.js("document.querySelector('dialog').open"), "? lists the keys")
    b.js("document.querySelector('dialog').close()")


def check_shapes(b, tmp):
    wide = []
    b.size(375, 800, True)
    hashes = ["#overview", "#sites", "#findings", "#rules", "#rule-leak-on-error", "#coverage",
              b.js("(location.hash = '#sites', 1)") and None]
    b.settle()
    hashes[-1] = b.js("document.querySelector('tr[data-href]').dataset.href")
    for h in hashes:
        b.go(h)
        w = b.js("document.documentElement.scrollWidth")
        if w > 375:
            wide.append((h, w))
    picture(b, tmp, "phone")
    report(not wide, "no page is wider than a telephone", wide)
    b.size(1280, 900)
    b.media("print")
    b.js("dispatchEvent(new Event('beforeprint'))")
    b.settle()
    report(b.js("getComputedStyle(document.querySelector('header')).display") == "none" and
           b.js("[...document.querySelectorAll('details')].every((d) => d.open)"), "print has no bars and all paths")
    b.media(scheme="dark")
    b.js("localStorage.clear()")
    b.open("about:blank")
    b.open(f"file://{tmp}/gup.html")
    report(b.js("document.documentElement.dataset.theme") == "dark", "a dark desktop gets the dark theme")
    b.media(scheme="light")
    b.js("localStorage.clear()")


def check_many(b, tmp):
    b.open(f"file://{tmp}/many.html")
    report(b.js("document.querySelectorAll('#run option').length") == 20 and "6.19.7" in b.js("document.querySelector('h1').textContent") and
           b.js("document.querySelectorAll('circle').length") == 20, "20 kernels: the newest first, a point for each")
    picture(b, tmp, "versions")
    b.js("(() => { const s = document.getElementById('run'); s.value = s.options[3].value; s.dispatchEvent(new Event('change')); })()")
    b.settle()
    report("6.3.7" in b.js("document.querySelector('h1').textContent") and "run=6.3.7" in b.js("location.hash"), "another kernel is chosen")
    took = b.js("(() => { const t = performance.now(); location.hash = '#findings?run=6.3.7%2C+x86_64'; dispatchEvent(new Event('hashchange'));"
                " document.querySelectorAll('th button')[0].click(); document.body.offsetHeight; return performance.now() - t; })()")
    print(f"# 5000 findings: {took:.0f} ms to show and sort a table")
    report(took < 2000, "without lag")
    b.settle()
    shown = len(rows(b))
    b.js("scrollTo(0, document.body.scrollHeight)")
    for _ in range(20):
        b.settle()
    report(0 < shown < 250 and len(rows(b)) > shown, "rows come as one scrolls", (shown, len(rows(b))))
    link = b.js("document.querySelector('tr[data-href]').dataset.href")
    b.go(link)
    b.js("document.querySelector('dl a[href^=\"#site-\"]').click()")
    b.settle()
    report(b.js("[...document.querySelectorAll('h2')].some((h) => h.textContent === 'Over kernel versions')"), "a site's page has its history")


def check_file(tmp):
    with open(tmp + "/gup.html", encoding="utf-8") as f:
        page = f.read()
    data = page[page.index('type="application/json">') + 24:]
    data = data[:data.index("</script>")]
    report(json.loads(data)["main"] == 0 and "<" not in data and ">" not in data, "what comes from a tree holds no markup")
    urls = [u for u in re.findall(r"https?://[^\s\"'<>\\]+", page[:page.index("<script id=")] + page[page.rindex("<script>"):])
            if "www.w3.org" not in u]
    report(not urls and not re.search(r"<(link|img|iframe)\b|\bsrc=|@import|url\(", page.replace(data, "")), "the page names nothing outside of itself", urls)
    report(gup("report", "--db", tmp + "/gup.db", "--format", "html").decode() == page, "twice the same")
    size = os.path.getsize(tmp + "/many.html")
    print(f"# 20 trees, 5000 findings: {size / 1e6:.1f} MB")


def main():
    if not browser.PROGRAM:
        print("not ok 1 - chromium is installed; see scripts/packages\n1..1")
        return True
    with tempfile.TemporaryDirectory() as tmp:
        make(tmp)
        check_file(tmp)
        b = browser.Browser()
        try:
            check_small(b, tmp)
            check_keys(b, tmp)
            check_shapes(b, tmp)
            check_many(b, tmp)
            report(not b.problems and not b.messages, "no error, no message on the console", b.problems)
            asked = [u for u in b.requests if not u.startswith(("file://" + tmp, "about:"))]
            report(not asked, "no request to a network", asked)
        finally:
            b.close()
    print(f"1..{count}")
    return failed


sys.exit(main())
