"""A problem and a claimed minimum go in; whether the claimed points lie where they must, and have
the claimed value, comes out."""

import re
from dataclasses import dataclass
from typing import Final

from sympy import Expr, Symbol

from symdescent.exact.check import formal
from symdescent.exact.check.criticals import demand_criticals
from symdescent.exact.check.places import Place, at, never_negative
from symdescent.exact.check.reach import Range, Ranges
from symdescent.exact.check.reading import number
from symdescent.exact.check.refusal import Unfollowed, Untrue
from symdescent.exact.check.signs import sign
from symdescent.exact.problem import Minimum, Problem

WORDS: Final = {
    "any real number": Range(),
    "any integer": Range(),
    "any real number but 0": Range(),
}
BETWEEN: Final = re.compile(r"(?:(?P<low>[^<]+) <= )?(?P<name>[^\W\d]\w*)(?: <= (?P<high>[^<]+))?")


@dataclass(frozen=True)
class Point:
    """One claimed minimiser, a value for each variable, with the ranges of its parameters."""

    place: Place
    coordinates: tuple[Expr, ...]


def box_ranges(problem: Problem) -> Ranges:
    """The box as ranges of the variables; Untrue for a box without a point."""
    out = {}
    for v, (low, high) in zip(problem.variables, problem.box, strict=True):
        if low is not None and high is not None and sign(high - low) < 0:
            raise Untrue(f"the box of {v.name} is empty")
        out[v] = Range(low, high)
    return out


def value_of(minimum: Minimum) -> Expr:
    """The claimed value, a number."""
    if minimum.value is None or minimum.value.free_symbols:
        raise Untrue("no value is claimed")
    demand_criticals(minimum.value)
    return minimum.value


def attained(problem: Problem, minimum: Minimum) -> list[Point]:
    """The claimed points, each seen to lie in the box and to have the claimed value."""
    found = placed(problem, minimum)
    for point in found:
        demand_value(problem, point, value_of(minimum))
    return found


def placed(problem: Problem, minimum: Minimum) -> list[Point]:
    """The claimed points, each seen to lie in the box."""
    if not minimum.points:
        raise Untrue("no point is claimed")
    found = [_point(problem, minimum, p) for p in minimum.points]
    for point in found:
        _inside(problem, point)
    return found


def demand_value(problem: Problem, point: Point, value: Expr) -> None:
    """The function has the value at the point."""
    gap = at(problem.expression, point.place) - value
    if not gap.free_symbols:
        if sign(gap) != 0:
            raise Untrue("L does not have the claimed value at a claimed point")
        return
    if formal.vanishes(gap, sign):
        return
    raise Unfollowed("the value at a family of points is not seen to be the claimed one")


def _point(problem: Problem, minimum: Minimum, coordinates: tuple[Expr, ...]) -> Point:
    if len(coordinates) != len(problem.variables):
        raise Untrue("a point has another number of coordinates than there are variables")
    demand_criticals(*coordinates)
    free = {s for c in coordinates for s in c.free_symbols}
    if any(s.name not in minimum.parameters for s in free):
        raise Untrue("a point has a letter without a range")
    ranges = {s: _range(s, minimum.parameters[s.name]) for s in free}
    holes = {s for s in free if minimum.parameters[s.name].endswith("but 0")}
    for coordinate in coordinates:  # each is a real number, whatever the parameters are
        at(coordinate, Place({}, ranges, frozenset(holes)))
    values = dict(zip(problem.variables, coordinates, strict=True))
    return Point(Place(values, ranges, frozenset(holes)), coordinates)


def _range(letter: Symbol, words: str) -> Range:
    if words in WORDS:
        if words == "any integer" and not letter.is_integer:
            raise Untrue("a parameter is no integer")
        return WORDS[words]
    match = BETWEEN.fullmatch(words)
    if match is None or match["name"] != letter.name:
        raise Unfollowed(f"the range of a parameter is not understood: {words[:40]}")
    low, high = (None if match[s] is None else number(match[s]) for s in ("low", "high"))
    if low is not None and high is not None and sign(high - low) < 0:
        raise Untrue("the range of a parameter is empty")
    return Range(low, high)


def _inside(problem: Problem, point: Point) -> None:
    for coordinate, (low, high) in zip(point.coordinates, problem.box, strict=True):
        for gap in ([] if low is None else [coordinate - low]) + (
            [] if high is None else [high - coordinate]
        ):
            if not never_negative(gap, point.place):
                known = not gap.free_symbols
                raise (Untrue if known else Unfollowed)("a claimed point lies outside the box")
