# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of the rules share: TAP, the tags in examples, the frontends."""
import os
import re
import subprocess

SRC = os.environ.get("GUPCHECK_SRC") or os.path.dirname(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GUPCHECK = os.environ.get("GUPCHECK") or os.path.join(SRC, "build", "gupcheck")
TAGS = ("expect", "known-fp", "known-fn")
TAG = re.compile(r"/\* ([a-z-]+): ([a-z-]+) \*/")
WARNING = re.compile(r"([^:]+):(\d+):\d+: warning: .* \[([a-z-]+)\]$")


class Tap:
    def __init__(self, total):
        self.n, self.failed = 0, 0
        print(f"1..{total}")

    def report(self, text, problems):
        """One line; @problems are the reasons why it failed, none if it did not."""
        self.n += 1
        self.failed += bool(problems)
        print(f"{'not ok' if problems else 'ok'} {self.n} - {text}")
        for p in problems:
            for line in str(p).splitlines():
                print(f"#   {line}")


def rule_ids():
    with open(os.path.join(SRC, "analyzer/rules/rules.def"), encoding="utf-8") as f:
        return re.findall(r'^RULE\((\w+), "([a-z-]+)"\)$', f.read(), re.M)


def tags(path, ids):
    """{tag: set of (line, rule)} of one example, and what is wrong with its tags."""
    found, wrong = {t: set() for t in TAGS}, []
    with open(path, encoding="utf-8") as f:
        for nr, line in enumerate(f, 1):
            for tag, rule in TAG.findall(line):
                if tag not in TAGS:
                    wrong.append(f"line {nr}: unknown tag '{tag}'")
                elif rule not in ids:
                    wrong.append(f"line {nr}: unknown rule '{rule}'")
                else:
                    found[tag].add((nr, rule))
    return found, wrong


def run_clang(path):
    """Findings of one example: (set of (line, rule), what went wrong)."""
    run = subprocess.run([GUPCHECK, "check", path, "--", "-I" + os.path.join(SRC, "tests")],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=SRC, text=True,
                         timeout=60, check=False)
    got = set()
    for line in run.stdout.splitlines():
        m = WARNING.match(line)
        if m:
            got.add((int(m.group(2)), m.group(3)))
    wrong = [f"standard error: {line}" for line in run.stderr.splitlines()]
    if run.returncode != bool(got):
        wrong.append(f"exit status {run.returncode} with {len(got)} findings")
    return got, wrong


# Each gives the findings of one C file.  Add a line here for a further frontend.
FRONTENDS = {
    "clang": run_clang,
}


def compare(want, got):
    """Why the findings of an example are not as its tags say."""
    for nr, rule in sorted(got - want["expect"] - want["known-fp"] - want["known-fn"]):
        yield f"line {nr}: {rule} was found and is not expected"
    for nr, rule in sorted(want["expect"] - got):
        yield f"line {nr}: {rule} was not found"
    for nr, rule in sorted(want["known-fp"] - got):
        yield f"line {nr}: {rule} is no longer found: rename the file to ok-*, drop the tag"
    for nr, rule in sorted(want["known-fn"] & got):
        yield f"line {nr}: {rule} is found now: rename the file to bad-*, make the tag 'expect'"
