"""The best learning rate of a rule, and the factors of convergence."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from sympy import CRootOf, Expr, Float, Integer, Rational, expand, radsimp, sqrt

from symdescent.calculus.accurate_evaluation import is_smooth
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.gradient import HESSIAN_LIMIT, Derivation
from symdescent.language import pretty
from symdescent.numeric.convergence_factor import best_rate, radius, worst
from symdescent.optimizers.rule import Rate, Rule
from symdescent.proofs.spectrum import Spectrum, eigenvalues, nearest
from symdescent.recurrence.closed_form import ClosedForm
from symdescent.recurrence.eigenmodes import size
from symdescent.recurrence.stability import Modes, S
from symdescent.recurrence.steps_to_tolerance import Arrival, steps_to_tolerance
from symdescent.recurrence.surds import Surd, read, zeros

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


TOLERANCES = (Fraction(1, 10**3), Fraction(1, 10**6), Fraction(1, 10**9))


@dataclass(frozen=True)
class Rates:
    """How fast a rule converges at one learning rate; a Float is a number that has no exact name.

    `eigenvalues`: the different ones of the Hessian, ascending; `factors`: for each, the factor by
    which a step shrinks the gap along it in the long run; `factor`: the slowest of them;
    `limit`: it converges for rates in 0 < rate < limit; `best`: the fastest of these for the other
    settings as they are, to six digits where it is a Float; `condition`: largest over least
    curvature that is not 0. None where there is no such number. `is_local`: derived at the minimum
    of what is no quadratic. `observed`: by which factor each of the last steps of the run shrank
    the distance. `arrivals`: tolerances, and when the exact iterates are within them; empty
    without a closed form.
    """

    eigenvalues: tuple[Expr, ...]
    factors: tuple[Expr, ...]
    factor: Expr
    limit: Expr | None
    best: Expr | None
    condition: Expr | None
    is_local: bool = False
    observed: float | None = None
    arrivals: tuple[tuple[Fraction, Arrival], ...] = ()

    @property
    def converges(self) -> bool:
        """Whether the slowest factor is below 1."""
        return bool(self.factor < 1)


def rates(known: Modes, curvatures: Spectrum, rate: Fraction, is_local: bool = False) -> Rates:
    """The rates for curvatures that are those of a minimum, exactly where they are.

    A direction without curvature counts in a local rate alone: a quadratic stays where it is there.
    """
    values = curvatures.values
    factors = tuple(factor(known, Rational(rate.numerator, rate.denominator) * v) for v in values)
    moving = [f for f, v in zip(factors, values, strict=True) if is_local or v != 0]
    finite = known.limit is not None and known.limit.is_finite
    bowl = curvatures.is_bowl
    return Rates(
        values,
        factors,
        max(moving, key=nearest, default=Integer(0)),
        simple(known.limit / curvatures.largest) if bowl and finite else None,
        fastest(known, curvatures),
        simple(curvatures.largest / curvatures.least) if bowl else None,
        is_local,
    )


def simple(value: Expr) -> Expr:
    """The number as a sum, without roots below a line."""
    return expand(radsimp(value))


def factor(known: Modes, s: Expr) -> Expr:
    """The size of the largest zero for s = rate * curvature."""
    coefficients = [expand(c.subs(S, s)) for c in known.coefficients]
    if len(coefficients) == 2:
        return abs(coefficients[1])
    exact = largest([read(c) for c in coefficients])
    if exact is not None:
        return exact.expression
    return Float(radius([Fraction(nearest(c)) for c in coefficients]))


def largest(coefficients: Sequence[Surd | None]) -> Surd | None:
    """The size of the largest zero, where square roots spell it."""
    numbers = [c for c in coefficients if c is not None]
    found = zeros(numbers) if len(numbers) == len(coefficients) else None
    if found is None:
        return None
    sizes = [size(zero) for zero, _ in found]
    known = [s for s in sizes if s is not None]
    return max(known, key=float) if len(known) == len(sizes) else None


def fastest(known: Modes, curvatures: Spectrum) -> Expr | None:
    """The best rate: exactly where the rule has a formula for it."""
    if not curvatures.is_bowl or known.limit is None or not known.limit.is_finite:
        return None
    if known.is_symmetric:
        return simple(known.limit / expand(curvatures.least + curvatures.largest))
    found = best(known, curvatures)
    return Float(float(found.value)) if found else None


def arrivals(
    form: ClosedForm | None, tolerances: Sequence[Fraction] = TOLERANCES
) -> tuple[tuple[Fraction, Arrival], ...]:
    """When the exact iterates are within each tolerance of their rest."""
    if form is None or form.numbers is None:
        return ()
    return tuple((tolerance, steps_to_tolerance(form, tolerance)) for tolerance in tolerances)


def at_point(derivation: Derivation, point: Sequence[Expr]) -> Spectrum | None:
    """The curvatures at an exact point (n,); None where L has kinks, or is not defined there."""
    formula = derivation.formula
    if len(formula.variables) > HESSIAN_LIMIT or not is_smooth(formula.expression):
        return None
    put = dict(zip(formula.variables, point, strict=True))
    rows = [[expand(entry.xreplace(put)) for entry in row] for row in derivation.hessian]
    if not all(entry.is_number and entry.is_finite for row in rows for entry in row):
        return None
    return eigenvalues(rows)
