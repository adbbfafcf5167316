# SPDX-License-Identifier: GPL-2.0-or-later
"""The function lists that semantic patches take from the API table.

A list stands between the lines `// gen-api: <group>` and `// gen-api: end`, where <group> is
`acquire`, `user-release` or `release` (any page), one of CONVERSION in api_table.py or `pinnable`,
or several of them joined by commas.  After `any of ` it becomes a disjunction, else the names are
joined by commas.
"""
import os
import textwrap

import api_table

BEGIN, END, ANY = '// gen-api: ', '// gen-api: end', 'any of '


class ListError(Exception):
    """A file whose markers make no sense; the text names file and line."""


def list_lines(groups, spec, path, number):
    names, joint = [], ', '
    if spec.startswith(ANY):
        spec, joint = spec[len(ANY):], r' \| '
    for group in spec.split(','):
        if group not in groups:
            raise ListError(f'{path}:{number}: unknown list {group!r}')
        names += groups[group]
    return [line + '\n' for line in textwrap.wrap(
        joint.join(sorted(names)), 92, break_long_words=False, break_on_hyphens=False)]


def regenerate(path, rows):
    """The text of @path as it is and as the table wants it."""
    groups = api_table.inventory_groups(rows) | api_table.conversion_groups(rows)
    with open(path, encoding='utf-8') as f:
        old = f.readlines()
    new, inside = [], None
    for number, line in enumerate(old, 1):
        stripped = line.strip()
        if stripped == END:
            if inside is None:
                raise ListError(f'{path}:{number}: end of a list that never began')
            new += list_lines(groups, inside, path, number)
            inside = None
            new.append(line)
        elif stripped.startswith(BEGIN):
            if inside is not None:
                raise ListError(f'{path}:{number}: list within a list')
            inside = stripped[len(BEGIN):]
            new.append(line)
        elif inside is None:
            new.append(line)
    if inside is not None:
        raise ListError(f'{path}: the list {inside!r} never ends')
    return ''.join(old), ''.join(new)


def rewrite(path, rows):
    old, new = regenerate(path, rows)
    if BEGIN not in old:
        raise ListError(f'{path}: has no generated list')
    if old != new:
        with open(path + '.tmp', 'w', encoding='utf-8') as f:
            f.write(new)
        os.replace(path + '.tmp', path)


def stale_files(folder, rows):
    """One line for each file under @folder that disagrees with the table."""
    stale = []
    for parent, dirs, files in os.walk(folder):
        dirs.sort()
        for name in sorted(files):
            path = os.path.join(parent, name)
            if name.endswith('.cocci'):
                old, new = regenerate(path, rows)
                if old != new:
                    stale.append(f'{path}: its lists differ from the table; '
                                 f'run scripts/gen-api --cocci {path}')
    return stale
