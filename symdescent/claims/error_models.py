"""The mistakes that people make in differentiating, and the one that makes exactly a wrong slope.

A differentiator of its own, in which each rule can be spoilt in the ways that people spoil it, at
one of its uses or at all of them. What it finds is only ever compared with a claim.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sympy as sp
from mpmath import isfinite, mpf
from sympy import Expr, Symbol

from symdescent.calculus.formula import condition, express
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.gradient import gradient
from symdescent.calculus.multiprecision import values
from symdescent.calculus.steps.agreement import terms
from symdescent.calculus.steps.differentiation_rules import TREES
from symdescent.claims.identity import floats, proof, spread
from symdescent.language.tree import (
    Call,
    Constant,
    Name,
    Negative,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Sum,
    names,
)

HALF: Final = sp.Rational(1, 2)
ONE: Final = sp.Integer(1)
Put = Callable[[Expr, Expr], Expr | None]
MOVING: Final[dict[str, Put]] = {  # for a term with the variable: itself, and by the other ones
    "term left": lambda whole, _: whole,
    "wrong variable": lambda _, other: other if other != 0 else None,
    "term lost": lambda _, __: sp.Integer(0),
}
STILL: Final[dict[str, Put]] = {  # for a term without it
    "constant kept": lambda whole, _: whole,
    "other variable taken": lambda _, other: other if other != 0 else None,
    "constant one": lambda _, __: ONE,
}
RECIPROCALS: Final[dict[str, Callable[[Expr, Expr], Expr]]] = {  # of 1/v, from v and v'
    "minus": lambda v, dv: dv / v**2,
    "denominator": lambda v, dv: -dv / v,
    "quotient of slopes": lambda v, dv: 1 / dv,
    "integrated": lambda v, _: sp.log(v),
}
QUOTIENTS: Final[dict[str, Callable[[Expr, Expr, Expr, Expr], Expr]]] = {  # u, u', v, v'
    "quotient plus": lambda u, du, v, dv: (du * v + u * dv) / v**2,
    "quotient order": lambda u, du, v, dv: (u * dv - du * v) / v**2,
    "denominator": lambda u, du, v, dv: (du * v - u * dv) / v,
    "no denominator": lambda u, du, v, dv: du * v - u * dv,
    "quotient of slopes": lambda u, du, v, dv: du / dv,
    "quotient first": lambda u, du, v, dv: du / v,
    "quotient second": lambda u, du, v, dv: -u * dv / v**2,
}
POWERS: Final[dict[str, Callable[[Expr, Expr], Expr]]] = {
    "exponent kept": lambda u, n: n * u**n,
    "exponent's factor": lambda u, n: u ** (n - 1),
    "exponent raised": lambda u, n: n * u ** (n + 1),
    "lowered factor": lambda u, n: (n - 1) * u ** (n - 1),
    "exponent lost": lambda u, n: n * u,
}
EXPONENTIALS: Final[dict[str, Callable[[Expr, Expr, Expr], Expr]]] = {  # b, u, u' of b^u
    "chain": lambda b, u, _: b**u * sp.log(b),
    "slope inside": lambda b, _, du: b**du * sp.log(b),
    "exponential as power without chain": lambda b, u, _: u * b ** (u - 1),
    "exponential as power": lambda b, u, du: u * b ** (u - 1) * du,
    "logarithm of base": lambda b, u, du: b**u * du,
    "exponential lost": lambda b, _, du: sp.log(b) * du,
}
CHAINED: Final = ("chain", "slope inside", "exponential as power without chain")
FUNCTIONS: Final[dict[str, dict[str, Callable[[Expr], Expr]]]] = {
    "sin": {
        "sine and cosine": lambda u: -sp.cos(u),
        "rule of cosine": lambda u: -sp.sin(u),
    },
    "cos": {"minus": sp.sin},
    "tan": {
        "square lost": lambda u: 1 / sp.cos(u),
        "sign inside": lambda u: 1 - sp.tan(u) ** 2,
        "reciprocal": lambda u: 1 / sp.sin(u) ** 2,
    },
    "cot": {"minus": lambda u: 1 / sp.sin(u) ** 2},
    "sec": {"minus": lambda u: -sp.sin(u) / sp.cos(u) ** 2},
    "csc": {"minus": lambda u: sp.cos(u) / sp.sin(u) ** 2},
    "sinh": {"hyperbolic": lambda u: -sp.cosh(u)},
    "cosh": {"hyperbolic": lambda u: -sp.sinh(u)},
    "tanh": {
        "square lost": lambda u: 1 / sp.cosh(u),
        "sign inside": lambda u: 1 + sp.tanh(u) ** 2,
    },
    "log": {
        "reciprocal lost": lambda u: u,
        "reciprocal of function": lambda u: 1 / sp.log(u),
    },
    "log10": {"logarithm of base": lambda u: 1 / u},
    "log2": {"logarithm of base": lambda u: 1 / u},
    "sqrt": {
        "half lost": lambda u: 1 / sp.sqrt(u),
        "exponent kept": lambda u: HALF * sp.sqrt(u),
        "root below lost": lambda u: HALF / u,
    },
    "cbrt": {"half lost": lambda u: sp.cbrt(u) ** -2},
    "atan": {
        "sign inside": lambda u: 1 / (1 - u**2),
        "square lost": lambda u: 1 / (1 + u),
    },
    "asin": {
        "root lost": lambda u: 1 / (1 - u**2),
        "sign inside": lambda u: 1 / sp.sqrt(1 + u**2),
    },
    "acos": {"minus": lambda u: 1 / sp.sqrt(1 - u**2)},
    "abs": {"sign lost": lambda u: ONE},
    "sigmoid": {"sign inside": lambda u: (1 + 2 * sp.exp(u)) * sp.exp(u) / (1 + sp.exp(u)) ** 2},
    "gaussian": {"minus": lambda u: 2 * u * sp.exp(-(u**2))},
}


EVERYWHERE: Final = -1
RIGHT: Final = ""
UNIT: Final = sp.Integer(1)
ZERO: Final = sp.Integer(0)


@dataclass
class ErrorModel:
    """A derivative being taken: by which variable, with which mistake, at which chance."""

    variable: Symbol
    known: dict[str, Expr]
    kind: str = RIGHT
    site: int = EVERYWHERE
    chances: int = field(default=0)

    def makes(self, kind: str) -> bool:
        """Whether the mistake is made here, where it could be."""
        if kind != self.kind:
            return False
        self.chances += 1
        return self.site in (EVERYWHERE, self.chances - 1)

    def depends(self, node: Node) -> bool:
        return str(self.variable) in names(node)

    def expression(self, node: Node) -> Expr:
        return express(node, self.known)

    def taken(self, node: Any) -> Expr:
        """The derivative of a tree, or what the mistake makes of it."""
        if not self.depends(node):
            return ZERO
        return TAKING[type(node)](self, node)


def of_negative(model: ErrorModel, node: Negative) -> Expr:
    inner = model.taken(node.operand)
    return inner if model.makes("minus") else -inner


def of_sum(model: ErrorModel, node: Sum) -> Expr:
    return sp.Add(*[of_term(model, term) for term in node.terms])


def of_term(model: ErrorModel, term: Node) -> Expr:
    """The derivative of one term of a sum, or what is put in its place."""
    whole = model.expression(term)
    other, is_moving = by_others(model, whole), model.depends(term)
    stead = MOVING if is_moving else STILL
    for kind, put in stead.items():
        found = put(whole, other)
        if found is not None and model.makes(kind):
            return found
    return model.taken(term)


def of_product(model: ErrorModel, node: Product) -> Expr:
    pairs = list(zip(node.factors, node.divides, strict=True))
    moving = [pair for pair in pairs if model.depends(pair[0])]
    fixed = fixed_factor(model, [pair for pair in pairs if not model.depends(pair[0])])
    above = [factor for factor, divides in moving if not divides]
    below = [factor for factor, divides in moving if divides]
    if not below:
        return fixed * of_factors(model, above)
    bottom, slope = parts(model, below)
    if not above:
        found = as_power(model, below)
        return fixed * (of_reciprocal(model, below, bottom, slope) if found is None else found)
    return fixed * of_quotient(model, parts(model, above), (bottom, slope))


def parts(model: ErrorModel, factors: Sequence[Node]) -> tuple[Expr, Expr]:
    """A product and its derivative."""
    return sp.Mul(*map(model.expression, factors)), of_factors(model, factors)


def fixed_factor(model: ErrorModel, pairs: Sequence[tuple[Node, bool]]) -> Expr:
    """What stands in front: numbers, and other variables."""
    number, letters = UNIT, UNIT
    for factor, divides in pairs:
        value = model.expression(factor) ** (-1 if divides else 1)
        number, letters = (
            (number * value, letters) if value.is_number else (number, letters * value)
        )
    if number != 1 and model.makes("factor lost"):
        number = UNIT
    if letters != 1 and model.makes("other variable lost"):
        letters = UNIT
    if letters != 1 and model.makes("other variable taken"):
        letters = by_others(model, letters)
    return number * letters


def by_others(model: ErrorModel, found: Expr) -> Expr:
    """What comes of differentiating by the other variables, where none should be touched."""
    others = sorted(found.free_symbols - {model.variable}, key=str)
    return sp.Add(*[sp.diff(found, other) for other in others])


def of_factors(model: ErrorModel, factors: Sequence[Node]) -> Expr:
    if len(factors) == 1:
        return model.taken(factors[0])
    values = [model.expression(factor) for factor in factors]
    slopes = [model.taken(factor) for factor in factors]
    if model.makes("product of slopes"):
        return sp.Mul(*slopes)
    if model.makes("sum of slopes"):
        return sp.Add(*slopes)
    rows = [
        sp.Mul(*[slopes[i] if i == j else value for i, value in enumerate(values)])
        for j in range(len(values))
    ]
    for j, row in enumerate(rows):
        if model.makes(f"one term {j}"):
            return row
    if model.makes("product minus"):
        return rows[0] - sp.Add(*rows[1:])
    return sp.Add(*rows)


def as_power(model: ErrorModel, below: Sequence[Node]) -> Expr | None:
    """What is made of 1/u^n where it is taken for the power u^(-n), wrongly; None: nothing is."""
    node: Any = below[0]
    base, n = (
        (node.base, model.expression(node.exponent)) if isinstance(node, Power) else (node, UNIT)
    )
    if len(below) > 1 or not n.is_number:
        return None
    for kind, spoilt in POWERS.items():
        if model.makes(kind):
            return spoilt(model.expression(base), -n) * model.taken(base)
    return None


def of_reciprocal(model: ErrorModel, below: Sequence[Node], v: Expr, slope: Expr) -> Expr:
    """(1/v)' = -v'/v^2."""
    if not isinstance(below[0], Name) and model.makes("chain"):
        return -1 / v**2
    for kind, spoilt in RECIPROCALS.items():
        if model.makes(kind):
            return spoilt(v, slope)
    return -slope / v**2


def of_quotient(model: ErrorModel, top: tuple[Expr, Expr], bottom: tuple[Expr, Expr]) -> Expr:
    """(u/v)' = (u'v - uv')/v^2."""
    (u, du), (v, dv) = top, bottom
    for kind, spoilt in QUOTIENTS.items():
        if model.makes(kind):
            return spoilt(u, du, v, dv)
    return (du * v - u * dv) / v**2


