"""What is wrong with the answers of a problem, by its text alone: nothing, if all is well."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final

import sympy as sp
from sympy import Expr, Symbol

from symdescent.calculus.gradient import Derivation, derive
from symdescent.calculus.parsing import parse
from symdescent.lessons.exercises.problems import PLACES, Problem, Value

Point = tuple[Fraction, ...]


@dataclass(frozen=True)
class Reading:
    """The formula as read, and the given numbers."""

    formula: str
    numbers: Mapping[str, Point]

    @cached_property
    def derivation(self) -> Derivation:
        return derive(parse(self.formula))

    @property
    def variables(self) -> tuple[Symbol, ...]:
        return self.derivation.formula.variables

    @cached_property
    def least_slope(self) -> Expr:
        """L' of one variable, as a polynomial's expression."""
        return sp.expand(self.derivation.gradient[0])

    @cached_property
    def eigenvalues(self) -> list[Fraction]:
        """Of a constant Hessian, the smaller first, each as often as it occurs."""
        matrix = sp.Matrix(self.derivation.hessian)
        found = (exact(value) for value, times in matrix.eigenvals().items() for _ in range(times))
        return sorted(found)

    @property
    def start(self) -> Point:
        return self.numbers["start"]

    def one(self, name: str) -> Fraction:
        """A given number, 0 where none is given."""
        return self.numbers.get(name, (Fraction(0),))[0]

    def slopes_at(self, point: Sequence[Fraction]) -> Point:
        """The gradient there, which must be rational."""
        there = dict(zip(self.variables, map(rational, point), strict=True))
        return tuple(exact(slope.subs(there)) for slope in self.derivation.gradient)

    def value_at(self, x: Fraction) -> Fraction:
        return exact(self.derivation.formula.expression.subs(self.variables[0], rational(x)))

    def stepped(self, here: Point, before: Point) -> Point:
        """One step of gradient descent, with momentum where there is any."""
        rate, beta, slopes = self.one("rate"), self.one("momentum"), self.slopes_at(here)
        triples = zip(here, before, slopes, strict=True)
        return tuple(x - rate * g + beta * (x - old) for x, old, g in triples)

    def walk(self, steps: int) -> list[Point]:
        """The points after the start."""
        trail = [self.start, self.start]
        for _ in range(steps):
            trail.append(self.stepped(trail[-1], trail[-2]))
        return trail[2:]


def rational(value: Fraction) -> Expr:
    return sp.Rational(value.numerator, value.denominator)


def exact(value: Expr) -> Fraction:
    """The fraction that an expression is; ArithmeticError if it is none."""
    reduced = value if value.is_Rational else sp.simplify(value)
    if not reduced.is_Rational:
        raise ArithmeticError(f"{value} is not rational")
    return Fraction(int(reduced.p), int(reduced.q))


SEVERAL: Final = 6  # steps at which a formula in k is compared with the recurrence


def refuted(problem: Problem) -> str:
    """The first answer that is wrong, in words; empty if key and distractors are right."""
    reading = Reading(problem.formula, problem.numbers)
    for answer in (*problem.answers, problem.chosen):
        if not CHECKS[answer.asked](reading, answer.value):
            return f"{answer.asked}: {answer.value} is not what follows from {problem.formula}"
    offered = {problem.chosen.value, *(wrong.value for wrong in problem.distractors)}
    if len(offered) != PLACES:
        return "two of the answers that are offered are the same, or one is missing"
    return ""


def iterates(reading: Reading, value: Value) -> bool:
    found = reading.walk(int(reading.one("steps")))
    return value == tuple(x for point in found for x in point)


def last(reading: Reading, value: Value) -> bool:
    return value == reading.walk(int(reading.one("steps")))[-1]


def expression(text: Fraction | str) -> Expr:
    return parse(str(text)).expression


def update(reading: Reading, value: Value) -> bool:
    """The next point as a formula in x_k and x_prev, at more points than it has coefficients."""
    (told,) = map(expression, value)
    names = [Symbol("x_k", real=True), Symbol("x_prev", real=True)]
    places = [(Fraction(a), Fraction(b)) for a, b in ((0, 0), (1, 0), (0, 1), (5, -3))]
    return all(
        exact(told.subs(dict(zip(names, map(rational, place), strict=True))))
        == reading.stepped(place[:1], place[1:])[0]
        for place in places
    )


def closed(reading: Reading, value: Value) -> bool:
    """Formulas in k, at the start and SEVERAL steps after it: more than they have unknowns."""
    told, k = [expression(text) for text in value], Symbol("k", real=True)
    trail = [reading.start, *reading.walk(SEVERAL)]
    return all(
        tuple(exact(formula.subs(k, step)) for formula in told) == point
        for step, point in enumerate(trail)
    )


def gradient(reading: Reading, value: Value) -> bool:
    pairs = list(zip(map(expression, value), reading.derivation.gradient, strict=True))
    return all(sp.simplify(told - found) == 0 for told, found in pairs)


def gradient_there(reading: Reading, value: Value) -> bool:
    return value == reading.slopes_at(reading.start)


def eigenvalues(reading: Reading, value: Value) -> bool:
    return list(value) == reading.eigenvalues


def roots(reading: Reading, value: Value) -> bool:
    """Of r^2 - (1 + beta - eta L'') r + beta."""
    rate, beta, (bend,) = reading.one("rate"), reading.one("momentum"), reading.eigenvalues
    one, two = (Fraction(root) for root in value)
    return one * two == beta and one + two == 1 + beta - rate * bend


def critical_points(reading: Reading) -> list[Fraction]:
    found = sp.roots(sp.Poly(reading.least_slope, reading.variables[0]))
    return sorted(map(exact, found))


def critical(reading: Reading, value: Value) -> bool:
    return list(value) == critical_points(reading)


def natures(reading: Reading, value: Value) -> bool:
    """By the values of L on both sides, nearer than any other critical point."""
    near, found = Fraction(1, 100), []
    for x in critical_points(reading):
        here = reading.value_at(x)
        left, right = (reading.value_at(x + side) > here for side in (-near, near))
        found.append(Fraction(0 if left != right else 1 if left else -1))
    return list(value) == found


def least_places(reading: Reading) -> tuple[Fraction, list[Fraction]]:
    """The least value, and where it is taken: at critical points or ends."""
    ends = reading.numbers.get("interval", ())
    inside = [x for x in critical_points(reading) if not ends or ends[0] <= x <= ends[1]]
    places = sorted({*inside, *ends})
    least = min(map(reading.value_at, places))
    return least, [x for x in places if reading.value_at(x) == least]


def least(reading: Reading, value: Value) -> bool:
    found, places = least_places(reading)
    grows = "interval" in reading.numbers or sp.degree(reading.least_slope) % 2 == 1
    return grows and list(value) == [found, *places]


def least_value(reading: Reading, value: Value) -> bool:
    return value == (least_places(reading)[0],)


def basin(reading: Reading, value: Value) -> bool:
    """The next critical point downhill."""
    start = reading.start[0]
    (slope,) = reading.slopes_at((start,))
    points = critical_points(reading)
    downhill = [x for x in points if (x < start if slope > 0 else x > start)]
    return value == (max(downhill) if slope > 0 else min(downhill),)


def stable(reading: Reading, value: Value) -> bool:
    return value == (Fraction(0), 2 / reading.eigenvalues[-1])


def at_once(reading: Reading, value: Value) -> bool:
    """From any point one step leads to the place without slope."""
    (rate,) = (Fraction(v) for v in value)
    ends = (x - rate * reading.slopes_at((x,))[0] for x in (Fraction(-7), Fraction(11)))
    return all(reading.slopes_at((end,)) == (Fraction(0),) for end in ends)


def first_below(gap: Fraction, factor: Fraction, digits: Fraction, told: Value) -> bool:
    """Whether gap * factor^k <= 10^-digits for the k told, and not one step before."""
    k = Fraction(told[0])
    goal = Fraction(1, 10 ** int(digits))
    return k.denominator == 1 and gap * factor**k <= goal < gap * factor ** (k - 1)


def waiting(reading: Reading, value: Value) -> bool:
    """By the iterates themselves, for the distance from the critical point."""
    (centre,) = critical_points(reading)
    (bend,) = reading.eigenvalues
    factor = abs(1 - reading.one("rate") * bend)
    gap = abs(reading.start[0] - centre)
    return first_below(gap, factor, reading.one("digits"), value)


def contraction(reading: Reading, rate: Fraction) -> Fraction:
    """The largest factor along an eigenvector."""
    return max(abs(1 - rate * bend) for bend in reading.eigenvalues)


def best(reading: Reading, value: Value) -> bool:
    """The factor, and that a little more or less of the rate makes it worse."""
    rate, factor = (Fraction(v) for v in value)
    near = rate / 1000
    found = contraction(reading, rate)
    beside = (contraction(reading, rate + side) for side in (-near, near))
    return factor == found and all(found < other for other in beside)


def best_rate(reading: Reading, value: Value) -> bool:
    return best(reading, (*value, contraction(reading, Fraction(value[0]))))


def shrinking(reading: Reading, value: Value) -> bool:
    low, high = reading.eigenvalues[0], reading.eigenvalues[-1]
    factor = contraction(reading, 2 / (low + high))
    return first_below(Fraction(1), factor, reading.one("digits"), value)


def ball(reading: Reading, value: Value) -> bool:
    """Best: double roots along both eigenvectors, of the same size and opposite signs."""
    rate, beta = (Fraction(v) for v in value)
    sums = [1 + beta - rate * bend for bend in reading.eigenvalues]
    return sums[0] == -sums[1] > 0 and all(s * s == 4 * beta for s in sums)


def ball_momentum(reading: Reading, value: Value) -> bool:
    """The rate for which both sums of roots are opposite follows from beta."""
    beta = Fraction(value[0])
    return ball(reading, (2 * (1 + beta) / sum(reading.eigenvalues), beta))


def factors(reading: Reading, value: Value) -> bool:
    """Of the ball, whose square is beta; of gradient descent."""
    of_ball, of_descent = (Fraction(v) for v in value)
    low, high = reading.eigenvalues
    same = of_descent == contraction(reading, 2 / (low + high))
    return of_ball > 0 and same and ball_momentum(reading, (of_ball**2,))


CHECKS: Final[dict[str, Callable[[Reading, Value], bool]]] = {
    "at_once": at_once,
    "ball": ball,
    "ball_momentum": ball_momentum,
    "basin": basin,
    "best": best,
    "best_rate": best_rate,
    "closed": closed,
    "critical": critical,
    "eigenvalues": eigenvalues,
    "factors": factors,
    "gradient": gradient,
    "gradient_there": gradient_there,
    "iterates": iterates,
    "last": last,
    "least": least,
    "least_value": least_value,
    "natures": natures,
    "range": stable,
    "roots": roots,
    "shrinking": shrinking,
    "update": update,
    "waiting": waiting,
}
