"""Signs of closed forms and rational bounds for them, by the balls of the kernel."""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Final

from mpmath import mp
from sympy import Expr, Rational, Symbol

from symdescent.proofs.kernel.balls import Ball, around, ball_at
from symdescent.proofs.kernel.balls import fraction as exactly
from symdescent.proofs.kernel.certificates import Unfollowed

Ends = tuple[Fraction, Fraction]
Box = Mapping[Symbol, Ends]
PRECISIONS: Final = (80, 200, 500)
MOST_EXPONENT: Final = 100_000  # of 2, in bounds that are made fractions


def bounds(node: Expr, bits: int, box: Box | None = None) -> Ends:
    """Two rational numbers around the values of an expression, its letters in the intervals.

    Computed with so many bits; Unfollowed outside of the domain, or where no rule holds.
    """
    found = _ball(node, bits, box or {})
    if abs(mp.mag(found.middle)) > MOST_EXPONENT and found.middle:
        raise Unfollowed("a number is too large or too small to be written down")
    middle, radius = exactly(found.middle), exactly(found.radius)
    return middle - radius, middle + radius


def sign_over(node: Expr, bits: int, box: Box) -> int | None:
    """The sign of all values, 0 where all are zero; None where it is not certain."""
    found = _ball(node, bits, box)
    return 0 if found.middle == found.radius == 0 else found.sign


def _ball(node: Expr, bits: int, box: Box) -> Ball:
    with mp.workprec(bits):
        return ball_at(node, {v: around(*ends) for v, ends in box.items()})


@lru_cache(maxsize=20_000)
def sign_of(number: Expr) -> int | None:
    """The certain sign of a constant; 0 only for a literal zero, None where it stays unknown."""
    if isinstance(number, Rational):
        return int(bool(number > 0)) - int(bool(number < 0))
    for bits in PRECISIONS:
        try:
            found = _ball(number, bits, {}).sign
        except Unfollowed:
            continue
        if found:
            return found
    return None
