"""MathML goes in; the number that a person reads there comes out.

Written for the tests alone. A row is not seen, so it groups nothing here: only brackets, lines of
fractions, roots and heights do.
"""

import math
import xml.etree.ElementTree as ET
from functools import reduce

CORE = set(
    "math mrow mi mn mo mtext mfrac msup msub msubsup mover msqrt mroot mtable mtr mtd".split()
)
TIMES, APPLIED = "\u2062", "\u2061"
PAIRS = {"(": ")", "[": "]", "|": "|", "‖": "‖", "⌊": "⌋"}
CALLS = {
    "ln": math.log,
    "log_10": math.log10,
    "log_2": math.log2,
    "arcsin": math.asin,
    "arccos": math.acos,
    "arctan": math.atan,
}
RELATIONS = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "≤": lambda a, b: a <= b,
    "≥": lambda a, b: a >= b,
}


class Unreadable(AssertionError):
    """What nobody can read in one way alone."""


def tokens(element):
    """What is seen, from left to right; in brackets what stands higher, lower or under a root."""
    tag, inside = element.tag, list(element)
    assert tag in CORE, tag
    if tag in ("mi", "mn", "mo", "mtext"):
        return [(tag, element.text.strip("\xa0"), element.get("form"))]
    if tag in ("mrow", "math", "mtd"):
        seen = [token for child in inside for token in tokens(child)]
        return with_form(seen, tag, inside)
    if tag == "mfrac":
        return [("frac", *map(tokens, inside))]
    if tag == "msqrt":
        return [("root", [t for child in inside for t in tokens(child)], None)]
    if tag == "mroot":
        return [("root", *map(tokens, inside))]
    if tag == "mtable":
        return [("table", [[tokens(cell) for cell in row] for row in inside], None)]
    if tag == "msubsup":
        lower = ET.Element("msub")
        lower.extend(inside[:2])
        return [*tokens(lower), ("sup", tokens(inside[2]), None)]
    base, raised = map(tokens, inside)
    if tag == "msup":
        if base[-1][0] in ("frac", "root"):
            raise Unreadable("a power of a fraction or a root without brackets")
        return [*base, ("sup", raised, None)]
    ((_, stem, _),) = base
    index = "".join(text for _, text, _ in raised)
    return [("mi", f"{stem}_{index}", None)]


def with_form(seen, tag, inside):
    """A sign that opens a row is a prefix, unless it stands alone in it."""
    if tag == "mrow" and len(inside) > 1 and inside[0].tag == "mo":
        kind, sign, _ = seen[0]
        return [(kind, sign, "prefix"), *seen[1:]]
    return seen


