"""How many steps a closed form takes to come within a tolerance of its limit.

Decided by floats where their rounding leaves no doubt, and by exact numbers where it does.
"""

import math
from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from symdescent.recurrence.closed_form import ClosedForm, Numbers, Powers

COUNTABLE: Final = 20_000  # steps up to which a count is settled
ROUNDING: Final = 1e-14  # of a gap, for each step: some forty times what a float loses


@dataclass(frozen=True)
class Arrival:
    """When |x_k - fixed| <= tolerance: `first` holds, and `settled`, from which on it always holds.

    None where it never does, or where more than COUNTABLE steps would have to be looked at.
    """

    first: int | None
    settled: int | None


NEVER: Final = Arrival(None, None)


def steps_to_tolerance(form: ClosedForm, tolerance: Fraction) -> Arrival:
    """The first k, and the one from which on it stays, in the Euclidean norm; exactly."""
    found = form.numbers
    if found is None:
        return NEVER
    if not form.converges:
        return Arrival(0, None) if is_within(form, 0, tolerance) else NEVER
    end = settled(form, tolerance)
    if end is None or one_power(found):
        return Arrival(end, end)
    gauge = Gauge(form, found, tolerance)
    return Arrival(next((k for k in range(end) if gauge.holds(k)), end), end)


def settled(form: ClosedForm, tolerance: Fraction) -> int | None:
    """The step from which on |x_k - fixed| <= tolerance, exactly; None as in Arrival."""
    found = form.numbers
    if found is None or not form.converges:
        return None
    alone = one_power(found)
    if alone:
        return steps_of_one(*alone, tolerance)
    try:
        last = enveloped(found, tolerance)
    except OverflowError:  # a number beyond all floats
        return None
    if last is None:
        return None
    gauge = Gauge(form, found, tolerance)
    return next((k + 1 for k in range(last, -1, -1) if not gauge.holds(k)), 0)


def is_within(form: ClosedForm, k: int, tolerance: Fraction) -> bool:
    """Whether |x_k - fixed| <= tolerance, by exact numbers."""
    point, found = form.at(k), form.numbers
    assert point is not None and found is not None
    gaps = (x - c.fraction for x, c in zip(point, found.fixed, strict=True))
    return sum(gap * gap for gap in gaps) <= tolerance * tolerance


def one_power(found: Numbers) -> tuple[Fraction, Fraction] | None:
    """The squares of gap and root of a form with one power only, of rational numbers."""
    if len(found.powers) > 1 or any(p.power for p in found.powers):
        return None
    if not found.powers:
        return Fraction(0), Fraction(0)
    [power] = found.powers
    if not all(x.is_rational for x in (power.root, *power.vector)):
        return None
    return sum((x.fraction**2 for x in power.vector), Fraction(0)), power.root.fraction**2


def steps_of_one(gap: Fraction, root: Fraction, tolerance: Fraction) -> int | None:
    """The first k with gap root^k <= tolerance^2."""
    if gap <= tolerance**2:
        return 0
    return counted(root, tolerance**2 / gap) if root else 1


def counted(factor: Fraction, share: Fraction) -> int | None:
    """The first k with factor^k <= share < 1: guessed by logarithms, settled by exact powers."""
    falls = logarithm(factor)
    if falls == 0:
        return None
    guess = math.ceil(logarithm(share) / falls)
    if guess > COUNTABLE:
        return guess
    return next(k for k in range(max(guess - 2, 1), guess + 3) if factor**k <= share)


def logarithm(value: Fraction) -> float:
    """The natural logarithm of a number in (0, 1), also where no float is near it."""
    if 2 * value > 1:
        return math.log1p(float(value - 1))
    return math.log(value.numerator) - math.log(value.denominator)


def enveloped(found: Numbers, tolerance: Fraction) -> int | None:
    """The k from which on the sizes of all powers together fall, and are below the tolerance."""
    falls = max(falling(p) for p in found.powers)

    def is_below(k: int) -> bool:
        return k >= falls and envelope(found, k) * (1 + (k + 10) * ROUNDING) <= float(tolerance)

    if not is_below(COUNTABLE):
        return None
    return bisect_left(range(COUNTABLE), True, key=is_below)


def falling(power: Powers) -> float:
    """The step from which on k^j |root|^k falls."""
    size = abs(root_of(power))
    if not (power.power and size):
        return 1.0
    return power.power / -math.log(size) if size < 1 else math.inf


def envelope(found: Numbers, k: int) -> float:
    """The sizes of all powers at k together."""
    return math.fsum(
        math.hypot(*map(abs, vector_of(p))) * k**p.power * abs(root_of(p)) ** k
        for p in found.powers
    )


def root_of(power: Powers) -> complex:
    return complex(float(power.root.real), float(power.root.imaginary))


def vector_of(power: Powers) -> list[complex]:
    return [complex(float(x.real), float(x.imaginary)) for x in power.vector]


class Gauge:
    """Tells whether x_k is within the tolerance."""

    def __init__(self, form: ClosedForm, found: Numbers, tolerance: Fraction) -> None:
        self.form, self.tolerance = form, tolerance
        self.powers = [(vector_of(p), root_of(p), p.power) for p in found.powers]

    def holds(self, k: int) -> bool:
        """By floats, unless they are in doubt."""
        gap, size = self.near(k)
        doubt = ROUNDING * (k + 10) * (size + float(self.tolerance))
        if abs(gap - float(self.tolerance)) > doubt:
            return gap < float(self.tolerance)
        return is_within(self.form, k, self.tolerance)

    def near(self, k: int) -> tuple[float, float]:
        """The gap in floats, and the size of what was added up."""
        rows = [[x * k**power * root**k for x in vector] for vector, root, power in self.powers]
        totals = (sum(part).real for part in zip(*rows, strict=True))
        return math.hypot(*totals), sum(math.hypot(*map(abs, row)) for row in rows)
