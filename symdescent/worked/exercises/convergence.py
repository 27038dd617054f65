"""A form and a chance go in, an exercise on rates of convergence comes out.

line: gradient descent on a parabola; plane: on a quadratic in two variables; ball: the heavy ball
there, with squares as eigenvalues, so that its best settings are rational.
B. T. Polyak (1964), doi:10.1016/0041-5553(64)90137-5.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Final

from symdescent.worked.exercises.chance import Chance
from symdescent.worked.exercises.mistakes import three
from symdescent.worked.exercises.parabola import Parabola, drawn
from symdescent.worked.exercises.plane import BASES, Bowl
from symdescent.worked.exercises.quadratic import FACTORS
from symdescent.worked.exercises.records import Answer, Problem, Promise

PROMISE: Final = Promise(characters=6)
FORMS: Final = {"line": 1, "plane": 2, "ball": 3}
MOST: Final = 400  # steps


@dataclass(frozen=True)
class Approach:
    """Gradient descent on a parabola until the distance is at most 10^-digits."""

    parabola: Parabola
    factor: Fraction
    gap: int
    digits: int

    @property
    def rate(self) -> Fraction:
        return (1 - self.factor) / self.parabola.curvature

    @property
    def start(self) -> Fraction:
        return self.parabola.vertex + self.gap

    @property
    def steps(self) -> int:
        return waiting(abs(self.factor), Fraction(abs(self.gap)), self.digits)


@dataclass(frozen=True)
class Valley:
    """A quadratic in two variables, its error to be made smaller by 10^-digits."""

    bowl: Bowl
    digits: int

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """The smaller and the larger eigenvalue."""
        low, high = sorted(self.bowl.eigenvalues)
        return low, high

    @property
    def rate(self) -> Fraction:
        """The best one of gradient descent."""
        return 2 / sum(self.ends, Fraction(0))

    @property
    def factor(self) -> Fraction:
        low, high = self.ends
        return (high - low) / (high + low)

    @property
    def steps(self) -> int:
        return waiting(self.factor, Fraction(1), self.digits)

    @property
    def roots(self) -> tuple[Fraction, Fraction]:
        """The square roots of both eigenvalues, where they are squares."""
        low, high = (Fraction(round(float(end) ** 0.5)) for end in self.ends)
        return low, high

    @property
    def ball_rate(self) -> Fraction:
        return (2 / sum(self.roots, Fraction(0))) ** 2

    @property
    def ball_factor(self) -> Fraction:
        low, high = self.roots
        return (high - low) / (high + low)


def waiting(factor: Fraction, gap: Fraction, digits: int) -> int:
    """The first k with gap * factor^k <= 10^-digits, MOST + 1 if it is later."""
    goal, steps = Fraction(1, 10**digits), 0
    while gap > goal and steps <= MOST:
        gap, steps = gap * factor, steps + 1
    return steps


def draw(form: str, chance: Chance) -> Problem | None:
    """The numbers, or None where the eigenvalues drawn do not suit."""
    return DRAWN[form](chance)


def line(chance: Chance) -> Problem | None:
    parabola = drawn(chance.one_of(("vertex", "expanded")), chance)
    factor = chance.one_of(FACTORS)
    made = Approach(parabola, factor, chance.nonzero(20), chance.between(2, 9))
    if not 2 <= made.steps <= MOST:
        return None
    h = parabola.curvature
    asked = (
        Answer("range", (Fraction(0), 2 / h)),
        Answer("at_once", (1 / h,)),
        Answer("waiting", (Fraction(made.steps),)),
    )
    numbers = {
        "start": (made.start,),
        "rate": (made.rate,),
        "digits": (Fraction(made.digits),),
    }
    key = asked[-1]
    wrong = three(chance, key, miscounts(made), PROMISE)
    return Problem("convergence", "line", parabola.formula, numbers, asked, key, wrong, made)


def miscounts(made: Approach) -> dict[str, tuple[Fraction, ...]]:
    """What the number of steps becomes by mistake."""
    factor, gap, digits = abs(made.factor), Fraction(abs(made.gap)), made.digits
    lost = abs(1 - made.rate * made.parabola.curvature / 2)
    value = made.parabola.curvature * gap * gap / 2
    even = ceil((gap - Fraction(1, 10**digits)) / (gap * (1 - factor)))
    found = {
        "early": made.steps - 1,
        "distance": waiting(factor, Fraction(1), digits),
        "value": waiting(factor * factor, value, digits),
        "exponent": waiting(lost, gap, digits),
        "even": even,
        "rate_as_factor": waiting(made.rate, gap, digits),
        "one_digit": waiting(factor, gap, digits - 1),
    }
    return {name: (Fraction(k),) for name, k in found.items() if 0 < k <= MOST}


def plane(chance: Chance) -> Problem | None:
    first = chance.one_of(((1, 0), *BASES))
    apart = first[0] ** 2 + first[1] ** 2
    low = chance.between(1, 20)
    high = low + apart * chance.between(1, max(1, 60 // apart))
    valley = laid(first, low, high, chance)
    if not 1 < valley.steps <= MOST:
        return None
    best = (valley.rate, valley.factor)
    asked = (
        Answer("eigenvalues", valley.ends),
        Answer("range", (Fraction(0), 2 / valley.ends[1])),
        Answer("best", best),
        Answer("shrinking", (Fraction(valley.steps),)),
    )
    numbers = {"digits": (Fraction(valley.digits),)}
    key = Answer("best_rate", (valley.rate,))
    wrong = three(chance, key, misrated(valley), PROMISE)
    return Problem("convergence", "plane", valley.bowl.formula, numbers, asked, key, wrong, valley)


def laid(first: tuple[int, int], low: int, high: int, chance: Chance) -> Valley:
    """A valley, steep along the first eigenvector or across it, every other one at the origin."""
    one, two = chance.shuffled((Fraction(low), Fraction(high)))
    most = chance.one_of((0, 3))
    centre = (Fraction(chance.between(-most, most)), Fraction(chance.between(-most, most)))
    return Valley(Bowl(first, (one, two), centre), chance.between(2, 6))


def misrated(valley: Valley) -> dict[str, tuple[Fraction, ...]]:
    """What the best rate becomes by mistake."""
    low, high = valley.ends
    return {
        "edge": (2 / high,),
        "steepest": (1 / high,),
        "flattest": (1 / low,),
        "no_two": (1 / (low + high),),
        "difference": (2 / (high - low),),
        "mean_of_best": ((1 / low + 1 / high) / 2,),
    }


def ball(chance: Chance) -> Problem | None:
    first = chance.one_of(((1, 0), *BASES))
    low, high = chance.between(1, 7), chance.between(2, 11)
    if low >= high or (high * high - low * low) % (first[0] ** 2 + first[1] ** 2):
        return None
    valley = laid(first, low * low, high * high, chance)
    beta = valley.ball_factor**2
    asked = (
        Answer("eigenvalues", valley.ends),
        Answer("ball", (valley.ball_rate, beta)),
        Answer("factors", (valley.ball_factor, valley.factor)),
    )
    key = Answer("ball_momentum", (beta,))
    wrong = three(chance, key, misballed(valley), PROMISE)
    return Problem("convergence", "ball", valley.bowl.formula, {}, asked, key, wrong, valley)


def misballed(valley: Valley) -> dict[str, tuple[Fraction, ...]]:
    """What the best beta becomes by mistake."""
    low, high = valley.roots
    return {
        "unsquared": (valley.ball_factor,),
        "no_roots": (valley.factor**2,),
        "plain_factor": (valley.factor,),
        "the_rate": (valley.ball_rate,),
        "ratio": ((low / high) ** 2,),
        "one_minus": (1 - valley.ball_factor**2,),
    }


DRAWN: Final[dict[str, Callable[[Chance], Problem | None]]] = {
    "line": line,
    "plane": plane,
    "ball": ball,
}
assert set(DRAWN) == set(FORMS)
