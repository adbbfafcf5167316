#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Files in which calls that get pages gave way to calls that pin or extract them, by text alone.

usage: compare_trees.py OLD-TREE NEW-TREE

Counts names that are followed by a parenthesis, after comments and strings are gone; knows nothing of C
beyond that.  A file counts if both trees have it, and the newer one has fewer calls of the one kind and
more of the other.
"""
import os
import re
import subprocess
import sys

GET = re.compile(r"\b(get_user_pages(_fast|_remote|_unlocked|_locked|_fast_only)?|get_user_page_(fast_only|vma_remote)|"
                 r"iov_iter_get_pages(_alloc)?2?|get_dump_page)\s*\(")
PIN = re.compile(r"\b(pin_user_pages(_fast|_remote|_unlocked|_locked|_fast_only)?|memfd_pin_folios|"
                 r"iov_iter_extract_pages|bio_iov_iter_get_pages)\s*\(")
NOISE = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)


def counts(path):
    with open(path, encoding="utf-8", errors="replace") as f:
        text = NOISE.sub(" ", f.read())
    # lines that start in the first column are declarations and definitions, not calls
    text = "\n".join(line for line in text.split("\n") if line[:1] in (" ", "\t"))
    return len(GET.findall(text)), len(PIN.findall(text))


def files(tree):
    out = subprocess.run(["grep", "-rlE", "--include=*.c", "--include=*.h", "get_user_page|iov_iter_get_pages|get_dump_page", "."],
                         cwd=tree, stdout=subprocess.PIPE, check=True).stdout.decode()
    return sorted(os.path.normpath(f) for f in out.split("\n") if f and not re.match(r"\./(tools|Documentation)/", f))


def main():
    old, new = sys.argv[1:]
    for path in files(old):
        if not os.path.exists(os.path.join(new, path)):
            continue
        was, now = counts(os.path.join(old, path)), counts(os.path.join(new, path))
        if now[0] < was[0] and now[1] > was[1]:
            print(path)


main()
