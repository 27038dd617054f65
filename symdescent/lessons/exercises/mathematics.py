"""Formulas of exercises: numbers as text of our language, and that text as mathematics."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from typing import Any, Final

from symdescent.language import parse
from symdescent.language.notation import (
    Bold,
    Function,
    Indexed,
    Matrix,
    Nabla,
    Point,
    Relation,
    Slope,
    Starred,
    Transposed,
    Written,
)
from symdescent.language.tree import Name, Negative, Node, Number, Sum
from symdescent.lessons.blocks import Line, Text

Term = tuple[Fraction | int, str]  # a coefficient and what it multiplies; "": nothing


def total(*terms: Term) -> str:
    """The sum of the terms, those with coefficient 0 left out.

    >>> total((Fraction(1, 2), "x^2"), (-1, "x"), (0, "y"), (7, ""))
    '1/2*x^2 - x + 7'
    """
    text = ""
    for coefficient, rest in terms:
        if coefficient:
            joint = (" - " if coefficient < 0 else " + ") if text else "-" * (coefficient < 0)
            text += joint + scaled(max(coefficient, -coefficient), rest)
    return text or "0"


def scaled(size: Fraction | int, rest: str) -> str:
    """A factor before the rest, without a 1."""
    if not rest:
        return str(size)
    return rest if size == 1 else f"{size}*{rest}"


def less(name: str, value: Fraction | int) -> str:
    """name - value, which is to be multiplied or raised: in brackets unless the value is 0."""
    return f"({total((1, name), (-value, ''))})" if value else name


def within(value: Fraction | int) -> str:
    """A number as a factor: in brackets where it has a sign or a line."""
    text = str(value)
    return text if text.isdigit() else f"({text})"


def power(value: Fraction, exponent: str) -> str:
    """value^exponent."""
    return f"{within(value)}^{exponent}"


RELATION: Final = re.compile(r" (<=>|=>|->|<=|>=|!=|=|<|>|~) ")


def name(text: str) -> Name:
    return Name(text, 0, 0)


def number(value: Fraction | int) -> Node:
    """An exact number, which is written as a fraction where it is one; its sign outside."""
    size = Number(abs(Fraction(value)), "", 0, 0)
    return Negative(size, 0, 0) if value < 0 else size


K: Final = name("k")
NEXT: Final = Sum((K, number(1)), 0, 0)
BEFORE: Final = Sum((K, Negative(number(1), 0, 0)), 0, 0)
LETTERS: Final[dict[str, Written]] = {
    **{f"{x}_k": Indexed(name(x), K) for x in "xy"},
    **{f"{x}_next": Indexed(name(x), NEXT) for x in "xy"},
    **{f"{x}_prev": Indexed(name(x), BEFORE) for x in "xy"},
    **{f"{x}_before": Indexed(name(x), Negative(number(1), 0, 0)) for x in "xy"},
    **{f"{x}_star": Starred(name(x)) for x in "xyL"},
    **{f"L_by_{x}": Slope("L", (x,)) for x in "xy"},
    "L_x": Function("L", (name("x"),)),
    "L_xy": Function("L", (name("x"), name("y"))),
    "L_slope": Function("L", (name("x"),), 1),
    "L_slope_k": Function("L", (Indexed(name("x"), K),), 1),
    "L_curve": Function("L", (name("x"),), 2),
    "L_nabla": Nabla(Function("L", (name("x"), name("y")))),
    "L_nabla_k": Nabla(Function("L", (Indexed(Bold("x"), K),))),
    "L_hessian": Nabla(Function("L", (name("x"), name("y"))), 2),
    "v_k": Indexed(Bold("x"), K),
    "v_next": Indexed(Bold("x"), NEXT),
    "v_prev": Indexed(Bold("x"), BEFORE),
}
PLANE: Final = Relation((Bold("x"), Transposed(Point((name("x"), name("y"))))), ("=",))


def written(text: str, **pieces: Written) -> Written:
    """The mathematics of a text: a formula, or formulas with relations between them."""
    first, *rest = RELATION.split(text)
    sides = tuple(put(parse(side).tree, LETTERS | pieces) for side in (first, *rest[1::2]))
    return Relation(sides, tuple(rest[::2])) if rest else sides[0]


def put(node: Any, pieces: dict[str, Written]) -> Any:
    """The tree with pieces where their names stand."""
    if isinstance(node, Name):
        return pieces.get(node.name, node)
    if isinstance(node, tuple):
        return tuple(put(part, pieces) for part in node)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    return replace(node, **{f.name: put(getattr(node, f.name), pieces) for f in fields(node)})


def equal(*sides: Written) -> Relation:
    """One side = another = ..."""
    return Relation(sides, ("=",) * (len(sides) - 1))


def point(values: Sequence[Fraction | int]) -> Point:
    """Numbers in a row."""
    return Point(tuple(number(value) for value in values))


def row(values: Sequence[Fraction | int]) -> Written:
    """A vector within a line; a lone number as it is."""
    return Transposed(point(values)) if len(values) > 1 else number(values[0])


def column(values: Sequence[Fraction | int]) -> Matrix:
    """Numbers in a column."""
    return Matrix(tuple((number(value),) for value in values))


def line(text: str, reason: Text = (), **pieces: Written) -> Line:
    """A line of a derivation."""
    return Line(written(text, **pieces), reason)


def joined(many: Sequence[Written | Text]) -> Text:
    """Several pieces, with commas between them."""
    found: list[str | Written] = []
    for piece in many:
        found += ([", "] if found else []) + [*(piece if isinstance(piece, tuple) else (piece,))]
    return tuple(found)


def with_commas(values: Sequence[Fraction | int]) -> Text:
    """Numbers, with commas between them."""
    return joined([number(value) for value in values])


def numbers(part: Any) -> Iterator[Fraction]:
    """Every number that stands in mathematics, blocks or text."""
    if isinstance(part, Number):
        yield part.value
    elif isinstance(part, tuple):
        for inner in part:
            yield from numbers(inner)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from numbers(getattr(part, field.name))
