"""Claimed minimisers and a claimed least value, beside the exact minimum."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import sympy as sp
from sympy import Expr, Symbol

from symdescent.calculus.gradient import Derivation
from symdescent.claims.certain_values import is_smooth_at, kinks, sign, value
from symdescent.claims.claim import Claim, ReadText, Side, Word, bare, numbers, shown, split
from symdescent.claims.derivatives import place_text
from symdescent.claims.identity import Place, constant, easy, spread
from symdescent.errors import InputError
from symdescent.messages import sentences
from symdescent.problem.options import Bounds
from symdescent.proofs import Kind, Minimum

MOST_POINTS: Final = 60
DOUBLE: Final = 14  # a number of 15 digits or more may be a double in full
DECIMAL: Final = re.compile(r"[+-]?\d*\.\d+")
Points = list[list[ReadText]]


def points(text: str, names: Sequence[str]) -> Points:
    """The claimed minimisers: x=4; 4; x=1, y=2; (1,2), (-1,2); 1 or -1; +-1."""
    text = text.replace("≈", "=").replace("~", "=")
    left = r"^\s*\(" + r"\s*,\s*".join(map(re.escape, names)) + r"\)\*?\s*=\s*"
    pieces = [re.sub(left, "", piece) for piece in re.split(r"\bor\b|\band\b|;", text)]
    found = [p for piece in pieces for p in places(piece, names)]
    spread_out = [p for one in found for p in both_signs(one)]
    if not spread_out or len(spread_out) > MOST_POINTS:
        raise InputError("type", f"a minimum is given by 1 to {MOST_POINTS} points")
    return [[numbers(cell, f"the coordinate {n}") for n, cell in zip(names, p, strict=True)]
            for p in spread_out]  # fmt: skip


def both_signs(cells: list[str]) -> Iterator[list[str]]:
    """A point with ±1 in it is two."""
    marked = [bool(re.match(r"(±|\+-|\+/-)", cell)) for cell in cells]
    if not any(marked):
        yield cells
        return
    for chosen in ("", "-"):
        yield [re.sub(r"^(±|\+-|\+/-)\s*(.*)", rf"{chosen}(\2)", cell) for cell in cells]


def places(piece: str, names: Sequence[str]) -> Iterator[list[str]]:
    """The points of a piece without 'or'."""
    cells = [cell for cell in split(bare(piece), ",") if cell]
    if any("=" in cell for cell in cells):
        yield from by_name(cells, names)
    elif len(names) == 1:
        yield from ([cell] for cell in cells)
    elif cells and all(cell[0] in "([" for cell in cells):
        for cell in cells:
            yield counted(split(bare(cell), ","), names)
    elif cells:
        yield counted(cells, names)


def by_name(cells: list[str], names: Sequence[str]) -> Iterator[list[str]]:
    """x=1, y=2; a name that comes again begins another point."""
    known: dict[str, str] = {}
    for cell in cells:
        name, equals, number = cell.partition("=")
        name = name.strip().rstrip("*")
        if not equals and len(names) == 1 and known:
            yield [known.pop(names[0])]
            known[names[0]] = name
            continue
        if name.strip() not in names or not number.strip():
            listed = ", ".join(names[:6])
            raise InputError("syntax", f"this cannot be read: {cell[:60]}", f"variables: {listed}")
        if name.strip() in known:
            yield counted([known[n] for n in names if n in known], names)
            known = {}
        known[name.strip()] = number.strip()
    yield counted([known[n] for n in names if n in known], names)


def counted(cells: list[str], names: Sequence[str]) -> list[str]:
    if len(cells) != len(names) or not all(cells):
        shown = ", ".join(names[:6])
        message = f"a point has {len(names)} coordinates here ({shown}), not {len(cells)}"
        raise InputError("type", message, "several points:  (1,2), (-1,2)")
    return [cell.strip() for cell in cells]


def decimals(point: list[ReadText]) -> list[int | None]:
    """How many decimals each coordinate was given with; None for an exact number."""
    return [places_of(t.text) for t in point]


def places_of(text: str) -> int | None:
    """The decimals of 0.33 are 2; a number without a point is exact."""
    return len(text.partition(".")[2]) if DECIMAL.fullmatch(text.strip()) else None


def fits(exact: Expr, given: Expr, digits: int | None) -> bool:
    """Whether a decimal is the exact number, rounded or cut off at its end, or its double."""
    if constant(given, exact):
        return True
    if digits is None or not given.is_Rational:
        return False
    if abs(given) * 10**digits >= 10**DOUBLE and float(sp.N(exact, 40)) == float(given):
        return True  # what a computer prints: the nearest double
    unit = sp.Rational(1, 10**digits)
    gap = exact - given
    off = sign(abs_of(gap) - unit / 2)
    cut = (sign(gap) or 0) * (sign(given) or 1) > 0 and sign(abs_of(gap) - unit) == -1
    return off in (-1, 0) or cut


def abs_of(number: Expr) -> Expr:
    return number * (sign(number) or 0)


LENGTHS: Final = (1, 2, 4, 10, 100, 1000)


@dataclass(frozen=True)
class Case:
    """The formula, within its bounds, and its exact minimum."""

    derivation: Derivation
    bounds: Bounds
    minimum: Minimum

    @property
    def variables(self) -> tuple[Symbol, ...]:
        return self.derivation.formula.variables

    def value(self, point: Sequence[Expr]) -> Expr | None:
        """L at a point, None where it has no value for certain."""
        expression = self.derivation.formula.expression
        return value(expression, dict(zip(self.variables, point, strict=True)))

    def holds(self, point: Sequence[Expr]) -> bool:
        """Whether a point lies within the bounds, for certain."""
        return all(
            (low is None or (sign(x - low) or 0) >= 0 and sign(x - low) is not None)
            and (high is None or (sign(high - x) or 0) >= 0 and sign(high - x) is not None)
            for x, (low, high) in zip(point, exact_sides(self.bounds), strict=True)
        )


def exact_sides(bounds: Bounds) -> list[tuple[Expr | None, Expr | None]]:
    return [(rational(low), rational(high)) for low, high in bounds.sides]


def rational(bound: Fraction | None) -> Expr | None:
    return None if bound is None else sp.Rational(bound.numerator, bound.denominator)


def candidates(case: Case, point: list[Expr]) -> Iterator[Place]:
    """Where L may be lower: simple points, the exact minimisers, near by, then far away."""
    symbols = case.variables
    simple = [dict(zip(symbols, p, strict=True)) for p in case.minimum.points[:8]
              if not any(x.free_symbols for x in p)]  # fmt: skip
    yield from simple
    if not all(x.is_Rational for x in point):
        point = [sp.Rational(float(x)).limit_denominator(64) for x in point]
    yield from easy(symbols)
    for length in LENGTHS:
        for size in (sp.Integer(length), sp.Rational(1, length)):
            yield from around(symbols, point, size)
    yield from spread(symbols, 200)
    yield from downhill(case, point)


def around(symbols: Sequence[Symbol], point: list[Expr], size: Expr) -> Iterator[Place]:
    """Steps of this size along every axis, both ways, and along the diagonals."""
    for i in range(len(point)):
        for step in (size, -size):
            yield {x: p + (step if j == i else 0)
                   for j, (x, p) in enumerate(zip(symbols, point, strict=True))}  # fmt: skip
    if len(point) > 1:
        for turn in (1, -1):
            for step in (size, -size):
                yield {x: p + step * (turn if j % 2 else 1)
                       for j, (x, p) in enumerate(zip(symbols, point, strict=True))}  # fmt: skip


def downhill(case: Case, point: list[Expr]) -> Iterator[Place]:
    """Against the slope at the point, by ever shorter steps."""
    here = dict(zip(case.variables, point, strict=True))
    slope = [value(g, here) for g in case.derivation.gradient]
    if any(g is None for g in slope):
        return
    floats = [sp.Rational(float(g)).limit_denominator(1000) for g in slope if g is not None]
    for k in range(0, 24, 2):
        yield {x: p - g / 2**k for x, p, g in zip(case.variables, point, floats, strict=True)}


def nature(case: Case, point: list[Expr]) -> str:
    """What the point is instead: only a local minimum, a maximum, a saddle, or no level point."""
    here = dict(zip(case.variables, point, strict=True))
    if any(low is not None or high is not None for low, high in case.bounds.sides):
        return ""
    if not is_smooth_at(kinks(case.derivation.formula.expression), here):
        return ""
    slope = [value(g, here) for g in case.derivation.gradient]
    signs = [None if g is None else sign(g) for g in slope]
    if any(s for s in signs):
        told = ", ".join(shown(g) for g in slope if g is not None)
        many = len(slope) > 1
        return f"the gradient there is not 0 but {f'({told})' if many else told}"
    zeros = [g is not None and constant(g, sp.Integer(0)) for g in slope]
    return bending(case, here) if all(zeros) and len(zeros) <= 6 else ""


def bending(case: Case, here: Place) -> str:
    """What a level point is, where its Hessian says so."""
    rows = [[value(h, here) for h in row] for row in case.derivation.hessian]
    if any(h is None for row in rows for h in row):
        return ""
    matrix = sp.Matrix(rows)
    n = matrix.rows
    minors = [sign(matrix[:k, :k].det()) for k in range(1, n + 1)]
    if all(s == 1 for s in minors):
        return "it is only a local minimum"
    if all(s == (-1) ** k for k, s in enumerate(minors, 1)):
        return "it is a local maximum"
    if n == 1:
        return "the gradient vanishes there, which is not enough"
    return "it is a saddle point" if minors[-1] and n == 2 and minors[-1] < 0 else ""


LEFT: Final = re.compile(r"^\s*(?:min\s+)?\w*\*?\s*(?:\([^=]*\))?\s*=(?!=)\s*")  # L* =, L(4) =
NONE: Final = frozenset({"none", "no minimum", "does not exist", "not attained", "no"})
ENDLESS: Final = frozenset({"unbounded", "unbounded below", "-oo", "-inf", "-infinity", "-∞"})


def of_minimum(text: str, case: Case) -> Claim:
    """Judge claimed minimisers, or the claim that there is none."""
    claim = Claim("minimum", text, Word.UNDECIDED, expected=answer(case), read=text.strip())
    word = " ".join(text.lower().split())
    if word in NONE | ENDLESS:
        return of_none(claim, case, word in ENDLESS)
    names = [str(x.name) for x in case.variables]
    told = points(text, names)
    places = [point_text(names, [t.expression for t in p]) for p in told]
    claim = replace(claim, read=" or ".join(places))
    judged = [of_point(claim, case, [t.expression for t in p], decimals(p)) for p in told]
    for word in (Word.WRONG, Word.UNDECIDED):
        bad = next((one for one in judged if one.word is word), None)
        if bad is not None:
            return bad if len(judged) == 1 else replace(bad, part=places[judged.index(bad)])
    return altogether(judged, [[t.expression for t in p] for p in told], case)


def point_text(names: Sequence[str], point: Sequence[Expr]) -> str:
    """x = 4, or (x, y) = (1, 2)."""
    texts = [shown(x) for x in point]
    if len(names) == 1:
        return f"{names[0]} = {texts[0]}"
    return f"({', '.join(names)}) = ({', '.join(texts)})"


def answer(case: Case) -> str:
    """The exact minimum in short, as far as it is known."""
    found, names = case.minimum, [str(x.name) for x in case.variables]
    if found.kind in (Kind.UNBOUNDED, Kind.NOT_ATTAINED):
        least = f": {shown(found.value)}" if found.value is not None else ""
        return f"none: {found.kind}{least}"
    if found.kind is not Kind.GLOBAL:
        return ""
    listed = [point_text(names, p) for p in found.points[:4]]
    more = [f"{len(found.points) - 4} more"] if len(found.points) > 4 else []
    ranges = [f"{letter}: {words}" for letter, words in found.parameters.items()]
    return "; ".join([" or ".join(listed + more), *ranges])


def of_none(claim: Claim, case: Case, endless: bool) -> Claim:
    """The claim that there is no minimum, or that L is unbounded below."""
    found = case.minimum
    if found.kind is Kind.UNBOUNDED or (found.kind is Kind.NOT_ATTAINED and not endless):
        return replace(claim, word=certain(found), reason=why(found))
    if found.kind is Kind.NOT_ATTAINED:
        least = shown(found.value) if found.value is not None else "finite"
        reason = f"L is bounded below: its infimum is {least}, though no point attains it"
        return replace(claim, word=denied(found), reason=reason)
    if found.kind is Kind.GLOBAL:
        return replace(claim, word=denied(found), reason=f"there is a minimum: {why(found)}")
    return replace(claim, reason=f"the exact side does not decide it: {open_end(found)}")


def certain(found: Minimum) -> Word:
    """Proved only where the independent check has accepted it."""
    return Word.RIGHT if found.word == "proved" else Word.DERIVED


def denied(found: Minimum) -> Word:
    return Word.WRONG if found.word == "proved" else Word.UNDECIDED


def why(found: Minimum) -> str:
    """The first step of the proof, with its word."""
    if not found.proof:
        return f"{found.word}: {found.kind}"
    return f"{found.word}: {sentences.line(sentences.step(found.proof[0]))}"


def open_end(found: Minimum) -> str:
    """Why there is no stronger answer."""
    return sentences.line(sentences.reasons(found.reasons))


def exact_side(found: Minimum) -> str:
    """What was found, and why no more."""
    return f"the exact side: {found.kind}: {open_end(found)}".removesuffix(": ")


def of_point(claim: Claim, case: Case, point: list[Expr], digits: list[int | None]) -> Claim:
    """Judge one claimed minimiser."""
    if not case.holds(point):
        return replace(claim, word=Word.WRONG, reason="this point lies outside the box")
    here = case.value(point)
    if here is None:
        return no_value(claim, case, point)
    found = case.minimum
    if found.kind is Kind.GLOBAL and found.value is not None:
        same = constant(here, found.value)
        if same:
            return replace(claim, word=certain(found), reason=why(found))
        near = rounded(found, point, digits)
        if near is not None:
            reason = f"exactly {point_text([str(x) for x in case.variables], near)}; {why(found)}"
            return replace(claim, word=Word.ROUNDED, reason=reason)
    return lower(claim, case, point, here)


def no_value(claim: Claim, case: Case, point: list[Expr]) -> Claim:
    """A point where L has no value is no minimiser; where that is not certain, nothing is said."""
    expression = case.derivation.formula.expression
    put_in = expression.xreplace(dict(zip(case.variables, point, strict=True)))
    undefined = put_in.has(sp.zoo, sp.nan, sp.oo, -sp.oo, sp.I)
    if undefined:
        return replace(claim, word=Word.WRONG, reason="L has no value at this point")
    return replace(claim, reason="the value of L at this point could not be computed for certain")


def rounded(found: Minimum, point: list[Expr], digits: list[int | None]) -> tuple[Expr, ...] | None:
    """The exact minimiser whose digits these are; exact numbers must be equal."""
    if all(d is None for d in digits):
        return None
    for exact in (nearest(p, point, found) for p in found.points):
        if any(e.free_symbols for e in exact):
            continue
        if all(fits(e, x, d) for e, x, d in zip(exact, point, digits, strict=True)):
            return exact
    return None


def nearest(exact: tuple[Expr, ...], point: list[Expr], found: Minimum) -> tuple[Expr, ...]:
    """Of a family x = c + d k, k any integer, the member next to a claimed point."""
    letters = sorted(set().union(*(e.free_symbols for e in exact)), key=str)
    for letter in letters:
        if found.parameters.get(str(letter)) != "any integer":
            continue
        for e, x in zip(exact, point, strict=True):
            step = e.coeff(letter)
            if step.is_number and step != 0 and e.free_symbols == {letter}:
                k = sp.Integer(round(float((x - e.subs(letter, 0)) / step)))
                exact = tuple(part.xreplace({letter: k}) for part in exact)
                break
    return exact


def lower(claim: Claim, case: Case, point: list[Expr], here: Expr) -> Claim:
    """Wrong where another point lies lower, for certain; told as well if it is only local."""
    for place in candidates(case, point):
        other = list(place.values())
        there = case.value(other) if case.holds(other) else None
        if there is not None and sign(here - there) == 1:
            names = [str(x.name) for x in case.variables]
            return replace(
                claim,
                word=Word.WRONG,
                reason=nature(case, point),
                point=tuple((str(x), v) for x, v in place.items()),
                where=place_text(place),
                claimed=Side(point_text(names, point), here),
                found=Side(point_text(names, other), there),
            )
    return undecided(claim, case, point)


def undecided(claim: Claim, case: Case, point: list[Expr]) -> Claim:
    found = case.minimum
    known = nature(case, point)
    said = f"no lower point was found; {known}; " if known else "no lower point was found; "
    return replace(claim, reason=f"{said}{exact_side(found)}")


def altogether(judged: list[Claim], told: list[list[Expr]], case: Case) -> Claim:
    """All claimed points are minimisers: are they all there are?"""
    found, first = case.minimum, judged[0]
    rounded_ones = [one for one in judged if one.word is Word.ROUNDED]
    first = rounded_ones[0] if rounded_ones else first
    exact = enumerate(found.points if not found.parameters else ())
    met = {i for i, point in exact if any(is_at(p, point) for p in told)}
    if found.parameters or (found.complete and len(met) < len(found.points)):
        reason = f"{first.reason}; there are others: {first.expected}"
        return replace(first, word=Word.MORE, reason=reason)
    if not found.complete:
        reason = f"{first.reason}; whether there are other minimisers is not proved"
        return replace(first, reason=reason)
    if found.all_checked or found.certificate is None:
        return first
    return replace(first, reason=f"{first.reason}; that there is no other is derived")


def is_at(point: list[Expr], exact: tuple[Expr, ...]) -> bool:
    """Whether a claimed point is this minimiser, to the digits that were given."""
    return all(fits(e, x, places_of(shown(x))) for e, x in zip(exact, point, strict=True))


def of_value(text: str, case: Case) -> Claim:
    """Judge a claimed minimum value."""
    told = numbers(LEFT.sub("", text), "the value")
    found, given = case.minimum, told.expression
    least = "" if found.value is None else shown(found.value)
    claim = Claim("value", text, Word.UNDECIDED, read=told.text, expected=least)
    if found.kind is Kind.GLOBAL and found.value is not None:
        return against(claim, case, given, places_of(told.text))
    if found.kind is Kind.NOT_ATTAINED and found.value is not None and constant(given, found.value):
        reason = f"{least} is the infimum, which no point attains: there is no minimum"
        return replace(claim, word=denied(found), expected=answer(case), reason=reason)
    below = undercut(claim, case, given)
    if below is not None:
        return below
    if found.kind is Kind.NOT_ATTAINED:
        reason = f"the infimum is {least}, and no point attains it"
        return replace(claim, word=denied(found), reason=reason)
    if found.bracket is not None and sign(given - found.bracket[0]) == -1:
        reason = f"L is nowhere below {shown(found.bracket[0])}"
        return replace(claim, word=Word.UNDECIDED, reason=reason)
    return replace(claim, reason=exact_side(found))


def against(claim: Claim, case: Case, given: Expr, digits: int | None) -> Claim:
    """A claimed value beside the proved one."""
    found = case.minimum
    assert found.value is not None
    same = constant(given, found.value)
    if same:
        return replace(claim, word=certain(found), reason=why(found))
    if fits(found.value, given, digits):
        reason = f"exactly {claim.expected}; {why(found)}"
        return replace(claim, word=Word.ROUNDED, reason=reason)
    if same is None:
        return replace(claim, reason="the two numbers could not be told apart, nor proved equal")
    if sign(given - found.value) == 1:
        below = undercut(claim, case, given)
        if below is not None:
            return below
    reason = f"L is nowhere below {claim.expected}: {why(found)}"
    return replace(claim, word=denied(found), reason=reason)


def undercut(claim: Claim, case: Case, given: Expr) -> Claim | None:
    """Wrong where a point lies below the claimed minimum, for certain."""
    origin: list[Expr] = [sp.Integer(0)] * len(case.variables)
    for place in candidates(case, origin):
        other = list(place.values())
        there = case.value(other) if case.holds(other) else None
        if there is not None and sign(given - there) == 1:
            names = [str(x.name) for x in case.variables]
            return replace(
                claim,
                word=Word.WRONG,
                point=tuple((str(x), v) for x, v in place.items()),
                where=place_text(place),
                claimed=Side("", given),
                found=Side(point_text(names, other), there),
            )
    return None
