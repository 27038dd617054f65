"""Texts of a certificate go in, expressions come out, by the parser of formulas alone."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

import sympy
from sympy import CRootOf, Expr, Poly, Rational, Symbol

from symdescent.calculus.from_sympy import tree
from symdescent.calculus.multiprecision import CriticalOf
from symdescent.calculus.parsing import parse
from symdescent.errors import SymdescentError
from symdescent.exact.check.places import Place, at
from symdescent.exact.check.refusal import Unfollowed, Untrue
from symdescent.language import DEFAULT, plain

OWN: Final = "zeta"  # begins the names that stand for roots while a text is read
MOST_ROOTS: Final = 400
NO_NUMBERS: Final = frozenset({sympy.I, sympy.zoo, sympy.oo, -sympy.oo, sympy.nan})
MOST_DEGREE: Final = 60
LONG: Final = replace(DEFAULT, digits=620)  # as many as 2048 bits can have


def text(expression: Expr) -> str:
    """The expression as it is written in a certificate."""
    return plain(tree(expression))


def expression(written: str, letters: Iterable[Symbol]) -> Expr:
    """The expression of a text in the given letters; Untrue for any other name."""
    bare, numbers = _without_roots(written)
    found = _parsed(bare)
    known = {s.name: s for s in letters} | numbers
    strange = [s.name for s in found.free_symbols if s.name not in known]
    if strange:
        raise Untrue(f"{strange[0][:40]} is not a letter of this proof")
    full = found.xreplace({s: known[s.name] for s in found.free_symbols})
    _demand_real(full)
    return full


def _demand_real(node: Any) -> None:
    """Every number in the expression is real: with i for a number, i^2 would be a square."""
    if node in NO_NUMBERS:
        raise Untrue("a number is not real, or infinite")
    if not node.free_symbols:
        at(node, Place({}, {}))
        return
    for part in node.args:
        _demand_real(part)


def number(written: str) -> Expr:
    """A constant."""
    return expression(written, ())


def rational(written: str) -> Rational:
    """A rational number."""
    found = number(written)
    if not isinstance(found, Rational):
        raise Untrue(f"{written[:40]} is not a rational number")
    return found


def _parsed(written: str) -> Expr:
    try:
        return parse(written, notation="text", limits=LONG).expression
    except SymdescentError as mistake:
        kind = Unfollowed if mistake.kind == "too_large" else Untrue
        raise kind(f"{written[:60]} cannot be read: {mistake.message}") from None


def _without_roots(written: str) -> tuple[str, dict[str, Expr]]:
    """The text with a name for every CRootOf(...) and CriticalOf(...), and what they stand for."""
    found: dict[str, Expr] = {}
    names: dict[str, str] = {}
    if OWN in written and any(head in written for head in HEADS):
        raise Unfollowed(f"a name with {OWN} beside a root")
    while heads := [head for head in HEADS if head in written]:
        head = min(heads, key=written.index)
        start = written.index(head)
        inner = _bracketed(written, start + len(head))
        name = names.setdefault(head + inner, f"{OWN}{len(names)}")
        if len(names) > MOST_ROOTS:
            raise Unfollowed("too many roots for this check")
        if name not in found:
            found[name] = HEADS[head](inner)
        written = f"{written[:start]}{name}{written[start + len(head) + len(inner) + 1 :]}"
    return written, found


def _bracketed(written: str, start: int) -> str:
    depth = 1
    for place in range(start, len(written)):
        depth += {"(": 1, ")": -1}.get(written[place], 0)
        if depth == 0:
            return written[start:place]
    raise Untrue("a bracket of CRootOf is open")


def _root(inner: str) -> Expr:
    """CRootOf of a polynomial in one letter (sympy keeps whichever came first)."""
    written, _, index = inner.rpartition(",")
    if not re.fullmatch(r"\s*\d{1,3}\s*", index):
        raise Untrue("the index of CRootOf is not a number")
    x = Symbol("x")
    found = _parsed(written)
    if len(found.free_symbols) != 1:
        raise Untrue("CRootOf takes a polynomial in one letter")
    try:
        poly = Poly(found.xreplace({s: x for s in found.free_symbols}), x)
    except sympy.PolynomialError:
        raise Untrue("CRootOf takes a polynomial in one letter") from None
    return algebraic(poly, int(index))


def _critical(inner: str) -> Expr:
    """CriticalOf(index, function, letter, low, high, ...), which `criticals` examines."""
    index, *rest = _split(inner)
    function, parts = "".join(rest[:1]), rest[1:]
    if not re.fullmatch(r"\s*\d{1,2}\s*", index) or not parts or len(parts) % 3:
        raise Untrue("CriticalOf takes an index, a function, and for each letter two ends")
    letters = tuple(_letter(name) for name in parts[::3])
    ends = tuple(
        (_fraction(low), _fraction(high))
        for low, high in zip(parts[1::3], parts[2::3], strict=True)
    )
    if int(index) >= len(letters):
        raise Untrue("CriticalOf has no coordinate of that number")
    if any(low >= high for low, high in ends):
        raise Untrue("the box of a CriticalOf is empty")
    return CriticalOf(expression(function, letters), letters, ends, int(index))


def _fraction(written: str) -> Fraction:
    found = rational(written)
    return Fraction(int(found.p), int(found.q))


def algebraic(poly: Poly, index: int) -> Expr:
    """A real root of an irreducible polynomial with whole coefficients, by its number."""
    if poly.degree() > MOST_DEGREE or not poly.domain.is_ZZ or not poly.is_irreducible:
        raise Unfollowed("CRootOf takes an irreducible polynomial with whole coefficients")
    if not 0 <= index < poly.count_roots():
        raise Untrue("CRootOf has no real root of that number")
    return CRootOf(poly.as_expr(), poly.gen, index, radicals=False)


def _letter(written: str) -> Symbol:
    found = _parsed(written)
    if not isinstance(found, Symbol):
        raise Untrue("CriticalOf takes letters")
    return found


def _split(written: str) -> list[str]:
    """What stands between the commas that are in no bracket."""
    parts, depth = [""], 0
    for sign in written:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


HEADS: Final[dict[str, Callable[[str], Expr]]] = {"CRootOf(": _root, "CriticalOf(": _critical}