def of_power(model: ErrorModel, node: Power) -> Expr:
    if not model.depends(node.exponent):
        return of_fixed_exponent(model, node)
    if model.depends(node.base):
        return of_both(model, node)
    return of_exponential(model, model.expression(node.base), node.exponent)


def of_fixed_exponent(model: ErrorModel, node: Power) -> Expr:
    """(u^n)' = n u^(n-1) u'."""
    u, n, du = model.expression(node.base), model.expression(node.exponent), model.taken(node.base)
    if not isinstance(node.base, Name):
        if model.makes("chain"):
            return n * u ** (n - 1)
        if model.makes("slope inside"):
            return n * du ** (n - 1)
        if model.makes("inner only"):
            return du**n
    if model.makes("integrated"):
        return u ** (n + 1) / (n + 1) * du if n != -1 else sp.log(u)
    for kind, spoilt in POWERS.items():
        if model.makes(kind):
            return spoilt(u, n) * du
    return n * u ** (n - 1) * du


def of_both(model: ErrorModel, node: Power) -> Expr:
    """(u^v)' = u^v (v' log(u) + v u'/u)."""
    u, v = model.expression(node.base), model.expression(node.exponent)
    du, dv = model.taken(node.base), model.taken(node.exponent)
    if model.makes("exponential as power"):
        return v * u ** (v - 1) * du
    if model.makes("power as exponential"):
        return u**v * sp.log(u) * dv
    return u**v * (dv * sp.log(u) + v * du / u)


