"""Values, gradients and Hessians over many boxes at once, as arrays of intervals."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import combinations_with_replacement
from typing import Any, Final, TypeVar

import numpy as np
import sympy
from numpy.typing import NDArray
from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol

from symdescent.proofs.kernel import box_intervals
from symdescent.proofs.kernel.certificates import Unfollowed

Array = NDArray[np.float64]
INF: Final = np.inf


@dataclass(frozen=True, slots=True)
class Band:
    """`low` and `high` arrays of one shape; infinite ends mean no bound. Never a nan."""

    low: Array
    high: Array

    def __add__(self, other: "Band") -> "Band":
        return _summed(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Band") -> "Band":
        return _summed(self.low - other.high, self.high - other.low)

    def __neg__(self) -> "Band":
        return Band(-self.high, -self.low)

    def __mul__(self, other: "Band") -> "Band":
        if self.low is self.high:
            ends = [_times(self.low, b) for b in (other.low, other.high)]
        elif other.low is other.high:
            ends = [_times(a, other.low) for a in (self.low, self.high)]
        else:
            ends = [_times(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        low, high = reduce(np.minimum, ends), reduce(np.maximum, ends)
        found = outward(low, high)
        nought = bool(np.any(low == 0) or np.any(high == 0))
        return _signed(found, self, other) if nought else found

    @property
    def sure(self) -> Array:
        """1 where every value is positive, -1 where every value is negative, else 0."""
        return np.where(self.low > 0, 1.0, np.where(self.high < 0, -1.0, 0.0))


def _times(a: Array, b: Array) -> Array:
    """Products of ends; an infinite end is a bound of real numbers, so 0 times it is 0."""
    found = a * b
    return np.where((a == 0) | (b == 0), 0.0, found) if np.any(np.isnan(found)) else found


def _summed(low: Array, high: Array) -> Band:
    """One step outwards, but from 0, which no sum of doubles is rounded to."""
    found = outward(low, high)
    return Band(np.where(low == 0, low, found.low), np.where(high == 0, high, found.high))


def _signed(found: Band, one: Band, two: Band) -> Band:
    """A product, held to the sign that its factors give it: 0 must not be stepped over."""
    nought = ((one.low == 0) & (one.high == 0)) | ((two.low == 0) & (two.high == 0))
    above = (one.low >= 0) & (two.low >= 0) | (one.high <= 0) & (two.high <= 0) | nought
    below = (one.low >= 0) & (two.high <= 0) | (one.high <= 0) & (two.low >= 0) | nought
    low = np.where(above, np.maximum(found.low, 0.0), found.low)
    return Band(low, np.where(below, np.minimum(found.high, 0.0), found.high))


def outward(low: Array, high: Array) -> Band:
    """One step outwards; no bound where the arithmetic gave none."""
    if np.any(np.isnan(low)) or np.any(np.isnan(high)):
        low = np.where(np.isnan(low), -INF, low)
        high = np.where(np.isnan(high), INF, high)
    return Band(np.nextafter(low, -INF), np.nextafter(high, INF))


def number(low: float, high: float, shape: tuple[int, ...]) -> Band:
    """The same interval everywhere; a number as one array, by which products know it."""
    first = np.full(shape, low)
    return Band(first, first if low == high else np.full(shape, high))


def everything(shape: tuple[int, ...]) -> Band:
    return number(-INF, INF, shape)


def hull(one: Band, two: Band) -> Band:
    return Band(np.minimum(one.low, two.low), np.maximum(one.high, two.high))


def choose(where: NDArray[np.bool_], one: Band, two: Band) -> Band:
    return Band(np.where(where, one.low, two.low), np.where(where, one.high, two.high))


def meet(one: Band, low: float, high: float) -> Band:
    """The part between two numbers that are known to bound the values."""
    return Band(np.clip(one.low, low, high), np.clip(one.high, low, high))


def power(x: Band, exponent: int) -> Band:
    """x^n for a whole number n >= 1."""
    if exponent % 2:
        return Band(_repeat(x.low, exponent).low, _repeat(x.high, exponent).high)
    size = np.maximum(np.abs(x.low), np.abs(x.high))
    least = np.where((x.low <= 0) & (x.high >= 0), 0.0, np.minimum(np.abs(x.low), np.abs(x.high)))
    return Band(np.maximum(_repeat(least, exponent).low, 0.0), _repeat(size, exponent).high)


def _repeat(x: Array, exponent: int) -> Band:
    """The power of a number by squaring."""
    base, total = Band(x, x), None
    while exponent:
        if exponent & 1:
            total = base if total is None else total * base
        exponent >>= 1
        base = base * base if exponent else base
    return total if total is not None else number(1.0, 1.0, x.shape)


def inverse(x: Band) -> Band:
    """1/x where x is not 0; no bound on the side where x comes near 0."""
    below, above = 1.0 / x.low, 1.0 / x.high
    low = np.where((x.low < 0) & (x.high >= 0), -INF, np.where(np.isinf(x.high), 0.0, above))
    high = np.where((x.high > 0) & (x.low <= 0), INF, np.where(np.isinf(x.low), 0.0, below))
    return _signed(outward(low, high), x, number(1.0, 1.0, x.low.shape))


def root(x: Band) -> Band:
    """The square root of the part that is not negative."""
    x = Band(np.maximum(x.low, 0.0), np.maximum(x.high, 0.0))
    found = outward(np.sqrt(x.low), np.sqrt(x.high))
    return Band(np.maximum(found.low, 0.0), found.high)


def by_kernel(function: Any) -> Callable[[Band], Band]:
    """The kernel's rule for a function, on the part inside its domain."""
    rule = box_intervals.RULES[function]

    def found(x: Band) -> Band:
        return Band(*rule((x.low, x.high), np.ones(x.low.shape, dtype=bool)))

    return found


