"""A number made from one root of an irreducible polynomial goes in; whether it is zero comes out.

Sums, products and powers are worked out modulo that polynomial; only 0 has the residue 0.
"""

from fractions import Fraction

from sympy import Add, CRootOf, Expr, Integer, Mul, Pow, Rational

from symdescent.exact.check.roots import Numbers, divided, stripped


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
