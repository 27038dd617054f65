"""The exact gradient of a formula in reverse mode, and its Hessian on first use."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import sympy as sp
from sympy import Expr, Symbol

from symdescent.calculus.formula import Formula
from symdescent.calculus.subexpressions import parts, subexpressions
from symdescent.errors import InputError
from symdescent.notebook_hook import short

HALF: Final = sp.Rational(1, 2)
Path = tuple[Expr, ...]  # factors not yet multiplied out: sympy would distribute 2*(x + y)


def of_power(node: Expr) -> tuple[Path, Expr]:
    base, exponent = node.args
    slope = (exponent, base ** (exponent - 1))
    return slope, sp.Integer(0) if exponent.is_Rational else node * sp.log(base)


def of_product(node: Expr) -> tuple[Path, ...]:
    factors = node.args
    return tuple((*factors[:i], *factors[i + 1 :]) for i in range(len(factors)))


def of_extremum(sign: int) -> Callable[[Expr], tuple[Path, ...]]:
    """For max (sign 1) and min (sign -1): weights that add up to one wherever arguments tie."""

    def of(node: Expr) -> tuple[Path, ...]:
        firsts = node.args[:-1]
        weights: list[Path] = []
        others: Path = ()
        for i, argument in enumerate(firsts, 1):
            lead = sign * (argument - node.func(*node.args[i:]))
            weights.append((*others, sp.Heaviside(lead, HALF)))
            others = (*others, sp.Heaviside(-lead, HALF))
        return *weights, others

    return of


def flat(node: Expr) -> tuple[Expr, ...]:
    return (sp.Integer(0),) * len(node.args)


def of_arctangent(node: Expr) -> tuple[Expr, Expr]:
    y, x = node.args
    square = x**2 + y**2
    return x / square, -y / square


SLOPES: Final[dict[Any, Callable[[Expr], tuple[Expr | Path, ...]]]] = {
    sp.Add: lambda node: (sp.Integer(1),) * len(node.args),
    sp.Mul: of_product,
    sp.Pow: of_power,
    sp.exp: lambda node: (node,),
    sp.log: lambda node: (1 / node.args[0],),
    sp.sin: lambda node: (sp.cos(node.args[0]),),
    sp.cos: lambda node: (-sp.sin(node.args[0]),),
    sp.tan: lambda node: (1 + node**2,),
    sp.asin: lambda node: (1 / sp.sqrt(1 - node.args[0] ** 2),),
    sp.acos: lambda node: (-1 / sp.sqrt(1 - node.args[0] ** 2),),
    sp.atan: lambda node: (1 / (1 + node.args[0] ** 2),),
    sp.atan2: of_arctangent,
    sp.sinh: lambda node: (sp.cosh(node.args[0]),),
    sp.cosh: lambda node: (sp.sinh(node.args[0]),),
    sp.tanh: lambda node: (sp.cosh(node.args[0]) ** -2,),
    sp.asinh: lambda node: (1 / sp.sqrt(1 + node.args[0] ** 2),),
    sp.acosh: lambda node: (1 / sp.sqrt(node.args[0] ** 2 - 1),),
    sp.atanh: lambda node: (1 / (1 - node.args[0] ** 2),),
    sp.Abs: lambda node: (sp.sign(node.args[0]),),
    sp.Max: of_extremum(1),
    sp.Min: of_extremum(-1),
    sp.sign: flat,
    sp.Heaviside: flat,
}


def slopes(node: Expr) -> tuple[Path, ...]:
    """The derivative of node.func with respect to each of node.args, as factors."""
    return tuple(s if isinstance(s, tuple) else (s,) for s in SLOPES[node.func](node))


MOST: Final = 32  # terms: n weights of n terms each
Edges = tuple[tuple[Expr, Path], ...]


def exponents(node: Expr) -> tuple[Expr, ...]:
    """The a, b, ... of exp(a) + exp(b) + ..., a positive number c being exp(log(c)); else ()."""
    if not node.is_Add or len(node.args) > MOST:
        return ()
    found = [exponent(term) for term in node.args]
    return tuple(a for a in found if a is not None) if None not in found else ()


def exponent(term: Expr) -> Expr | None:
    """The logarithm of a positive number or of a positive multiple of an exponential."""
    size, rest = term.as_coeff_Mul()
    if size.is_positive and (rest is sp.S.One or isinstance(rest, sp.exp)):
        return sp.log(size) + (rest.args[0] if rest.args else 0)
    return None


def share(a: Expr, every: Sequence[Expr]) -> Expr:
    """exp(a)/S, each exponential of S being divided by exp(a)."""
    return 1 / sp.Add(*[sp.exp(b - a) for b in every])


def direct(node: Expr) -> Edges:
    """The slopes of log(S) and S^-p with respect to the exponents themselves; () for the rest."""
    if isinstance(node, sp.log):
        return of_logarithm(node.args[0])
    if is_reciprocal(node):
        return tuple((a, (node.exp, node, *slope)) for a, slope in of_logarithm(node.base))
    return ()


def of_logarithm(inside: Expr) -> Edges:
    """The slopes of log(inside), where `inside` may leave the floats."""
    if isinstance(inside, sp.cosh):
        return ((inside.args[0], (sp.tanh(inside.args[0]),)),)
    every = exponents(inside)
    return tuple((a, (share(a, every),)) for a in every)


def is_reciprocal(node: Expr) -> bool:
    return bool(node.is_Pow and node.exp.is_Rational and node.exp.is_negative)


def steady(roots: Sequence[Expr]) -> list[Expr]:
    """The expressions with exp(a)/S, log(1/S) and 1 - 1/(1 + exp(a)) spelt without overflow."""
    told: dict[Expr, Expr] = {}
    for node in subexpressions(roots):
        same = not told or told.keys().isdisjoint(node.args)
        after = node if same else node.func(*[told.get(a, a) for a in node.args])
        if after.func in STABLE_FORMS:
            after = STABLE_FORMS[after.func](after)
        if after is not node:
            told[node] = after
    return [told.get(root, root) for root in roots]


def product(node: Expr) -> Expr:
    """exp(a)/S^n as S^(1-n) * exp(a)/S."""
    for power in filter(is_reciprocal, node.args):
        every = exponents(power.base) if power.exp.is_Integer else ()
        for factor in node.args:
            if isinstance(factor, sp.exp) and factor.args[0] in every:
                return node / factor / power * power.base * power * share(factor.args[0], every)
    return node


def logarithm(node: Expr) -> Expr:
    """log(S^p) as p*log(S)."""
    inside = node.args[0]
    if inside.is_Pow and inside.exp.is_Rational and exponents(inside.base):
        return inside.exp * sp.log(inside.base)
    return node


def complement(node: Expr) -> Expr:
    """1 - 1/(1 + exp(a)) as 1/(1 + exp(-a))."""
    if len(node.args) == 2 and node.args[0] is sp.S.One:
        every = exponents(1 / -node.args[1])
        if len(every) == 2 and every[0] is sp.S.Zero:
            return share(every[1], every)
    return node


STABLE_FORMS: Final[dict[Any, Callable[[Expr], Expr]]] = {
    sp.Add: complement,
    sp.Mul: product,
    sp.log: logarithm,
}


HESSIAN_LIMIT = 50


@dataclass(frozen=True)
class Derivation:
    """A formula with its gradient, one expression a variable; `hessian` is made on first use."""

    formula: Formula
    gradient: tuple[Expr, ...]

    __repr__ = short

    @cached_property
    def hessian(self) -> tuple[tuple[Expr, ...], ...]:
        """The n x n matrix of second derivatives; InputError beyond HESSIAN_LIMIT variables."""
        variables = self.formula.variables
        if len(variables) > HESSIAN_LIMIT:
            message = f"the Hessian is kept to {HESSIAN_LIMIT} variables; this has {len(variables)}"
            raise InputError("too_large", message)
        return symmetric([gradient(slope, variables) for slope in self.gradient])


def derive(formula: Formula) -> Derivation:
    """The derivation of a formula, at a small multiple of its size.

    Reverse accumulation over shared subexpressions: S. Linnainmaa (1976),
    doi:10.1007/BF01931367.
    """
    return Derivation(formula, gradient(formula.expression, formula.variables))


def gradient(expression: Expr, variables: Sequence[Symbol]) -> tuple[Expr, ...]:
    """The derivatives of `expression`, every subexpression being visited once."""
    [root] = steady([expression])
    order = dependents(root, variables)
    reached: dict[Expr, list[Path]] = {root: [()]}
    for node in reversed(order):
        paths = reached.get(node, [])
        for child, slope in edges(node, order):
            reached.setdefault(child, []).extend(extend(paths, slope))
    return tuple(sp.Add(*[sp.Mul(*path) for path in reached.get(x, [])]) for x in variables)


def extend(paths: list[Path], slope: Path) -> list[Path]:
    """The paths one edge longer; several are added up first, so that they stay shared."""
    if sp.S.Zero in slope or not paths:
        return []
    path = paths[0] if len(paths) == 1 else (sp.Add(*[sp.Mul(*p) for p in paths]),)
    return [path + tuple(factor for factor in slope if factor is not sp.S.One)]


def edges(node: Expr, order: Mapping[Expr, bool]) -> Iterator[tuple[Expr, Path]]:
    """What a node depends on, each with the slope; a Piecewise is differentiated branch-wise."""
    if isinstance(node, sp.Piecewise):
        yield from branches(node, [x for x in inner(node) if x in order])
    elif not node.is_Symbol:
        pairs = direct(node) or zip(node.args, slopes(node), strict=True)
        yield from ((child, slope) for child, slope in pairs if child in order)


def branches(node: sp.Piecewise, variables: Sequence[Symbol]) -> Iterator[tuple[Expr, Path]]:
    """The variables under a Piecewise, each with the Piecewise of the branches' derivatives."""
    columns = [gradient(value, variables) for value, _ in node.args]
    for i, variable in enumerate(variables):
        pairs = [(column[i], pair[1]) for column, pair in zip(columns, node.args, strict=True)]
        yield variable, (sp.Piecewise(*pairs),)


def dependents(expression: Expr, variables: Sequence[Symbol]) -> dict[Expr, bool]:
    """The subexpressions that depend on a variable, parts before wholes."""
    found = dict.fromkeys(variables, True)
    for node in subexpressions([expression], inner):
        if any(child in found for child in inner(node)):
            found[node] = True
    return found


def inner(node: Expr) -> tuple[Expr, ...]:
    """The parts to descend into; what stands inside a Piecewise is left to `branches`."""
    if isinstance(node, sp.Piecewise):
        return tuple(sorted(node.free_symbols, key=lambda symbol: str(symbol.name)))
    return tuple(child for child, _ in direct(node)) or parts(node)


def symmetric(rows: Sequence[tuple[Expr, ...]]) -> tuple[tuple[Expr, ...], ...]:
    """The matrix whose lower triangle repeats the upper one."""
    n = len(rows)
    return tuple(tuple(rows[min(i, j)][max(i, j)] for j in range(n)) for i in range(n))
