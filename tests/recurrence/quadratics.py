"""A seed goes in, a random quadratic comes out; and its descents, step by step on fractions."""

import random
from dataclasses import dataclass
from fractions import Fraction

TRIPLES = [(3, 4, 5), (5, 12, 13), (8, 15, 17)]
RATES = ["1/100", "1/20", "1/10", "1/5", "1/3", "1/2", "2/3", "1"]
BETAS = ["0", "1/4", "2/5", "1/2", "9/10"]
NAMES = "xyzw"


@dataclass(frozen=True)
class Case:
    """1/2 (x - centre)^T hessian (x - centre), a start, a rule with its rate and momentum."""

    kind: str
    hessian: list[list[Fraction]]
    centre: list[Fraction]
    start: tuple[Fraction, ...]
    rule: str
    rate: Fraction
    beta: Fraction

    @property
    def n(self):
        return len(self.centre)

    @property
    def text(self):
        """The formula, written out."""
        terms = [
            f"({self.hessian[i][j]})/2*({NAMES[i]}-({self.centre[i]}))*({NAMES[j]}-({self.centre[j]}))"
            for i in range(self.n)
            for j in range(self.n)
        ]
        return f"L({', '.join(NAMES[: self.n])}) = {' + '.join(terms)}"

    def gradient(self, point):
        gap = [x - c for x, c in zip(point, self.centre, strict=True)]
        return [sum(h * d for h, d in zip(row, gap, strict=True)) for row in self.hessian]

    def iterates(self, count):
        """The loops of the papers, by hand."""
        return [tuple(x) for x in LOOPS[self.rule](self, count)]


def descent(case, count):
    x = list(case.start)
    for _ in range(count):
        yield x
        x = [a - case.rate * g for a, g in zip(x, case.gradient(x), strict=True)]


def heavy_ball(case, count):
    x = before = list(case.start)
    for _ in range(count):
        yield x
        g = case.gradient(x)
        after = [
            a - case.rate * s + case.beta * (a - b) for a, s, b in zip(x, g, before, strict=True)
        ]
        x, before = after, x


def nesterov(case, count):
    """Sutskever's form, from the point that looks ahead: what the frameworks call the parameter."""
    x, v = list(case.start), [Fraction(0)] * case.n
    for _ in range(count):
        yield x
        g = case.gradient(x)
        v = [case.beta * b - case.rate * s for b, s in zip(v, g, strict=True)]
        x = [a + case.beta * b - case.rate * s for a, b, s in zip(x, v, g, strict=True)]


LOOPS = {"gradient descent": descent, "momentum": heavy_ball, "Nesterov momentum": nesterov}


def times(a, b):
    return [
        [sum(x * y for x, y in zip(r, c, strict=True)) for c in zip(*b, strict=True)] for r in a
    ]


def diagonal(values):
    return [
        [Fraction(v if i == j else 0) for j in range(len(values))] for i, v in enumerate(values)
    ]


def rotated(draw, n):
    """An integer Hessian from Pythagorean eigenbases: two by two, the rest on the diagonal."""
    whole = diagonal([draw.randint(1, 9) for _ in range(n)])
    for i in range(0, n - 1, 2):
        a, b, c = draw.choice(TRIPLES)
        low = draw.randint(1, 9)
        high = low + c * c * draw.randint(1, 2)
        block = times(times([[a, -b], [b, a]], diagonal([low, high])), [[a, b], [-b, a]])
        for r in range(2):
            for s in range(2):
                whole[i + r][i + s] = Fraction(block[r][s], c * c)
    return whole


def factored(draw, n, least=1):
    """L D L^T with whole numbers."""
    lower = [[draw.randint(-2, 2) if j < i else int(i == j) for j in range(n)] for i in range(n)]
    middle = diagonal([draw.randint(least, 6) for _ in range(n)])
    return times(times(lower, middle), list(zip(*lower, strict=True)))


def singular(draw, n):
    """A sum of fewer squares than variables; for one variable none is left out."""
    if n == 1:
        return factored(draw, 1)
    rows = [
        [Fraction(draw.randint(-2, 2)) for _ in range(n)] for _ in range(draw.randint(1, n - 1))
    ]
    rows[0][0] = Fraction(1)
    return times(list(zip(*rows, strict=True)), rows)


def repeated(draw, n):
    """a I + (b - a) v v^T/|v|^2: the eigenvalue a n - 1 times."""
    v = [Fraction(draw.randint(-2, 2)) for _ in range(n)]
    v[0] = Fraction(1)
    a, b, size = draw.randint(1, 5), draw.randint(1, 9), sum(x * x for x in v)
    return [
        [(a if i == j else 0) + (b - a) * v[i] * v[j] / size for j in range(n)] for i in range(n)
    ]


KINDS = {"rotated": rotated, "factored": factored, "singular": singular, "repeated": repeated}


def case(seed):
    """One of all combinations of kind, rule and number of variables."""
    draw = random.Random(seed)
    kind, rule, n = list(KINDS)[seed % 4], list(LOOPS)[seed // 4 % 3], 1 + seed // 12 % 4
    hessian = [[Fraction(x) for x in row] for row in KINDS[kind](draw, n)]
    centre = [Fraction(draw.randint(-3, 3), draw.randint(1, 2)) for _ in range(n)]
    start = tuple(Fraction(draw.randint(-9, 9)) for _ in range(n))
    rate, beta = Fraction(draw.choice(RATES)), Fraction(draw.choice(BETAS))
    return Case(kind, hessian, centre, start, rule, rate, beta)
