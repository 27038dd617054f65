"""The report on a check: each claim with its verdict, and the likely mistake."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from symdescent.claims.claim import Check, Claim, Rival, Side, Word, bare, split
from symdescent.errors import FormulaError
from symdescent.language import parse, pretty
from symdescent.render.facts import notes, opening
from symdescent.render.report import Report
from symdescent.render.short_text import Fact, significant, spell
from symdescent.render.table import Column

MARKS: Final = {True: "✓", False: "✗", None: "–"}
LONGEST: Final = 200
TITLES: Final = {"gradient": "∇{0} = ", "hessian": "∇²{0} = ", "value": "{0}* = "}
BRACKETS: Final = {"(": ")", "[": "]"}
ROWS: Final = re.compile(r"\], \[")
SIGNS: Final = (
    (r"\bgrad (?=[A-Za-z])", "∇"),
    (r"\*", "·"),
    ("<=", "≤"),
    (">=", "≥"),
    (r"(?<=\d)·pi\b", "π"),
    (r"\bpi\b", "π"),
    (r"-oo\b", "−∞"),
    (r"\boo\b", "∞"),
    (r"(?<![\w)'])-(?=[\w(√.])|(?<= )-(?= )|(?<=[\w)']\^\(\w)-", "−"),
)
HEADING: Final = (
    "kind", "claim", "verdict", "where", "expected", "found", "mistake", "rule", "reason",
)  # fmt: skip


def check_report(check: Check, marked: bool = True) -> Report:
    """What was read, then each claim: as read, the verdict, where it fails, the likely mistake.

    `marked`: whether each verdict has its mark in front.
    """
    facts = [opening(check.formula), *notes(check.formula)]
    for claim in check.claims:
        facts += [Fact("", ""), Fact("", headline(claim, marked)), *claim_facts(claim, check)]
    return Report(tuple(facts), tuple(columns(check.rivals)), ())


def headline(claim: Claim, marked: bool) -> str:
    """The verdict, with its mark: right, wrong, or neither."""
    mark = f"{MARKS[True if claim.word is Word.AGREES else claim.right]} " if marked else ""
    part = f" ({book(claim.part)})" if claim.part else ""
    return f"{mark}{claim.kind}: {claim.word}{part}"


def claim_facts(claim: Claim, check: Check) -> Iterator[Fact]:
    """The lines about one claim, most telling first."""
    names = [str(x.name) for x in check.formula.variables]
    title = TITLES.get(claim.kind, "").format(check.formula.title)
    is_off = claim.right is False and claim.expected
    lines = {
        "claimed": title + shaped(claim.kind, claim_text(claim.read or claim.text, names)),
        "right": right(claim, title, names) if is_off else "",
        "fails at" if claim.right is False else "but at": sides(claim) if claim.where else "",
        "because": book(claim.reason),
        "likely": book(claim.mistake),
        "rule": book(claim.rule),
    }
    yield from (Fact(label, text) for label, text in lines.items() if text)


def right(claim: Claim, title: str, names: Sequence[str]) -> str:
    """The right answer; that there is none needs no name in front."""
    told = shaped(claim.kind, claim_text(claim.expected, names))
    return ("" if claim.expected.startswith("none") else title) + told


def shaped(kind: str, text: str) -> str:
    """A gradient as a column that is turned, a Hessian row by row."""
    if kind == "gradient" and bare(text) != text and len(split(bare(text))) > 1:
        return f"{text}ᵀ"
    return f"[{ROWS.sub('; ', text[2:-2])}]" if kind == "hessian" and text[:2] == "[[" else text


def book(words: str) -> str:
    """Words with the signs of a book in the place of typed ones."""
    for typed, sign in SIGNS:
        words = re.sub(typed, sign, words)
    return words


def claim_text(text: str, names: Sequence[str]) -> str:
    """A text of the language of formulas as a book prints it; other texts as they are."""
    whole = entries_text(text, names) if text[:1] in BRACKETS else one(text, names)
    return whole if len(whole) <= LONGEST else f"{whole[:LONGEST]} …"


def entries_text(text: str, names: Sequence[str]) -> str:
    """What stands between brackets, entry by entry."""
    inside = bare(text)
    if inside == text or len(pieces := split(inside)) < 2:
        return one(text, names)
    return f"{text[0]}{', '.join(claim_text(piece, names) for piece in pieces)}{BRACKETS[text[0]]}"


def one(text: str, names: Sequence[str]) -> str:
    """A formula as a book prints it; what is none (an equation, a sentence) by its signs alone."""
    try:
        return book(text) if "=" in text else pretty(parse(text, variables=[*names, "k"]).tree)
    except FormulaError:
        return book(text)


def sides(claim: Claim) -> str:
    """x = 1: claimed -2, right -3."""
    place = book(claim.where)
    if claim.claimed is None:
        right = "" if claim.found is None else f", {side(claim.found)} is right"
        return f"{place} the claim has no value{right}"
    if claim.found is None:
        return place
    if claim.kind in ("minimum", "value"):
        return lower(claim.claimed, claim.found)
    return f"{place}: claimed {side(claim.claimed)}, right {number(claim.found)}"


def lower(claimed: Side, found: Side) -> str:
    """A point with a lower value, beside the claimed one."""
    here = f"L = {number(claimed)} at {book(claimed.what)}" if claimed.what else ""
    there = f"L = {number(found)} at {book(found.what)}"
    return f"{here}, but {there}, which is lower" if here else f"{there}, which is lower"


def side(one: Side) -> str:
    return f"{book(one.what)} = {number(one)}" if one.what else number(one)


def number(one: Side) -> str:
    """An exact number, a decimal if it can be, with some digits where it is not rational."""
    if one.value.is_Rational:
        return book(one.text)
    exact = spell(one.value)
    return exact if "…" in exact else f"{exact} ≈ {float(one.value):.6g}".replace("-", "−")


def columns(rivals: Sequence[Rival]) -> Iterator[Column]:
    """A row a solver."""
    if not rivals:
        return
    yield Column("solver", tuple(r.name for r in rivals), is_text=True)
    yield Column("point", tuple(", ".join(f"{x:.6g}" for x in r.point[:4]) or "–" for r in rivals))
    yield Column("L", tuple("–" if r.value is None else f"{r.value:.6g}" for r in rivals))
    yield Column("L − L*", tuple("–" if r.gap is None else significant(r.gap) for r in rivals))
    yield Column("steps", tuple("–" if r.steps is None else str(r.steps) for r in rivals))
    yield Column("ending", tuple(r.ending for r in rivals), is_text=True)


def rows(check: Check) -> Iterator[list[str]]:
    """The cells below HEADING, one row a claim."""
    for claim in check.claims:
        right = "" if claim.found is None else claim.found.text
        yield [
            claim.kind, claim.text, str(claim.word), claim.failing, claim.expected, right,
            claim.mistake, claim.rule, claim.reason,
        ]  # fmt: skip
