#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Counts calls in C text on its own, to hold against what the semantic patches find.

usage: count_calls.py ROLE[,ROLE...] TABLE TREE [FILE...]

Prints `path<TAB>line<TAB>function`, sorted, for each call of a function whose table row has
one of the roles (acquire, release, user-release), in the files named or in every .c and .h
file of the tree outside tools/ and Documentation/.  Works on characters: comments, strings,
directives with their continuation lines and `#if 0` regions are blanked, then a name followed
by `(` is a call unless the word before it makes it a declaration or a member.
"""
import os
import re
import sys

KEYWORDS = {'return', 'else', 'do', 'case', 'goto'}
BLANKED = re.compile(r'/\*.*?\*/|//(?:\\\n|[^\n])*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
DIRECTIVE = re.compile(r'^[ \t]*#(?:\\\n|[^\n])*', re.M)


def blank(m):
    return re.sub(r'[^\n]', ' ', m.group())


def drop_if_zero(text):
    """Blanks the branches that `#if 0` rules out, up to #else, #elif or #endif of that level."""
    out, depth, dead = [], 0, None
    for line in text.split('\n'):
        word = re.match(r'[ \t]*#[ \t]*(\w+)[ \t]*(\w*)', line)
        if word and word.group(1) in ('if', 'ifdef', 'ifndef'):
            depth += 1
            if dead is None and word.group(1) == 'if' and word.group(2) == '0' and \
                    re.match(r'[ \t]*#[ \t]*if[ \t]+0[ \t]*$', line):
                dead = depth
        elif word and dead == depth and word.group(1) in ('else', 'elif'):
            dead = None
        elif word and word.group(1) == 'endif':
            if dead == depth:
                dead = None
            depth -= 1
        out.append('' if dead is not None else line)
    return '\n'.join(out)


def code_only(text):
    return DIRECTIVE.sub(blank, drop_if_zero(BLANKED.sub(blank, text)))


def calls(text, pattern):
    """Yields (line, name) of each call in @text."""
    code = code_only(text)
    for m in pattern.finditer(code):
        before = code[:m.start()].rstrip()[-200:]
        word = re.search(r'\w+$', before)
        if word and word.group() not in KEYWORDS:
            continue
        if before.endswith(('->', '.', '*')):
            continue
        yield code.count('\n', 0, m.start()) + 1, m.group(1)


def table_names(table, roles):
    names = set()
    with open(table, encoding='utf-8') as f:
        columns = None
        for line in f:
            words = line.lstrip('#').split()
            if columns is None and words[:3] == ['name', 'role', 'kind']:
                columns = words
            elif columns and words and not line.startswith('#'):
                row = dict(zip(columns, words))
                role = 'user-release' if row['role'] == 'release' and row['user'] == 'user' \
                    else row['role']
                if role in roles:
                    names.add(row['name'])
    return names


def tree_files(tree):
    for parent, dirs, files in os.walk(tree):
        if parent == tree:
            dirs[:] = [d for d in dirs if d not in ('tools', 'Documentation')]
        dirs.sort()
        for name in files:
            path = os.path.join(parent, name)
            if name.endswith(('.c', '.h')) and not os.path.islink(path):
                yield os.path.relpath(path, tree)


def main():
    roles, table, tree = set(sys.argv[1].split(',')), sys.argv[2], sys.argv[3]
    names = table_names(table, roles)
    if not names:
        sys.exit(f'count_calls: {table} has no row with role {sys.argv[1]}')
    pattern = re.compile(r'(?<![\w$])(' + '|'.join(sorted(names)) + r')\s*\(')
    parts = [n.encode() for n in names if not any(o != n and o in n for o in names)]
    found = []
    for path in sys.argv[4:] or tree_files(tree):
        with open(os.path.join(tree, path), 'rb') as f:
            text = f.read()
        if any(part in text for part in parts):
            found += [(path, line, name)
                      for line, name in calls(text.decode('utf-8', 'replace'), pattern)]
    for path, line, name in sorted(found):
        print(f'{path}\t{line}\t{name}')


if __name__ == '__main__':
    main()
