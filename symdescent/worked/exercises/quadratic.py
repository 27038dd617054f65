"""A form and a chance go in, gradient descent on a parabola as an exercise comes out.

The contraction factor is drawn first, and the rate made from it; the start lies a multiple of a
power of the factor's denominator away from the minimum, so that the iterates stay short.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from symdescent.worked.blocks import Derivation, Line, Paragraph
from symdescent.worked.exercises.chance import Chance
from symdescent.worked.exercises.mathematics import line, written
from symdescent.worked.exercises.mistakes import three
from symdescent.worked.exercises.parabola import FORMS, Parabola, descent, drawn
from symdescent.worked.exercises.records import (
    Answer,
    Opening,
    Problem,
    Promise,
    Say,
    Solution,
    Told,
)
from symdescent.worked.exercises.telling import points, slope_line, update_key, valued
from symdescent.worked.exercises.texts import less, power, scaled, total, within

__all__ = ["FORMS", "PROMISE", "draw", "tell"]

PROMISE: Final = Promise(characters=6)
STEPS: Final = 3
FACTORS: Final = tuple(
    Fraction(*pair)
    for pair in (
        *((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (2, 5), (3, 5), (4, 5), (1, 10)),
        *((3, 10), (7, 10), (9, 10), (-1, 2), (-1, 3), (-2, 3), (-1, 4), (-1, 5), (-2, 5)),
    )
)
DEPTHS: Final = {2: 8, 3: 27, 4: 16, 5: 25, 10: 10}


@dataclass(frozen=True)
class Descent:
    """Gradient descent on a parabola; `points` from the start on."""

    parabola: Parabola
    factor: Fraction
    start: Fraction

    @property
    def rate(self) -> Fraction:
        return (1 - self.factor) / self.parabola.curvature

    @property
    def points(self) -> list[Fraction]:
        return descent(self.parabola.slope_at, self.rate, self.start, STEPS)

    @property
    def update(self) -> str:
        """a*x_k + b, which is the next point."""
        constant = (1 - self.factor) * self.parabola.vertex
        return total((self.factor, "x_k"), (constant, ""))

    @property
    def gap(self) -> Fraction:
        return self.start - self.parabola.vertex

    @property
    def closed(self) -> str:
        """x_k as a formula in k."""
        return total((self.parabola.vertex, ""), (self.gap, power(self.factor, "k")))


def draw(form: str, chance: Chance) -> Problem:
    """The numbers; whether they are short is for the promise to say."""
    parabola, factor = drawn(form, chance), chance.one_of(FACTORS)
    start = parabola.vertex + DEPTHS[factor.denominator] * chance.nonzero(4)
    made = Descent(parabola, factor, start)
    key = Answer("last", (made.points[-1],))
    asked = (
        Answer("update", (made.update,)),
        Answer("iterates", tuple(made.points[1:])),
        Answer("closed", (made.closed,)),
    )
    numbers = {"start": (start,), "rate": (made.rate,), "steps": (Fraction(STEPS),)}
    wrong = three(chance, key, slips(made), PROMISE)
    return Problem("quadratic", form, parabola.formula, numbers, asked, key, wrong, made)


def slips(made: Descent) -> dict[str, tuple[Fraction, ...]]:
    """What the last point becomes by mistake."""
    slope, rate, start = made.parabola.slope_at, made.rate, made.start
    points = descent(slope, rate, start, STEPS + 1)
    return {
        "sign": (descent(slope, -rate, start, STEPS)[-1],),
        made.parabola.slip: (descent(made.parabola.bent_at, rate, start, STEPS)[-1],),
        "early": (points[STEPS - 1],),
        "late": (points[STEPS + 1],),
        "stale": (start - STEPS * rate * slope(start),),
        "offset": (points[STEPS] - made.parabola.vertex,),
        "inverse": (descent(slope, 1 / rate, start, STEPS)[-1],),
    }


def tell(problem: Problem, say: Say) -> Told:
    """The words."""
    made: Descent = problem.made_of
    return Told(
        (
            Paragraph(
                say(
                    "descent.statement",
                    formula=written(f"L_x = {problem.formula}"),
                    start=written(f"x_0 = {made.start}"),
                    rate=written(f"eta = {made.rate}"),
                )
            ),
        ),
        (
            say("part.update", rule=written("x_next = a*x_k + b")),
            say("part.iterates", points=points(STEPS)),
            say("part.closed", point=written("x_k")),
        ),
        say("question.point", point=written(f"x_{STEPS}")),
        (
            update_key(made.parabola, made.update),
            valued(STEPS, made.points[1:]),
            (written(f"x_k = {made.closed}"), ", ", written(f"x_k -> {made.parabola.vertex}")),
        ),
        solution(made, say),
    )


def solution(made: Descent, say: Say) -> Solution:
    """Part by part."""
    settled = written(f"abs({made.factor}) < 1")
    return (
        Opening(say("quadratic.slope")),
        Derivation((slope_line(made.parabola, say), *update_lines(made, say))),
        Opening(say("iterates.by_rule")),
        Derivation(tuple(iterate_lines(made))),
        Opening(say("closed.by_fixed_point")),
        Derivation(tuple(closed_lines(made, say))),
        Paragraph(say("closed.settles", factor=settled, limit=written(f"{made.parabola.vertex}"))),
    )


def update_lines(made: Descent, say: Say) -> Iterator[Line]:
    slope = made.parabola.slope.replace("x", "x_k")
    yield line(f"x_next = x_k - {scaled(made.rate, f'({slope})')}", say("reason.step"))
    yield line(f"x_next = {made.update}", say("reason.collected"))


def iterate_lines(made: Descent) -> Iterator[Line]:
    """Each point from the one before it, with the numbers put in."""
    for step, (here, following) in enumerate(pairwise(made.points), 1):
        constant = (1 - made.factor) * made.parabola.vertex
        text = total((made.factor, within(here)), (constant, ""))
        yield line(f"x_{step} = {text} = {following}")


def closed_lines(made: Descent, say: Say) -> Iterator[Line]:
    vertex = made.parabola.vertex
    fixed = made.update.replace("x_k", "x_star")
    yield line(f"x_star = {fixed} <=> x_star = {vertex}", say("reason.fixed_point"))
    if vertex:
        gap = total((made.factor, less("x_k", vertex)))
        yield line(f"{less('x_next', vertex)[1:-1]} = {gap}", say("reason.subtracted"))
    start = written(f"{total((1, 'x_0'), (-vertex, ''))} = {made.gap}")
    yield line(f"x_k = {made.closed}", say("reason.since", fact=start))
