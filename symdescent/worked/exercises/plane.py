"""A form and a chance go in, gradient descent on a quadratic in two variables comes out.

The Hessian is made from two perpendicular integer vectors (p, q) and (-q, p): it has integer
entries wherever its eigenvalues are congruent modulo p^2 + q^2; for 3, 4, 5 and its like the
eigenvectors of length 1 are rational as well.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Final

from symdescent.worked.exercises.chance import Chance
from symdescent.worked.exercises.mistakes import three
from symdescent.worked.exercises.records import Answer, Problem, Promise
from symdescent.worked.exercises.texts import power, total

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
    wrong = three(chance, key, slips(made), PROMISE)
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


def slips(made: Slide) -> dict[str, Pair]:
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
