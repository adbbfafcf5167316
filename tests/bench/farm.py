# SPDX-License-Identifier: GPL-2.0-or-later
"""The kernel that is measured: its units, and a copy of its tree that may be written to."""
import json
import os
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
SRC = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(SRC, "tests", "sparse"))
import kernel as prepared  # noqa: E402

BUILD = os.path.join(SRC, "build")
GUP = os.path.join(BUILD, "gupcheck")


def spread(all_of_them, n):
    """@n of them, evenly from the first to the last."""
    if not n or n >= len(all_of_them):
        return list(all_of_them)
    return [all_of_them[i * len(all_of_them) // n] for i in range(n)]


class Kernel:
    """@units is [(path, folder, arguments)], as the plan of the prepared tree has them."""

    def __init__(self, version, tmp):
        cache = prepared.CACHE
        self.version = version
        self.tree = os.path.join(cache, "trees", "linux-source-" + version)
        self.obj = os.path.join(cache, "obj", version + "-x86_64")
        if not os.path.isdir(self.tree) or not os.path.isdir(self.obj):
            raise SystemExit(f"linux-source-{version} is not prepared; run scripts/kernel-tree {version}")
        self.state = os.path.join(tmp, "plan")
        subprocess.run([GUP, "plan", "-O", self.obj, "--state", self.state, self.tree], stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=True)
        self.units, self.candidates = [], []
        with open(self.state + "/plan.tsv", encoding="utf-8") as f:
            for line in f:
                kind, path, *rest = line.rstrip("\n").split("\t")
                if kind == "unit":
                    with open(f"{self.state}/args/{rest[2]}.args", encoding="utf-8") as a:
                        folder, *args = a.read().splitlines()
                    self.units.append((path, folder, args))
                if kind in ("unit", "skip"):
                    self.candidates.append(path)

    def sparse_commands(self, units):
        if self.version != "6.12":
            prepared.TREE, prepared.OBJ = self.tree, self.obj
        return prepared.commands([u[0][:-2] + ".o" for u in units])


class Farm:
    """The tree by hard links, with candidates of @units only: scanned by a compile database of theirs.

    A file in it is changed by putting another one in its place, so the prepared tree stays as it is."""

    def __init__(self, kernel, units, where):
        self.kernel, self.where = kernel, where
        self.tree = os.path.join(where, "tree")
        self.compdb = os.path.join(where, "compile_commands.json")
        os.makedirs(where)
        subprocess.run(["cp", "-al", kernel.tree, self.tree], check=True)
        self.program = os.path.join(where, "gupcheck")
        shutil.copy(GUP, self.program)
        self.env = dict(os.environ, GUPCHECK_DATA=SRC)
        self.reduce(units)

    def reduce(self, units):
        """To fewer units."""
        self.units = units
        keep = {u[0] for u in units}
        for path in self.kernel.candidates:
            if path not in keep and os.path.lexists(os.path.join(self.tree, path)):
                os.unlink(os.path.join(self.tree, path))
        entries = []
        for path, folder, args in units:
            mine = [a.replace(self.kernel.tree + "/", self.tree + "/") for a in args]
            source = os.path.join(self.tree, path)
            entries.append({"directory": folder, "file": source, "arguments": ["clang-19", *mine, "-c", source]})
        with open(self.compdb, "w", encoding="utf-8") as f:
            json.dump(entries, f)

    def scan(self, *options, state="state"):
        """@state: a folder of its own, with a database of its own."""
        return [self.program, "scan", "--compile-commands", self.compdb, "--state", f"{self.where}/{state}",
                "--db", f"{self.where}/{state}.db", *options, self.tree]

    def link(self, db):
        return [self.program, "link", "--state", self.where + "/state", "--db", db]

    def forget(self, state="state"):
        shutil.rmtree(f"{self.where}/{state}", ignore_errors=True)
        for suffix in ("", "-wal", "-shm", "-journal"):
            if os.path.exists(f"{self.where}/{state}.db{suffix}"):
                os.unlink(f"{self.where}/{state}.db{suffix}")

    def touch(self, path, text):
        """Another file in the place of this one, longer by a comment."""
        full = os.path.join(self.tree, path)
        shutil.copyfile(full, full + ".new")
        with open(full + ".new", "a", encoding="utf-8") as f:
            f.write(f"\n/* {text} */\n")
        os.rename(full + ".new", full)

    def headers(self):
        """{header: units that read it}, of the last scan."""
        out = {}
        for name in os.listdir(self.where + "/state/facts"):
            if name.endswith(".d"):
                with open(f"{self.where}/state/facts/{name}", encoding="utf-8") as f:
                    for word in f.read().split()[1:]:
                        if word.startswith(self.tree + "/") and word.endswith(".h"):
                            out[word[len(self.tree) + 1:]] = out.get(word[len(self.tree) + 1:], 0) + 1
        return out