def of_exponential(model: ErrorModel, base: Expr, exponent: Node) -> Expr:
    """(b^u)' = b^u log(b) u'."""
    u, du = model.expression(exponent), model.taken(exponent)
    for kind, spoilt in EXPONENTIALS.items():
        if (kind not in CHAINED or not isinstance(exponent, Name)) and model.makes(kind):
            return spoilt(base, u, du)
    return base**u * sp.log(base) * du


def of_call(model: ErrorModel, node: Call) -> Expr:
    """f(u)' = f'(u) u'."""
    if node.function == "exp":
        return of_exponential(model, sp.E, node.arguments[0])
    if node.function not in TREES:
        (found,) = gradient(model.expression(node), [model.variable])
        return found
    (inner,) = node.arguments
    u, du = model.expression(inner), model.taken(inner)

    def outer(at: Expr) -> Expr:
        return express(TREES[node.function], {"u": at})

    if not isinstance(inner, Name):
        spoilt = without_chain(model, node, outer, (u, du))
        if spoilt is not None:
            return spoilt
    if model.makes("function kept"):
        return model.expression(node) * du
    for kind, spoilt in FUNCTIONS.get(node.function, {}).items():
        if model.makes(kind):
            return spoilt(u) * du
    return outer(u) * du


def without_chain(
    model: ErrorModel, node: Call, outer: Callable[[Expr], Expr], parts: tuple[Expr, Expr]
) -> Expr | None:
    """What is made of f(u) when its inside is not treated as it should be."""
    u, du = parts
    if model.makes("chain"):
        return outer(u)
    if model.makes("slope inside"):
        return defined(outer(du))
    if model.makes("inner only"):
        return express(Call(node.function, (Name("u", 0, 0),), 0, 0), {"u": du})
    return None


