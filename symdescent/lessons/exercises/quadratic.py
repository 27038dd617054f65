"""Exercises on gradient descent on a parabola."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from symdescent.lessons.blocks import Derivation, Line, Paragraph, Text
from symdescent.lessons.exercises.mathematics import (
    joined,
    less,
    line,
    power,
    scaled,
    total,
    within,
    written,
)
from symdescent.lessons.exercises.problems import (
    Answer,
    Chance,
    Opening,
    Problem,
    Promise,
    Say,
    Solution,
    Wording,
    three,
)

Slope = Callable[[Fraction], Fraction]
CURVATURES = (1, 2, 3, 4, 5, 6, 8, 10, 12)
FORMS = {"vertex": 1, "expanded": 1, "factored": 2}  # and how difficult each is


@dataclass(frozen=True)
class Parabola:
    """L(x) = curvature/2 * (x - vertex)^2 + height; factored: zeros at vertex +- half."""

    form: str
    curvature: Fraction
    vertex: Fraction
    height: Fraction
    half: Fraction = Fraction(0)

    @property
    def formula(self) -> str:
        """L, as the form has it."""
        h, m = self.curvature, self.vertex
        if self.form == "vertex":
            return total((h / 2, f"{less('x', m)}^2"), (self.height, ""))
        if self.form == "factored":
            zeros = f"{less('x', m - self.half)}*{less('x', m + self.half)}"
            return scaled(h / 2, zeros)
        return total((h / 2, "x^2"), (-h * m, "x"), (h * m * m / 2 + self.height, ""))

    @property
    def raw_slope(self) -> str:
        """L' as the rules give it, nothing multiplied out; else the same as `slope`."""
        h, m = self.curvature, self.vertex
        if self.form == "vertex" and h != 1:
            return scaled(h, less("x", m))
        if self.form == "factored":
            inner = total((1, less("x", m + self.half)), (1, less("x", m - self.half)))
            return scaled(h / 2, f"({inner})") if h != 2 else inner
        return self.slope

    @property
    def slope(self) -> str:
        return total((self.curvature, "x"), (-self.curvature * self.vertex, ""))

    def slope_at(self, x: Fraction) -> Fraction:
        return self.curvature * (x - self.vertex)

    @property
    def slip(self) -> str:
        """What `bent_at` gets wrong."""
        return "half_product" if self.form == "factored" else "exponent"

    def bent_at(self, x: Fraction) -> Fraction:
        """The slope with the usual mistake: a factor 2, or one half of the product rule, lost."""
        lost = self.curvature / 2
        kept = {"expanded": 2 * self.vertex, "factored": self.vertex + self.half}
        return lost * (x - kept.get(self.form, self.vertex))


def drawn(form: str, chance: Chance) -> Parabola:
    """A parabola with whole or short numbers."""
    curvature = Fraction(chance.one_of(CURVATURES))
    vertex = Fraction(chance.between(-9, 9))
    if form == "factored":
        half = Fraction(chance.between(1, 6))
        return Parabola(form, curvature, vertex, -curvature / 2 * half * half, half)
    even = curvature.numerator % 2 == 0 or form == "vertex"
    height = Fraction(chance.between(-9, 9)) - (0 if even else curvature * vertex * vertex / 2 % 1)
    return Parabola(form, curvature, vertex, height)


def descent(slope: Slope, rate: Fraction, start: Fraction, steps: int) -> list[Fraction]:
    """The start and the points after it."""
    points = [start]
    for _ in range(steps):
        points.append(points[-1] - rate * slope(points[-1]))
    return points


RULES = {"expanded": "rule.power", "vertex": "rule.chain", "factored": "rule.product"}


def points(steps: int, letter: str = "x") -> Text:
    """x_1, x_2, ..."""
    return joined([written(f"{letter}_{step}") for step in range(1, steps + 1)])


def valued(steps: int, values: Sequence[Fraction]) -> Text:
    """x_1 = 3, x_2 = 5/2, ..."""
    return joined([written(f"x_{k} = {values[k - 1]}") for k in range(1, steps + 1)])


def update_key(parabola: Parabola, update: str) -> Text:
    """The derivative and the rule."""
    return joined([written(f"L_slope = {parabola.slope}"), written(f"x_next = {update}")])


def slope_line(parabola: Parabola, say: Say) -> Line:
    """L'(x), by the rule that its spelling asks for."""
    sides = dict.fromkeys((parabola.raw_slope, parabola.slope))
    plain = parabola.form == "vertex" and not parabola.vertex  # a multiple of x^2
    rule = RULES["expanded" if plain else parabola.form]
    return line(" = ".join(("L_slope", *sides)), say(rule))


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
    wrong = three(chance, key, wrong_answers(made), PROMISE)
    return Problem("quadratic", form, parabola.formula, numbers, asked, key, wrong, made)


def wrong_answers(made: Descent) -> dict[str, tuple[Fraction, ...]]:
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


def wording(problem: Problem, say: Say) -> Wording:
    """The words."""
    made: Descent = problem.made_of
    return Wording(
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
