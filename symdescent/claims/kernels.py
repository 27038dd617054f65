"""An expression goes in; a rational function of letters, with what ties the letters, comes out.

Every letter stands for a real function: |f|^(1/q), exp(t), cos(t) and sin(t), log|f|, the sign of
f. The ties (r^q = |f|, s^2 = 1 - c^2, sign^2 = 1) and rewritings (log|fg| = log|f| + log|g|,
|f g| = |f||g|, sums in exponents and angles) hold wherever the expression has a value, so that what
vanishes by them is zero there. In the manner of the Risch structure theorem: R. H. Risch (1979),
doi:10.2307/2373917.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import sympy as sp
from sympy import Basic, Dummy, Expr, Rational

from symdescent.calculus.steps.agreement import terms
from symdescent.claims.denominators import (
    coefficients,
    is_exponential,
    is_wave,
    parts,
    root_denominators,
)
from symdescent.claims.turning import by_sines, multiple

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
            self.seen[node] = self.told(node)
        return self.seen[node]

    def told(self, node: Any) -> Expr:
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
