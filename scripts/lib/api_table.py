# SPDX-License-Identifier: GPL-2.0-or-later
"""Reader of the tables in analyzer/api; refuses every row that gup_api.md there rules out."""
import os
import re

COLUMNS = ('name', 'role', 'kind', 'shape', 'pages', 'count', 'flags', 'dirty', 'carrier',
           'held', 'user', 'until')

# What only some rows say: words KEY=VALUE behind the columns.
EXTRAS = ('bytes', 'dir', 'keeps', 'negative', 'process', 'ref', 'sleeps')

ROLES = {w: 'API_' + w.upper() for w in (
    'acquire ref release dirty access put get notifier query value alloc free copy lock context '
    'inert').split()}

KINDS = {'-': 'K_NONE', 'get': 'K_GET', 'pin': 'K_PIN', 'extract': 'K_EXTRACT',
         'nolock': 'D_UNLOCKED', 'locks': 'D_LOCKED',
         'dma': 'A_DMA', 'cpu-map': 'A_CPU_MAP', 'cpu-read': 'A_CPU_READ',
         'cpu-write': 'A_CPU_WRITE', 'struct-page': 'A_STRUCT_PAGE',
         'same': 'V_SAME', 'is-err': 'V_IS_ERR', 'is-err-or-null': 'V_IS_ERR_OR_NULL',
         'err-ptr': 'V_ERR_PTR', 'ptr-err': 'V_PTR_ERR', 'ptr-err-or-zero': 'V_PTR_ERR_OR_ZERO',
         'address': 'V_ADDRESS', 'folio': 'V_FOLIO', 'pfn': 'V_PFN', 'unknown': 'V_UNKNOWN',
         'zeroed': 'M_ZEROED', 'dma-end': 'A_DMA_END',
         'lock': 'L_LOCK', 'unlock': 'L_UNLOCK', 'trylock': 'L_TRYLOCK',
         'hardirq': 'C_HARDIRQ', 'softirq': 'C_SOFTIRQ', 'process': 'C_PROCESS',
         'called': 'C_CALLED', 'last': 'C_LAST', 'writes': 'I_WRITES', 'links': 'I_LINKS'}

SHAPES = {'-': 'S_NONE', 'page': 'S_PAGE', 'pagep': 'S_PAGEP', 'array': 'S_ARRAY',
          'arrayp': 'S_ARRAYP', 'result': 'S_RESULT', 'bio': 'S_BIO', 'other': 'S_OTHER'}

HELD = {'-': 'H_NONE', 'count': 'H_COUNT', 'bytes': 'H_BYTES', 'true': 'H_TRUE',
        'nonnull': 'H_NONNULL', 'not-err': 'H_NOT_ERR', 'no-err': 'H_NO_ERR', 'zero': 'H_ZERO',
        'always': 'H_ALWAYS'}

SLEEPS = {'-': 'SLEEP_NO', 'dirty': 'SLEEP_DIRTY', 'always': 'SLEEP_ALWAYS'}

NEGATIVE = {'-': 'NEG_NONE', 'nothing': 'NEG_NOTHING', 'warns': 'NEG_WARNS', 'huge': 'NEG_HUGE'}

REFERENCE = {'get', 'pin', 'extract'}
KINDS_OF = {'acquire': REFERENCE, 'ref': REFERENCE, 'release': REFERENCE,
            'dirty': {'nolock', 'locks'},
            'access': {'dma', 'dma-end', 'cpu-map', 'cpu-read', 'cpu-write', 'struct-page', 'lock',
                       'unlock', 'trylock'},
            'value': {'same', 'is-err', 'is-err-or-null', 'err-ptr', 'ptr-err',
                      'ptr-err-or-zero', 'address', 'folio', 'pfn', 'unknown'},
            'alloc': {'-', 'zeroed'},
            'lock': {'lock', 'unlock', 'trylock'},
            'context': {'hardirq', 'softirq', 'process', 'called', 'last'},
            'copy': {'-', 'links'},
            'inert': {'-', 'writes', 'links'}}

# The columns that name parameters, some of the extra words among them.
SPECS = ('pages', 'count', 'flags', 'dirty', 'carrier', 'bytes', 'dir', 'keeps', 'process')
DIRECTIONS = ('to', 'from', 'both')

SPEC_WORD = re.compile(r'(#[0-9]+|[0-9]+|[A-Za-z_]\w*|-)$')


class TableError(Exception):
    """One bad row; the text names file and line."""


def spec_words(spec):
    """The alternatives of a name column, first to last; none for `-`."""
    return [] if spec == '-' else spec.split('/')


def check_spec(row, column):
    for word in spec_words(row[column]):
        if not SPEC_WORD.match(word):
            raise ValueError(f'{column} has the bad word {word!r}')
        if word.startswith('#') and word != spec_words(row[column])[-1]:
            raise ValueError(f'{column}: a position stands last, it takes any name')
        if word.isdigit() and column != 'count':
            raise ValueError(f'{column} is a number; a position is written #{word}')