exponential: Final = by_kernel(sympy.exp)
logarithm: Final = by_kernel(sympy.log)
sine: Final = by_kernel(sympy.sin)
cosine: Final = by_kernel(sympy.cos)
arctangent: Final = by_kernel(sympy.atan)
arcsine: Final = by_kernel(sympy.asin)
arccosine: Final = by_kernel(sympy.acos)
hyperbolic_sine: Final = by_kernel(sympy.sinh)
hyperbolic_cosine: Final = by_kernel(sympy.cosh)
hyperbolic_tangent: Final = by_kernel(sympy.tanh)
absolute: Final = by_kernel(sympy.Abs)


def fractional(x: Band, exponent: float) -> Band:
    """x^p of the part that is not negative, p > 0 being the double nearest to the exponent."""
    inside = np.maximum(x.low, 0.0), np.maximum(x.high, 0.0)
    return Band(*box_intervals.raised(inside, exponent))


Mask = NDArray[np.bool_]
Triple = tuple[Band, Band, Band]


class Unreadable(Exception):
    """A function for which there is no rule here."""


@dataclass(slots=True)
class Marks:
    """Facts about each box: `smooth` C^2 on all of it, `steady` continuous with the gradient's
    bands valid, `whole` defined on all of it, `empty` defined nowhere on it."""

    smooth: Mask
    steady: Mask
    whole: Mask
    empty: Mask

    def need(self, sure: Mask, never: Mask) -> None:
        """A part of the expression is defined and smooth where sure, undefined where never."""
        for mask in (self.smooth, self.steady, self.whole):
            mask &= sure
        self.empty |= never


@lru_cache(maxsize=10_000)
def constant_ends(node: Expr) -> tuple[float, float]:
    """The nearest doubles around a number; the double itself where it is one."""
    try:
        return box_intervals.constant(node)
    except (Unfollowed, OverflowError):
        raise Unreadable from None


def _scaled(band: Band, factor: float) -> Band:
    return band * number(factor, factor, band.low.shape)


def log_of(x: Band) -> Triple:
    first = inverse(x)
    return logarithm(x), first, -power(first, 2)


def _log_triple(x: Band, marks: Marks) -> Triple:
    marks.need(x.low > 0, x.high <= 0)
    return log_of(x)


