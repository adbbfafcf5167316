# SPDX-License-Identifier: GPL-2.0-or-later
"""C source as tokens: comments and strings gone, directives set apart, no preprocessor run.

Both branches of every #if are kept, so what is read holds for every configuration.
"""
import re

LEXEME = re.compile(r'''
    (?P<blank>[ \t\r\f\v]+|\\\r?\n)
  | (?P<newline>\n)
  | (?P<comment>/\*.*?(?:\*/|\Z)|//(?:\\\r?\n|[^\n])*)
  | (?P<string>(?:u8|[uUL])?"(?:\\.|[^"\\\n])*(?:"|(?=\n)|\Z)|[uUL]?'(?:\\.|[^'\\\n])*(?:'|(?=\n)|\Z))
  | (?P<ident>[A-Za-z_$][\w$]*)
  | (?P<number>\.?[0-9](?:[eEpP][+-]|[\w.])*)
  | (?P<punct>\.\.\.|->|\#\#|.)
''', re.X | re.S)


class Token:
    """One token: @kind is ident, number, string or punct; @line and @col count from 1."""
    __slots__ = ('kind', 'text', 'line', 'col')

    def __init__(self, kind, text, line, col):
        self.kind, self.text, self.line, self.col = kind, text, line, col

    def __repr__(self):
        return f'{self.line}:{self.col}:{self.text}'


def logical_lines(text):
    """Yields the tokens of each logical line: comments may hide its end, backslashes join."""
    line, start, tokens = 1, 0, []
    for m in LEXEME.finditer(text):
        kind = m.lastgroup
        if kind == 'newline':
            yield tokens
            tokens = []
        elif kind not in ('blank', 'comment'):
            tokens.append(Token(kind, m.group(), line, m.start() - start + 1))
        breaks = m.group().count('\n')
        if breaks:
            line += breaks
            start = m.start() + m.group().rindex('\n') + 1
    yield tokens


def split(text):
    """The tokens outside directives, and the token list of each directive (`#` first)."""
    code, directives = [], []
    for tokens in logical_lines(text):
        if tokens and tokens[0].text == '#':
            directives.append(tokens)
        else:
            code += tokens
    return code, directives


def matching(tokens, at, opening, closing):
    """Index of the token that closes the bracket at @at; the last index if none does."""
    depth = 0
    for i in range(at, len(tokens)):
        if tokens[i].text == opening:
            depth += 1
        elif tokens[i].text == closing:
            depth -= 1
            if not depth:
                return i
    return len(tokens) - 1


def split_arguments(tokens):
    """The parts of @tokens between commas that stand in no bracket."""
    parts, depth = [[]], 0
    for t in tokens:
        if t.text in '([{':
            depth += 1
        elif t.text in ')]}':
            depth -= 1
        if t.text == ',' and not depth:
            parts.append([])
        else:
            parts[-1].append(t)
    return parts if parts != [[]] else []


TYPE_WORDS = set('''void char short int long float double signed unsigned _Bool bool struct union
    enum const volatile restrict __restrict register'''.split())


def parameter_name(tokens):
    """The name that a parameter declaration gives, None if it gives none."""
    for i, t in enumerate(tokens):  # int (*name)(...)
        if t.text == '(' and i + 2 < len(tokens) and tokens[i + 1].text == '*' \
                and tokens[i + 2].kind == 'ident':
            return tokens[i + 2].text
    words = [t for t in tokens if t.kind == 'ident' or t.text == '*']
    if len(words) < 2 or words[-1].kind != 'ident' or words[-1].text in TYPE_WORDS:
        return None
    if words[-2].text in ('struct', 'union', 'enum'):
        return None
    if all(w.text in ('const', 'volatile') for w in words[:-1]):
        return None
    return words[-1].text


def parameters(tokens):
    """The declarations of the parameters, as tokens."""
    parts = split_arguments(tokens)
    if len(parts) == 1 and [t.text for t in parts[0]] == ['void']:
        return []
    return parts


class Prototype:
    """A function or macro: @params holds names, None where the prototype gives none; @types the
    words of each declaration, none for a macro."""

    def __init__(self, name, params, path, line, types=()):
        self.name, self.params, self.path, self.line = name, params, path, line
        self.types = types


def statements(code):
    """Yields the tokens of each declaration outside braces, without its terminator."""
    start = i = 0
    while i < len(code):
        text = code[i].text
        if text == '{':
            head = code[start:i]
            if len(head) == 2 and head[0].text == 'extern':  # extern "C" {
                start = i = i + 1
                continue
            if not any(t.text == '=' for t in head):
                yield head
                i = matching(code, i, '{', '}')
                start = i + 1
            else:
                i = matching(code, i, '{', '}')
        elif text == ';':
            yield code[start:i]
            start = i + 1
        elif text == '}':
            start = i + 1
        i += 1


def statement_prototypes(tokens, path):
    """What looks like `type name(parameters)` at bracket depth 0 of a declaration."""
    if not tokens or tokens[0].text == 'typedef':
        return
    i = 0
    while i < len(tokens):
        if tokens[i].text == '(':
            end = matching(tokens, i, '(', ')')
            if i >= 2 and tokens[i - 1].kind == 'ident' and \
                    (tokens[i - 2].kind == 'ident' or tokens[i - 2].text in ('*', ')')):
                parts = parameters(tokens[i + 1:end])
                yield Prototype(tokens[i - 1].text, [parameter_name(p) for p in parts], path,
                                tokens[i - 1].line, [{t.text for t in p} for p in parts])
            i = end
        i += 1


class Macro:
    """A #define: @params is None for one without parentheses, @body its tokens."""

    def __init__(self, name, params, body, path, line):
        self.name, self.params, self.body, self.path, self.line = name, params, body, path, line


def macro(tokens, path):
    """The Macro of a directive, None for other directives."""
    if len(tokens) < 3 or tokens[1].text != 'define':
        return None
    name = tokens[2]
    glued = len(tokens) > 3 and tokens[3].text == '(' and tokens[3].line == name.line and \
        tokens[3].col == name.col + len(name.text)
    if not glued:
        return Macro(name.text, None, tokens[3:], path, name.line)
    end = matching(tokens, 3, '(', ')')
    params = [p[0].text if p else None for p in split_arguments(tokens[4:end])]
    return Macro(name.text, params, tokens[end + 1:], path, name.line)


def renamed_to(m):
    """The function that a macro merely renames or wraps with its arguments, None otherwise.

    Seen through: `#define f g`, `#define f(...) g(__VA_ARGS__)`, and the same inside one more
    call, as in `#define f(...) alloc_hooks(f_noprof(__VA_ARGS__))`.
    """
    body = m.body
    if m.params is None:
        return body[0].text if len(body) == 1 and body[0].kind == 'ident' else None
    if m.params != ['...']:
        return None
    calls = [t.text for t, n in zip(body, body[1:]) if t.kind == 'ident' and n.text == '(']
    passes = [t.text for t in body].count('__VA_ARGS__') == 1
    return calls[-1] if passes and 1 <= len(calls) <= 2 else None


def read(path):
    with open(path, encoding='utf-8', errors='surrogateescape') as f:
        return f.read()


def header(path):
    """The prototypes and the macros of one file, in source order."""
    code, directives = split(read(path))
    protos = [p for s in statements(code) for p in statement_prototypes(s, path)]
    macros = [m for m in (macro(d, path) for d in directives) if m]
    return protos, macros
