# SPDX-License-Identifier: GPL-2.0-or-later
"""Analyse mutants: facts of the one changed file, then links in which many mutants share a run."""
import gzip
import hashlib
import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

import ctext

CONFIDENT = 0.7
TIMEOUT = 600       # seconds for one step; nothing takes nearly as long


class Failed(Exception):
    pass


def run(argv, ok=(0,), cwd=None):
    try:
        p = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                           cwd=cwd, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        raise Failed(f"{' '.join(argv)}: not done after {TIMEOUT} s") from None
    if p.returncode not in ok:
        raise Failed(f"{' '.join(argv)}: status {p.returncode}: "
                     + p.stderr.decode(errors="replace")[-400:])
    return p.stdout


def digest(*parts):
    h = hashlib.sha256()
    for p in parts:
        h.update(p if isinstance(p, bytes) else p.encode("latin-1"))
        h.update(b"\0")
    return h.hexdigest()[:32]


def read_bytes(path):
    with open(path, "rb") as f:
        return f.read()


def link(gupcheck, state):
    """Link a state folder, give back the run."""
    db = os.path.join(state, "mutant.db")
    if os.path.exists(db):
        os.unlink(db)
    # 2: some unit of the tree cannot be analysed, with or without mutants
    run([gupcheck, "link", "--state", state, "--db", db], ok=(0, 2))
    text = run([gupcheck, "export", "--db", db, "--min-confidence", "0"], ok=(0, 1))
    os.unlink(db)
    return json.loads(text)


def copy_state(base, to, facts):
    """A state folder of links in which @facts {name: bytes} replace the files of that name."""
    shutil.rmtree(to, ignore_errors=True)
    os.makedirs(os.path.join(to, "facts"))
    for name in os.listdir(base):
        if name in ("facts", "stored", "lock") or name.endswith((".db", ".db-wal", ".db-shm")):
            continue
        os.symlink(os.path.join(base, name), os.path.join(to, name))
    for name in os.listdir(os.path.join(base, "facts")):
        if not name.endswith(".gir"):
            continue
        path = os.path.join(to, "facts", name)
        if name in facts:
            with open(path, "wb") as f:
                f.write(facts[name])
        else:
            os.symlink(os.path.join(base, "facts", name), path)


class Finding:
    def __init__(self, f, places):
        self.rule, self.path, self.line = f["rule"], f["path"], f["line"]
        self.function, self.confidence = f["function"], f["confidence"]
        self.site = places.get(f["site"]) or (f["path"], f["line"])
        self.message = f["message"]

    def key(self):
        return self.rule, self.path, self.line, self.function, self.site

    def text(self):
        return f"{self.rule} ({self.confidence:g}) at {self.path}:{self.line}"


class Run:
    """An export: confident findings, the others, sites by place."""

    def __init__(self, export):
        places = {s["id"]: (s["path"], s["line"]) for s in export["sites"]}
        found = [Finding(f, places) for f in export["findings"]]
        self.sure = [f for f in found if f.confidence >= CONFIDENT]
        self.unsure = [f for f in found if f.confidence < CONFIDENT]
        self.sites = {(s["path"], s["line"]): s for s in export["sites"]}


