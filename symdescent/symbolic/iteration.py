"""An Update of one variable goes in; if it is affine, its closed form and its rates come out."""

import math
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp
from sympy import Expr

from symdescent.symbolic.derivation import Derivation
from symdescent.symbolic.update import STEP, Update

K = sp.Symbol("k", integer=True, nonnegative=True)
COUNTABLE = 20_000  # steps up to which a count is settled by exact powers


@dataclass(frozen=True)
class Affine:
    """x -> factor*x + shift, with the fixed point and x_k = fixed + gap*factor^k."""

    factor: Expr
    shift: Expr
    fixed: Expr
    gap: Expr

    @property
    def closed_form(self) -> Expr:
        """x_k as an expression in K."""
        return sp.Add(self.fixed, sp.Mul(self.gap, sp.Pow(self.factor, K)))

    def steps_until(self, tolerance: Fraction) -> int | None:
        """The first k with |x_k - fixed| <= tolerance, exactly; None where there is none."""
        factor, gap = abs(self.factor), abs(self.gap)
        if not (factor.is_Rational and gap.is_Rational):
            return None
        size, start = Fraction(factor.p, factor.q), Fraction(gap.p, gap.q)
        if start <= tolerance:
            return 0
        return 1 if size == 0 else counted(size, tolerance / start)


def counted(factor: Fraction, share: Fraction) -> int | None:
    """The first k with factor^k <= share: guessed by logarithms, settled by exact powers."""
    if factor >= 1:
        return None
    guess = math.ceil(math.log(share) / math.log1p(float(factor - 1)))
    if not 2 <= guess <= COUNTABLE:
        return guess if guess > COUNTABLE else 1
    return next(k for k in range(guess - 2, guess + 3) if factor**k <= share)


def affine(update: Update, start: tuple[Fraction, ...]) -> Affine | None:
    """The closed form of a rule that is affine in one variable and keeps no memory."""
    if len(start) != 1 or update.first_memory:
        return None
    x = update.inputs[0]
    after = sp.expand(substituted(update))
    factor = sp.diff(after, x)
    if not factor.is_number or STEP in after.free_symbols or factor is sp.S.One:
        return None
    shift = after - factor * x
    fixed = sp.together(shift / (1 - factor))
    return Affine(factor, shift, fixed, sp.Rational(*start[0].as_integer_ratio()) - fixed)


def substituted(update: Update) -> Expr:
    """The next coordinate with every intermediate symbol replaced by what it stands for."""
    known: dict[Expr, Expr] = {}
    for symbol, expression in update.assignments:
        known[symbol] = expression.xreplace(known)
    return update.outputs[2].xreplace(known)


def constant_curvature(derivation: Derivation) -> Expr | None:
    """The second derivative of a quadratic in one variable."""
    if len(derivation.gradient) != 1:
        return None
    curvature = derivation.hessian[0][0]
    return curvature if curvature.is_number else None
