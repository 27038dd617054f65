"""The steps of a proof in the words of the document's language, with mathematics."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sympy import CRootOf, Expr, real_roots

from symdescent.calculus.from_sympy import tree
from symdescent.errors import SymdescentError
from symdescent.language import parse
from symdescent.language.notation import (
    Bold,
    Chain,
    Combined,
    Function,
    Nabla,
    Point,
    Relation,
    Slope,
    Symbolic,
    Written,
)
from symdescent.language.tree import Name, names
from symdescent.lessons.blocks import Text
from symdescent.lessons.wording import Part, joined, say, translated
from symdescent.lessons.written_numbers import equal
from symdescent.proofs import Minimum, ProofStep
from symdescent.proofs.critical_points import CriticalPoints
from symdescent.proofs.proof_text import written as typed

OPERATOR: Final = re.compile(r" (->|<=|>=|=|<|>|~) ")
FUNCTION: Final = re.compile(r"(?P<grad>grad )?(?P<name>L\d*|h)(?P<primes>'*)(\((?P<inner>.*)\))?")
LETTERS: Final = ("r", "s", "u", "w")  # of roots without a name
LETTER: Final = re.compile(rf"[a-z]|[{''.join(LETTERS)}]_\d+")  # of a line, or of a root
FUNCTION_NAME: Final = re.compile(r"(\b(?:L -> oo|L\d*|h)\b|-oo\b)")
SLOPE: Final = re.compile(r"dL/d(?P<name>\w+)")
DIGITS: Final = re.compile(
    r"(?<=\d\.\d{6})(\d*)\.\.\."
)  # the first ones of a number without a name
OPEN: Final = (" is", " ist", " at", " bei", "means", "bedeutet")  # a formula ends the sentence


class Unreadable(Exception):
    """A formula that is not told as mathematics."""


@dataclass(frozen=True)
class Proven:
    """A minimum whose proof is told: the name of the function, its variables, the language."""

    title: str
    names: tuple[str, ...]
    language: str
    minimum: Minimum
    critical: CriticalPoints | None = None

    def say(self, key: str, **parts: Part) -> Text:
        """A sentence in the language."""
        return say(self.language, key, **parts)


@dataclass(frozen=True)
class Roots:
    """Roots of polynomials that have no shorter name, by what a proof calls them."""

    named: Mapping[str, tuple[str, Expr]]

    @staticmethod
    def of(proven: Proven) -> "Roots":
        """All real roots of every polynomial of which one is spoken of."""
        minimum, critical = proven.minimum, proven.critical
        values = [x for point in minimum.points for x in point]
        values += [x for p in critical.points for x in p.point] if critical else []
        values += [minimum.value] if minimum.value is not None else []
        polynomials = {root.poly: None for v in values for root in found(v)}
        free = [letter for letter in LETTERS if letter not in proven.names]
        told: dict[str, tuple[str, Expr]] = {}
        for letter, polynomial in zip(free, polynomials, strict=False):
            for i, root in enumerate(real_roots(polynomial), 1):
                told[typed(root)] = f"{letter}_{i}", root
        return Roots(told)

    def put(self, text: str) -> str:
        """The text with short names for the roots."""
        for long, (short, _) in self.named.items():
            text = text.replace(long, short)
        return text

    def definitions(self, proven: Proven, items: tuple[Text, ...]) -> Text:
        """What the short names stand for, where any is used."""
        used = {name for item in items for name in known(item)}
        groups: dict[Expr, dict[str, Expr]] = {}
        for name, root in self.named.values():
            if name in used:
                groups.setdefault(root.poly.as_expr(), {})[name] = root
        said = [self.group(proven, polynomial, shown) for polynomial, shown in groups.items()]
        return joined([piece for text in said for piece in (" ", *text)][1:])

    @staticmethod
    def group(proven: Proven, polynomial: Expr, shown: Mapping[str, Expr]) -> Text:
        """The names of the roots of one polynomial."""
        equation = Relation((tree(polynomial), tree(polynomial * 0)), ("=",))
        places = between([Name(name, 0, 0) for name in shown])
        values = between([equal(Name(name, 0, 0), root) for name, root in shown.items()])
        key = "roots" if len(shown) > 1 else "root"
        return proven.say(key, roots=places, polynomial=(equation,), values=values)


def found(value: Expr) -> Iterator[CRootOf]:
    yield from sorted(value.atoms(CRootOf), key=str)


def known(written: object) -> Iterator[str]:
    """The names in mathematics."""
    if isinstance(written, Name):
        yield written.name
    elif isinstance(written, tuple):
        for part in written:
            yield from known(part)
    elif hasattr(written, "__dataclass_fields__"):
        for field in written.__dataclass_fields__:
            yield from known(getattr(written, field))


def between(parts: list[Written]) -> Text:
    """Pieces of mathematics with commas between them."""
    return tuple(piece for part in parts for piece in (", ", part))[1:]


def step(proven: Proven, one: ProofStep, roots: Roots) -> Text:
    """The words of a step, then what it is about."""
    words = translated(roots.put(one.words), proven.language)
    said = sentence(proven, words)
    if not one.formula:
        return joined([*said, "."])
    gap = " " if words.endswith(OPEN) else ": "
    return joined([*said, gap, *formula(proven, roots.put(one.formula)), "."])


def sentence(proven: Proven, words: str) -> Text:
    """Words with a capital at the beginning, the function's name as mathematics."""
    head = words if FUNCTION_NAME.match(words) else words[:1].upper() + words[1:]
    pieces = FUNCTION_NAME.split(head.replace("*pi", "π"))
    reader = Reader(proven)
    return joined([reader.relation(p) if i % 2 else p for i, p in enumerate(pieces)])


