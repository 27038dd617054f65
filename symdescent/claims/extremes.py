"""A claimed minimiser or value goes in, beside the exact minimum; what is known of it comes out."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import sympy as sp
from sympy import Expr

from symdescent.claims.certain import sign
from symdescent.claims.comparison import constant
from symdescent.claims.lower import Case, candidates, nature
from symdescent.claims.points import decimals, fits, places_of, points
from symdescent.claims.reading import numbers
from symdescent.claims.records import Claim, Side, Word, shown
from symdescent.claims.slopes import place_text
from symdescent.exact import Kind, Minimum

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
    return replace(claim, reason=f"the exact side does not decide it: {found.reason}")


def certain(found: Minimum) -> Word:
    """Proved only where the independent check has accepted it."""
    return Word.RIGHT if found.word == "proved" else Word.DERIVED


def denied(found: Minimum) -> Word:
    return Word.WRONG if found.word == "proved" else Word.UNDECIDED


def why(found: Minimum) -> str:
    """The first step of the proof, with its word."""
    if not found.proof:
        return f"{found.word}: {found.kind}"
    step = found.proof[0]
    return f"{found.word}: {step.words}" + (f": {step.formula}" if step.formula else "")


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
    return replace(claim, reason=f"{said}the exact side: {found.kind}: {found.reason}".rstrip(": "))


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
    return replace(claim, reason=f"the exact side: {found.kind}: {found.reason}".rstrip(": "))


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
