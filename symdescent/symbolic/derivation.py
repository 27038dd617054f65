"""A Formula goes in, a Derivation comes out: its exact gradient, and its Hessian on first use."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import sympy as sp
from sympy import Expr, Symbol

from symdescent.displaying import short
from symdescent.errors import InputError
from symdescent.symbolic.exponentials import direct, steady
from symdescent.symbolic.formula import Formula
from symdescent.symbolic.sharing import parts, subexpressions
from symdescent.symbolic.slopes import Path, slopes

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
