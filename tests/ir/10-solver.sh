#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Hand-written IR in, findings and sites out: the solver without a frontend.

Comment lines of the file itself say what is expected:
  # expect: LINE:COL RULE     a finding; all of them must be listed
  # site: LINE:COL ...        what --sites prints behind "site: "; all or none must be listed
  # note: LINE:COL TEXT       a step of some trace; others may be there too
  # args: OPTION...           further options
  # error: TEXT               standard error says this, and the exit status is 2
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

SRC = os.environ.get("GUPCHECK_SRC") or os.path.dirname(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GUPCHECK = os.environ.get("GUPCHECK") or os.path.join(SRC, "build", "gupcheck")
TAGS = ("expect", "site", "note", "args", "error")


def wanted(path):
    want, wrong = {t: [] for t in TAGS}, []
    with open(path, encoding="utf-8") as f:
        for line in f:
            m = re.match(r"# ([a-z]+): (.*)$", line)
            if m and m.group(1) not in TAGS:
                wrong.append(f"unknown tag '{m.group(1)}'")
            elif m:
                want[m.group(1)].append(m.group(2).strip())
    return want, wrong


def found(out):
    got = {t: [] for t in TAGS}
    for line in out.splitlines():
        m = re.match(r"[^:]+:(\d+:\d+): (warning|note|site): (.*)$", line)
        if not m:
            continue
        at, kind, text = m.groups()
        if kind == "warning":
            got["expect"].append(f"{at} {text[text.rindex('[') + 1:-1]}")
        else:
            got[kind].append(f"{at} {text}")
    return got


def check(path):
    """Why the file's result is not the expected one."""
    want, wrong = wanted(path)
    args = " ".join(want["args"]).split()
    run = subprocess.run([GUPCHECK, "check", "--sites", *args, path], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    got = found(run.stdout)
    for kind in ("expect", "site"):
        if kind == "site" and not want["site"]:
            continue
        for line in sorted(set(got[kind]) - set(want[kind])):
            wrong.append(f"{kind} is not expected: {line}")
        for line in sorted(set(want[kind]) - set(got[kind])):
            wrong.append(f"{kind} was not found: {line}")
    for line in sorted(set(want["note"]) - set(got["note"])):
        wrong.append(f"note was not found: {line}")
    status = 2 if want["error"] else bool(got["expect"])
    if run.returncode != status:
        wrong.append(f"exit status {run.returncode}, not {int(status)}")
    for text in want["error"]:
        if text not in run.stderr:
            wrong.append(f"standard error does not say: {text}")
    if run.stderr and not want["error"]:
        wrong.append(f"standard error: {run.stderr}")
    return wrong


def too_long():
    """A function that goes beyond every bound: 2^8 paths through a chain of 600 blocks."""
    n, chain = 8, 600
    out = ["# error: f() has too many paths: not all were walked",
           "unit t.c", "frontend hand", "trust clean", "func f at 1:1 end 9 returns s32"]
    out += [f"param p{i} s32" for i in range(n)]
    out += ["local page ptr struct page", "local ret s32", "b0:",
            "\t1:1 acquire pin_user_pages_fast -> ret start=4096 nr_pages=1 gup_flags=0 pages=&page",
            "\t1:2 br ne ret 1 b1 b2", "b1:", "\t1:3 return -14"]
    block = 2
    for i in range(n):
        out += [f"b{block}:", f"\t2:{i + 1} br ne p{i} 0 b{block + 1} b{block + 2}", f"b{block + 1}:",
                f"\t3:{i + 1} call use p{i}", f"\t3:99 goto b{block + 2}"]
        block += 2
    for i in range(chain):
        out += [f"b{block}:", f"\t4:{i + 1} call use p{i % n}", f"\t4:999 goto b{block + 1}"]
        block += 1
    out += [f"b{block}:", "\t9:1 return 0", "end", ""]
    return "\n".join(out)


def main():
    os.chdir(os.path.join(SRC, "tests/ir"))
    files = sorted(glob.glob("*.ir"))
    scratch = tempfile.mkdtemp(prefix="gupcheck-ir-")
    failed = 0
    try:
        path = os.path.join(scratch, "too-long.ir")
        with open(path, "w", encoding="utf-8") as f:
            f.write(too_long())
        print(f"1..{len(files) + 1}")
        for n, path in enumerate(files + [path], 1):
            wrong = check(path)
            failed += bool(wrong)
            print(f"{'not ok' if wrong else 'ok'} {n} - {os.path.basename(path)}")
            for w in wrong:
                for line in w.splitlines():
                    print(f"#   {line}")
    finally:
        shutil.rmtree(scratch)
    return failed > 0 or not files


sys.exit(main())