def defined(found: Expr) -> Expr:
    """Nothing infinite, as the slope of log at the slope 0."""
    return sp.nan if found.has(sp.zoo, sp.oo, -sp.oo) else found


def of_choice(model: ErrorModel, node: Piecewise) -> Expr:
    pairs: list[Any] = [(model.taken(v), condition(c, model.known)) for v, c in node.branches]
    if node.otherwise is not None:
        pairs.append((model.taken(node.otherwise), True))
    return sp.Piecewise(*pairs)


TAKING: Final[dict[type, Callable[[ErrorModel, Any], Expr]]] = {
    Name: lambda _, __: UNIT,
    Negative: of_negative,
    Sum: of_sum,
    Product: of_product,
    Power: of_power,
    Call: of_call,
    Piecewise: of_choice,
}
assert not {Number, Constant} & set(TAKING)  # they depend on nothing


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
        whole = ErrorModel(asked.variable, asked.known, kind, EVERYWHERE)
        found = whole.taken(asked.node)
        if not whole.chances:
            continue
        yield kind, found
        for site in range(min(whole.chances, MOST_SITES) if whole.chances > 1 else 0):
            yield kind, ErrorModel(asked.variable, asked.known, kind, site).taken(asked.node)


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
    expression = ErrorModel(asked.variable, asked.known).expression(asked.node)
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
    if suspects.fits(ErrorModel(asked.variable, asked.known).expression(asked.node)):
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
