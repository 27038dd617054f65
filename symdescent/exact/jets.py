"""An expression goes in; its value, gradient and Hessian over many boxes at once come out as bands.

Differentiation forwards through the expression (R. E. Wengert, 1964), in interval arithmetic.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any, Final, TypeVar

import numpy as np
import sympy
from sympy import Add, Expr, Mul, Pow, Rational, Symbol

from symdescent.exact import bands
from symdescent.exact.bands import Array, Band, number
from symdescent.exact.chains import (
    RULES,
    Marks,
    Triple,
    Unreadable,
    constant_ends,
    log_of,
    raised,
)

Key = TypeVar("Key")
MOST_NODES: Final = 600


@dataclass(frozen=True, slots=True)
class Jet:
    """Bands over the boxes; a missing slope or bend is exactly 0."""

    value: Band
    slopes: dict[int, Band]
    bends: dict[tuple[int, int], Band]


@dataclass(frozen=True)
class Sweep:
    """What is known over the boxes."""

    jet: Jet
    marks: Marks

    def gradient(self, count: int) -> tuple[Array, Array]:
        """Ends of the gradient, shape (boxes, variables); no bound where it is not steady."""
        shape = self.jet.value.low.shape
        parts = [self.jet.slopes.get(i, number(0.0, 0.0, shape)) for i in range(count)]
        steady = self.marks.steady[:, None]
        low = np.stack([p.low for p in parts], axis=1)
        high = np.stack([p.high for p in parts], axis=1)
        return np.where(steady, low, -np.inf), np.where(steady, high, np.inf)

    def hessian(self, count: int) -> tuple[Array, Array]:
        """Ends of the Hessian, shape (boxes, variables, variables); no bound where not smooth."""
        size = self.jet.value.low.shape[0]
        low, high = np.zeros((2, size, count, count))
        for (i, j), band in self.jet.bends.items():
            low[:, i, j] = low[:, j, i] = band.low
            high[:, i, j] = high[:, j, i] = band.high
        smooth = self.marks.smooth[:, None, None]
        return np.where(smooth, low, -np.inf), np.where(smooth, high, np.inf)


class Tape:
    """An expression read once; Unreadable where a rule is missing. `sweep` runs it over boxes."""

    def __init__(self, expression: Expr, variables: tuple[Symbol, ...]) -> None:
        self.variables = variables
        self.nodes: list[Any] = []
        self._read(expression, set())
        self.constants = {n: constant_ends(n) for n in self.nodes if not n.free_symbols}

    def _read(self, node: Any, seen: set[Any]) -> None:
        if node in seen:
            return
        seen.add(node)
        if node.free_symbols and not isinstance(node, Symbol):
            if type(node) not in READ:
                raise Unreadable
            for part in node.args:
                self._read(part, seen)
        self.nodes.append(node)
        if len(self.nodes) > MOST_NODES:
            raise Unreadable

    def sweep(self, low: Array, high: Array, order: int = 1) -> Sweep:
        """Over boxes with these ends, shape (boxes, variables): value, slopes, bends (order 2)."""
        with np.errstate(all="ignore"):
            size = low.shape[0]
            marks = Marks(*(np.full(size, fact) for fact in (True, True, True, False)))
            work = _Work(order, marks, (size,))
            for i, v in enumerate(self.variables):
                work.known[v] = work.variable(i, Band(low[:, i], high[:, i]))
            for node in self.nodes:
                if node not in work.known:
                    ends = self.constants.get(node)
                    work.known[node] = work.of(node) if ends is None else work.constant(ends)
            return Sweep(work.known[self.nodes[-1]], marks)


class _Work:
    """One run over the boxes."""

    def __init__(self, order: int, marks: Marks, shape: tuple[int, ...]) -> None:
        self.order, self.marks, self.shape = order, marks, shape
        self.known: dict[Any, Jet] = {}

    def constant(self, ends: tuple[float, float]) -> Jet:
        return Jet(number(*ends, self.shape), {}, {})

    def variable(self, index: int, band: Band) -> Jet:
        one = {index: number(1.0, 1.0, self.shape)} if self.order else {}
        return Jet(band, one, {})

    def of(self, node: Any) -> Jet:
        if isinstance(node, Pow):
            return self.power(node)
        parts = [self.known[part] for part in node.args]
        if type(node) in FOLDS:
            rule = FOLDS[type(node)]
            total = parts[0]
            for part in parts[1:]:
                total = rule(self, total, part)
            return total
        return self.chain(parts[0], RULES[type(node)](parts[0].value, self.marks))

    def chain(self, inner: Jet, outer: Triple) -> Jet:
        """g(u): g' u_i, and g' u_ij + g'' u_i u_j."""
        value, first, second = outer
        slopes = {i: first * s for i, s in inner.slopes.items()}
        bends = {pair: first * b for pair, b in inner.bends.items()}
        if self.order == 2:
            for i, j in combinations_with_replacement(sorted(inner.slopes), 2):
                a, b = inner.slopes[i], inner.slopes[j]
                both = bands.power(a, 2) if i == j else a * b
                _add(bends, (i, j), second * both)
        return Jet(value, slopes, bends)

    def add(self, one: Jet, two: Jet) -> Jet:
        slopes, bends = dict(one.slopes), dict(one.bends)
        for i, band in two.slopes.items():
            _add(slopes, i, band)
        for pair, band in two.bends.items():
            _add(bends, pair, band)
        return Jet(one.value + two.value, slopes, bends)

    def times(self, one: Jet, two: Jet) -> Jet:
        a, b = one.value, two.value
        slopes = {i: s * b for i, s in one.slopes.items()}
        bends = {pair: s * b for pair, s in one.bends.items()}
        for i, s in two.slopes.items():
            _add(slopes, i, s * a)
        for pair, s in two.bends.items():
            _add(bends, pair, s * a)
        if self.order == 2:
            for i, s in one.slopes.items():
                for j, t in two.slopes.items():
                    both = s * t
                    _add(bends, (min(i, j), max(i, j)), both + both if i == j else both)
        return Jet(a * b, slopes, bends)

    def greater(self, one: Jet, two: Jet) -> Jet:
        """The greater of two; where it is open which, any mixture of their slopes (F. H. Clarke)"""
        first, second = one.value.low > two.value.high, two.value.low > one.value.high
        self.marks.smooth &= first | second
        value = Band(
            np.maximum(one.value.low, two.value.low), np.maximum(one.value.high, two.value.high)
        )
        zero = number(0.0, 0.0, self.shape)

        def mixed(left: dict[Key, Band], right: dict[Key, Band]) -> dict[Key, Band]:
            made: dict[Key, Band] = {}
            for key in left | right:
                a, b = left.get(key, zero), right.get(key, zero)
                made[key] = bands.choose(first, a, bands.choose(second, b, bands.hull(a, b)))
            return made

        return Jet(value, mixed(one.slopes, two.slopes), mixed(one.bends, two.bends))

    def lesser(self, one: Jet, two: Jet) -> Jet:
        return _negative(self.greater(_negative(one), _negative(two)))

    def power(self, node: Pow) -> Jet:
        if node.base is sympy.E:
            inner = self.known[node.exp]
            return self.chain(inner, RULES[sympy.exp](inner.value, self.marks))
        base = self.known[node.base]
        if isinstance(node.exp, Rational):
            return self.chain(base, raised(base.value, node.exp, self.marks))
        return self._exponential(base, self.known[node.exp])

    def _exponential(self, base: Jet, exponent: Jet) -> Jet:
        """b^e = exp(e log b), for b > 0 alone; nothing is said of other b."""
        positive = base.value.low > 0
        self.marks.need(positive, np.zeros_like(positive))
        inner = self.times(exponent, self.chain(base, log_of(base.value)))
        found = self.chain(inner, RULES[sympy.exp](inner.value, self.marks))
        open_ = bands.everything(self.shape)
        return Jet(bands.choose(positive, found.value, open_), found.slopes, found.bends)


def _add(into: dict[Any, Band], key: Any, band: Band) -> None:
    into[key] = into[key] + band if key in into else band


def _negative(jet: Jet) -> Jet:
    slopes = {i: -s for i, s in jet.slopes.items()}
    return Jet(-jet.value, slopes, {pair: -b for pair, b in jet.bends.items()})


Fold = Callable[[_Work, Jet, Jet], Jet]
FOLDS: Final[dict[Any, Fold]] = {
    Add: _Work.add,
    Mul: _Work.times,
    sympy.Max: _Work.greater,
    sympy.Min: _Work.lesser,
}
READ: Final = {Pow, *FOLDS, *RULES}
