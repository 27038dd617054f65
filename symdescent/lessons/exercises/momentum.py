"""Exercises on the heavy ball on a parabola."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from symdescent.lessons.blocks import Derivation, Line, Paragraph
from symdescent.lessons.exercises.mathematics import (
    less,
    line,
    power,
    scaled,
    total,
    with_commas,
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
from symdescent.lessons.exercises.quadratic import (
    Parabola,
    Slope,
    descent,
    drawn,
    points,
    slope_line,
    update_key,
    valued,
)

PROMISE: Final = Promise(characters=6)
FORMS: Final = {"monotone": 2, "oscillating": 3}
STEPS: Final = 3
SIZES: Final = tuple(
    Fraction(*pair)
    for pair in ((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (2, 5), (3, 5), (4, 5), (1, 6))
)


@dataclass(frozen=True)
class Ball:
    """The heavy ball on a parabola: the roots larger first, x_{-1} = x_0."""

    parabola: Parabola
    larger: Fraction
    smaller: Fraction
    start: Fraction

    @property
    def momentum(self) -> Fraction:
        return self.larger * self.smaller

    @property
    def rate(self) -> Fraction:
        return (1 - self.larger) * (1 - self.smaller) / self.parabola.curvature

    @property
    def points(self) -> list[Fraction]:
        """From the start on."""
        return rolled(self.parabola.slope_at, self.rate, self.momentum, self.start)

    @property
    def constant(self) -> Fraction:
        return self.rate * self.parabola.curvature * self.parabola.vertex

    @property
    def weights(self) -> tuple[Fraction, Fraction]:
        """What the powers of the roots are multiplied by."""
        r, s, gap = self.larger, self.smaller, self.start - self.parabola.vertex
        return gap * r * (1 - s) / (r - s), -gap * s * (1 - r) / (r - s)

    @property
    def update(self) -> str:
        roots = self.larger + self.smaller
        return total((roots, "x_k"), (-self.momentum, "x_prev"), (self.constant, ""))

    @property
    def closed(self) -> str:
        first, second = self.weights
        powers = (first, power(self.larger, "k")), (second, power(self.smaller, "k"))
        return total((self.parabola.vertex, ""), *powers)

    @property
    def polynomial(self) -> str:
        return total((1, "r^2"), (-self.larger - self.smaller, "r"), (self.momentum, ""))


def rolled(slope: Slope, rate: Fraction, momentum: Fraction, start: Fraction) -> list[Fraction]:
    """The start and STEPS points of the heavy ball, at rest in the beginning."""
    found = [start, start]
    for _ in range(STEPS):
        here, before = found[-1], found[-2]
        found.append(here - rate * slope(here) + momentum * (here - before))
    return found[1:]


def draw(form: str, chance: Chance) -> Problem:
    """The numbers; whether they are short is for the promise to say."""
    parabola = drawn(chance.one_of(("vertex", "expanded")), chance)
    small, large = sorted(chance.shuffled(SIZES)[:2])
    roots = (large, small) if form == "monotone" else (-small, -large)
    deep = (1 - roots[1]) * roots[0] / (roots[0] - roots[1])
    start = parabola.vertex + deep.denominator * chance.nonzero(6)
    made = Ball(parabola, *roots, start)
    asked = (
        Answer("update", (made.update,)),
        Answer("iterates", tuple(made.points[1:])),
        Answer("roots", roots),
        Answer("closed", (made.closed,)),
    )
    numbers = {
        "start": (start,),
        "rate": (made.rate,),
        "momentum": (made.momentum,),
        "steps": (Fraction(STEPS),),
    }
    key = Answer("last", (made.points[-1],))
    wrong = three(chance, key, wrong_answers(made), PROMISE)
    return Problem("momentum", form, parabola.formula, numbers, asked, key, wrong, made)


def wrong_answers(made: Ball) -> dict[str, tuple[Fraction, ...]]:
    """What the last point becomes by mistake."""
    slope, rate, beta, start = made.parabola.slope_at, made.rate, made.momentum, made.start
    return {
        "sign": (rolled(slope, -rate, beta, start)[-1],),
        made.parabola.slip: (rolled(made.parabola.bent_at, rate, beta, start)[-1],),
        "early": (made.points[-2],),
        "offset": (made.points[-1] - made.parabola.vertex,),
        "no_momentum": (descent(slope, rate, start, STEPS)[-1],),
        "momentum_sign": (rolled(slope, rate, -beta, start)[-1],),
        "swapped": (rolled(slope, beta, rate, start)[-1],),
    }


def wording(problem: Problem, say: Say) -> Wording:
    """The words."""
    made: Ball = problem.made_of
    rule = "x_next = x_k - eta*L_slope_k + beta*(x_k - x_prev)"
    recurrence = written("x_next = a*x_k + b*x_prev + c")
    return Wording(
        (
            Paragraph(say("momentum.function", formula=written(f"L_x = {problem.formula}"))),
            Derivation((line(rule),)),
            Paragraph(
                say(
                    "momentum.start",
                    rest=written("x_before = x_0"),
                    start=written(f"x_0 = {made.start}"),
                    rate=written(f"eta = {made.rate}"),
                    momentum=written(f"beta = {made.momentum}"),
                )
            ),
        ),
        (
            say("part.update", rule=recurrence),
            say("part.iterates", points=points(STEPS)),
            say("part.roots", ansatz=written("x_k = r^k")),
            say("part.closed", point=written("x_k")),
        ),
        say("question.point", point=written(f"x_{STEPS}")),
        (
            update_key(made.parabola, made.update),
            valued(STEPS, made.points[1:]),
            with_commas((made.larger, made.smaller)),
            (written(f"x_k = {made.closed}"), ", ", written(f"x_k -> {made.parabola.vertex}")),
        ),
        solution(made, say),
    )


def solution(made: Ball, say: Say) -> Solution:
    """Part by part."""
    limit = written(f"{made.parabola.vertex}")
    settled = written(f"abs({made.smaller}) < 1"), written(f"abs({made.larger}) < 1")
    return (
        Opening(say("momentum.slope")),
        Derivation((slope_line(made.parabola, say), *update_lines(made, say))),
        Opening(say("momentum.iterates", rest=written("x_before = x_0"))),
        Derivation(tuple(iterate_lines(made))),
        Opening(
            say(
                "momentum.roots",
                ansatz=written(f"{total((1, 'x_k'), (-made.parabola.vertex, ''))} = r^k"),
            )
        ),
        Derivation(tuple(root_lines(made, say))),
        Opening(say("momentum.weights")),
        Derivation(tuple(weight_lines(made, say))),
        Paragraph(say("momentum.settles", larger=settled[1], smaller=settled[0], limit=limit)),
    )


def update_lines(made: Ball, say: Say) -> Iterator[Line]:
    slope = made.parabola.slope.replace("x", "x_k")
    push = scaled(made.momentum, "(x_k - x_prev)")
    yield line(f"x_next = x_k - {scaled(made.rate, f'({slope})')} + {push}", say("reason.step"))
    yield line(f"x_next = {made.update}", say("reason.collected"))


def iterate_lines(made: Ball) -> Iterator[Line]:
    """Each point from the two before it, with the numbers put in."""
    trail = [made.start, *made.points]
    roots, triples = made.larger + made.smaller, zip(trail, trail[1:], trail[2:], strict=False)
    for step, (before, here, following) in enumerate(triples, 1):
        text = total((roots, within(here)), (-made.momentum, within(before)), (made.constant, ""))
        yield line(f"x_{step} = {text} = {following}")


def root_lines(made: Ball, say: Say) -> Iterator[Line]:
    factors = f"{less('r', made.larger)}*{less('r', made.smaller)}"
    yield line(f"{made.polynomial} = 0", say("reason.characteristic"))
    yield line(f"{made.polynomial} = {factors}", say("reason.vieta"))


def weight_lines(made: Ball, say: Say) -> Iterator[Line]:
    """Two equations for the weights A and B, from the first two points."""
    vertex, (first, second) = made.parabola.vertex, made.weights
    ansatz = total((vertex, ""), (1, f"A*{power(made.larger, 'k')}"))
    yield line(f"x_k = {ansatz} + B*{power(made.smaller, 'k')}", say("reason.ansatz"))
    gaps = [point - vertex for point in made.points[:2]]
    yield line(f"A + B = {gaps[0]}", say("reason.at_step", step=written("k = 0")))
    mixed = total((made.larger, "A"), (made.smaller, "B"))
    yield line(f"{mixed} = {gaps[1]}", say("reason.at_step", step=written("k = 1")))
    yield line(f"A = {first}")
    yield line(f"B = {second}")
    yield line(f"x_k = {made.closed}")
