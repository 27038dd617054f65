"""Texts of a certificate as expressions, and exact values at points and along curves."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import sympy
from sympy import CRootOf, Expr, Integer, Poly, Pow, Rational, Symbol, pi

from symdescent.calculus.critical_number import CriticalOf
from symdescent.calculus.formula import build
from symdescent.errors import SymdescentError
from symdescent.language import DEFAULT, parse
from symdescent.proofs.kernel import zero_test
from symdescent.proofs.kernel.certificates import Unfollowed, Untrue
from symdescent.proofs.kernel.zero_test import sign

if TYPE_CHECKING:
    from symdescent.proofs.kernel.range_bounds import Ranges


@dataclass(frozen=True)
class Place:
    """The values of the variables, and the ranges of the parameters in them.

    `holes`: parameters that are never zero.
    """

    values: Mapping[Symbol, Expr]
    ranges: "Ranges"
    holes: frozenset[Symbol] = frozenset()


def at(node: Any, place: Place) -> Expr:
    """The value at the place; Untrue where it is not defined, Unfollowed where that is not seen."""
    if isinstance(node, Symbol):
        return place.values.get(node, node)
    if node is sympy.I:
        raise Untrue("a number is not real")
    if not node.args or isinstance(node, sympy.CRootOf):
        return node
    if isinstance(node, sympy.Piecewise):
        return _branch(node, place)
    parts = [at(part, place) for part in node.args]
    if isinstance(node, Pow):
        return _power(parts[0], parts[1], place)
    special = SPECIAL.get(type(node))
    return special(parts, place) if special else node.func(*parts)


def sign_at(expression: Expr, place: Place) -> int | None:
    """The sign for all values of the parameters; None where it is not the same for all."""
    from symdescent.proofs.kernel.range_bounds import reach

    free = expression.free_symbols
    if not free:
        return sign(expression)
    if zero_test.vanishes(expression, sign):
        return 0
    try:
        known = reach(expression, place.ranges).sign
    except Unfollowed:
        known = None
    return known if known is not None or len(free) > 1 else _by_roots(expression, place)


def _by_roots(expression: Expr, place: Place) -> int | None:
    """The sign of a rational function without roots or poles in the range of its parameter."""
    from symdescent.proofs.kernel import real_roots
    from symdescent.proofs.kernel.range_bounds import Range

    (letter,) = expression.free_symbols
    span = place.ranges.get(letter, Range())
    try:
        top, bottom = map(real_roots.rational_numbers, zero_test.polynomial(expression, letter))
        low, high = (_end_fraction(end) for end in (span.low, span.high))
    except Unfollowed:
        return None
    numbers = real_roots.squarefree(real_roots.multiplied(top, bottom))
    chain = real_roots.sturm(numbers)
    inside = real_roots.count(chain, low, high) if len(numbers) > 1 else 0
    if inside or (low is not None and real_roots.value(numbers, low) == 0):
        return None
    spot = high if high is not None else low + 1 if low is not None else Fraction(0)
    found = real_roots.value(top, spot) * real_roots.value(bottom, spot)
    return (found > 0) - (found < 0)


def _end_fraction(end: Expr | None) -> Fraction | None:
    if end is None:
        return None
    if not isinstance(end, Rational):
        raise Unfollowed("an end that is not rational")
    return Fraction(int(end.p), int(end.q))


def never_negative(expression: Expr, place: Place) -> bool:
    """Whether it is at least zero, for all values of the parameters."""
    from symdescent.proofs.kernel.range_bounds import reach

    if not expression.free_symbols:
        return sign(expression) >= 0
    return reach(expression, place.ranges).never_negative or sign_at(expression, place) in (0, 1)


def _demand(holds: bool, certain: bool, what: str) -> None:
    if not holds:
        raise (Untrue if certain else Unfollowed)(f"L is not defined at the point: {what}")


def _positive(x: Expr, place: Place) -> None:
    _demand(sign_at(x, place) == 1, not x.free_symbols, "a logarithm or root needs more than 0")


def _power(base: Expr, exponent: Expr, place: Place) -> Expr:
    if isinstance(exponent, Rational):
        if exponent.q != 1:
            low = never_negative(base, place)
            _demand(low, not base.free_symbols, "an even root of a negative number")
        if exponent < 0:
            _demand(_nonzero(base, place), not base.free_symbols, "a division by zero")
    elif base is not sympy.E and not (not base.free_symbols and sign(base) == 1):
        _positive(base, place)
    return Pow(base, exponent)


def _nonzero(x: Expr, place: Place) -> bool:
    letters = x.free_symbols
    if letters and letters <= place.holes and x.as_coeff_Mul()[1] in letters:
        return True
    return sign_at(x, place) in (-1, 1)


def _log(parts: list[Expr], place: Place) -> Expr:
    _positive(parts[0], place)
    return sympy.log(parts[0])


def _absolute(parts: list[Expr], place: Place) -> Expr:
    x = parts[0]
    if never_negative(x, place):
        return x
    if never_negative(-x, place):
        return -x
    raise Unfollowed("the sign inside an absolute value changes with the parameter")


def _choose(pick: int) -> Callable[[list[Expr], Place], Expr]:
    def chosen(parts: list[Expr], place: Place) -> Expr:
        best = parts[0]
        for part in parts[1:]:
            if never_negative(pick * (part - best), place):
                best = part
            elif not never_negative(pick * (best - part), place):
                raise Unfollowed("which of two is larger changes with the parameter")
        return best

    return chosen


def _wave(function: Any) -> Callable[[list[Expr], Place], Expr]:
    """sin or cos, whole turns left out."""

    def reduced(parts: list[Expr], place: Place) -> Expr:
        return function(unwound(parts[0]))

    return reduced


def unwound(angle: Expr) -> Expr:
    """The angle without the multiples of 2 pi that whole parameters make."""
    kept = []
    for part in sympy.Add.make_args(sympy.expand(angle)):
        factor = part / pi
        letters = factor.free_symbols
        number, rest = factor.as_coeff_Mul()
        whole = letters and all(s.is_integer for s in letters) and rest.is_integer
        if not (whole and isinstance(number, Integer) and number % 2 == 0):
            kept.append(part)
    return sympy.Add(*kept)


def _tangent(parts: list[Expr], place: Place) -> Expr:
    away = sign_at(sympy.cos(parts[0]), place) in (-1, 1)
    _demand(away, not parts[0].free_symbols, "a tangent at a pole")
    return sympy.tan(parts[0])


def _within_unit(function: Any) -> Callable[[list[Expr], Place], Expr]:
    def checked(parts: list[Expr], place: Place) -> Expr:
        inside = never_negative(1 - parts[0], place) and never_negative(1 + parts[0], place)
        _demand(inside, not parts[0].free_symbols, "outside of -1 to 1")
        return function(parts[0])

    return checked


def _unknown(parts: list[Expr], place: Place) -> Expr:
    raise Unfollowed("a function whose domain this check does not know")


def _branch(node: Any, place: Place) -> Expr:
    for value, condition in node.args:
        if holds(condition, place):
            return at(value, place)
    raise Untrue("L is not defined at the point: no branch holds there")


def holds(condition: Any, place: Place) -> bool:
    """Whether a condition is true at the place, for all values of the parameters."""
    if condition in (sympy.true, sympy.false):
        return bool(condition)
    if isinstance(condition, sympy.And | sympy.Or | sympy.Not):
        told = [holds(part, place) for part in condition.args]
        if isinstance(condition, sympy.Not):
            return not told[0]
        return all(told) if isinstance(condition, sympy.And) else any(told)
    if type(condition) not in RELATIONS:
        raise Unfollowed("a condition that this check does not know")
    known = sign_at(at(condition.lhs, place) - at(condition.rhs, place), place)
    if known is None:
        raise Unfollowed("which branch holds changes with the parameter")
    return known in RELATIONS[type(condition)]


RELATIONS: Final[dict[Any, tuple[int, ...]]] = {
    sympy.StrictLessThan: (-1,),
    sympy.LessThan: (-1, 0),
    sympy.StrictGreaterThan: (1,),
    sympy.GreaterThan: (0, 1),
    sympy.Eq: (0,),
    sympy.Ne: (-1, 1),
}
SPECIAL: Final[dict[Any, Callable[[list[Expr], Place], Expr]]] = {
    sympy.log: _log,
    sympy.Abs: _absolute,
    sympy.Max: _choose(1),
    sympy.Min: _choose(-1),
    sympy.sin: _wave(sympy.sin),
    sympy.cos: _wave(sympy.cos),
    sympy.tan: _tangent,
    sympy.asin: _within_unit(sympy.asin),
    sympy.acos: _within_unit(sympy.acos),
} | dict.fromkeys(
    (
        sympy.cot,
        sympy.sec,
        sympy.csc,
        sympy.acosh,
        sympy.atanh,
        sympy.coth,
        sympy.csch,
        sympy.sech,
        sympy.LambertW,
        sympy.atan2,
        sympy.acot,
        sympy.asec,
        sympy.acsc,
        sympy.loggamma,
        sympy.gamma,
    ),
    _unknown,
)


OWN: Final = "zeta"  # begins the names that stand for roots while a text is read
MOST_ROOTS: Final = 400
NO_NUMBERS: Final = frozenset({sympy.I, sympy.zoo, sympy.oo, -sympy.oo, sympy.nan})
MOST_DEGREE: Final = 60
LONG: Final = replace(DEFAULT, digits=620)  # as many as 2048 bits can have


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
        return build(parse(written, notation="text", limits=LONG)).expression
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
    for letter in written:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


HEADS: Final[dict[str, Callable[[str], Expr]]] = {"CRootOf(": _root, "CriticalOf(": _critical}
