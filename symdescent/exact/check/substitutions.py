"""A formula of one variable goes in; the same, rational in tan(x/2) or in e^x, comes out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import sympy
from sympy import Add, Expr, Integer, Mul, Pow, Symbol

from symdescent.exact.check.refusal import Unfollowed, Untrue
from symdescent.exact.problem import Problem

MOST_TURNS: Final = 12
U: Final = Symbol("u", real=True)


@dataclass(frozen=True)
class Line:
    """The formula in `letter`, the ends of its line, and values of x that the line leaves out.

    `open_low`: the lower end is no point of the line.
    """

    expression: Expr
    letter: Symbol
    low: Expr | None
    high: Expr | None
    missed: tuple[Expr, ...] = ()
    open_low: bool = False


def line_of(problem: Problem, substitution: str) -> Line:
    """The problem on the line of the substitution: "", "tangent" or "exponential"."""
    if len(problem.variables) != 1:
        raise Untrue("a sign chart is for one variable")
    if substitution not in LINES:
        raise Untrue("no such substitution")
    return LINES[substitution](problem)


def _plain(problem: Problem) -> Line:
    return Line(problem.expression, problem.variables[0], *problem.box[0])


def _tangent(problem: Problem) -> Line:
    """u = tan(x/2) runs over the line while x runs over one period; x = pi is left out."""
    x = problem.variables[0]
    if problem.box[0] != (None, None):
        raise Unfollowed("half of a tangent in a box")
    cosine, sine = (1 - U**2) / (1 + U**2), 2 * U / (1 + U**2)
    waves = problem.expression.atoms(sympy.sin, sympy.cos)
    swaps = {w: _turned(w, x, cosine, sine) for w in waves}
    return Line(_swapped(problem.expression, swaps, x), U, None, None, (sympy.pi,))


def _turned(wave: Expr, x: Symbol, cosine: Expr, sine: Expr) -> Expr:
    """sin(n x) or cos(n x) by the addition theorems."""
    turns = wave.args[0] / x
    if not isinstance(turns, Integer) or not 0 < turns <= MOST_TURNS:
        raise Unfollowed("a wave that is no whole multiple of x")
    c, s = cosine, sine
    for _ in range(int(turns) - 1):
        c, s = c * cosine - s * sine, s * cosine + c * sine
    return c if isinstance(wave, sympy.cos) else s


def _exponential(problem: Problem) -> Line:
    """u = e^x > 0."""
    x = problem.variables[0]
    if problem.box[0] != (None, None):
        raise Unfollowed("an exponential in a box")
    powers = [p for p in problem.expression.atoms(sympy.exp, Pow) if _natural(p)]
    swaps = {p: _raised(p.args[-1], x) for p in powers}
    return Line(_swapped(problem.expression, swaps, x), U, Integer(0), None, open_low=True)


def _natural(node: Expr) -> bool:
    return isinstance(node, sympy.exp) or node.base is sympy.E


def _raised(exponent: Expr, x: Symbol) -> Expr:
    turns = exponent / x
    if not isinstance(turns, Integer) or abs(turns) > MOST_TURNS:
        raise Unfollowed("an exponential that is no whole power of e^x")
    return U**turns


def _swapped(node: Expr, swaps: dict[Expr, Expr], x: Symbol) -> Expr:
    """The formula with its waves or powers replaced; no x may be left."""
    if node in swaps:
        return swaps[node]
    if node == x:
        raise Unfollowed("the variable stands outside of the substitution")
    if not node.args or not node.free_symbols:
        return node
    parts = [_swapped(part, swaps, x) for part in node.args]
    return node.func(*parts) if not isinstance(node, Add | Mul) else type(node)(*parts)


LINES: Final[dict[str, Callable[[Problem], Line]]] = {
    "": _plain,
    "tangent": _tangent,
    "exponential": _exponential,
}
