"""What is claimed, whether its points lie where they must, and located points exist."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Protocol

from mpmath import matrix, mp, mpf
from sympy import Expr, Symbol

from symdescent.calculus.critical_number import CriticalOf, Ends
from symdescent.proofs.kernel import zero_test
from symdescent.proofs.kernel.certificates import Certificate, Unfollowed, Untrue
from symdescent.proofs.kernel.exact_values import Place, at, never_negative, number
from symdescent.proofs.kernel.statement import Kind, Problem
from symdescent.proofs.kernel.zero_test import sign

if TYPE_CHECKING:
    from symdescent.proofs.kernel.balls import Ball
    from symdescent.proofs.kernel.range_bounds import Range, Ranges

BITS: Final = 260
MOST_LETTERS: Final = 10


class Claim(Protocol):
    """What the check reads of an answer; how it was found is not among it."""

    @property
    def kind(self) -> Kind:
        """What is claimed."""

    @property
    def points(self) -> tuple[tuple[Expr, ...], ...]:
        """The minimisers, in the order of the variables."""

    @property
    def value(self) -> Expr | None:
        """The minimum or infimum."""

    @property
    def complete(self) -> bool:
        """Whether these are claimed to be all minimisers."""

    @property
    def parameters(self) -> Mapping[str, str]:
        """The ranges, in words, of the letters in the points."""

    @property
    def certificate(self) -> Certificate | None:
        """What is to show it."""


@dataclass(frozen=True)
class Stated:
    """A claim and nothing else."""

    kind: Kind
    points: tuple[tuple[Expr, ...], ...]
    value: Expr | None
    complete: bool
    parameters: Mapping[str, str]
    certificate: Certificate | None


def demand_criticals(*numbers: Expr) -> None:
    """Raises Refusal unless every CriticalOf in the numbers is what it says."""
    for each in numbers:
        for point in each.atoms(CriticalOf):
            _demand(point.function, point.letters, point.box)


@cache
def _demand(function: Expr, letters: tuple[Symbol, ...], box: tuple[Ends, ...]) -> None:
    from symdescent.proofs.kernel.differentiation import derivative

    if not len(letters) == len(box) == len(set(letters)) <= MOST_LETTERS:
        raise Untrue("a critical point needs an interval for each letter")
    if function.free_symbols - set(letters):
        raise Untrue("the function of a critical point has another letter")
    if any(low >= high for low, high in box):
        raise Untrue("the box of a critical point is empty")
    demand_criticals(function)
    slopes = tuple(derivative(function, v) for v in letters)
    with mp.workprec(BITS):
        image = _image(slopes, letters, box)
        inside = all(_within(ball, ends) for ball, ends in zip(image, box, strict=True))
    if not inside:
        raise Unfollowed("that there is exactly one critical point is not seen")


def _image(
    functions: tuple[Expr, ...], letters: tuple[Symbol, ...], box: tuple[Ends, ...]
) -> "list[Ball]":
    """K = c - Y f(c) + (1 - Y J(X)) (X - c), with X about c as large as the box or larger."""
    from symdescent.proofs.kernel.balls import Ball, around, ball_at, dot
    from symdescent.proofs.kernel.differentiation import derivative

    wide = [around(*ends) for ends in box]
    thin = [Ball(b.middle, mpf(0)) for b in wide]
    slopes = [[derivative(f, v) for v in letters] for f in functions]
    over = [[ball_at(s, dict(zip(letters, wide, strict=True))) for s in row] for row in slopes]
    there = dict(zip(letters, thin, strict=True))
    values = [ball_at(f, there) for f in functions]
    guess = _inverse([[b.middle for b in row] for row in over])
    off = [Ball(mpf(0), b.radius) for b in wide]
    image = []
    for i, y in enumerate(guess):
        rest = [
            dot([*y, Ball(mpf(-1), mpf(0))], [*(row[j] for row in over), _one(i == j)])
            for j in range(len(letters))
        ]
        moved = [Ball(-v.middle, v.radius) for v in values]
        whole = dot([*y, *rest], [*moved, *off])
        image.append(dot([thin[i], whole], [_one(True), _one(True)]))
    return image


def _inverse(rows: list[list[Any]]) -> "list[list[Ball]]":
    """Any matrix will do; the inverse of the middle does best."""
    from symdescent.proofs.kernel.balls import Ball

    try:
        found = matrix(rows) ** -1
    except ZeroDivisionError:
        raise Unfollowed("the slopes at a critical point are not independent") from None
    return [[Ball(found[i, j], mpf(0)) for j in range(len(rows))] for i in range(len(rows))]


def _one(is_one: bool) -> "Ball":
    from symdescent.proofs.kernel.balls import Ball

    return Ball(mpf(int(is_one)), mpf(0))


def _within(ball: "Ball", ends: Ends) -> bool:
    from symdescent.proofs.kernel.balls import fraction

    middle, radius = fraction(ball.middle), fraction(ball.radius)
    return ends[0] < middle - radius and middle + radius < ends[1]


WORDS: Final = frozenset({"any real number", "any integer", "any real number but 0"})
BETWEEN: Final = re.compile(r"(?:(?P<low>[^<]+) <= )?(?P<name>[^\W\d]\w*)(?: <= (?P<high>[^<]+))?")


@dataclass(frozen=True)
class Point:
    """One claimed minimiser, a value for each variable, with the ranges of its parameters."""

    place: Place
    coordinates: tuple[Expr, ...]


def box_ranges(problem: Problem) -> "Ranges":
    """The box as ranges of the variables; Untrue for a box without a point."""
    from symdescent.proofs.kernel.range_bounds import Range

    out = {}
    for v, (low, high) in zip(problem.variables, problem.box, strict=True):
        if low is not None and high is not None and sign(high - low) < 0:
            raise Untrue(f"the box of {v.name} is empty")
        out[v] = Range(low, high)
    return out


def value_of(minimum: Claim) -> Expr:
    """The claimed value, a number."""
    if minimum.value is None or minimum.value.free_symbols:
        raise Untrue("no value is claimed")
    demand_criticals(minimum.value)
    return minimum.value


def attained(problem: Problem, minimum: Claim) -> list[Point]:
    """The claimed points, each seen to lie in the box and to have the claimed value."""
    found = placed(problem, minimum)
    for point in found:
        demand_value(problem, point, value_of(minimum))
    return found


def placed(problem: Problem, minimum: Claim) -> list[Point]:
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
    if zero_test.vanishes(gap, sign):
        return
    raise Unfollowed("the value at a family of points is not seen to be the claimed one")


def _point(problem: Problem, minimum: Claim, coordinates: tuple[Expr, ...]) -> Point:
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


def _range(letter: Symbol, words: str) -> "Range":
    from symdescent.proofs.kernel.range_bounds import Range

    if words in WORDS:
        if words == "any integer" and not letter.is_integer:
            raise Untrue("a parameter is no integer")
        return Range()
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
