"""Certificates with a bowl about every claimed point."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import sympy
from sympy import Expr

from symdescent.calculus.critical_number import CriticalOf
from symdescent.proofs.kernel.box_intervals import Field, field_of
from symdescent.proofs.kernel.boxes import BoxBowl, examine
from symdescent.proofs.kernel.certificates import Boxes, Certificate, Level, Unfollowed
from symdescent.proofs.kernel.claim import Point, placed
from symdescent.proofs.kernel.covers import enclosed
from symdescent.proofs.problem import Kind, Minimum, Problem
from symdescent.proofs.proof_text import text
from symdescent.proofs.symmetry import symmetry

SMALLEST: Final = 1e-7  # half the width of a bowl


def paved(problem: Problem, found: Minimum) -> Iterator[Certificate]:
    """A bowl around each claimed point, the largest of a row that the check accepts."""
    if found.parameters or not found.points:
        return
    field = field_of(problem)
    size, bowls = 16.0, []
    for place in placed(problem, found):
        size, bowl = _bowl(problem, field, place, 4 * size)
        bowls.append(bowl)
    yield Boxes(tuple(bowls), tuple(_images(problem, found, p) for p in found.points))


def level(problem: Problem, found: Minimum) -> Iterator[Certificate]:
    """A small bowl around each local minimum; around other critical points none is needed."""
    if found.kind is Kind.STATIONARY:
        yield Level(((),) * len(found.points))
        return
    field = field_of(problem)
    yield Level(tuple(_bowl(problem, field, p, 1.0)[1] for p in placed(problem, found)))


def _images(problem: Problem, found: Minimum, point: tuple[Expr, ...]) -> tuple[str, ...]:
    """Where two values are equal by a symmetry alone, that symmetry."""
    first = found.points[0]
    if point == first or not any(c.has(CriticalOf) for c in point):
        return ()
    seen = symmetry(problem.expression, problem.variables, first, point)
    return () if seen is None else tuple(map(text, seen.images))


def _bowl(
    problem: Problem, field: Field, place: Point, size: float
) -> tuple[float, tuple[str, ...]]:
    """The half width of the largest bowl, not larger than `size`, and its ends."""
    centre = [float(sum(enclosed(c)) / 2) for c in place.coordinates]
    while size > SMALLEST:
        ends = [end for c in centre for end in (c - size, c + size)]
        try:
            examine(problem, field, place, BoxBowl(np.array(ends[::2]), np.array(ends[1::2])))
        except Unfollowed:
            size /= 2
            continue
        return size, tuple(str(sympy.Rational(*end.as_integer_ratio())) for end in ends)
    raise Unfollowed("no bowl is seen around a claimed point")
