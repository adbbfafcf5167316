# SPDX-License-Identifier: GPL-2.0-or-later
"""C source by position: calls, statements, conditions, and edits that keep every line in place."""
import re
from bisect import bisect_right

IDENT = re.compile(r"[A-Za-z_]\w*")
PAIRS = {"(": ")", "[": "]", "{": "}"}
NOISE = re.compile(
    r"//(?:[^\n\\]|\\.)*|/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
    r"|(?m:^)[ \t]*\#(?:[^\n\\/]|\\.|/(?!\*)|/\*.*?\*/)*", re.S | re.M)


def blank(text):
    """The same length, with comments, literals and directives turned to blanks."""
    def hide(m):
        s = m.group()
        if s[0] in "\"'":
            return s[0] + "x" * (len(s) - 2) + s[0] if len(s) > 1 else s
        return re.sub(r"[^\n]", " ", s)
    return NOISE.sub(hide, text)


class Source:
    def __init__(self, text):
        self.text = text
        self.code = blank(text)
        self.starts = [0] + [m.end() for m in re.finditer("\n", text)]

    def offset(self, line, col):
        return self.starts[line - 1] + col - 1

    def line_of(self, offset):
        return bisect_right(self.starts, offset)

    def close(self, at):
        """Where the bracket at @at is closed, None if it is not."""
        stack = []
        for i in range(at, len(self.code)):
            c = self.code[i]
            if c in PAIRS:
                stack.append(PAIRS[c])
            elif c in ")]}":
                if not stack or stack.pop() != c:
                    return None
                if not stack:
                    return i
        return None

    def skip_blank(self, at):
        while at < len(self.code) and self.code[at].isspace():
            at += 1
        return at

    def back(self, at):
        """Offset of the last character of code before @at."""
        at -= 1
        while at >= 0 and self.code[at].isspace():
            at -= 1
        return at

    def call(self, line, col, name):
        """The call of @name that starts at a position of the IR, None if it is not spelled there."""
        at = self.offset(line, col)
        if not re.match(re.escape(name) + r"\b", self.code[at:at + len(name) + 1]):
            return None
        left = self.skip_blank(at + len(name))
        if self.code[left:left + 1] != "(":
            return None
        right = self.close(left)
        return Call(self, at, left, right) if right else None

    def split(self, start, end, seps=(",",)):
        """Spans between separators that are outside of brackets."""
        parts, depth, at, i = [], 0, start, start
        while i < end:
            c = self.code[i]
            if c in "([{":
                depth += 1
            elif c in ")]}":
                depth -= 1
            sep = next((s for s in seps if not depth and self.code.startswith(s, i)), None)
            if sep:
                parts.append((at, i))
                i += len(sep)
                at = i
                continue
            i += 1
        parts.append((at, end))
        return [self.trim(a, b) for a, b in parts]

    def trim(self, start, end):
        while start < end and self.code[start].isspace():
            start += 1
        while end > start and self.code[end - 1].isspace():
            end -= 1
        return start, end

    def inside(self, at, words):
        """Innermost `word (...)` around @at, of @words: (word, start, left, right); None."""
        depth = 0
        i = at - 1
        while i >= 0:
            c = self.code[i]
            if c in ")]}":
                depth += 1
            elif c in "([{":
                if depth:
                    depth -= 1
                elif c == "{":
                    return None
                elif c == "(":
                    m = re.search(r"([A-Za-z_]\w*)\s*$", self.code[max(0, i - 40):i])
                    if m and m.group(1) in words:
                        return m.group(1), i - len(m.group()), i, self.close(i)
            elif c == ";" and not depth and not self.in_for(i):
                return None
            i -= 1
        return None

    def in_for(self, semicolon):
        """A semicolon inside the parentheses of a for."""
        depth = 0
        for i in range(semicolon - 1, -1, -1):
            c = self.code[i]
            if c in ")]}":
                depth += 1
            elif c in "([{":
                if not depth:
                    return c == "("
                depth -= 1
        return False

    def toplevel_start(self, line, col):
        """Where the definition begins whose name is at this position."""
        at = self.offset(line, col)
        depth = 0
        for i in range(at - 1, -1, -1):
            c = self.code[i]
            if c in ")]":
                depth += 1
            elif c in "([":
                depth -= 1
            elif c in ";}" and depth <= 0:
                return self.skip_blank(i + 1)
        return self.skip_blank(0)


class Call:
    def __init__(self, src, start, left, right):
        self.src, self.start, self.left, self.right = src, start, left, right
        self.args = [] if src.trim(left + 1, right)[0] == right else src.split(left + 1, right)

    def arg(self, i):
        a, b = self.args[i]
        return self.src.text[a:b]

    def texts(self):
        return [self.arg(i) for i in range(len(self.args))]

    def statement(self):
        """Extent with the semicolon if the call is a statement of its own, else None."""
        src = self.src
        end = src.skip_blank(self.right + 1)
        if src.code[end:end + 1] != ";":
            return None
        before = src.back(self.start)
        prev = src.code[before] if before >= 0 else ";"
        if prev in ";{}:":
            return self.start, end + 1
        word = re.search(r"([A-Za-z_]\w*)$", src.code[max(0, before - 20):before + 1])
        if word and word.group(1) in ("else", "do"):
            return self.start, end + 1
        if prev == ")":
            # the head of an if, a loop or a macro that iterates; not a cast
            left = opening(src, before)
            name = re.search(r"([A-Za-z_]\w*)\s*$", src.code[max(0, left - 60):left])
            return (self.start, end + 1) if name else None
        return None


def opening(src, right):
    depth = 0
    for i in range(right, -1, -1):
        if src.code[i] in ")]}":
            depth += 1
        elif src.code[i] in "([{":
            depth -= 1
            if not depth:
                return i
    return 0


def pure(text):
    """Evaluating it once more changes nothing that its text shows."""
    return not re.search(r"\+\+|--|(?<![=!<>])=(?!=)", text)


def apply(text, edits):
    """Replace spans; as many line ends as were there stay there, so that every other line keeps its
    number."""
    for start, end, new in sorted(edits, reverse=True):
        ends = text.count("\n", start, end)
        lines = new.split("\n", ends)
        lines[-1] = lines[-1].replace("\n", " ")
        new, lost = "\n".join(lines), ends + 1 - len(lines)
        text = text[:start] + new + "\n" * lost + text[end:]
    return text
