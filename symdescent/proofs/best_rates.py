"""The best learning rate of a rule, and the factors of convergence."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from sympy import CRootOf, Expr, Float, Rational, expand, radsimp, sqrt

from symdescent.calculus.from_sympy import tree
from symdescent.language import pretty
from symdescent.numeric.convergence_factor import best_rate, worst
from symdescent.optimizers.rule import Rate, Rule
from symdescent.proofs.spectrum import Spectrum, nearest
from symdescent.recurrence.stability import Modes, S

if TYPE_CHECKING:
    from symdescent.proofs.hessian_bounds import Bounds

DIGITS: Final = 6  # of a rate without a short exact name
SHORT: Final = 24  # characters


@dataclass(frozen=True)
class Pair:
    """A rate and a momentum that are best together, and the factor by which a step then shrinks."""

    rate: Expr
    momentum: Expr
    factor: Expr


def best(modes: Modes, curvatures: Spectrum) -> Rate | None:
    """The rate at which the slowest mode shrinks fastest; None where there is none."""
    from symdescent.numeric.rate_search import rounded_down

    if not curvatures.is_bowl or modes.limit is None or not modes.limit.is_finite:
        return None
    if modes.is_symmetric:
        return in_the_middle(modes, curvatures)
    bends = [Fraction(value) for value in curvatures.floats if value > 0]
    rate = rounded_down(best_rate(modes.at, bends, nearest(modes.limit)), DIGITS)
    return Rate(rate, f"the best for these settings (computed numerically), {ends(curvatures)}")


def in_the_middle(modes: Modes, curvatures: Spectrum) -> Rate:
    """limit/(mu + L): there the gentlest and the steepest mode shrink alike."""
    total = expand(curvatures.least + curvatures.largest)
    rate = modes.limit / total
    name = f"{spelt(modes.limit)}/(μ + L)"
    exact = not isinstance(rate, Float) and not rate.has(CRootOf, Float)
    is_whole = isinstance(rate, Rational)
    value = Fraction(int(rate.p), int(rate.q)) if is_whole else Fraction(repr(nearest(rate)))
    told = f" = {spelt(radsimp(rate))}" if exact and not is_whole else ""
    sure = "proved: L is quadratic" if curvatures.exact else "eigenvalues checked numerically"
    return Rate(value, f"best fixed rate {name}{told}, {ends(curvatures)}: {sure}")


def bounded_rate(bending: "Bounds") -> Rate:
    """2/(mu + L), or 1/L where no mu > 0 is known, for curvatures proved to lie between them."""
    from symdescent.numeric.rate_search import rounded_down
    from symdescent.proofs.enclosure import sign_of

    most, least = bending.most, bending.least
    bowl = sign_of(least) == 1
    rate = 2 / (least + most) if bowl else 1 / most
    name = f"2/(μ + L), μ = {spelt(least)}, " if bowl else "1/L, "
    which = "curvatures lie in [μ, L]" if bowl else "no curvature is above L"
    if isinstance(rate, Rational):
        value = Fraction(int(rate.p), int(rate.q))
    else:
        value = rounded_down(nearest(rate), DIGITS)
    return Rate(value, f"{name}L = {spelt(most)}: proved, {which}")


def ends(curvatures: Spectrum) -> str:
    """The curvatures that count."""
    least = f"μ = {spelt(curvatures.least)}"
    least += " the least curvature that is not 0" if curvatures.is_flat else ""
    return f"{least}, L = {spelt(curvatures.largest)}"


def spelt(value: Expr) -> str:
    """An exact number where it is short, else six digits."""
    if value.has(CRootOf, Float):
        return f"{nearest(value):.6g}"
    text = pretty(tree(value))
    return text if len(text) <= SHORT else f"{nearest(value):.6g}"


def shrinking(modes: Modes, curvatures: Spectrum, rate: Fraction) -> float:
    """The factor by which the slowest mode shrinks per step."""
    bends = [Fraction(value) for value in curvatures.floats if value > 0]
    return worst(modes.at, [rate * bend for bend in bends])


def tuned(rule: Rule, modes: Modes, curvatures: Spectrum) -> Pair | None:
    """The best rate and momentum together, for the heavy ball and Nesterov's rule."""
    momentum = rule.settings.get("momentum")
    if momentum is None or not curvatures.is_bowl:
        return None
    beta = Rational(momentum.numerator, momentum.denominator)
    low, high = curvatures.least, curvatures.largest
    kinds = {
        (1, S - 1 - beta, beta): heavy_ball,
        (1, (1 + beta) * (S - 1), beta * (1 - S)): nesterov,
    }
    for form, pair in kinds.items():
        if all(expand(a - b) == 0 for a, b in zip(form, modes.coefficients, strict=False)):
            return pair(low, high) if len(modes.coefficients) == 3 else None
    return None


def heavy_ball(low: Expr, high: Expr) -> Pair:
    share = (sqrt(high) - sqrt(low)) / (sqrt(high) + sqrt(low))
    return Pair(4 / (sqrt(high) + sqrt(low)) ** 2, expand(radsimp(share**2)), share)


def nesterov(low: Expr, high: Expr) -> Pair:
    root = sqrt(3 * high / low + 1)
    return Pair(4 / (3 * high + low), expand(radsimp((root - 2) / (root + 2))), 1 - 2 / root)
