#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The recipes of docs/ci on a small tree, but for what needs the network: steps of others (uses:, before_script)
are looked at, our own are run."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

SRC, GUP = os.environ["GUPCHECK_SRC"], os.environ["GUPCHECK"]
CI = os.path.join(SRC, "docs/ci")
failed, count = False, 0

MINI = """struct page;
long pin_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags, struct page **pages);
void unpin_user_pages(struct page **pages, unsigned long npages);
void put_page(struct page *page);
"""
LEAK = """
int %s(unsigned long addr, int nr)
{
	struct page *pages[8];
	long n = pin_user_pages_fast(addr, nr, 0, pages);

	if (n != nr)
		return -14;
	unpin_user_pages(pages, nr);
	return 0;
}
"""
MIXED = """
int %s(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -14;
	put_page(page);
	return 0;
}
"""


def report(ok, name, why=""):
    global failed, count
    count += 1
    failed = failed or not ok
    print(f"{'ok' if ok else 'not ok'} {count} - {name}")
    if not ok:
        print("# " + str(why)[:1500].replace("\n", "\n# "))


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def tree(root, code):
    write(root + "/Makefile", "VERSION = 6\nPATCHLEVEL = 99\nSUBLEVEL = 1\nEXTRAVERSION =\n")
    for name in ("Kconfig", "scripts/Makefile.build", "include/linux/kernel.h", "arch/x86/include/asm/page.h", "mm/Makefile"):
        write(f"{root}/{name}", "")
    write(root + "/MAINTAINERS", "List of maintainers\n\nMINI\nM:\tA <a@b.c>\nF:\tdrivers/\n")
    write(root + "/drivers/Makefile", "obj-y += mini.o\n")
    write(root + "/drivers/mini.c", MINI + code)


def sh(text, cwd, shell="bash", **env):
    """A step as the services run it: stops at the first command that fails."""
    args = [shell, "-e", "-o", "pipefail", "-c", text] if shell == "bash" else [shell, "-e", "-c", text]
    return subprocess.run(args, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                          env={**os.environ, "PATH": os.path.dirname(GUP) + ":" + os.environ["PATH"], **env})


def check_github(tmp):
    with open(CI + "/github.yml", encoding="utf-8") as f:
        flow = yaml.safe_load(f)
    steps = flow["jobs"]["gupcheck"]["steps"]
    # YAML reads the word "on" as true
    report(flow["permissions"]["security-events"] == "write" and (True in flow or "on" in flow) and
           [s["uses"].split("@")[0] for s in steps if "uses" in s] ==
           ["actions/checkout", "actions/checkout", "github/codeql-action/upload-sarif", "actions/upload-artifact"], "GitHub: the steps of others")
    work = tmp + "/gh"
    tree(work + "/linux", LEAK % "known" + MIXED % "wrong")
    log = ""
    for step in steps:
        if "run" in step and step["name"] != "build":
            r = sh(step["run"], work)
            log += f"{step['name']}: {r.returncode} {r.stderr.decode()}"
    upload = next(s["with"] for s in steps if "upload-sarif" in s.get("uses", ""))
    with open(f"{work}/{upload['sarif_file']}", encoding="utf-8") as f:
        found = [x["ruleId"] for x in json.load(f)["runs"][0]["results"]]
    report(sorted(found) == ["mixed-release", "partial-leak"] and os.path.getsize(work + "/gupcheck.html") > 10000,
           "GitHub: scan, report and page", (found, log))
    sh("gupcheck diff --db gup.db --write-baseline linux/gupcheck.baseline", work)
    write(work + "/linux/drivers/mini.c", MINI + LEAK % "known" + MIXED % "wrong" + MIXED % "fresh")
    for step in steps:
        if "run" in step and step["name"] != "build":
            sh(step["run"], work)
    with open(f"{work}/{upload['sarif_file']}", encoding="utf-8") as f:
        run = json.load(f)["runs"][0]
    found = [x["locations"][0]["logicalLocations"][0]["name"] for x in run["results"]]
    report(found == ["fresh"], "GitHub: with a baseline only what is new", found)