class Page:
    """A cursor over tokens; `at` is what the letters stand for, `calls` what the functions do."""

    def __init__(self, seen, at, calls):
        self.seen, self.place, self.at, self.calls = seen, 0, at, calls

    @property
    def token(self):
        return self.seen[self.place] if self.place < len(self.seen) else ("end", "", None)

    def sign(self, *signs):
        """Whether a sign stands here; it is then passed."""
        kind, text, _ = self.token
        found = kind == "mo" and text in signs
        self.place += found
        return found

    def inner(self, seen):
        """The value of what stands elsewhere."""
        page = Page(seen, self.at, self.calls)
        value = page.sum()
        if page.token[0] != "end":
            raise Unreadable(page.token)
        return value

    def sum(self):
        value = -self.product() if self.sign("−") else self.product()
        while self.token[1] in ("+", "−"):
            plus = self.token[1] == "+"
            self.place += 1
            value = value + self.product() if plus else value - self.product()
        return value

    def product(self):
        value = self.power()
        while self.token[:2] in (("mo", TIMES), ("mo", "·")):
            seen = self.token[1] == "·"
            before, after = self.seen[self.place - 1], self.seen[self.place + 1]
            if not seen and (after[0] == "mn" or before[0] == "mn" and is_numeric(after)):
                raise Unreadable("a number behind another without a dot")
            self.place += 1
            value *= self.power()
        return value

    def power(self):
        base = self.primary()
        while self.token[0] == "sup":
            exponent = self.inner(self.token[1])
            self.place += 1
            base = base**exponent
        return base

    def primary(self):
        kind, *parts = self.token
        self.place += 1
        if kind == "mo" and parts[0] == "{":
            return self.cases()
        return READERS[kind](self, *parts)

    def number(self, text, _):
        return float(text)

    def name(self, text, _):
        raised = self.token[1] if self.token[0] == "sup" else None
        if self.seen[self.place + bool(raised) :][:1] == [("mo", APPLIED, None)]:
            self.place += 1 + bool(raised)
            value = self.call(text)
            return value ** self.inner(raised) if raised else value
        if text in ("π", "e"):
            return {"π": math.pi, "e": math.e}[text]
        return self.at[text]

    def call(self, name):
        assert self.sign("(")
        found = [self.sum()]
        while self.sign(","):
            found.append(self.sum())
        assert self.sign(")")
        function = CALLS.get(name) or self.calls[name]
        return function(*found)

    def bracket(self, opening, form):
        if form != "prefix" or opening not in PAIRS:
            raise Unreadable(opening)
        found = [self.sum()]
        while self.sign(","):
            found.append(self.sum())
        assert self.sign(PAIRS[opening]), self.seen[self.place :]
        if opening == "‖":
            return math.hypot(*found)
        (value,) = found
        return {"|": abs, "⌊": math.floor}.get(opening, lambda x: x)(value)

    def fraction(self, top, bottom):
        return self.inner(top) / self.inner(bottom)

    def root(self, inside, degree):
        value = self.inner(inside)
        if degree is None:
            return math.sqrt(value)
        return math.copysign(abs(value) ** (1 / self.inner(degree)), value)

    def cases(self):
        _, rows, _ = self.token
        self.place += 1
        for value, (word, *test) in rows:
            if word[1] == "otherwise" or Page(test, self.at, self.calls).holds():
                return self.inner(value)
        return math.nan

    def holds(self):
        """A condition: parts joined by words, or a relation."""
        if self.token[:2] == ("mtext", "not"):
            return not Page(self.seen[self.place + 2 : -1], self.at, self.calls).holds()
        depth, cuts = 0, []
        for i, (kind, text, _) in enumerate(self.seen):
            depth += (text == "(") - (text == ")")
            cuts += [i] * (kind == "mtext" and depth == 0)
        if cuts:
            ends = [-1, *cuts, len(self.seen)]
            parts = [self.seen[a + 1 : b] for a, b in zip(ends, ends[1:], strict=False)]
            held = [Page(bare(part), self.at, self.calls).holds() for part in parts]
            return {"and": all, "or": any}[self.seen[cuts[0]][1]](held)
        left = self.sum()
        compare = RELATIONS[self.token[1]]
        self.place += 1
        return compare(left, self.sum())


def bare(part):
    """A part without brackets round the whole of it, if it is made of parts itself."""
    wordy = any(kind == "mtext" for kind, *_ in part)
    wrapped = part[0][:2] == ("mo", "(") and part[-1][:2] == ("mo", ")")
    return part[1:-1] if wordy and wrapped and part[0][0] == "mo" else part


def is_numeric(token):
    """Whether a token is a fraction of numbers."""
    return token[0] == "frac" and [kind for kind, *_ in token[1]] == ["mn"]


READERS = {
    "mn": Page.number,
    "mi": Page.name,
    "mo": Page.bracket,
    "frac": Page.fraction,
    "root": Page.root,
}


def read(text, at, calls):
    """The value of mathematics at a point."""
    return Page(tokens(ET.fromstring(text)), at, calls).inner(tokens(ET.fromstring(text)))


def relations(text, at, calls):
    """The values of the sides of a chain of relations."""
    seen = tokens(ET.fromstring(text))
    cuts = [i for i, (kind, word, _) in enumerate(seen) if kind == "mo" and word in "=<>≤≥≈⇔⇒"]
    ends = [-1, *cuts, len(seen)]
    parts = [seen[a + 1 : b] for a, b in zip(ends, ends[1:], strict=False) if b > a + 1]
    return reduce(lambda found, part: [*found, Page(part, at, calls).inner(part)], parts, [])
