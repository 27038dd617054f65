"""An expression as a rational function of letters, with what ties the letters.

Every letter stands for a real function: |f|^(1/q), exp(t), cos(t) and sin(t), log|f|, the sign of
f. The ties (r^q = |f|, s^2 = 1 - c^2, sign^2 = 1) and rewritings (log|fg| = log|f| + log|g|,
|f g| = |f||g|, sums in exponents and angles) hold wherever the expression has a value, so that what
vanishes by them is zero there. In the manner of the Risch structure theorem: R. H. Risch (1979),
doi:10.2307/2373917.
"""

from collections.abc import Callable, Iterator, Mapping
from math import comb, lcm
from typing import Any, Final

import sympy as sp
from sympy import Basic, Dummy, Expr, Rational

from symdescent.calculus.steps.agreement import terms

MOST_PARTS: Final = 60
ARCS: Final = (sp.asin, sp.acos, sp.atan)
MOST_SUMMED: Final = 60  # terms of an argument that is multiplied out


def parts(denominators: Iterator[int]) -> int:
    """A common denominator, or 1 where that is too large."""
    found = lcm(*denominators)
    return found if found <= MOST_PARTS else 1


def root_denominators(expression: Expr) -> Iterator[int]:
    for node in sp.preorder_traversal(expression):
        if node.is_Pow and node.exp.is_Rational:
            yield int(node.exp.q)
        if isinstance(node, sp.asinh | sp.acosh):
            yield 2
        if isinstance(node, sp.sin | sp.cos | sp.tan) and node.args[0].has(sp.pi, *ARCS):
            yield 2


def coefficients(expression: Expr, wanted: Callable[[Any], bool]) -> Iterator[int]:
    """The denominators of the numbers in the arguments of the functions that are wanted."""
    for node in sp.preorder_traversal(expression):
        if wanted(node):
            inside = node.exp if node.is_Pow else node.args[0]
            whole = sp.expand(inside) if terms(inside) < MOST_SUMMED else inside
            for term in sp.Add.make_args(whole):
                top, bottom = sp.fraction(term)
                number = top.as_coeff_Mul()[0] / bottom.as_content_primitive()[0]
                yield int(number.q) if number.is_Rational else 1


def is_exponential(node: Any) -> bool:
    hyperbolic = isinstance(node, sp.exp | sp.sinh | sp.cosh | sp.tanh)
    return hyperbolic or bool(node.is_Pow and not node.exp.is_Rational)


def is_wave(node: Any) -> bool:
    return isinstance(node, sp.sin | sp.cos | sp.tan)