def check_gitlab(tmp):
    with open(CI + "/gitlab.yml", encoding="utf-8") as f:
        job = yaml.safe_load(f)["gupcheck"]
    work = tmp + "/gl"
    tree(work, LEAK % "known")
    results = [sh(s, work, "sh") for s in job["script"]]
    with open(f"{work}/{job['artifacts']['reports']['codequality']}", encoding="utf-8") as f:
        quality = json.load(f)
    report(all(r.returncode == 0 for r in results) and len(quality) == 1 and quality[0]["severity"] == "major" and
           all(os.path.exists(f"{work}/{p}") for p in job["artifacts"]["paths"]), "GitLab: the script and its artifacts",
           [r.stderr.decode() for r in results])
    sh("gupcheck diff --db gup.db --write-baseline gupcheck.baseline", work)
    write(work + "/drivers/mini.c", MINI + LEAK % "known" + LEAK % "other")
    soft = [sh(s, work, "sh").returncode for s in job["script"]]
    write(work + "/drivers/mini.c", MINI + LEAK % "known" + MIXED % "fresh")
    hard = [sh(s, work, "sh").returncode for s in job["script"]]
    report(soft == [0, 0, 0, 0] and hard == [0, 0, 0, 1], "GitLab: fails on the rules that it names, and on no other", (soft, hard))


def check_mail(tmp):
    work = tmp + "/mail"
    tree(work + "/linux", LEAK % "known")
    call = f"{CI}/mail.sh linux gup.db list@example.org robot@example.org"
    first, again = sh(call, work), sh(call, work)
    report(first.returncode == 0 and again.returncode == 0 and not first.stdout and not again.stdout, "mail: nothing new, no mail",
           first.stderr.decode() + again.stderr.decode())
    write(work + "/linux/drivers/mini.c", MINI + LEAK % "known" + MIXED % "fresh")
    r = sh(call, work)
    head, _, body = r.stdout.decode().partition("\n\n")
    report(r.returncode == 1 and "To: list@example.org\n" in head and
           "\nSubject: [linux] gupcheck: 1 new and 0 fixed findings" in head and len(re.findall(r"^>> ", body, re.M)) == 1 and
           re.search(r"^>> drivers/mini\.c:\d+:\d+: warning: .*\[mixed-release\]$", body, re.M) is not None and
           re.search(r"^   drivers/mini\.c:\d+:\d+: note: .*\[partial-leak\]$", body, re.M) is not None, "mail: what is new is marked", r.stdout.decode() + r.stderr.decode())
    report(sh(f"{CI}/mail.sh", work).returncode == 2 and sh(f"{CI}/mail.sh none gup.db a", work).returncode == 2, "mail: what cannot be done")


def check_new_only(tmp):
    work = tmp + "/repo"
    tree(work, LEAK % "known")
    git = "git -c user.email=a@b.c -c user.name=A -c commit.gpgsign=false"
    sh(f"git init -q -b main . && git add -A && {git} commit -q -m base", work)
    write(work + "/drivers/mini.c", "/* moved down */\n\n" + MINI + LEAK % "known" + MIXED % "fresh")
    sh(f"{git} commit -q -a -m series", work)
    state = tmp + "/state"
    r = sh(f"{CI}/new-only.sh . HEAD~1 HEAD {state}", work)
    commit = sh("git rev-parse HEAD", work).stdout.decode().strip()
    report(r.returncode == 1 and len(re.findall(r"^>> ", r.stdout.decode(), re.M)) == 1 and f"head:    {commit}" in r.stdout.decode(),
           "new-only: what the series brings", r.stdout.decode() + r.stderr.decode())
    r = sh(f"{CI}/new-only.sh . HEAD HEAD~1 {state}", work)
    report(r.returncode == 0 and ">> " not in r.stdout.decode() and "1 fixed" in r.stdout.decode(), "new-only: the other way round it is fixed", r.stdout.decode() + r.stderr.decode())
    r = sh(f"{CI}/new-only.sh . HEAD HEAD", work)
    left = sh("git worktree list", work).stdout.decode().count("\n")
    report(r.returncode == 0 and not r.stdout and left == 2, "new-only: nothing changed; no work tree is left behind", (r.stdout, r.stderr, left))
    r = sh(f"{CI}/new-only.sh . nonsense HEAD", work)
    report(r.returncode == 2, "new-only: a commit that there is not")


def main():
    tmp = tempfile.mkdtemp()
    os.environ["GUP_CACHE"] = tmp + "/cache"
    try:
        check_github(tmp)
        check_gitlab(tmp)
        check_mail(tmp)
        check_new_only(tmp)
        with open(SRC + "/docs/ci.md", encoding="utf-8") as f:
            text = f.read()
        files = set(re.findall(r"\]\((ci/[^)]+)\)", text))
        report(files == {"ci/" + f for f in os.listdir(CI)}, "docs/ci.md names each of them", files)
    finally:
        shutil.rmtree(tmp)
    print(f"1..{count}")
    return failed


sys.exit(main())
