"""A Check goes in, the report that every text format spells comes out."""

from collections.abc import Iterator, Sequence
from typing import Final

from sympy import Expr

from symdescent.claims.reading import bare, split
from symdescent.claims.records import Check, Claim, Rival, Side, Word
from symdescent.errors import FormulaError
from symdescent.language import parse, pretty
from symdescent.show.facts import notes, opening
from symdescent.show.report import Report
from symdescent.show.rows import Column
from symdescent.show.words import Fact, signed, significant, spell

MARKS: Final = {True: "✓", False: "✗", None: "–"}
LONGEST: Final = 200
TITLES: Final = {
    "gradient": "∇{0}",
    "hessian": "∇²{0}",
    "value": "{0}*",
}
HEADING: Final = (
    "kind", "claim", "verdict", "where", "expected", "found", "mistake", "rule", "reason",
)  # fmt: skip


def report(check: Check) -> Report:
    """What was read, then each claim: as read, the verdict, where it fails, the likely mistake."""
    facts = [opening(check.formula), *notes(check.formula)]
    for claim in check.claims:
        facts += [Fact("", ""), *told(claim, check)]
    return Report(tuple(facts), tuple(columns(check.rivals)), ())


def mark(claim: Claim) -> str:
    """Right, wrong, or neither."""
    return MARKS[True if claim.word is Word.AGREES else claim.right]


def told(claim: Claim, check: Check) -> Iterator[Fact]:
    """The lines about one claim."""
    names = [str(x.name) for x in check.formula.variables]
    title = TITLES.get(claim.kind, "").format(check.formula.title)
    part = f" ({claim.part})" if claim.part else ""
    yield Fact("", f"{mark(claim)} {claim.kind}: {claim.word}{part}")
    shown = spelt(claim.read or claim.text, names)
    yield Fact("  claimed", f"{title} = {shown}" if title else shown)
    if claim.right is False and claim.expected:
        right = spelt(claim.expected, names)
        yield Fact("  right", f"{title} = {right}" if title else right)
    if claim.where:
        yield Fact("  where", sides(claim))
    if claim.reason:
        yield Fact("  because", signed(claim.reason))
    if claim.mistake:
        yield Fact("  likely", signed(claim.mistake))
    if claim.rule:
        yield Fact("  rule", signed(claim.rule).replace("-", "−"))


def spelt(text: str, names: Sequence[str]) -> str:
    """A text of the language of formulas as a book prints it; other texts as they are."""
    pieces = split(bare(text)) if text.startswith("(") else [text]
    try:
        told = [pretty(parse(piece, variables=[*names, "k"]).tree) for piece in pieces]
    except FormulaError:
        told = [signed(piece) for piece in pieces]
    whole = f"({', '.join(told)})" if len(told) > 1 else told[0]
    return whole if len(whole) <= LONGEST else f"{whole[:LONGEST]} …"


def sides(claim: Claim) -> str:
    """At x = 1 the claim says -2, right is -3."""
    place = signed(claim.where).replace("-", "−")
    if claim.claimed is None:
        right = "" if claim.found is None else f", where {side(claim.found)} is right"
        return f"{place}: the claim has no value there{right}"
    if claim.kind in ("minimum", "value"):
        return lower(claim)
    parts = [f"claimed {side(claim.claimed)}"]
    if claim.found is not None:
        parts.append(f"right {number(claim.found.value)}")
    return f"{place}: {', '.join(parts)}"


def lower(claim: Claim) -> str:
    """A point with a lower value."""
    assert claim.claimed is not None
    if claim.found is None:
        return signed(claim.where)
    at = f"L = {number(claim.claimed.value)}"
    here = f"{signed(claim.claimed.what)} has {at}" if claim.claimed.what else f"claimed {at}"
    there = f"{signed(claim.found.what)} has L = {number(claim.found.value)}"
    return f"{here}, but {there}".replace("-", "−")


def side(one: Side) -> str:
    return f"{signed(one.what)} = {number(one.value)}" if one.what else number(one.value)


def number(value: Expr) -> str:
    """An exact number, with some digits where it is not rational."""
    shown = spell(value)
    return shown if value.is_Rational or "…" in shown else f"{shown} ≈ {float(value):.6g}"


def columns(rivals: Sequence[Rival]) -> Iterator[Column]:
    """A row a solver."""
    if not rivals:
        return
    yield Column("solver", tuple(r.name for r in rivals), is_text=True)
    yield Column("x", tuple(", ".join(f"{x:.9g}" for x in r.point[:4]) or "–" for r in rivals))
    yield Column("L", tuple("–" if r.value is None else f"{r.value:.9g}" for r in rivals))
    yield Column("L − L*", tuple("–" if r.gap is None else significant(r.gap) for r in rivals))
    yield Column("steps", tuple("–" if r.steps is None else str(r.steps) for r in rivals))
    yield Column("ending", tuple(r.ending for r in rivals), is_text=True)


def rows(check: Check) -> Iterator[list[str]]:
    """The cells below HEADING, one row a claim."""
    for claim in check.claims:
        right = "" if claim.found is None else claim.found.text
        claimed = "" if claim.claimed is None else claim.claimed.text
        where = f"{claim.where}: {claimed} claimed, {right} right" if claimed else claim.where
        yield [
            claim.kind, claim.text, str(claim.word), where, claim.expected, claim.read,
            claim.mistake, claim.rule, claim.reason,
        ]  # fmt: skip