def multiple(c: Expr, s: Expr, n: int) -> tuple[Expr, Expr]:
    """cos(n t) and sin(n t) from cos(t) and sin(t) (A. de Moivre 1722)."""
    rows: list[list[Expr]] = [[], []]
    for j in range(n + 1):
        rows[j % 2].append((-1) ** (j // 2) * comb(n, j) * c ** (n - j) * s**j)
    return sp.Add(*rows[0]), sp.Add(*rows[1])


def by_sines(
    number: Expr, powers: dict[Expr, int], letters: Mapping[tuple[Any, ...], Expr]
) -> Expr:
    """Put s^2 where -(c - 1)(c + 1) stands among factors and their powers; the number, with signs.

    So log(1 - c^2) and log(s^2) are alike.
    """
    for key, c in letters.items():
        pair = [powers.get(c - 1, 0), powers.get(c + 1, 0)] if key[0] == "cos" else [0]
        n = min(pair) if min(pair) > 0 else max(pair) if max(pair) < 0 else 0
        if n:
            s = letters[("sin", *key[1:])]
            powers |= {c - 1: pair[0] - n, c + 1: pair[1] - n, s: powers.get(s, 0) + 2 * n}
            number *= (-1) ** n
    return number


MOST_TERMS: Final = 3000
MOST_SIGNS: Final = 10  # each doubles the cases
MOST_TURNS: Final = 16  # cos(n t) is written in cos(t) up to this n
UNITS: Final = ("sign", "alternating")  # 1 or -1
MOST_BITS: Final = 64  # of a number that is taken apart into primes
Tie = tuple[Expr, int, Expr]  # letter^n is equal to this
Factors = tuple[Expr, list[tuple[Expr, int]]]  # a number, and factors with their exponents


Rules = Mapping[Any, Callable[["Kernels", Any], Expr]]  # by the kind of node; None: others


class TooLarge(Exception):
    """An expression that would take too long to bring into this form."""


class Kernels:
    """The letters of one comparison."""

    def __init__(self, expression: Expr, rules: "Rules") -> None:
        self.rules = rules
        self.letters: dict[tuple[Any, ...], Expr] = {}
        self.ties: list[Tie] = []
        self.logs: dict[Expr, Expr] = {}
        self.signs: dict[Expr, Expr] = {}
        self.positive: list[Expr] = []  # products of signs that are +1 where all is defined
        self.seen: dict[Basic, Expr] = {}
        self.root_parts = parts(root_denominators(expression))
        self.exponent_parts = parts(coefficients(expression, is_exponential))
        self.angle_parts = parts(coefficients(expression, is_wave))

    def normal(self, node: Any) -> Expr:
        """The node in letters."""
        if node not in self.seen:
            self.seen[node] = self.translated(node)
        return self.seen[node]

    def translated(self, node: Any) -> Expr:
        if node.is_Rational or node.is_Symbol:
            return node
        if node.is_Add or node.is_Mul:
            return node.func(*map(self.normal, node.args))
        return self.rules.get(node.func, self.rules[None])(self, node)

    def letter(self, *key: Any, positive: bool = False) -> Expr:
        """The letter for a key, made at its first use."""
        if key not in self.letters:
            assumed = {"positive": True} if positive else {"real": True}
            self.letters[key] = Dummy(f"q{len(self.letters)}", **assumed)
        return self.letters[key]

    def tied(self, power: int, other: Expr, *key: Any, positive: bool = False) -> Expr:
        """A letter whose power is equal to something made of older letters."""
        fresh = key not in self.letters
        made = self.letter(*key, positive=positive)
        if fresh:
            self.ties.append((made, power, other))
        return made

    def reduced(self, top: Expr) -> Expr:
        """A polynomial multiplied out, with every tie applied, the youngest letters first."""
        top = expanded(top)
        for letter, power, other in reversed(self.ties):
            if top.has(letter):
                top = expanded(lowered(top, letter, power, other))
        return top

    def fraction(self, found: Expr) -> tuple[Expr, Expr]:
        """Numerator and denominator of what is in letters."""
        top, bottom = self.raw(found)
        return self.reduced(top), self.reduced(bottom)

    def raw(self, found: Expr) -> tuple[Expr, Expr]:
        """Numerator and denominator before any tie is applied."""
        if sp.count_ops(found) > MOST_TERMS:
            raise TooLarge
        top, bottom = sp.fraction(sp.together(found))
        return top, bottom

    def simplest(self, top: Expr) -> Expr:
        """One term as it is (a power of a sine), a sum with every tie applied."""
        reduced = self.reduced(top)
        return top if reduced != 0 and terms(top) == 1 else reduced

    def factors(self, found: Expr) -> Factors:
        """What is in letters as a number times factors, each with a whole exponent."""
        top, bottom = map(self.simplest, self.raw(found))
        if top == 0 or bottom == 0:
            raise TooLarge
        number, pairs = sp.factor_list(top)
        below, others = sp.factor_list(bottom)
        powers: dict[Expr, int] = {}
        for factor, n in [*pairs, *((factor, -n) for factor, n in others)]:
            powers[factor] = powers.get(factor, 0) + n
        ratio = by_sines(number / below, powers, self.letters)
        if not ratio.is_Rational:
            raise TooLarge
        return ratio, [(factor, n) for factor, n in powers.items() if n]

    def canonical(self, found: Expr) -> Expr:
        """What is in letters, written as one product; the same for equal rational functions."""
        top, _ = self.fraction(found)
        if top == 0:
            return sp.Integer(0)
        number, pairs = self.factors(found)
        return sp.Mul(number, *[factor**n for factor, n in pairs])

    def sign(self, factor: Expr) -> Expr:
        """1, -1, or a letter for the sign of a factor."""
        if factor.is_positive or factor.is_negative:
            return sp.Integer(1 if factor.is_positive else -1)
        flipped = sp.expand(-factor)
        if flipped in self.signs:
            return -self.signs[flipped]
        if factor not in self.signs:
            if len(self.signs) >= MOST_SIGNS:
                raise TooLarge
            self.signs[factor] = self.tied(2, sp.Integer(1), "sign", factor)
        return self.signs[factor]

    def sign_of(self, found: Expr) -> Expr:
        """The sign of a product, where it is not zero."""
        number, pairs = self.factors(found)
        return sp.Mul(sp.sign(number), *[self.sign(factor) for factor, n in pairs if n % 2])

    def demand_positive(self, found: Expr) -> None:
        """Remember that this is not negative wherever all is defined."""
        product = self.sign_of(found)
        if not product.is_Number:
            self.positive.append(product)

    def power_of(self, factor: Expr, exponent: Expr) -> Expr:
        """|factor|^exponent for a rational exponent."""
        if self.meaning(factor)[0] in UNITS:
            return sp.Integer(1)
        size = self.sign(factor) * factor
        if exponent.is_Integer:
            return size**exponent
        if factor in self.logs:
            return self.exponential(exponent * self.logs[factor])
        many = exponent * self.root_parts
        if not many.is_Integer:
            return self.letter("power", factor, exponent, positive=True)
        root = self.tied(self.root_parts, size, "root", factor, positive=True)
        return root**many

    def number_power(self, number: Expr, exponent: Expr) -> Expr:
        """A positive rational number to a rational power, prime by prime."""
        return sp.Mul(*[self.power_of(p, n * exponent) for p, n in primes(number)])

    def power(self, base: Expr, exponent: Expr) -> Expr:
        """A power with a rational exponent that is not whole; its base is then not negative."""
        self.demand_positive(base)
        number, pairs = self.factors(base)
        pieces = [self.power_of(factor, n * exponent) for factor, n in pairs]
        return sp.Mul(self.number_power(abs(number), exponent), *pieces)

    def logarithm(self, found: Expr) -> Expr:
        """log|u|, factor by factor."""
        number, pairs = self.factors(found)
        known = [*primes(abs(number)), *pairs]
        return sp.Add(*[n * self.log_of(factor) for factor, n in known])

    def log_of(self, factor: Expr) -> Expr:
        if factor in self.logs:
            return self.logs[factor]
        key = self.meaning(factor)
        if key[0] == "root":
            return self.log_of(key[1]) / self.root_parts
        return sp.Integer(0) if key[0] in UNITS else self.letter("log", factor)

    def meaning(self, letter: Expr) -> tuple[Any, ...]:
        """The key of a letter."""
        return next((key for key, made in self.letters.items() if made == letter), ("",))

    def linear(self, found: Expr) -> Iterator[tuple[Expr, Expr]]:
        """A sum as pairs of a rational number and what it multiplies."""
        top, bottom = self.fraction(found)
        content, rest = bottom.as_content_primitive()
        for term in sp.Add.make_args(top):
            number, kernel = term.as_coeff_Mul()
            yield number / content, sp.cancel(kernel / rest) if rest != 1 else kernel

    def exponential(self, found: Expr) -> Expr:
        """exp of a sum, term by term."""
        return sp.Mul(*[self.exp_of(number, kernel) for number, kernel in self.linear(found)])

    def exp_of(self, number: Expr, kernel: Expr) -> Expr:
        """exp(number kernel)."""
        if number == 0:
            return sp.Integer(1)
        key = self.meaning(kernel)
        if key[0] == "log":
            return self.power_of(key[1], number)
        more, kernel = kernel.as_coeff_Mul()  # a fraction may have been made simpler
        number *= more
        whole = number * self.exponent_parts
        unit = Rational(1, self.exponent_parts) if whole.is_Integer else number
        made = self.letter("exp", kernel, unit, positive=True)
        self.logs[made] = unit * kernel
        return made ** (number / unit)

    def turned(self, found: Expr) -> tuple[Expr, Expr]:
        """Cosine and sine of a sum of angles."""
        cosine, sine = sp.Integer(1), sp.Integer(0)
        for number, kernel in self.linear(found):
            c, s = self.turn(number, kernel)
            cosine, sine = cosine * c - sine * s, sine * c + cosine * s
        return cosine, sine

    def turn(self, number: Expr, kernel: Expr) -> tuple[Expr, Expr]:
        """Cosine and sine of number times kernel."""
        if number < 0:
            c, s = self.turn(-number, kernel)
            return c, -s
        if number == 0:
            return sp.Integer(1), sp.Integer(0)
        if kernel == self.letters.get(("pi",)):
            return self.fixed_turn(number)
        key = self.meaning(kernel)
        if key[0] in (sp.asin, sp.atan) and number.is_Integer and number <= MOST_TURNS:
            return multiple(*self.turn_of_arc(*key), int(number))
        many = number * self.angle_parts
        whole = many.is_Integer and many <= MOST_TURNS
        unit = Rational(1, self.angle_parts) if whole else number
        c = self.letter("cos", kernel, unit)
        s = self.tied(2, 1 - c**2, "sin", kernel, unit)
        return multiple(c, s, int(number / unit))

    def turn_of_arc(self, arc: Any, inside: Expr) -> tuple[Expr, Expr]:
        """Cosine and sine of an arc sine or an arc tangent."""
        if arc is sp.asin:
            return self.power(1 - inside**2, Rational(1, 2)), inside
        cosine = self.power(1 + inside**2, Rational(-1, 2))
        return cosine, inside * cosine

    def fixed_turn(self, number: Expr) -> tuple[Expr, Expr]:
        """Cosine and sine of a number times pi, in roots where sympy knows them."""
        values = sp.cos(number * sp.pi), sp.sin(number * sp.pi)
        if any(v.has(sp.cos, sp.sin) for v in values):
            c = self.letter("cos", sp.pi, number)
            return c, self.tied(2, 1 - c**2, "sin", sp.pi, number)
        return self.normal(values[0]), self.normal(values[1])


def expanded(top: Expr) -> Expr:
    if terms(top) > MOST_TERMS:
        raise TooLarge
    return sp.expand(top)


def lowered(top: Expr, letter: Expr, power: int, other: Expr) -> Expr:
    """A polynomial in a letter with letter^power exchanged."""
    pieces = []
    for (n,), coefficient in sp.Poly(top, letter).terms():
        times, rest = divmod(n, power)
        pieces.append(coefficient * letter**rest * other**times)
    return sp.Add(*pieces)


def primes(number: Expr) -> list[tuple[Expr, int]]:
    """A positive rational number as powers of primes; a large one is left whole."""
    found: list[tuple[Expr, int]] = []
    for size, sign in ((int(number.p), 1), (int(number.q), -1)):
        if size == 1:
            continue
        if size.bit_length() > MOST_BITS:
            found.append((sp.Integer(size), sign))
        else:
            found += [(sp.Integer(p), sign * n) for p, n in sp.factorint(size).items()]
    return found


def opaque(kernels: Kernels, node: Any) -> Expr:
    """A letter for a function that no tie is known of: equal arguments, equal letters."""
    inside = [kernels.canonical(kernels.normal(part)) for part in node.args]
    return kernels.letter(node.func, *inside)


def odd(kernels: Kernels, node: Any) -> Expr:
    """The same for a function with f(-u) = -f(u)."""
    inside = kernels.canonical(kernels.normal(node.args[0]))
    if inside.could_extract_minus_sign():
        return -kernels.letter(node.func, -inside)
    return kernels.letter(node.func, inside)


def arc_cosine(kernels: Kernels, node: Any) -> Expr:
    return kernels.letter("pi", positive=True) / 2 - odd(kernels, sp.asin(node.args[0]))


def power(kernels: Kernels, node: Any) -> Expr:
    base, exponent = node.args
    if exponent.is_Integer:
        return kernels.normal(base) ** exponent
    inside = kernels.normal(base)
    if exponent.is_Rational:
        return kernels.power(inside, exponent)
    raised = kernels.normal(exponent)
    turning = sp.Integer(1)
    if base.is_Rational and base < 0:
        turning = alternating(kernels, exponent)
    else:
        kernels.demand_positive(inside)
    return turning * kernels.exponential(raised * kernels.logarithm(inside))


def alternating(kernels: Kernels, exponent: Expr) -> Expr:
    """(-1)^exponent for a whole number: a letter for (-1)^k of each letter k."""
    made = sp.Integer(1)
    for term in sp.Add.make_args(sp.expand(exponent)):
        number, rest = term.as_coeff_Mul()
        if not (number.is_Integer and (rest == 1 or (rest.is_Symbol and rest.is_integer))):
            raise TooLarge
        base = -1 if rest == 1 else kernels.tied(2, sp.Integer(1), "alternating", rest)
        made *= base ** int(number)
    return made


def logarithm(kernels: Kernels, node: Any) -> Expr:
    inside = kernels.normal(node.args[0])
    kernels.demand_positive(inside)
    return kernels.logarithm(inside)


def tangent(kernels: Kernels, node: Any) -> Expr:
    c, s = kernels.turned(kernels.normal(node.args[0]))
    return s / c


def rewritten(form: Callable[[Expr], Expr]) -> Callable[[Kernels, Any], Expr]:
    return lambda kernels, node: kernels.normal(form(node.args[0]))


def absolute(kernels: Kernels, node: Any) -> Expr:
    inside = kernels.normal(node.args[0])
    return inside * kernels.sign_of(inside)


def extremum(direction: int) -> Callable[[Kernels, Any], Expr]:
    """max(a, b) = (a + b + |a - b|)/2."""

    def of(kernels: Kernels, node: Any) -> Expr:
        best, *others = map(kernels.normal, node.args)
        for other in others:
            apart = best - other
            best = (best + other + direction * apart * kernels.sign_of(apart)) / 2
        return best

    return of


def choice(kernels: Kernels, node: Any) -> Expr:
    """The branches, each times 1 where its condition is the first that holds, else 0."""
    *pairs, (last, _) = [(pair.expr, pair.cond) for pair in node.args]
    if not pairs:
        return kernels.normal(last)
    demanded = list(kernels.positive)
    left, total = sp.Integer(1), sp.Integer(0)
    for branch, condition in pairs:
        holds = indicator(kernels, condition)
        total += left * holds * kernels.normal(branch)
        left *= 1 - holds
    found = total + left * kernels.normal(last)
    kernels.positive = demanded  # what a branch demands holds in that branch alone
    return found


def indicator(kernels: Kernels, condition: Any) -> Expr:
    """1 where a condition holds, 0 where it does not; either at its edges."""
    if isinstance(condition, sp.And):
        return sp.Mul(*[indicator(kernels, part) for part in condition.args])
    if isinstance(condition, sp.Or):
        return 1 - sp.Mul(*[1 - indicator(kernels, part) for part in condition.args])
    if isinstance(condition, sp.Not):
        return 1 - indicator(kernels, condition.args[0])
    if not isinstance(condition, sp.Lt | sp.Le | sp.Gt | sp.Ge):
        raise TooLarge
    lead = kernels.sign_of(kernels.normal(condition.gts - condition.lts))
    return (1 + lead) / 2


RULES: Final[dict[Any, Callable[[Kernels, Any], Expr]]] = {
    None: opaque,
    sp.Pow: power,
    type(sp.E): lambda kernels, _: kernels.exponential(sp.Integer(1)),
    type(sp.pi): lambda kernels, _: kernels.letter("pi", positive=True),
    sp.exp: lambda kernels, node: kernels.exponential(kernels.normal(node.args[0])),
    sp.log: logarithm,
    sp.sin: lambda kernels, node: kernels.turned(kernels.normal(node.args[0]))[1],
    sp.cos: lambda kernels, node: kernels.turned(kernels.normal(node.args[0]))[0],
    sp.tan: tangent,
    sp.sinh: rewritten(lambda u: (sp.exp(u) - sp.exp(-u)) / 2),
    sp.cosh: rewritten(lambda u: (sp.exp(u) + sp.exp(-u)) / 2),
    sp.tanh: rewritten(lambda u: (sp.exp(u) - sp.exp(-u)) / (sp.exp(u) + sp.exp(-u))),
    sp.asinh: rewritten(lambda u: sp.log(u + sp.sqrt(u**2 + 1))),
    sp.acosh: rewritten(lambda u: sp.log(u + sp.sqrt(u**2 - 1))),
    sp.atanh: rewritten(lambda u: (sp.log(1 + u) - sp.log(1 - u)) / 2),
    sp.asin: odd,
    sp.atan: odd,
    sp.acos: arc_cosine,
    sp.Abs: absolute,
    sp.sign: lambda kernels, node: kernels.sign_of(kernels.normal(node.args[0])),
    sp.Heaviside: lambda kernels, node: (1 + kernels.sign_of(kernels.normal(node.args[0]))) / 2,
    sp.Max: extremum(1),
    sp.Min: extremum(-1),
    sp.Piecewise: choice,
}
