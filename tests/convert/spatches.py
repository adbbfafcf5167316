# SPDX-License-Identifier: GPL-2.0-or-later
"""The converting semantic patches over copies of kernel files, and what calls the files then make."""
import collections
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

SRC = os.environ.get("GUPCHECK_SRC") or os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(SRC, "tests/mutate"))

import ctext  # noqa: E402

COCCI = os.path.join(SRC, "cocci/convert")
# the same seconds for a file as the program gives
TIMEOUT = "120"


def table():
    """Rows of the table of functions: name -> row."""
    rows, columns = {}, None
    with open(os.path.join(SRC, "analyzer/api/gup_api.tbl"), encoding="utf-8") as f:
        for line in f:
            words = line.lstrip("#").split()
            if columns is None and words[:3] == ["name", "role", "kind"]:
                columns = words
            elif columns and words and not line.startswith("#"):
                rows[words[0]] = dict(zip(columns, words))
    return rows


NAMES = {n for n, r in table().items() if r["role"] in ("acquire", "release", "dirty")}
CALL = re.compile(r"(?<![\w$])(" + "|".join(sorted(NAMES, key=len, reverse=True)) + r")\s*\(")
DECLARES = {"return", "else", "do", "case", "goto"}


def read(path):
    with open(path, encoding="latin-1") as f:
        return f.read()


def copy(tree, paths, to):
    for path in paths:
        os.makedirs(os.path.dirname(os.path.join(to, path)), exist_ok=True)
        shutil.copyfile(os.path.join(tree, path), os.path.join(to, path))


def plain(arg):
    """An argument without blanks, comments and brackets that change nothing; flags in order."""
    a = re.sub(r"/\*.*?\*/|\s+", "", arg, flags=re.S)
    while a.startswith("(") and a.endswith(")") and ctext.Source(a).close(0) == len(a) - 1:
        a = a[1:-1]
    a = re.sub(r"\((\w+)\)(?=[\[.-])", r"\1", a)
    if "|" in a and "||" not in a and "(" not in a:
        a = "|".join(sorted(a.split("|")))
    return {"true": "1", "false": "0"}.get(a, a)


def bodies(src):
    """(name, start, end) of each function: its brackets stand in the first column."""
    for m in re.finditer(r"^\{", src.code, re.M):
        end = src.close(m.start())
        head = src.code[:m.start()].rstrip()
        if not end or not head.endswith(")"):
            continue
        # attributes may stand between the parameters and the body
        left = ctext.opening(src, len(head) - 1)
        name = re.search(r"([A-Za-z_]\w*)\s*$", src.code[max(0, left - 200):left])
        if name:
            yield name.group(1), m.start(), end


def calls_in(src, start, end):
    for m in CALL.finditer(src.code, start, end):
        before = src.code[max(0, m.start() - 80):m.start()].rstrip()
        word = re.search(r"\w+$", before)
        if (word and word.group() not in DECLARES) or before.endswith(("->", ".")):
            continue
        left = m.end() - 1
        right = src.close(left)
        if right:
            yield m.group(1), ctext.Call(src, m.start(), left, right)


def calls_of(path):
    """function -> Counter of (name, arguments) of the calls that take, drop or mark pages."""
    src = ctext.Source(read(path))
    out = {}
    for name, start, end in bodies(src):
        out.setdefault(name, collections.Counter()).update(
            (n, tuple(plain(a) for a in c.texts())) for n, c in calls_in(src, start, end))
    return out


def series():
    with open(os.path.join(COCCI, "series"), encoding="utf-8") as f:
        return [line.split()[0] for line in f if line.strip() and not line.startswith("#")]


def options(patch):
    with open(os.path.join(COCCI, patch), encoding="utf-8") as f:
        return re.search(r"^// Options:(.*)$", f.read(), re.M).group(1).split()


def run_patch(patch, top, files, positions=None, jobs=2):
    """One semantic patch over @files below @top, in place.  Returns what it complains of."""
    fixed = ["spatch", "-D", "patch", *(["-D", "guided"] if positions else []), "--very-quiet", "--in-place", "--timeout", TIMEOUT,
             "--cocci-file", os.path.join(COCCI, patch), *options(patch)]
    env = dict(os.environ, **({"GUP_POSITIONS": positions} if positions else {}))

    def part(some):
        run = subprocess.run([*fixed, *some], cwd=top, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        err = run.stderr.decode("utf-8", "replace").splitlines()
        return [e for e in err if e.startswith(("gup-unmatched", "EXN"))] + ([f"{patch}: status {run.returncode}"] if run.returncode else [])

    # spatch takes the files of a command as one: alone it would look for every pair of files; guided, the
    # list says what to look at, and names files of all parts: what another part has is no complaint
    parts = [p for p in (files[i::jobs] for i in range(jobs)) if p] if positions else [[f] for f in files]
    with ThreadPoolExecutor(jobs) as pool:
        done = list(pool.map(part, parts))
    seen = []
    for some, lines in zip(parts, done):
        seen += [e for e in lines if not e.startswith("gup-unmatched") or e.split("\t")[2] in some]
    return seen
