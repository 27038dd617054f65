"""Real roots of polynomials in one variable, counted and enclosed (Sturm)."""

from fractions import Fraction
from math import gcd, lcm
from typing import Final

from sympy import Add, CRootOf, Expr, Integer, Mul, Pow, Rational

from symdescent.proofs.kernel.certificates import Unfollowed

MOST_DEGREE: Final = 80
Numbers = list[Fraction]
Span = tuple[Fraction, Fraction]


def stripped(numbers: Numbers) -> Numbers:
    """The same polynomial without leading zeros."""
    start = next((i for i, c in enumerate(numbers) if c), len(numbers))
    return numbers[start:]


def rational_numbers(column: list[Expr]) -> Numbers:
    """Coefficients as Fractions; Unfollowed where one is irrational."""
    if not all(isinstance(c, Rational) for c in column):
        raise Unfollowed("a coefficient is not rational")
    return stripped([Fraction(int(c.p), int(c.q)) for c in column])


def multiplied(one: Numbers, two: Numbers) -> Numbers:
    """The product of two polynomials."""
    out = [Fraction(0)] * (len(one) + len(two) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(two):
            out[i + j] += a * b
    return out


def value(numbers: Numbers, x: Fraction) -> Fraction:
    """The polynomial at a rational point."""
    total = Fraction(0)
    for c in numbers:
        total = total * x + c
    return total


def slope(numbers: Numbers) -> Numbers:
    """The derivative."""
    degree = len(numbers) - 1
    return [c * (degree - i) for i, c in enumerate(numbers[:-1])]


def divided(top: Numbers, bottom: Numbers) -> tuple[Numbers, Numbers]:
    """Quotient and remainder."""
    rest, out = list(top), []
    for _ in range(len(top) - len(bottom) + 1):
        factor = rest[0] / bottom[0]
        out.append(factor)
        rest = [a - factor * b for a, b in zip(rest[1:], bottom[1:], strict=False)] + rest[
            len(bottom) :
        ]
    return out, stripped(rest)


def common(one: Numbers, two: Numbers) -> Numbers:
    """The greatest common divisor, up to a constant (Euclid)."""
    while two:
        one, two = two, primitive(divided(one, two)[1])
    return one


def primitive(numbers: Numbers) -> Numbers:
    """A positive multiple with whole coefficients that share no divisor."""
    if not numbers:
        return []
    below = lcm(*(c.denominator for c in numbers))
    whole = [int(c * below) for c in numbers]
    shared = gcd(*whole)
    return [Fraction(c // shared) for c in whole]


def squarefree(numbers: Numbers) -> Numbers:
    """The polynomial with the same roots, each once."""
    if len(numbers) > MOST_DEGREE + 1:
        raise Unfollowed(f"a polynomial of degree {len(numbers) - 1} is too large for this check")
    return primitive(divided(numbers, common(numbers, slope(numbers)))[0]) if numbers else []


def sturm(numbers: Numbers) -> list[Numbers]:
    """The sequence p, p', -rem, ... of a squarefree polynomial."""
    chain = [primitive(numbers), primitive(slope(numbers))]
    while len(chain[-1]) > 1:
        chain.append([-c for c in primitive(divided(chain[-2], chain[-1])[1])])
    return [p for p in chain if p]


def changes(chain: list[Numbers], x: Fraction | None, side: int = 0) -> int:
    """Changes of sign at x; at plus or minus infinity where x is None."""
    signs = []
    for p in chain:
        v = value(p, x) if x is not None else p[0] * (side if len(p) % 2 == 0 else 1)
        signs.append((v > 0) - (v < 0))
    told = [s for s in signs if s]
    return sum(a != b for a, b in zip(told, told[1:], strict=False))


def count(chain: list[Numbers], low: Fraction | None, high: Fraction | None) -> int:
    """The roots in (low, high], None for the infinities."""
    return changes(chain, low, -1) - changes(chain, high, 1)


def radius(numbers: Numbers) -> Fraction:
    """All real roots are smaller in size (A. L. Cauchy, 1829)."""
    return 1 + max((abs(c / numbers[0]) for c in numbers[1:]), default=Fraction(0))


def isolated(numbers: Numbers) -> list[Span]:
    """Intervals (low, high], in order, with one root each; low = high for a root met exactly."""
    if len(numbers) < 2:
        return []
    chain, size = sturm(numbers), Fraction(1)
    while size < radius(numbers):
        size *= 2
    out: list[Span] = []
    waiting = [(-size, size)]
    while waiting:
        low, high = waiting.pop()
        many = count(chain, low, high)
        middle = (low + high) / 2
        if many == 1:
            out.append((high, high) if value(numbers, high) == 0 else (low, high))
        elif many:
            waiting += [(low, middle), (middle, high)]
    return sorted(out)


def halved(numbers: Numbers, span: Span) -> Span:
    """The half that holds the root; `numbers` squarefree, a root in (low, high], low no root."""
    low, high = span
    if low == high:
        return span
    middle = (low + high) / 2
    here, right = value(numbers, middle), value(numbers, high)
    if here == 0 or right == 0:
        exact = middle if here == 0 else high
        return exact, exact
    return (middle, high) if (here > 0) != (right > 0) else (low, middle)


def narrowed(numbers: Numbers, span: Span, width: Fraction) -> Span:
    """The same root in an interval of at most that width."""
    while span[1] - span[0] > width:
        span = halved(numbers, span)
    return span


def real_root(numbers: Numbers, index: int, bits: int) -> Span:
    """The real root of that index (from 0, ascending), to about 2^-bits; by Newton's steps, the
    enclosure proved by a change of sign."""
    plain = squarefree(stripped(numbers))
    spans = isolated(plain)
    if not 0 <= index < len(spans):
        raise Unfollowed("a polynomial has no real root of that number")
    return enclosed(plain, narrowed(plain, spans[index], Fraction(1, 2**64)), bits)


def enclosed(plain: Numbers, span: Span, bits: int) -> Span:
    """A root in a small interval, narrowed to about 2^-bits."""
    whole, bend, fine = [int(c) for c in primitive(plain)], slope(plain), 64
    while span[0] != span[1] and fine < bits:
        fine = min(2 * fine - 8, bits)
        middle = (span[0] + span[1]) / 2
        here = middle - value([Fraction(c) for c in whole], middle) / value(bend, middle)
        centre, unit = round(here * 2**fine), Fraction(1, 2 ** max(fine - 8, 1))
        near = Fraction(centre, 2**fine)
        low, high = max(span[0], near - unit), min(span[1], near + unit)
        if low < high and value(plain, low) * value(plain, high) < 0:
            span = low, high
        else:
            span = narrowed(plain, span, Fraction(1, 2**fine))
    return span


def residue(constant: Expr) -> Numbers | None:
    """The remainder, highest power first ([] is zero); None for numbers of another kind."""
    found = constant.atoms(CRootOf)
    if len(found) != 1:
        return None
    (root,) = found
    if not root.poly.is_irreducible:
        return None
    return _read(constant, root, [Fraction(int(c)) for c in root.poly.all_coeffs()])


def _read(node: Expr, root: CRootOf, modulus: Numbers) -> Numbers | None:
    if isinstance(node, Rational):
        return stripped([Fraction(int(node.p), int(node.q))])
    if node == root:
        return _reduced([Fraction(1), Fraction(0)], modulus)
    if isinstance(node, Pow) and isinstance(node.exp, Integer) and 0 < node.exp <= 200:
        base = _read(node.base, root, modulus)
        return None if base is None else _product([base] * int(node.exp), modulus)
    if not isinstance(node, Add | Mul):
        return None
    parts = [_read(part, root, modulus) for part in node.args]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return _sum(known) if isinstance(node, Add) else _product(known, modulus)


def _sum(parts: list[Numbers]) -> Numbers:
    size = max(map(len, parts))
    padded = [[Fraction(0)] * (size - len(part)) + part for part in parts]
    return stripped([sum(column, Fraction(0)) for column in zip(*padded, strict=True)])


def _product(parts: list[Numbers], modulus: Numbers) -> Numbers:
    total = [Fraction(1)]
    for part in parts:
        whole = [Fraction(0)] * max(len(total) + len(part) - 1, 0)
        for i, a in enumerate(total):
            for j, b in enumerate(part):
                whole[i + j] += a * b
        total = _reduced(whole, modulus)
    return total


def _reduced(numbers: Numbers, modulus: Numbers) -> Numbers:
    plain = stripped(numbers)
    return plain if len(plain) < len(modulus) else divided(plain, modulus)[1]
