"""Whether an expression is zero identically, and the sign of a constant, for certain."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import log2
from typing import Any, Final

import sympy
from sympy import Add, CRootOf, Expr, Integer, Mul, Pow, Rational, Symbol

from symdescent.proofs.kernel.certificates import Unfollowed

MOST_TERMS: Final = 3000
MOST_POWER: Final = 60
Letters = tuple[tuple[Expr, Fraction], ...]
Sum = dict[Letters, Expr]
Quotient = tuple[Sum, Sum]
ONE: Final[Sum] = {(): Integer(1)}


def vanishes(expression: Expr, sign: Callable[[Expr], int]) -> bool:
    """True where the expression is zero for all values of its letters; `sign` is asked about
    algebraic numbers."""
    top, _ = quotient(expression)
    return all(sign(number) == 0 for number in circular(top).values())


def circular(total: Sum) -> Sum:
    """The sum with 1 - cos(u)^2 for every sin(u)^2."""
    done: Sum = {}
    waiting = list(total.items())
    while waiting:
        letters, number = waiting.pop()
        wave = next((x for x, e in letters if isinstance(x, sympy.sin) and e >= 2), None)
        if wave is None:
            done[letters] = done.get(letters, Integer(0)) + number
            continue
        less = {**dict(letters), wave: dict(letters)[wave] - 2}
        turned = sympy.cos(wave.args[0])
        more = {**less, turned: less.get(turned, Fraction(0)) + 2}
        waiting += [(_ordered(less), number), (_ordered(more), -number)]
        if len(waiting) + len(done) > MOST_TERMS:
            raise Unfollowed("too many terms for this check")
    return done


def quotient(node: Expr) -> Quotient:
    """The expression as a quotient of sums of letters with algebraic coefficients."""
    if isinstance(node, Rational):
        whole = node.p != 0
        return ({(): Integer(node.p)} if whole else {}), {(): Integer(node.q)}
    if isinstance(node, Add):
        return _together([quotient(part) for part in node.args])
    if isinstance(node, Mul):
        return _multiplied([quotient(part) for part in node.args])
    if isinstance(node, Pow) and node.base is not sympy.E:
        return _power(node)
    return _letter(node)


def _letter(node: Expr) -> Quotient:
    if isinstance(node, CRootOf):
        return {(): node}, ONE
    if node is sympy.E:
        return {((sympy.E, Fraction(1)),): Integer(1)}, ONE
    if isinstance(node, sympy.exp) or (isinstance(node, Pow) and node.base is sympy.E):
        return _exponential(node.exp if isinstance(node, Pow) else node.args[0])
    if isinstance(node, sympy.log):
        return _logarithm(node)
    if type(node) in HYPERBOLIC:
        return quotient(HYPERBOLIC[type(node)](node.args[0]))
    return {((node, Fraction(1)),): Integer(1)}, ONE


def _exponential(exponent: Expr) -> Quotient:
    """exp(2 a + b/3 + 1) is (e^a)^2 (e^b)^(1/3) e."""
    found: dict[Expr, Fraction] = {}
    for part in Add.make_args(sympy.expand_mul(exponent)):
        number, rest = part.as_coeff_Mul()
        if not isinstance(number, Rational):
            number, rest = Integer(1), part
        letter = sympy.exp(rest)
        found[letter] = found.get(letter, Fraction(0)) + Fraction(int(number.p), int(number.q))
    return {_ordered(found): Integer(1)}, ONE


def _logarithm(node: Expr) -> Quotient:
    """The logarithm of a positive rational number is a sum of logarithms of primes."""
    inner = node.args[0]
    if not isinstance(inner, Integer) or not 1 < inner < 10**12:
        return {((node, Fraction(1)),): Integer(1)}, ONE
    primes = sympy.factorint(inner)
    return {((sympy.log(p), Fraction(1)),): Integer(e) for p, e in primes.items()}, ONE


def _ordered(found: dict[Expr, Fraction]) -> Letters:
    kept = [(letter, e) for letter, e in found.items() if e]
    return tuple(sorted(kept, key=lambda pair: sympy.default_sort_key(pair[0])))


def _power(node: Expr) -> Quotient:
    base, exponent = node.base, node.exp
    if not isinstance(exponent, Rational):
        return {((node, Fraction(1)),): Integer(1)}, ONE
    if exponent.q != 1:
        return _root(base, exponent)
    top, bottom = quotient(base)
    if exponent < 0:
        top, bottom = bottom, top
    size = abs(int(exponent))
    if size > MOST_POWER:
        raise Unfollowed("a power is too high to be multiplied out by this check")
    return _raised(top, size), _raised(bottom, size)


def _root(base: Expr, exponent: Rational) -> Quotient:
    """Roots of numbers are numbers; a root of anything else is a letter, b^(5/2) = b^2 sqrt(b)."""
    if is_number_of_roots(base):
        return {(): Pow(base, exponent)}, ONE
    whole, rest = divmod(Fraction(int(exponent.p), int(exponent.q)), 1)
    letter = Pow(base, Rational(1, rest.denominator))
    if abs(whole) > MOST_POWER or not isinstance(letter, Pow):
        raise Unfollowed("a root is beyond this check")
    part: Sum = {((letter, Fraction(rest.numerator)),): Integer(1)}
    return _multiplied([quotient(Pow(base, Integer(whole))), (part, ONE)])


def is_number_of_roots(node: Expr) -> bool:
    """Made of rational numbers by sums, products, powers and roots."""
    if isinstance(node, Rational | CRootOf):
        return True
    if isinstance(node, Pow) and not isinstance(node.exp, Rational):
        return False
    return isinstance(node, Add | Mul | Pow) and all(map(is_number_of_roots, node.args))


def _together(parts: list[Quotient]) -> Quotient:
    top, bottom = parts[0]
    for upper, lower in parts[1:]:
        if lower == bottom:
            top = _added(top, upper)
        else:
            top = _added(times(top, lower), times(upper, bottom))
            bottom = times(bottom, lower)
    return top, bottom


def _multiplied(parts: list[Quotient]) -> Quotient:
    top, bottom = parts[0]
    for upper, lower in parts[1:]:
        top, bottom = times(top, upper), times(bottom, lower)
    return top, bottom


def _added(one: Sum, two: Sum) -> Sum:
    out = dict(one)
    for letters, number in two.items():
        out[letters] = out.get(letters, Integer(0)) + number
    return {letters: number for letters, number in out.items() if number != 0}


def times(one: Sum, two: Sum) -> Sum:
    """The product; letters multiply by adding their powers."""
    if len(one) * len(two) > MOST_TERMS * 20:
        raise Unfollowed("an expression is too large to be multiplied out by this check")
    out: Sum = {}
    for left, a in one.items():
        for right, b in two.items():
            key = _joined(left, right)
            out[key] = out.get(key, Integer(0)) + a * b
    if len(out) > MOST_TERMS:
        raise Unfollowed("an expression is too large to be multiplied out by this check")
    return {letters: number for letters, number in out.items() if number != 0}


def _joined(left: Letters, right: Letters) -> Letters:
    if not left or not right:
        return left or right
    found = dict(left)
    for letter, power in right:
        found[letter] = found.get(letter, Fraction(0)) + power
    return _ordered(found)


def _raised(base: Sum, exponent: int) -> Sum:
    out = ONE
    for _ in range(exponent):
        out = times(out, base)
    return out


HYPERBOLIC: Final[dict[type, Callable[[Expr], Expr]]] = {
    sympy.cosh: lambda u: (sympy.exp(u) + sympy.exp(-u)) / 2,
    sympy.sinh: lambda u: (sympy.exp(u) - sympy.exp(-u)) / 2,
    sympy.tanh: lambda u: (sympy.exp(2 * u) - 1) / (sympy.exp(2 * u) + 1),
}


def polynomial(expression: Expr, letter: Symbol) -> tuple[list[Expr], list[Expr]]:
    """Numerator and denominator as coefficients, highest power first; Unfollowed if the
    expression is not a rational function of that one letter."""
    top, bottom = quotient(expression)
    return _column(top, letter), _column(bottom, letter)


def _column(total: Sum, letter: Symbol) -> list[Expr]:
    powers: dict[int, Expr] = {}
    for letters, number in total.items():
        if len(letters) > 1 or any(a != letter or e.denominator != 1 or e < 0 for a, e in letters):
            raise Unfollowed("not a rational function")
        powers[int(letters[0][1]) if letters else 0] = number
    return [powers.get(e, Integer(0)) for e in range(max(powers, default=-1), -1, -1)]


FIRST_BITS: Final = (80, 320)
MOST_BITS: Final = 120_000


@cache
def sign(constant: Expr) -> int:
    """-1, 0 or 1; Unfollowed where it is not decided."""
    if isinstance(constant, Rational):
        return int(constant.p > 0) - int(constant.p < 0)
    from symdescent.proofs.kernel.balls import ball

    for bits in FIRST_BITS:
        known = ball(constant, bits).sign
        if known is not None:
            return known
    if is_algebraic(constant):
        return _algebraic_sign(constant)
    if vanishes(constant, _algebraic_sign):
        return 0
    raise Unfollowed("two numbers agree to 90 digits, and this check cannot tell them apart")


def same(one: Expr, two: Expr) -> bool:
    """Whether two expressions are equal, and defined at the same points: of one structure, or both
    polynomials."""
    if one == two:
        return True
    return whole(one) and whole(two) and vanishes(one - two, sign)


def whole(node: Expr) -> bool:
    """Made of letters and numbers by sums, products and whole powers: defined everywhere."""
    if isinstance(node, Symbol) or not node.free_symbols:
        return True
    if isinstance(node, Pow) and not (isinstance(node.exp, Integer) and node.exp >= 0):
        return False
    return isinstance(node, Add | Mul | Pow) and all(map(whole, node.args))


def _algebraic_sign(constant: Expr) -> int:
    from symdescent.proofs.kernel.balls import ball
    from symdescent.proofs.kernel.real_roots import residue

    if residue(constant) == []:
        return 0
    bits = round(separation(constant)) + 16
    if bits > MOST_BITS:
        raise Unfollowed("two algebraic numbers are too near to be told apart here")
    if isinstance(constant, Rational):
        return int(constant.p > 0) - int(constant.p < 0)
    for extra in (64, 4 * 64, bits):
        found = ball(constant, bits + extra)
        if found.sign is not None:
            return found.sign
        if found.radius == 0 or -_exponent(found.radius) > bits:
            return 0
    raise Unfollowed("a number could not be computed closely enough")


def _exponent(number: Any) -> int:
    """An e with |number| < 2^e."""
    return int(number.exp) + int(number.bc)


@dataclass(frozen=True)
class Size:
    """Logarithms (base 2) of the bounds u and l of an expression U/L in algebraic integers."""

    above: float
    below: float


def is_algebraic(node: Expr) -> bool:
    """Whether the bound knows the number."""
    if isinstance(node, Rational | CRootOf):
        return True
    if isinstance(node, Add | Mul):
        return all(map(is_algebraic, node.args))
    return isinstance(node, Pow) and isinstance(node.exp, Rational) and is_algebraic(node.base)


def separation(constant: Expr) -> float:
    """b such that the number is zero or larger than 2^-b in size."""
    degrees: dict[Expr, int] = {}
    size = _size(constant, degrees, {})
    degree = 1
    for d in degrees.values():
        degree *= d
    return (degree - 1) * max(size.above, 0.0) + max(size.below, 0.0) + 4


def _size(node: Expr, degrees: dict[Expr, int], seen: dict[Expr, Size]) -> Size:
    if node not in seen:
        seen[node] = _sized(node, degrees, seen)
    return seen[node]


def _sized(node: Expr, degrees: dict[Expr, int], seen: dict[Expr, Size]) -> Size:
    if isinstance(node, Rational):
        return Size(_log(abs(int(node.p))), _log(int(node.q)))
    if isinstance(node, CRootOf):
        numbers = [abs(int(c)) for c in node.poly.all_coeffs()]
        degrees[node] = len(numbers) - 1
        return Size(_log(numbers[0] + max(numbers[1:])), _log(numbers[0]))
    if isinstance(node, Pow):
        return _sign_of_power(node, degrees, seen)
    parts = [_size(part, degrees, seen) for part in node.args]
    total = parts[0]
    for part in parts[1:]:
        total = _sum(total, part) if isinstance(node, Add) else _product(total, part)
    return total


def _log(number: int) -> float:
    """log2, rounded up; 0 stands for log 0, which only makes the bound larger."""
    return log2(number) + 1e-6 if number > 1 else 0.0


def _sum(a: Size, b: Size) -> Size:
    return Size(max(a.above + b.below, b.above + a.below) + 1, a.below + b.below)


def _product(a: Size, b: Size) -> Size:
    return Size(a.above + b.above, a.below + b.below)


def _sign_of_power(node: Expr, degrees: dict[Expr, int], seen: dict[Expr, Size]) -> Size:
    inner = _size(node.base, degrees, seen)
    high, low = abs(int(node.exp.p)), int(node.exp.q)
    if low > 1:
        degrees[Pow(node.base, Rational(1, low), evaluate=False)] = low
        inner = _sized_root(inner, low)
    out = Size(inner.above * high, inner.below * high)
    return Size(out.below, out.above) if node.exp < 0 else out


def _sized_root(x: Size, degree: int) -> Size:
    if x.above >= x.below:
        return Size((x.above + (degree - 1) * x.below) / degree, x.below)
    return Size(x.above, ((degree - 1) * x.above + x.below) / degree)
