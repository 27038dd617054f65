"""Exercises on gradient descent on a quadratic in two variables."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Final

from symdescent.language.notation import (
    Bold,
    Chain,
    Combined,
    Function,
    Indexed,
    Matrix,
    Nabla,
    Relation,
    Written,
)
from symdescent.lessons.blocks import Derivation, Line, Paragraph, Text
from symdescent.lessons.exercises.mathematics import (
    LETTERS,
    PLANE,
    column,
    equal,
    joined,
    line,
    number,
    point,
    power,
    row,
    total,
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

Pair = tuple[Fraction, Fraction]
Slopes = Callable[[Pair], Pair]

PROMISE: Final = Promise(characters=6)
FORMS: Final = {"diagonal": 1, "turned": 2, "shifted": 3}
BASES: Final = ((1, 1), (1, -1), (1, 2), (2, 1), (1, -2), (2, -1), (3, 4), (4, 3), (3, -4), (1, 3))
STEPS: Final = 2
LARGEST: Final = 60  # eigenvalue
BASE: Final = 10  # the largest denominator of a contraction factor


@dataclass(frozen=True)
class Bowl:
    """L(z) = (z - centre)^T H (z - centre) / 2, H with eigenvectors (p, q), (-q, p)."""

    first: tuple[int, int]
    eigenvalues: Pair
    centre: Pair

    @property
    def second(self) -> tuple[int, int]:
        p, q = self.first
        return -q, p

    @property
    def hessian(self) -> tuple[Fraction, Fraction, Fraction]:
        """The entries xx, xy, yy."""
        (p, q), (one, two) = self.first, self.eigenvalues
        size = p * p + q * q
        mixed = (one - two) * p * q / size
        return (one * p * p + two * q * q) / size, mixed, (one * q * q + two * p * p) / size

    def slopes_at(self, z: Pair) -> Pair:
        (a, b, c), x, y = self.hessian, z[0] - self.centre[0], z[1] - self.centre[1]
        return a * x + b * y, b * x + c * y

    @property
    def linear(self) -> Pair:
        """The coefficients of x and y in L."""
        return self.slopes_at((Fraction(0), Fraction(0)))

    @property
    def formula(self) -> str:
        """L without its constant; halves stand before a bracket."""
        a, b, c = self.hessian
        halves = a.numerator % 2 or c.numerator % 2
        scale = 1 if halves else Fraction(1, 2)
        square = total((a * scale, "x^2"), (2 * b * scale, "x*y"), (c * scale, "y^2"))
        text = f"1/2*({square})" if halves else square
        return total((1, text), (self.linear[0], "x"), (self.linear[1], "y"))

    @property
    def slopes(self) -> tuple[str, str]:
        (a, b, c), (p, q) = self.hessian, self.linear
        return total((a, "x"), (b, "y"), (p, "")), total((b, "x"), (c, "y"), (q, ""))


@dataclass(frozen=True)
class Slide:
    """Gradient descent in a bowl: the start is centre + weights along both eigenvectors."""

    bowl: Bowl
    rate: Fraction
    weights: tuple[int, int]

    @property
    def start(self) -> Pair:
        (a, b), (p, q), (m, n) = self.weights, self.bowl.first, self.bowl.centre
        return m + a * p - b * q, n + a * q + b * p

    @property
    def factors(self) -> Pair:
        one, two = self.bowl.eigenvalues
        return 1 - self.rate * one, 1 - self.rate * two

    @property
    def points(self) -> list[Pair]:
        return slid(self.bowl.slopes_at, self.rate, self.start, STEPS)

    @property
    def closed(self) -> tuple[str, str]:
        """x_k and y_k as formulas in k."""
        return self.formula_of(0), self.formula_of(1)

    def formula_of(self, axis: int) -> str:
        (a, b), bowl = self.weights, self.bowl
        one, two = (power(factor, "k") for factor in self.factors)
        return total(
            (bowl.centre[axis], ""), (a * bowl.first[axis], one), (b * bowl.second[axis], two)
        )


def slid(slopes: Slopes, rate: Fraction, start: Pair, steps: int) -> list[Pair]:
    """The start and the points after it."""
    points = [start]
    for _ in range(steps):
        (x, y), (u, v) = points[-1], slopes(points[-1])
        points.append((x - rate * u, y - rate * v))
    return points


@cache
def rates(eigenvalues: Pair) -> tuple[Fraction, ...]:
    """Short rates at which both contraction factors are short, stable, and not 0."""
    candidates = (Fraction(top, bottom) for top in (1, 2) for bottom in range(2, LARGEST + 1))
    return tuple(dict.fromkeys(rate for rate in candidates if suits(rate, eigenvalues)))


def suits(rate: Fraction, eigenvalues: Pair) -> bool:
    factors = [1 - rate * value for value in eigenvalues]
    return all(0 < abs(f) < 1 and f.denominator <= BASE for f in factors)


def draw(form: str, chance: Chance) -> Problem | None:
    """The numbers, or None where no short rate suits the eigenvalues drawn."""
    bowl = hollow(form, chance)
    choices = rates(bowl.eigenvalues)
    if not choices:
        return None
    weights = (chance.nonzero(4), chance.nonzero(4))
    made = Slide(bowl, chance.one_of(choices), weights)
    points = made.points
    asked = (
        Answer("gradient", bowl.slopes),
        Answer("eigenvalues", tuple(sorted(bowl.eigenvalues))),
        Answer("iterates", tuple(x for point in points[1:] for x in point)),
        Answer("closed", made.closed),
    )
    key = Answer("last", points[-1])
    numbers = {"start": made.start, "rate": (made.rate,), "steps": (Fraction(STEPS),)}
    wrong = three(chance, key, wrong_answers(made), PROMISE)
    return Problem("quadratic-2d", form, bowl.formula, numbers, asked, key, wrong, made)


def hollow(form: str, chance: Chance) -> Bowl:
    """A bowl with an integer Hessian."""
    first = (1, 0) if form == "diagonal" else chance.one_of(BASES)
    apart = first[0] ** 2 + first[1] ** 2
    low = chance.between(1, 12)
    high = low + apart * chance.between(1, max(1, min(8, 40 // apart)))
    pair = chance.shuffled((Fraction(low), Fraction(high)))
    moved = form != "turned"
    centre = (Fraction(moved * chance.between(-5, 5)), Fraction(moved * chance.between(-5, 5)))
    return Bowl(first, (pair[0], pair[1]), centre)


def wrong_answers(made: Slide) -> dict[str, Pair]:
    """What the last point becomes by mistake."""
    bowl, rate, start = made.bowl, made.rate, made.start
    slopes, (u, v) = bowl.slopes_at, bowl.slopes_at(start)
    (a, b, c), (x, y) = bowl.hessian, bowl.linear
    wrong: dict[str, tuple[Slopes, Fraction]] = {
        "sign": (slopes, -rate),
        "inverse": (slopes, 1 / rate),
        "exponent": (lambda z: (a / 2 * z[0] + b * z[1] + x, b * z[0] + c / 2 * z[1] + y), rate),
        "mixed": (lambda z: (a * z[0] + x, c * z[1] + y), rate),
    }
    return {
        **{name: slid(slope, pace, start, STEPS)[-1] for name, (slope, pace) in wrong.items()},
        "early": made.points[-2],
        "stale": (start[0] - STEPS * rate * u, start[1] - STEPS * rate * v),
        "one_by_one": in_turn(made),
    }


def in_turn(made: Slide) -> Pair:
    """The last point where y is moved with the new x already put in."""
    x, y = made.start
    for _ in range(STEPS):
        x -= made.rate * made.bowl.slopes_at((x, y))[0]
        y -= made.rate * made.bowl.slopes_at((x, y))[1]
    return x, y


MOVING = LETTERS["v_k"]


def wording(problem: Problem, say: Say) -> Wording:
    """The words."""
    made: Slide = problem.made_of
    bowl = made.bowl
    last = labelled(STEPS)
    return Wording(
        (
            Paragraph(
                say(
                    "descent.plane",
                    formula=written(f"L_xy = {problem.formula}"),
                    point=PLANE,
                    start=equal(labelled(0), row(made.start)),
                    rate=written(f"eta = {made.rate}"),
                )
            ),
        ),
        (
            say("part.gradient_hessian"),
            say("part.eigen"),
            say("part.iterates", points=joined([labelled(k) for k in range(1, STEPS + 1)])),
            say("part.closed", point=MOVING),
        ),
        say("question.point", point=last),
        (
            gradient_key(bowl),
            eigen_key(bowl),
            joined([equal(labelled(k), row(made.points[k])) for k in range(1, STEPS + 1)]),
            closed_key(made),
        ),
        solution(made, say),
    )


def gradient_key(bowl: Bowl) -> Text:
    """The gradient as a column, and the Hessian."""
    return joined([gradient(bowl), equal(LETTERS["L_hessian"], square(bowl))])


def gradient(bowl: Bowl) -> Relation:
    """Its entries below each other."""
    entries = tuple((written(slope),) for slope in bowl.slopes)
    return equal(LETTERS["L_nabla"], Matrix(entries))


def eigen_key(bowl: Bowl) -> Text:
    """Each eigenvalue with its vector, the smaller first."""
    pairs = sorted(zip(bowl.eigenvalues, (bowl.first, bowl.second), strict=True))
    return joined([(number(value), ": ", row(vector)) for value, vector in pairs])


def closed_key(made: Slide) -> Text:
    formulas = [written(f"{x}_k = {f}") for x, f in zip("xy", made.closed, strict=True)]
    return joined([*formulas, Relation((MOVING, row(made.bowl.centre)), ("->",))])


def labelled(step: int) -> Indexed:
    """x_1, the point."""
    return Indexed(Bold("x"), number(step))


def square(bowl: Bowl) -> Matrix:
    a, b, c = map(number, bowl.hessian)
    return Matrix(((a, b), (b, c)))


def solution(made: Slide, say: Say) -> Solution:
    """Part by part."""
    return (
        Opening(say("plane.slopes")),
        Derivation(tuple(slope_lines(made.bowl, say))),
        Opening(say("plane.eigen")),
        Derivation(tuple(eigen_lines(made.bowl))),
        Opening(say("plane.iterates")),
        Derivation(tuple(iterate_lines(made))),
        Opening(say("plane.closed")),
        Derivation(tuple(closed_lines(made, say))),
        Paragraph(say("plane.settles", limit=row(made.bowl.centre))),
    )


def slope_lines(bowl: Bowl, say: Say) -> Iterator[Line]:
    for letter, slope in zip("xy", bowl.slopes, strict=True):
        yield line(f"L_by_{letter} = {slope}", say("rule.power"))
    yield Line(gradient(bowl))
    yield Line(equal(LETTERS["L_hessian"], square(bowl)))


def eigen_lines(bowl: Bowl) -> Iterator[Line]:
    """The Hessian times each eigenvector."""
    for vector, value in zip((bowl.first, bowl.second), bowl.eigenvalues, strict=True):
        grown = [value * part for part in vector]
        sides = Chain((square(bowl), column(vector))), column(grown)
        yield Line(equal(*sides, Chain((number(value), column(vector)))))


def moved(start: Written, rate: Fraction, slopes: Sequence[Fraction]) -> Combined:
    """start - rate * slopes."""
    return Combined(((True, start), (False, Chain((number(rate), column(slopes))))))


def iterate_lines(made: Slide) -> Iterator[Line]:
    """The gradient at each point, then the step."""
    for step, (here, following) in enumerate(pairwise(made.points)):
        slopes = made.bowl.slopes_at(here)
        yield Line(equal(at_point(here), column(slopes)))
        stepped = moved(column(here), made.rate, slopes)
        yield Line(equal(labelled(step + 1), stepped, column(following)))


def at_point(here: Pair) -> Written:
    return Nabla(Function("L", (point(here),)))


def away(made: Slide) -> Iterator[Written]:
    """The start as seen from the centre."""
    centre = made.bowl.centre
    gap = [start - middle for start, middle in zip(made.start, centre, strict=True)]
    if any(centre):
        yield Combined(((True, column(made.start)), (False, column(centre))))
    yield column(gap)


def closed_lines(made: Slide, say: Say) -> Iterator[Line]:
    """The start along the eigenvectors; each part shrinks by its own factor."""
    bowl = made.bowl
    vectors = [column(vector) for vector in (bowl.first, bowl.second)]
    terms = [
        (weight > 0, Chain((number(abs(weight)), vector)) if abs(weight) > 1 else vector)
        for weight, vector in zip(made.weights, vectors, strict=True)
    ]
    yield Line(equal(*away(made), Combined(tuple(terms))), say("reason.along"))
    for index, (factor, value) in enumerate(zip(made.factors, bowl.eigenvalues, strict=True), 1):
        yield line(f"q_{index} = 1 - {made.rate}*{value} = {factor}", say("reason.factor"))
    for letter, text in zip("xy", made.closed, strict=True):
        yield line(f"{letter}_k = {text}")