def check_extras(row):
    """Raises ValueError when an extra word stands in a row that it says nothing about."""
    role = row['role']
    for extra, roles in (('bytes', ('acquire', 'put')), ('ref', ('put',)),
                         ('negative', ('release',)), ('process', ('context',)),
                         ('sleeps', ('release', 'dirty')), ('dir', ('access', 'inert')),
                         ('keeps', ('access', 'put', 'inert'))):
        if row[extra] != '-' and role not in roles:
            raise ValueError(f'role {role} has no {extra}')
    if row['sleeps'] == 'dirty' and row['dirty'] == '-':
        raise ValueError('sleeps=dirty wants a parameter that asks for dirtying')
    if row['negative'] != '-' and (row['count'] == '-' or row['count'].isdigit()):
        raise ValueError('negative wants a parameter that says how many')
    if row['kind'] == 'dma-end' and row['dir'] == '-':
        raise ValueError('kind dma-end wants a direction')


def check_row(row):
    """Raises ValueError when @row contradicts itself."""
    role = row['role']
    for column, words in (('role', ROLES), ('kind', KINDS), ('shape', SHAPES), ('held', HELD),
                          ('sleeps', SLEEPS), ('negative', NEGATIVE), ('ref', ('-', 'own'))):
        if row[column] not in words:
            raise ValueError(f'unknown {column} {row[column]!r}')
    for column in SPECS:
        check_spec(row, column)
    if row['user'] not in ('-', 'user'):
        raise ValueError(f'user must be - or user, not {row["user"]!r}')
    if not re.match(r'[A-Za-z_]\w*\*?$', row['name']):
        raise ValueError('the name is no C identifier')
    if row['name'].endswith('*') and (role != 'inert' or row['kind'] != '-'):
        raise ValueError('only rows that say nothing of their arguments may stand for many names')
    if not re.match(r'(-|[0-9]+\.[0-9]+)$', row['until']):
        raise ValueError(f'until must be - or a version, not {row["until"]!r}')
    allowed = KINDS_OF.get(role, {'-'})
    if row['kind'] not in allowed:
        raise ValueError(f'role {role} wants kind {" or ".join(sorted(allowed))}, '
                         f'not {row["kind"]!r}')
    if role in ('acquire', 'ref', 'release', 'dirty', 'access', 'put', 'get') and row['shape'] == '-':
        raise ValueError(f'role {role} wants a shape')
    if role in ('acquire', 'ref') and row['held'] == '-':
        raise ValueError(f'role {role} wants a result that means held')
    if role == 'put' and row['held'] == '-' and row['carrier'] == '-':
        raise ValueError('role put wants a carrier')
    if row['kind'] == 'last' and (row['carrier'] == '-' or row['held'] == '-'):
        raise ValueError('kind last wants a carrier and a result that means the last reference')
    if (row['pages'] == '-') != (row['kind'] == 'last') and role == 'context' or \
       row['pages'] == '-' and role in ('release', 'dirty', 'access', 'put', 'ref', 'value', 'copy'):
        raise ValueError(f'role {role} wants pages')
    if role == 'inert' and (row['kind'] == '-') != (row['pages'] == '-'):
        raise ValueError('role inert has pages exactly when the kind is writes or links')
    if row['kind'] == 'trylock' and row['held'] == '-':
        raise ValueError('kind trylock wants a result that means held')
    check_extras(row)
    if role == 'acquire' and (row['shape'] == 'result') != (row['pages'] == '-'):
        raise ValueError('pages must be - exactly when the shape is result')


def split_row(words):
    """The row that a line's @words say; extra words that are absent become `-`."""
    extra = [w for w in words[1:] if '=' in w]
    plain = [w for w in words if w not in extra]
    if len(plain) != len(COLUMNS):
        raise ValueError(f'{len(plain)} columns instead of {len(COLUMNS)}')
    row = dict(zip(COLUMNS, plain))
    row.update((key, '-') for key in EXTRAS)
    for word in extra:
        key, _, value = word.partition('=')
        if key not in EXTRAS:
            raise ValueError(f'unknown word {word!r}')
        if row[key] != '-' or not value:
            raise ValueError(f'{key} is said twice, or has no value')
        row[key] = value
    return row


def inert_row(name, says):
    """The row of a name in inert.tbl under the line @says."""
    row = dict.fromkeys(COLUMNS + EXTRAS, '-')
    row.update(name=name, role='inert')
    if says is None:
        raise ValueError('no line above says what these names do')
    key, _, value = says.partition('=')
    if key in ('writes', 'links') and value:
        row.update(kind=key, pages=value)
    elif key in ('keeps', 'dir') and value:
        row[key] = value
    elif says != 'nothing':
        raise ValueError(f'bad word {says!r}')
    check_row(row)
    return row