def _exp(x: Band, marks: Marks) -> Triple:
    found = exponential(x)
    return found, found, found


def _sin(x: Band, marks: Marks) -> Triple:
    found = sine(x)
    return found, cosine(x), -found


def _cos(x: Band, marks: Marks) -> Triple:
    found = cosine(x)
    return found, -sine(x), -found


def _one(x: Band) -> Band:
    return number(1.0, 1.0, x.low.shape)


def _tan(x: Band, marks: Marks) -> Triple:
    below = cosine(x)
    marks.need(below.sure != 0, np.zeros(x.low.shape, dtype=bool))
    found = sine(x) * inverse(below)
    first = power(found, 2) + _one(x)
    return found, first, _scaled(found * first, 2.0)


def _atan(x: Band, marks: Marks) -> Triple:
    first = inverse(power(x, 2) + _one(x))
    return arctangent(x), first, _scaled(x * power(first, 2), -2.0)


def _asin(x: Band, marks: Marks) -> Triple:
    marks.need((x.low > -1) & (x.high < 1), (x.low > 1) | (x.high < -1))
    first = inverse(root(_one(x) - power(x, 2)))
    return arcsine(x), first, x * power(first, 3)


def _acos(x: Band, marks: Marks) -> Triple:
    _, first, second = _asin(x, marks)
    return arccosine(x), -first, -second


def _sinh(x: Band, marks: Marks) -> Triple:
    found = hyperbolic_sine(x)
    return found, hyperbolic_cosine(x), found


def _cosh(x: Band, marks: Marks) -> Triple:
    found = hyperbolic_cosine(x)
    return found, hyperbolic_sine(x), found


def _tanh(x: Band, marks: Marks) -> Triple:
    found = hyperbolic_tangent(x)
    first = meet(_one(x) - power(found, 2), 0.0, 1.0)
    return found, first, _scaled(found * first, -2.0)


def _abs(x: Band, marks: Marks) -> Triple:
    marks.smooth &= x.sure != 0
    zero = number(0.0, 0.0, x.low.shape)
    first = Band(np.where(x.low > 0, 1.0, -1.0), np.where(x.high < 0, -1.0, 1.0))
    return absolute(x), first, zero


RULES: Final[dict[Any, Callable[[Band, Marks], Triple]]] = {
    sympy.exp: _exp,
    sympy.log: _log_triple,
    sympy.sin: _sin,
    sympy.cos: _cos,
    sympy.tan: _tan,
    sympy.atan: _atan,
    sympy.asin: _asin,
    sympy.acos: _acos,
    sympy.sinh: _sinh,
    sympy.cosh: _cosh,
    sympy.tanh: _tanh,
    sympy.Abs: _abs,
}


def raised(x: Band, exponent: Rational, marks: Marks) -> Triple:
    """x^p for a rational p, with its first and second derivative."""
    whole = isinstance(exponent, Integer)
    if not whole:
        marks.need(x.low > 0, x.high < 0)
    elif exponent < 0:
        marks.need(x.sure != 0, (x.low == 0) & (x.high == 0))
    return (
        _raised(x, exponent),
        _scaled_band(exponent, _raised(x, exponent - 1)),
        _scaled_band(exponent * (exponent - 1), _raised(x, exponent - 2)),
    )


def _scaled_band(factor: Rational, band: Band) -> Band:
    ends = constant_ends(factor)
    return band * number(*ends, band.low.shape)


def _raised(x: Band, exponent: Rational) -> Band:
    if exponent == 0:
        return _one(x)
    if exponent < 0:
        return inverse(_raised(x, -exponent))
    if isinstance(exponent, Integer):
        return power(x, int(exponent))
    if exponent.q == 2:
        half = root(x)
        return power(half, int(exponent.p)) if exponent.p > 1 else half
    return fractional(x, float(exponent))


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
                both = power(a, 2) if i == j else a * b
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
                made[key] = choose(first, a, choose(second, b, hull(a, b)))
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
        open_ = everything(self.shape)
        return Jet(choose(positive, found.value, open_), found.slopes, found.bends)


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