def title(proven: Proven, name: str) -> str:
    """The function's own name for L, with the number of a part; h stays h."""
    return proven.title + name[1:] if name[0] == "L" else name


def formula(proven: Proven, text: str) -> Text:
    """The formula as mathematics where it can be read, else as it stands."""
    reader = Reader(proven)
    try:
        return reader.whole(text)
    except (Unreadable, SymdescentError):
        return (text,)


@dataclass(frozen=True)
class Reader:
    """Reads the formulas of proofs: relations between L(...), points and our own formulas."""

    proven: Proven

    def whole(self, text: str) -> Text:
        """Relations; "as x -> oo" may follow."""
        if DIGITS.search(text):
            text = DIGITS.sub(r"\1", text).replace(" = ", " ~ ")
        head, _, tail = text.replace(", and ", ", ").partition(" as ")
        if not tail:
            return self.with_commas(head)
        place, _, side = tail.partition(" from the ")
        parts = {"limit": self.with_commas(head), "place": self.with_commas(place)}
        return self.proven.say(f"as {side}".strip(), **parts)

    def with_commas(self, text: str) -> Text:
        """Pieces with commas between them, or one relation."""
        pieces = split(text)
        if len(pieces) > 1 and any(OPERATOR.search(p) or p[:1] == "(" for p in pieces):
            return between([self.relation(piece) for piece in pieces])
        return (self.relation(text),)

    def relation(self, text: str) -> Written:
        first, *rest = OPERATOR.split(text)
        if not rest:
            return self.side(first)
        sides = tuple(map(self.side, (first, *rest[1::2])))
        if isinstance(sides[0], Nabla) and rest == ["=", "0"]:
            sides = (sides[0], Bold("0"))
        return Relation(sides, tuple(rest[::2]))

    def side(self, text: str) -> Written:
        """L(...), a point, an infinity, or a formula."""
        text = text.strip()
        if text.lstrip("+-") == "oo":
            infinity = Symbolic("infinity")
            return Combined(((False, infinity),)) if text[0] == "-" else infinity
        slope = SLOPE.fullmatch(text)
        if slope:
            return Slope(self.proven.title, (slope["name"],))
        match = FUNCTION.fullmatch(text)
        if match and balanced(match["inner"] or ""):
            return self.function(match)
        pieces = split(text)
        if len(pieces) == 1 and text[0] == "(" and balanced(text[1:-1]) and "," in text:
            return Point(tuple(map(self.side, split(text[1:-1]))))
        if len(pieces) > 1:
            return Point(tuple(map(self.side, pieces)))
        return self.expression(text)

    def function(self, match: re.Match[str]) -> Written:
        inner = tuple(map(self.side, split(match["inner"]))) if match["inner"] else ()
        name = title(self.proven, match["name"])
        if match["grad"]:
            alone = len(inner) == 1
            return Function(name, inner, 1) if alone else Nabla(Function(name, inner))
        return Function(name, inner, len(match["primes"]))

    def expression(self, text: str) -> Written:
        """A formula in nothing but variables, parameters and roots."""
        read = parse(text).tree
        allowed = {*self.proven.names, *self.proven.minimum.parameters}
        if not all(n in allowed or LETTER.fullmatch(n) for n in names(read)):
            raise Unreadable(text)
        return read


def split(text: str) -> list[str]:
    """The text at its commas outside brackets."""
    pieces, depth = [""], 0
    for c in text:
        depth += {"(": 1, ")": -1}.get(c, 0)
        if c == "," and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += c
    return [piece.strip() for piece in pieces]


def balanced(text: str) -> bool:
    """Whether every bracket is closed, and none before it is opened."""
    depth = 0
    for c in text:
        depth += {"(": 1, ")": -1}.get(c, 0)
        if depth < 0:
            return False
    return depth == 0


EMPTY: Final = Chain(())
