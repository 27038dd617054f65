"""A wrong slope and the formula go in; the mistake that makes exactly that slope comes out.

Each known mistake is made on the formula, at one place or at all; it is named only where what it
makes is proved equal to the claim, and where no more than MOST of them do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sympy as sp
from mpmath import isfinite, mpf
from sympy import Expr, Symbol

from symdescent.calculus.from_sympy import tree
from symdescent.calculus.multiprecision import values
from symdescent.calculus.steps.agreement import terms
from symdescent.claims.comparison import floats
from symdescent.claims.identity import proof
from symdescent.claims.places import spread
from symdescent.claims.slips import EVERYWHERE, Slip
from symdescent.language.tree import Node

MOST: Final = 4
MOST_SITES: Final = 8
MOST_TERMS: Final = 60  # of a polynomial that is multiplied out
LOOKS: Final = 12
DIGITS: Final = 30
NEAR: Final = mpf(10) ** -18
LARGEST: Final = 250  # operations of a formula on which mistakes are tried
NOT_FINITE: Final = (sp.nan, sp.zoo, sp.oo, -sp.oo)
FACTORS: Final = tuple(
    sp.Rational(p, q) for p, q in ((2, 1), (1, 2), (3, 1), (1, 3), (4, 1), (1, 4), (-2, 1), (-1, 2))
)


@dataclass(frozen=True)
class Mistake:
    """A mistake in words, and how it is done rightly."""

    words: str
    rule: str = ""


CHAIN: Final = "f(u)' = f'(u)·u'"
POWER: Final = "(u^n)' = n·u^(n-1)·u'"
PRODUCT: Final = "(u·v)' = u'·v + u·v'"
QUOTIENT: Final = "(u/v)' = (u'·v - u·v')/v^2"
EXPONENTIAL: Final = "(b^u)' = b^u·ln(b)·u', and (e^u)' = e^u·u'"
SUM: Final = "a sum is differentiated term by term; a term without the variable gives 0"
FIXED: Final = "(c·u)' = c·u'"
KINDS: Final[Mapping[str, Mistake]] = {
    "minus": Mistake("a minus is lost", "(-u)' = -u', cos(u)' = -sin(u)·u', (1/u)' = -u'/u^2"),
    "constant kept": Mistake("a constant term is not dropped: its derivative is 0", SUM),
    "constant one": Mistake("the derivative of a constant term is 0, not 1", SUM),
    "term left": Mistake("a term is not differentiated", SUM),
    "term lost": Mistake("a term is missing", SUM),
    "factor lost": Mistake("a constant factor is lost", FIXED),
    "other variable lost": Mistake(
        "the other variable is lost: in a partial derivative it is a constant factor", FIXED
    ),
    "other variable taken": Mistake(
        "another variable was differentiated too: in a partial derivative it stands still", FIXED
    ),
    "wrong variable": Mistake("a term was differentiated with respect to another variable", FIXED),
    "product of slopes": Mistake("product rule: the derivatives were multiplied", PRODUCT),
    "sum of slopes": Mistake("product rule: the derivatives were added", PRODUCT),
    "one term": Mistake("product rule: only one of its terms is there", PRODUCT),
    "product minus": Mistake("product rule: a minus between its terms", PRODUCT),
    "quotient plus": Mistake("quotient rule: a plus where a minus belongs", QUOTIENT),
    "quotient order": Mistake("quotient rule: the terms of the numerator are swapped", QUOTIENT),
    "denominator": Mistake("quotient rule: the denominator is not squared", QUOTIENT),
    "no denominator": Mistake("quotient rule: the denominator is missing", QUOTIENT),
    "quotient of slopes": Mistake("quotient rule: the derivatives were divided", QUOTIENT),
    "quotient first": Mistake("quotient rule: the denominator was taken for a constant", QUOTIENT),
    "quotient second": Mistake("quotient rule: the numerator was taken for a constant", QUOTIENT),
    "chain": Mistake("chain rule: the factor from the inner derivative is missing", CHAIN),
    "slope inside": Mistake("chain rule: the outer derivative was taken at u', not at u", CHAIN),
    "inner only": Mistake("chain rule: only the inside was differentiated, in its place", CHAIN),
    "integrated": Mistake("integrated instead of differentiated", POWER),
    "exponent kept": Mistake("power rule: the exponent is not lowered by one", POWER),
    "exponent's factor": Mistake(
        "power rule: the exponent is not brought down, so its factor is lost", POWER
    ),
    "exponent raised": Mistake("power rule: the exponent is raised by one, not lowered", POWER),
    "lowered factor": Mistake("power rule: the factor is the old exponent, not the new", POWER),
    "exponent lost": Mistake("power rule: the power n-1 is lost", POWER),
    "exponential as power": Mistake("an exponential was differentiated like a power", EXPONENTIAL),
    "power as exponential": Mistake(
        "u^v: the base was taken for a constant", "(u^v)' = u^v·(v'·ln(u) + v·u'/u)"
    ),
    "logarithm of base": Mistake(
        "the logarithm of the base is lost", "(b^u)' = b^u·ln(b)·u', log_b(u)' = u'/(u·ln(b))"
    ),
    "exponential lost": Mistake("the exponential itself is lost", EXPONENTIAL),
    "function kept": Mistake("a function was left as it is: only its inside was differentiated"),
    "sine and cosine": Mistake(
        "the sign of the sine's derivative", "sin(u)' = cos(u)·u', cos(u)' = -sin(u)·u'"
    ),
    "hyperbolic": Mistake(
        "the sign of a hyperbolic function's derivative",
        "sinh(u)' = cosh(u)·u', cosh(u)' = sinh(u)·u'",
    ),
    "square lost": Mistake(
        "a square is lost in the function's derivative",
        "tan(u)' = u'/cos(u)^2, tanh(u)' = u'/cosh(u)^2, atan(u)' = u'/(1 + u^2)",
    ),
    "sign inside": Mistake(
        "a wrong sign within the function's derivative",
        "tan' = 1 + tan^2, tanh' = 1 - tanh^2, atan' = 1/(1 + u^2), asin' = 1/sqrt(1 - u^2)",
    ),
    "reciprocal": Mistake("the derivative of another function", "tan(u)' = u'/cos(u)^2"),
    "reciprocal of function": Mistake("log(u)' is u'/u, not u'/log(u)", "log(u)' = u'/u"),
    "rule of cosine": Mistake(
        "the rule of the cosine was used for the sine", "sin(u)' = cos(u)·u', cos(u)' = -sin(u)·u'"
    ),
    "reciprocal lost": Mistake("log(u)' is u'/u, not u'·u", "log(u)' = u'/u"),
    "half lost": Mistake(
        "the factor 1/2 (1/n) of a root's derivative is lost", "sqrt(u)' = u'/(2·sqrt(u))"
    ),
    "root below lost": Mistake("the root in the denominator is lost", "sqrt(u)' = u'/(2·sqrt(u))"),
    "root lost": Mistake("a root is lost", "asin(u)' = u'/sqrt(1 - u^2)"),
    "sign lost": Mistake("the sign of what stands between bars is lost", "|u|' = sign(u)·u'"),
}
VARIANTS: Final = {
    "one term 0": "one term",
    "one term 1": "one term",
    "one term 2": "one term",
    "exponential as power without chain": "exponential as power",
}
SPECIAL: Final[Mapping[str, frozenset[str]]] = {  # the same under a name that says more
    "factor lost": frozenset({"chain"}),
    "lowered factor": frozenset({"exponent's factor"}),
}
TRIED: Final = tuple(kind for kind in (*KINDS, *VARIANTS) if kind != "one term")


@dataclass(frozen=True)
class Slope:
    """A claimed derivative of a formula: its tree, the letters, the claim and what is right."""

    node: Node
    variable: Symbol
    known: dict[str, Expr]
    claim: Expr
    truth: Expr


class Suspects:
    """What the claim is worth at a few points, for a quick look before any proof."""

    def __init__(self, claim: Expr, symbols: Sequence[Symbol]) -> None:
        self.claim = claim
        self.seen = list(self.looks(symbols))

    def looks(self, symbols: Sequence[Symbol]) -> Iterator[tuple[dict[Symbol, Any], Any]]:
        found = 0
        for place in spread(symbols, 60):
            point = floats(place)
            (claimed,) = values((self.claim,), point, DIGITS)
            if isfinite(claimed) and found < LOOKS:
                found += 1
                yield point, claimed

    def fits(self, other: Expr) -> bool:
        """Whether it is what was claimed: near at the points, then by proof."""
        if not self.seen or other.has(*NOT_FINITE):
            return False
        for point, claimed in self.seen:
            (found,) = values((other,), point, DIGITS)
            if not (isfinite(found) and abs(found - claimed) <= NEAR * max(1, abs(claimed))):
                return False
        return bool(proof(self.claim, other))


def spoilt(asked: Slope) -> Iterator[tuple[str, Expr]]:
    """Every mistake that can be made on the formula, with what it makes."""
    for kind in TRIED:
        whole = Slip(asked.variable, asked.known, kind, EVERYWHERE)
        found = whole.taken(asked.node)
        if not whole.chances:
            continue
        yield kind, found
        for site in range(min(whole.chances, MOST_SITES) if whole.chances > 1 else 0):
            yield kind, Slip(asked.variable, asked.known, kind, site).taken(asked.node)


def kinds(asked: Slope) -> list[str]:
    """The mistakes that make exactly the claim; the typed form is tried before the expanded one."""
    if sp.count_ops(asked.truth) > LARGEST:
        return []
    suspects = suspected(asked)
    for node in forms(asked):
        told = Slope(node, asked.variable, asked.known, asked.claim, asked.truth)
        found = dict.fromkeys(
            VARIANTS.get(kind, kind) for kind, made in spoilt(told) if suspects.fits(made)
        )
        if found:
            return list(found)
    return []


def forms(asked: Slope) -> Iterator[Node]:
    """The formula as typed, then multiplied out where it is a polynomial."""
    yield asked.node
    expression = Slip(asked.variable, asked.known).told(asked.node)
    if expression.is_polynomial(*expression.free_symbols) and terms(expression) <= MOST_TERMS:
        yield tree(sp.expand(expression))


def apart(asked: Slope, others: Mapping[Symbol, Expr]) -> list[Mistake]:
    """Mistakes that are no rule spoilt: another variable, not differentiated, or twice."""
    suspects = suspected(asked)
    found = [
        Mistake(f"this is the derivative with respect to {variable}")
        for variable, slope in others.items()
        if variable != asked.variable and suspects.fits(slope)
    ]
    if len(others) > 1 and suspects.fits(sp.Add(*others.values())):
        words = "the other variables were differentiated too"
        found.append(Mistake(words, "in a partial derivative the other variables stand still"))
    if suspects.fits(Slip(asked.variable, asked.known).told(asked.node)):
        found.append(Mistake("this is the formula itself, not its derivative"))
    twice = sp.diff(asked.truth, asked.variable)
    if suspects.fits(twice) and asked.claim != 0:
        found.append(Mistake("differentiated twice"))
    return found


def multiple(asked: Slope) -> Mistake:
    """The right derivative but for its sign, or for a factor."""
    suspects = suspected(asked)
    if suspects.fits(-asked.truth):
        return Mistake("the sign: every term has the opposite one")
    for factor in FACTORS:
        if asked.truth != 0 and suspects.fits(factor * asked.truth):
            return Mistake(f"a factor: this is {factor} times the right one")
    return Mistake("")


def suspected(asked: Slope) -> "Suspects":
    symbols = sorted(asked.claim.free_symbols | asked.truth.free_symbols, key=str)
    return Suspects(asked.claim, symbols)


def explained(asked: Slope, others: Mapping[Symbol, Expr]) -> list[Mistake]:
    """Every known mistake that makes exactly the claim."""
    found = kinds(asked)
    told = [KINDS[kind] for kind in found if not SPECIAL.get(kind, frozenset()) & set(found)]
    return list(dict.fromkeys([*told, *apart(asked, others)]))


def named(found: Sequence[Mistake]) -> Mistake:
    """One mistake, or either of a few; nothing where there are more."""
    if not found or len(found) > MOST:
        return Mistake("")
    rules = dict.fromkeys(mistake.rule for mistake in found if mistake.rule)
    words = ", or ".join(mistake.words for mistake in found)
    return Mistake(f"either {words}" if len(found) > 1 else words, "; ".join(rules))
