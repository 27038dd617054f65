"""A chance goes in; a formula, its slopes and their exact values at a point come out, form by form.

Each form is told by a person: the formula, its slopes by the rules, their values by hand, and the
values with the mistake that the form invites. What is told is checked in `verification`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from symdescent.worked.exercises.chance import Chance
from symdescent.worked.exercises.texts import less, scaled, total

Numbers = tuple[Fraction | int, ...]


@dataclass(frozen=True)
class Slopes:
    """A formula in x, or in x and y; `rules` one a slope; `bent`: the slopes' values with the
    mistake `slip`."""

    formula: str
    slopes: tuple[str, ...]
    rules: tuple[str, ...]
    point: Numbers
    values: Numbers
    bent: Numbers
    slip: str = "inner"


def cubic(chance: Chance) -> Slopes:
    a, b, c, p = chance.nonzero(4), chance.nonzero(6), chance.nonzero(9), chance.nonzero(3)
    return Slopes(
        total((a, "x^3"), (b, "x^2"), (c, "x")),
        (total((3 * a, "x^2"), (2 * b, "x"), (c, "")),),
        ("rule.power",),
        (p,),
        (3 * a * p * p + 2 * b * p + c,),
        (a * p * p + b * p + c,),
        "exponent",
    )


def affine_power(chance: Chance) -> Slopes:
    """(a x + b)^n: the inner derivative is easily forgotten."""
    a, n, p, inner = (
        chance.between(2, 5),
        chance.between(3, 4),
        chance.nonzero(4),
        chance.nonzero(3),
    )
    base = f"({total((a, 'x'), (inner - a * p, ''))})"
    return Slopes(
        f"{base}^{n}",
        (scaled(n * a, f"{base}^{n - 1}"),),
        ("rule.chain",),
        (p,),
        (n * a * inner ** (n - 1),),
        (n * inner ** (n - 1),),
    )


def exponential(chance: Chance) -> Slopes:
    """a exp(c (x - p)) + b x^2, at x = p."""
    a, b, c, p = chance.nonzero(6), chance.nonzero(4), chance.between(2, 5), chance.nonzero(5)
    power = f"exp({total((c, 'x'), (-c * p, ''))})"
    return Slopes(
        total((a, power), (b, "x^2")),
        (total((a * c, power), (2 * b, "x")),),
        ("rule.chain",),
        (p,),
        (a * c + 2 * b * p,),
        (a + 2 * b * p,),
    )


def product(chance: Chance) -> Slopes:
    """(x + a) exp(x - p), at x = p."""
    a, p = chance.nonzero(9), chance.nonzero(6)
    b = chance.nonzero(4)
    power, factor = f"exp({total((1, 'x'), (-p, ''))})", f"({total((b, 'x'), (a, ''))})"
    return Slopes(
        f"{factor}*{power}",
        (f"({total((b, 'x'), (a + b, ''))})*{power}",),
        ("rule.product",),
        (p,),
        (b * p + a + b,),
        (b,),
        "half_product",
    )


def logarithm(chance: Chance) -> Slopes:
    """a ln(b x + c) + d x^2."""
    a, b, p = chance.nonzero(8), chance.between(2, 5), chance.nonzero(4)
    d, inside = chance.nonzero(3), chance.between(1, 6)
    inner = total((b, "x"), (inside - b * p, ""))
    return Slopes(
        total((a, f"ln({inner})"), (d, "x^2")),
        (total(over(a * b, inner), (2 * d, "x")),),
        ("rule.chain",),
        (p,),
        (Fraction(a * b, inside) + 2 * d * p,),
        (Fraction(a, inside) + 2 * d * p,),
    )


def quotient(chance: Chance) -> Slopes:
    """(a x + b)/(x + c)."""
    a, b, p = chance.nonzero(5), chance.nonzero(9), chance.nonzero(5)
    below = chance.nonzero(4)
    c = below - p
    bottom = total((1, "x"), (c, ""))
    return Slopes(
        f"({total((a, 'x'), (b, ''))})/({bottom})",
        (total(over(a * c - b, bottom, "^2")),),
        ("rule.quotient",),
        (p,),
        (Fraction(a * c - b, below * below),),
        (Fraction(a * c - b, below),),
        "unsquared_below",
    )


def mixed(chance: Chance) -> Slopes:
    """a x^2 y + b y^2 + c x."""
    a, b, c = chance.nonzero(4), chance.nonzero(5), chance.nonzero(9)
    p, q = chance.nonzero(3), chance.nonzero(3)
    return Slopes(
        total((a, "x^2*y"), (b, "y^2"), (c, "x")),
        (total((2 * a, "x*y"), (c, "")), total((a, "x^2"), (2 * b, "y"))),
        ("rule.constant_y", "rule.constant_x"),
        (p, q),
        (2 * a * p * q + c, a * p * p + 2 * b * q),
        (2 * a * p * q + c, 2 * a * p + 2 * b * q),
        "held",
    )


def square(chance: Chance) -> Slopes:
    """(a x + b y + c)^2 + d x."""
    a, b, d = chance.nonzero(4), chance.nonzero(4), chance.nonzero(9)
    p, q, inner = chance.nonzero(4), chance.nonzero(4), chance.nonzero(4)
    base = f"({total((a, 'x'), (b, 'y'), (inner - a * p - b * q, ''))})"
    return Slopes(
        total((1, f"{base}^2"), (d, "x")),
        (total((2 * a, base), (d, "")), total((2 * b, base))),
        ("rule.chain", "rule.chain"),
        (p, q),
        (2 * a * inner + d, 2 * b * inner),
        (2 * inner + d, 2 * inner),
    )


def residuals(chance: Chance) -> Slopes:
    """Least squares with two residuals."""
    a, b, p, q = chance.nonzero(3), chance.nonzero(3), chance.nonzero(4), chance.nonzero(4)
    u, v = chance.nonzero(4), chance.nonzero(4)
    one = f"({total((a, 'x'), (1, 'y'), (u - a * p - q, ''))})"
    two = f"({total((1, 'x'), (b, 'y'), (v - p - b * q, ''))})"
    return Slopes(
        f"{one}^2 + {two}^2",
        (total((2 * a, one), (2, two)), total((2, one), (2 * b, two))),
        ("rule.chain", "rule.chain"),
        (p, q),
        (2 * a * u + 2 * v, 2 * u + 2 * b * v),
        (2 * u + 2 * v, 2 * u + 2 * v),
    )


def banana(chance: Chance) -> Slopes:
    """(x - a)^2 + b (y - x^2)^2."""
    a, b, p = chance.nonzero(5), chance.between(1, 6), chance.nonzero(3)
    inner = chance.nonzero(3)
    q = p * p + inner
    return Slopes(
        f"{less('x', a)}^2 + {scaled(b, '(y - x^2)^2')}",
        (f"2*{less('x', a)} - {4 * b}*x*(y - x^2)", f"{2 * b}*(y - x^2)"),
        ("rule.chain", "rule.chain"),
        (p, q),
        (2 * (p - a) - 4 * b * p * inner, 2 * b * inner),
        (2 * (p - a) + 2 * b * inner, 2 * b * inner),
    )


def two_exponentials(chance: Chance) -> Slopes:
    """exp(a x - b y) + c x + d y^2, where the exponent is 0."""
    a, b, c, d = (chance.between(1, 4), chance.between(1, 4), chance.nonzero(6), chance.nonzero(4))
    size = chance.nonzero(2)
    p, q = b * size, a * size
    power = f"exp({total((a, 'x'), (-b, 'y'))})"
    return Slopes(
        total((1, power), (c, "x"), (d, "y^2")),
        (total((a, power), (c, "")), total((-b, power), (2 * d, "y"))),
        ("rule.chain", "rule.chain"),
        (p, q),
        (a + c, -b + 2 * d * q),
        (1 + c, 1 + 2 * d * q),
    )


def root(chance: Chance) -> Slopes:
    """a sqrt(x^2 + y^2) + b x + c y, at a Pythagorean point."""
    p, q, r = chance.one_of(((3, 4, 5), (4, 3, 5), (6, 8, 10), (8, 6, 10)))
    a, b, c = (chance.one_of((5, 10, 15, 20)), chance.nonzero(9), chance.nonzero(9))
    p, q = p * chance.one_of((1, -1)), q * chance.one_of((1, -1))
    length = "sqrt(x^2 + y^2)"
    return Slopes(
        total((a, length), (b, "x"), (c, "y")),
        (total((a, f"x/{length}"), (b, "")), total((a, f"y/{length}"), (c, ""))),
        ("rule.chain", "rule.chain"),
        (p, q),
        (Fraction(a * p, r) + b, Fraction(a * q, r) + c),
        (Fraction(a, 2 * r) + b, Fraction(a, 2 * r) + c),
    )


def log_of_sum(chance: Chance) -> Slopes:
    """a ln(x^2 + y^2 + c) + b x."""
    a, b = chance.between(1, 6), chance.nonzero(6)
    p, q, inside = chance.nonzero(3), chance.nonzero(3), chance.one_of((4, 5, 8, 10, 12, 16, 20))
    inner = total((1, "x^2"), (1, "y^2"), (inside - p * p - q * q, ""))
    return Slopes(
        total((a, f"ln({inner})"), (b, "x")),
        (total((2 * a, f"x/({inner})"), (b, "")), total((2 * a, f"y/({inner})"))),
        ("rule.chain", "rule.chain"),
        (p, q),
        (Fraction(2 * a * p, inside) + b, Fraction(2 * a * q, inside)),
        (Fraction(a, inside) + b, Fraction(a, inside)),
    )


def softplus(chance: Chance) -> Slopes:
    """a ln(1 + exp(c x - c p)) + b x^2, the logistic loss, at x = p."""
    a, b, c, p = 2 * chance.between(1, 6), chance.nonzero(4), chance.nonzero(4), chance.nonzero(4)
    power = f"exp({total((c, 'x'), (-c * p, ''))})"
    return Slopes(
        total((a, f"ln(1 + {power})"), (b, "x^2")),
        (total((a * c, f"{power}/(1 + {power})"), (2 * b, "x")),),
        ("rule.chain",),
        (p,),
        (Fraction(a * c, 2) + 2 * b * p,),
        (Fraction(a, 2) + 2 * b * p,),
    )


def over(top: int, bottom: str, raised: str = "") -> tuple[int, str]:
    """The term top/(bottom)."""
    sign = -1 if top < 0 else 1
    return (sign if top else 0), f"{abs(top)}/({bottom}){raised}"


TABLE: Final[dict[str, tuple[int, Callable[[Chance], Slopes]]]] = {
    "cubic": (1, cubic),
    "affine_power": (1, affine_power),
    "exponential": (2, exponential),
    "product": (2, product),
    "logarithm": (2, logarithm),
    "quotient": (3, quotient),
    "softplus": (3, softplus),
    "mixed": (1, mixed),
    "square": (2, square),
    "residuals": (2, residuals),
    "banana": (3, banana),
    "two_exponentials": (2, two_exponentials),
    "root": (3, root),
    "log_of_sum": (3, log_of_sum),
}