class Engine:
    def __init__(self, gupcheck, work, jobs, cache=None):
        self.gupcheck, self.work, self.jobs, self.cache = gupcheck, work, jobs, cache
        self.links = self.parsed = self.cached = 0

    def path(self, *parts):
        p = os.path.join(self.work, *parts)
        os.makedirs(os.path.dirname(p), exist_ok=True)
        return p

    def mutated(self, m):
        return ctext.apply(m.tree.source(m.path).text, m.edits)

    def key_of(self, m, text):
        """Equal inputs of the frontend, and a frontend that lowers this unit as it did."""
        base = m.tree.facts(m.path)
        with open(os.path.join(m.tree.state, "args", m.tree.stems[m.path] + ".args"), "rb") as f:
            return digest(text, f.read(), read_bytes(base))

    def extract(self, m):
        """Facts of the mutated unit as bytes, None if it does not compile."""
        text = self.mutated(m)
        stored = self.cache and os.path.join(self.cache, self.key_of(m, text) + ".gz")
        if stored and os.path.exists(stored):
            with gzip.open(stored, "rb") as f:
                facts = f.read()
            self.cached += 1
        else:
            facts = self.parse(m, text)
            self.parsed += 1
            if stored:
                part = f"{stored}.{os.getpid()}"
                with gzip.open(part, "wb", 1) as f:
                    f.write(facts)
                os.rename(part, stored)
        return facts if b"\ntrust clean\n" in facts[:2000] else None

    def parse(self, m, text):
        """The unit keeps its name: the parser sees other text behind it, the tree stays as it is."""
        name, tree = os.path.basename(m.path), m.tree
        file = self.path(m.id, name)
        overlay = self.path(m.id, "overlay.yaml")
        args = self.path(m.id, "args")
        out = self.path(m.id, "facts")
        with open(file, "w", encoding="latin-1", newline="") as f:
            f.write(text)
        real = os.path.realpath(os.path.join(tree.root, m.path))
        with open(overlay, "w", encoding="utf-8") as f:
            json.dump({"version": 0, "use-external-names": False, "roots": [
                {"type": "file", "name": real, "external-contents": file}]}, f)
        with open(args, "wb") as f:
            f.write(read_bytes(os.path.join(tree.state, "args", tree.stems[m.path] + ".args"))
                    .rstrip(b"\n") + f"\n-ivfsoverlay{overlay}\n".encode())
        run([self.gupcheck, "extract", "--tree", tree.root, "--args", args, "--unit", m.path,
             "-o", out])
        facts = read_bytes(out)
        shutil.rmtree(os.path.join(self.work, m.id))
        return facts

    def each(self, function, items):
        with ThreadPoolExecutor(self.jobs) as pool:
            return list(pool.map(function, items))

    def baseline(self, tree_state):
        self.links += 1
        to = self.path("base-" + os.path.basename(tree_state.rstrip("/")))
        copy_state(tree_state, to, {})
        return link(self.gupcheck, to)

    def batches(self, mutants):
        """Mutants that share no file, neither edited nor of a site, go into one link."""
        out = []
        for m in mutants:
            paths = {m.path} | {p for p, _ in m.sites}
            for b in out:
                if b[0].isdisjoint(paths) and b[1][0].tree is m.tree:
                    b[0].update(paths)
                    b[1].append(m)
                    break
            else:
                out.append((set(paths), [m]))
        return [b[1] for b in out]

    def link_batch(self, nr, batch, facts):
        tree = batch[0].tree
        to = self.path(f"link-{nr}")
        copy_state(tree.state, to, {tree.stems[m.path] + ".gir": facts[m.id] for m in batch})
        got = Run(link(self.gupcheck, to))
        shutil.rmtree(to)
        self.links += 1
        return got

    def judge_batch(self, nr, batch, facts, base):
        """Set the results of a batch; False if a finding belongs to none of its mutants."""
        try:
            got = self.link_batch(nr, batch, facts)
        except Failed as e:
            # of a mutant alone, the link that fails is its result
            for m in batch:
                m.result, m.seen = "missed" if m.want else "reported", [str(e)]
            return False
        old = {f.key() for f in base.sure}
        fresh = [f for f in got.sure if f.key() not in old]
        unsure = {f.key() for f in base.unsure + base.sure}
        low = [f for f in got.unsure if f.key() not in unsure]
        for m in batch:
            paths = {m.path} | {p for p, _ in m.sites}
            mine = [f for f in fresh if f.site[0] in paths or f.path in paths]
            fresh = [f for f in fresh if f not in mine]
            judge(m, mine, [f for f in low if f.site[0] in paths], got, base)
        return not fresh

    def analyse(self, mutants, bases):
        """Results of all mutants; @bases: tree -> Run without mutants."""
        todo = [m for m in mutants if not m.result]
        facts = dict(zip((m.id for m in todo), self.each(self.extract, todo)))
        for m in todo:
            if facts[m.id] is None:
                m.result, m.note = "does not compile", "the parser found errors"
        todo = [m for m in todo if not m.result]
        batches = list(enumerate(self.batches(todo)))
        clean = self.each(lambda b: self.judge_batch(b[0], b[1], facts, bases[b[1][0].tree.name]),
                          batches)
        # what cannot be told apart, or is not as it should be, is seen alone
        again = [m for (_, b), ok in zip(batches, clean) for m in b
                 if len(b) > 1 and (not ok or m.result in ("inexact", "reported"))]
        self.each(lambda x: self.judge_batch(f"one-{x[0]}", [x[1]], facts,
                                             bases[x[1].tree.name]), list(enumerate(again)))


def judge(m, mine, low, got, base):
    m.seen = [f.text() for f in mine] + [f"[unsure: {f.text()}]" for f in low]
    if not m.want:
        m.result = "reported" if mine else "quiet"
        for place in m.sites:
            before, after = base.sites.get(place), got.sites.get(place)
            if before and after and after["status"] != before["status"]:
                m.lost = after["status"]
        return
    hits = [f for f in mine if f.rule in m.want and f.site in m.sites]
    others = [f for f in mine if f not in hits
              and not (f.rule in m.also and f.site in m.sites)]
    m.result = "missed" if not hits else "inexact" if others else "killed"
    place = m.sites[0]
    after = got.sites.get(place)
    if after and m.result != "killed":
        m.lost = f"{after['status']}: {'; '.join(after['evidence'][:2])}"