def inert_lines(path):
    """(line number, name, words of the line above) of each name in inert.tbl."""
    says = None
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            if line.startswith('#') or not line.strip():
                continue
            if line[0].isspace():
                yield from ((number, name, says) for name in line.split())
            else:
                says = line.strip()
                if not says.endswith(':'):
                    raise TableError(f'{path}:{number}: {says}: a colon stands at the end')
                says = says[:-1]


def read_inert(path, seen):
    """The rows of inert.tbl; @seen says where names stand that are taken already."""
    rows = []
    for number, name, says in inert_lines(path):
        try:
            row = inert_row(name, says)
            if name in seen:
                raise ValueError(f'duplicate, first in {seen[name]}')
        except ValueError as e:
            raise TableError(f'{path}:{number}: {name}: {e}') from None
        seen[name] = f'line {number}'
        row['line'] = number
        rows.append(row)
    return rows


def read_tables(path):
    """The rows of the table at @path and of the inert.tbl beside it."""
    rows = read_table(path)
    inert = os.path.join(os.path.dirname(path), 'inert.tbl')
    if os.path.exists(inert):
        rows += read_inert(inert, {row['name']: os.path.basename(path) for row in rows})
    return rows


def read_table(path):
    """The rows of @path as dictionaries, in file order; TableError on the first bad one."""
    rows, seen = [], {}
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            if line.startswith('#') or not line.strip():
                continue
            words = line.split()
            try:
                row = split_row(words)
                check_row(row)
                if row['name'] in seen:
                    raise ValueError(f'duplicate, first in line {seen[row["name"]]}')
            except ValueError as e:
                raise TableError(f'{path}:{number}: {words[0]}: {e}') from None
            seen[row['name']] = row['line'] = number
            rows.append(row)
    if not rows:
        raise TableError(f'{path}: no rows')
    return rows


def split_record(words):
    """The (tag text, field or None, kind) that a line of records.tbl says."""
    if len(words) != 3:
        raise ValueError(f'{len(words)} columns instead of 3')
    record, field, kind = words
    if not re.match(r'[A-Za-z_]\w*$', record) or not re.match(r'(-|[A-Za-z_]\w*)$', field):
        raise ValueError('record and field are C identifiers')
    if (field == '-') != (kind == 'carrier'):
        raise ValueError('a carrier has no field, a context has one')
    if kind not in ('carrier', 'hardirq', 'softirq', 'process'):
        raise ValueError(f'unknown kind {kind!r}')
    return f'struct {record}', None if field == '-' else field, kind


def read_records(path):
    """The rows of records.tbl, sorted; TableError on the first bad one."""
    rows = {}
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            if line.startswith('#') or not line.strip():
                continue
            try:
                record, field, kind = split_record(line.split())
                if (record, field or '') in rows:
                    raise ValueError('duplicate')
            except ValueError as e:
                raise TableError(f'{path}:{number}: {line.split()[0]}: {e}') from None
            rows[(record, field or '')] = kind
    if not rows:
        raise TableError(f'{path}: no rows')
    return [(r, f, k) for (r, f), k in sorted(rows.items())]


def inventory_groups(rows):
    """Names per inventory role, sorted: acquires, releases of user pages, releases of any page."""
    groups = {'acquire': [], 'user-release': [], 'release': []}
    for row in rows:
        if row['role'] == 'acquire':
            groups['acquire'].append(row['name'])
        elif row['role'] == 'release':
            groups['user-release' if row['user'] == 'user' else 'release'].append(row['name'])
    return {k: sorted(v) for k, v in groups.items()}


# What the converting patches ask: roles and kinds of each list.
CONVERSION = {'pinned': (('acquire', 'release'), ('pin',)),
              'pinned-acquire': (('acquire',), ('pin',)),
              'reference': (('ref',), ('get', 'pin')),
              'touch': (('access',), ('dma', 'dma-end', 'cpu-write')),
              'map': (('access',), ('cpu-map',)),
              'look': (('access', 'dirty', 'free'), ('cpu-read', 'struct-page', 'locks', 'nolock', '-')),
              'carrier': (('put',), ('-',)),
              'notifier': (('notifier',), ('-',)),
              'dirtying': (('dirty',), ('locks', 'nolock'))}


def conversion_groups(rows):
    """Names per list of the converting patches, sorted; `pinnable` can become pin_user_*()."""
    names = {row['name'] for row in rows}
    groups = {'pinnable': sorted(n for n in names if n.startswith('get_user_')
                                 and n.replace('get_', 'pin_', 1) in names)}
    for group, (roles, kinds) in CONVERSION.items():
        groups[group] = sorted(r['name'] for r in rows if r['role'] in roles and r['kind'] in kinds)
    return groups
