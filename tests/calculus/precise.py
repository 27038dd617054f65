"""A tree of the language and a point go in; the value and its derivatives come out at 80 digits.

Written for the tests with mpmath alone: it shares nothing with the room of calculus.
"""

import operator
from functools import reduce
from itertools import combinations

from mpmath import mp, mpf

from symdescent.language import tree as t

DIGITS = 80
STEP = mpf(10) ** -20
MARGIN = mpf("0.001")  # how far a point stays from kinks, poles and the edges of a domain
LARGEST = mpf(10) ** 6


class Outside(ValueError):
    """The point lies outside the domain, or too near to its edge or to a kink."""


def need(x):
    """x itself, where it is clear of zero."""
    if not MARGIN < abs(x):
        raise Outside
    return x


def positive(x):
    """x itself, where it is clear of zero and above it."""
    if not MARGIN < x:
        raise Outside
    return x


def inside(x):
    """x itself, where it lies between -1 and 1 and clear of both."""
    positive(1 - abs(x))
    return x


def power(base, exponent):
    if exponent == int(exponent):
        return base ** int(exponent) if exponent >= 0 else need(base) ** int(exponent)
    return positive(base) ** exponent


def real_root(x, n):
    return mp.sign(need(x)) * abs(x) ** (1 / n) if n % 2 == 1 else positive(x) ** (1 / n)


def extreme(choose):
    def of(*xs):
        for a, b in combinations(xs, 2):
            need(a - b)
        return choose(xs)

    return of


def norm(*xs):
    return mp.sqrt(positive(sum(x * x for x in xs)))


def dot(*xs):
    half = len(xs) // 2
    return sum(a * b for a, b in zip(xs[:half], xs[half:], strict=True))


def angle(y, x):
    return mp.atan2(need(y), x)


CALLS = {
    "exp": mp.exp,
    "log": lambda x: mp.log(positive(x)),
    "log10": lambda x: mp.log(positive(x)) / mp.log(10),
    "log2": lambda x: mp.log(positive(x)) / mp.log(2),
    "sqrt": lambda x: mp.sqrt(positive(x)),
    "cbrt": lambda x: real_root(x, mpf(3)),
    "root": real_root,
    "sin": mp.sin,
    "cos": mp.cos,
    "tan": lambda x: mp.sin(x) / need(mp.cos(x)),
    "sec": lambda x: 1 / need(mp.cos(x)),
    "csc": lambda x: 1 / need(mp.sin(x)),
    "cot": lambda x: mp.cos(x) / need(mp.sin(x)),
    "asin": lambda x: mp.asin(inside(x)),
    "acos": lambda x: mp.acos(inside(x)),
    "atan": mp.atan,
    "atan2": angle,
    "sinh": mp.sinh,
    "cosh": mp.cosh,
    "tanh": mp.tanh,
    "asinh": mp.asinh,
    "acosh": lambda x: mp.acosh(1 + positive(x - 1)),
    "atanh": lambda x: mp.atanh(inside(x)),
    "abs": lambda x: abs(need(x)),
    "sign": lambda x: mp.sign(need(x)),
    "min": extreme(min),
    "max": extreme(max),
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)),
    "softplus": lambda x: mp.log1p(mp.exp(x)),
    "relu": lambda x: max(need(x), mpf(0)),
    "gaussian": lambda x: mp.exp(-x * x),
    "norm": norm,
    "dot": dot,
    "hypot": norm,
}
COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


class Reading:
    """One evaluation; `noise` gives each operation's result a relative error, always the same."""

    def __init__(self, point, noise=None):
        self.point, self.noise, self.place = point, noise, 0

    def value(self, node):
        match node:
            case t.Number(value=exact):
                return mpf(exact.numerator) / exact.denominator
            case t.Constant(name=name):
                return +getattr(mp, name)
            case t.Name(name=name):
                return self.point[name]
            case t.Negative(operand=operand):
                return -self.value(operand)
        return self.rounded(self.operation(node))

    def operation(self, node):
        match node:
            case t.Sum(terms=terms):
                return sum(self.value(term) for term in terms)
            case t.Product(factors=factors, divides=divides):
                pairs = zip(map(self.value, factors), divides, strict=True)
                return reduce(operator.mul, [1 / need(x) if below else x for x, below in pairs])
            case t.Power(base=base, exponent=exponent):
                return power(self.value(base), self.value(exponent))
            case t.Call(function=function, arguments=arguments):
                return CALLS[function](*map(self.value, arguments))
        held = [value for value, test in node.branches if self.holds(test)]
        return self.value(held[0] if held else node.otherwise)

    def rounded(self, result):
        if not abs(result) < LARGEST:
            raise Outside
        self.place += 1
        return result * (1 + self.noise(self.place)) if self.noise else result

    def holds(self, test):
        if isinstance(test, t.Logic):
            parts = [self.holds(part) for part in test.parts]
            return {"and": all(parts), "or": any(parts), "not": not parts[0]}[test.operator]
        left, right = self.value(test.left), self.value(test.right)
        need(left - right)
        return COMPARE[test.operator](left, right)


def evaluate(tree, point, noise=None):
    """The value at a point {name: number}."""
    with mp.workdps(DIGITS):
        return Reading({name: mpf(x) for name, x in point.items()}, noise).value(tree)


def derivatives(tree, point, names, noise=None):
    """[value], the gradient and the Hessian, row by row, by central differences at 80 digits."""

    def at(*moves):
        moved = {name: mpf(x) for name, x in point.items()}
        for name, step in moves:
            moved[name] += step
        return Reading(moved, noise).value(tree)

    h = STEP
    with mp.workdps(DIGITS):
        slopes = [(at((x, h)) - at((x, -h))) / (2 * h) for x in names]
        bends = [
            (at((x, h), (y, h)) - at((x, h), (y, -h)) - at((x, -h), (y, h)) + at((x, -h), (y, -h)))
            / (4 * h * h)
            for x in names
            for y in names
        ]
        return [at()], slopes, bends
