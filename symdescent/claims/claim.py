"""A claim: its text read in the letters of the formula, and the record of what is known of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Context, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from sympy import CRootOf, Expr, Symbol

from symdescent.calculus.critical_number import CriticalOf
from symdescent.calculus.formula import Formula, build
from symdescent.calculus.from_sympy import tree
from symdescent.errors import FormulaError, InputError, did_you_mean
from symdescent.language import FROM_FILE, plain
from symdescent.language import parse as sentence
from symdescent.language.tree import Node
from symdescent.messages.mathematics import located
from symdescent.notebook_hook import Bundle, bundle, short

OPENING: Final = {"(": ")", "[": "]", "{": "}"}
LEFT: Final = re.compile(  # ∇L(x, y) =, grad L =, f'(x) =, ∇²L =, H =
    r"^\s*(?:(?:∇²?|grad\b)\s*\w*|\w+'+|H)\s*(?:\([\w\s,]*\))?\s*=(?!=)\s*"
)
MOST_TEXT: Final = 20_000


@dataclass(frozen=True)
class ReadText:
    """One expression of a claim: as it was read, and in the formula's own letters."""

    node: Node
    expression: Expr

    @property
    def text(self) -> str:
        """As it was read, in the language of formulas."""
        return plain(self.node)


def read_text(text: str, formula: Formula) -> ReadText:
    """A claimed expression; FormulaError for a mistake in it, or a name that the formula lacks.

    x_1 and x1 are the same.
    """
    let = {name: Fraction(int(v.p), int(v.q)) for name, v in formula.values}
    known = list(formula.names)
    read = sentence(text, let=let, variables=known, limits=FROM_FILE)
    alike = {name.replace("_", ""): formula.names[name] for name in known}
    also = {n: alike[n.replace("_", "")] for n in read.names if n.replace("_", "") in alike}
    strange = next((name for name in read.names if name not in also), None)
    if strange is not None:
        place = max(text.find(strange), 0)
        message = f"the formula has no '{strange}'"
        hint = did_you_mean(strange, known) or f"its letters are {', '.join(known[:8])}"
        raise FormulaError("unknown_name", message, text, (place, place + len(strange)), hint)
    spelt = {Symbol(n, real=True): x for n, x in also.items() if n not in formula.names}
    return ReadText(read.tree, build(read, let).expression.xreplace(spelt))


def split(text: str, signs: str = ",;") -> list[str]:
    """The pieces between commas or semicolons that stand outside of all brackets."""
    if len(text) > MOST_TEXT:
        raise InputError("too_large", f"a claim of over {MOST_TEXT} characters")
    pieces, depth, begun = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign in OPENING) - (sign in OPENING.values())
        if sign in signs and depth == 0:
            pieces.append(text[begun:place].strip())
            begun = place + 1
    return [*pieces, text[begun:].strip()]


def bare(text: str) -> str:
    """The text without one pair of brackets around all of it."""
    text = text.strip()
    closing = OPENING.get(text[:1])
    if closing is None or text[-1:] != closing:
        return text
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in OPENING) - (sign in OPENING.values())
        if depth == 0:
            return text[1:-1].strip() if place == len(text) - 1 else text
    return text


def vector(text: str, formula: Formula, what: str) -> list[ReadText]:
    """One expression a variable: 2x, 4y or (2x, 4y), in the order of the variables."""
    names = [str(x.name) for x in formula.variables]
    text = LEFT.sub("", text)
    pieces = split(text)
    if len(pieces) == 1 and len(names) > 1 or text.strip().startswith(("[", "{")):
        pieces = split(bare(text))
    pieces = by_name([p for p in pieces if p] or [text], names)
    return [read_text(piece, formula) for piece in counted(pieces, names, what)]


def by_name(pieces: list[str], names: Sequence[str]) -> list[str]:
    """The pieces in the order of the variables, where each has its variable before a sign =."""
    found = [re.fullmatch(r"(?:d\w*/d)?(\w+)\s*[=:](?!=)\s*(.+)", piece) for piece in pieces]
    if not all(found):
        return pieces
    given = {m[1].removeprefix("d"): m[2] for m in found if m}
    given |= {m[1]: m[2] for m in found if m and m[1] in names}
    return [given[name] for name in names] if all(n in given for n in names) else pieces


def counted(pieces: list[str], names: Sequence[str], what: str) -> list[str]:
    if len(pieces) == len(names):
        return pieces
    entries = "entry" if len(pieces) == 1 else "entries"
    listed = ", ".join(names[:6]) + (", ..." if len(names) > 6 else "")
    message = f"the {what} has {len(pieces)} {entries} for {len(names)} variables ({listed})"
    if len(names) == 1:
        message = f"the {what} has {len(pieces)} {entries} for the one variable {listed}"
    raise InputError("type", message, f'one for each, as  --{what} "{example(names)}"')


def example(names: Sequence[str]) -> str:
    return ", ".join(f"{i + 2}{name}" for i, name in enumerate(names[:4]))


def matrix(text: str, formula: Formula) -> list[list[ReadText]]:
    """Rows: [[2, 0], [0, 4]], or 2, 0; 0, 4."""
    names = [str(x.name) for x in formula.variables]
    n, inside = len(names), LEFT.sub("", text).strip()
    if n == 1:
        return [[read_text(bare(bare(inside)) if inside[:1] in "[{" else inside, formula)]]
    rows = [row for row in split(bare(inside), ";") if row]
    if len(rows) == 1:
        rows = [row for row in split(rows[0]) if row]
    cells = [[cell for cell in split(bare(row)) if cell] for row in rows]
    if [len(row) for row in cells] != [n] * n:
        hint = 'rows in brackets, or with ; between, as  --hessian "2, 0; 0, 4"'
        shape = f"{len(cells)} rows of {', '.join(str(len(row)) for row in cells[:6])}"
        raise InputError("type", f"the Hessian is {n} by {n} here; this has {shape}", hint)
    return [[read_text(cell, formula) for cell in row] for row in cells]


def numbers(text: str, what: str) -> ReadText:
    """A constant: 4, 1/3, sqrt(2), -2*pi."""
    read = sentence(text, limits=FROM_FILE)
    if read.names:
        raise InputError("type", f"{what} is a number, not {text[:60]}")
    return ReadText(read.tree, build(read).expression)


DIGITS: Final = 12  # of a root without a name, none of them rounded up
VERSION: Final = 1  # of the layout of `Check.to_dict`
KINDS: Final = ("gradient", "hessian", "minimum", "value", "iterates", "closed form")


class Word(StrEnum):
    """What is known of a claim."""

    RIGHT = "proved right"
    ROUNDED = "right to the digits given"
    MORE = "right, but not the only one"
    DERIVED = "right, derived"  # an exact answer that no independent check has followed
    AGREES = "agrees, not proved"
    WRONG = "proved wrong"
    DISAGREES = "wrong, checked numerically"  # iterates that are no rational numbers
    UNDECIDED = "undecided"


TRUE: Final = frozenset({Word.RIGHT, Word.ROUNDED, Word.MORE, Word.DERIVED})
FALSE: Final = frozenset({Word.WRONG, Word.DISAGREES})


LONGEST: Final = 100  # characters of a fraction that is written out


def shown(value: Expr) -> str:
    """An expression in the language of formulas; a root without a name by its first digits, and
    so a fraction that is too long to be read."""
    long = value.is_Rational and len(str(value)) > LONGEST
    if not value.free_symbols and (long or value.has(CRootOf, CriticalOf)):
        exact = Decimal(str(value.evalf(40)))
        return f"{Context(prec=DIGITS, rounding=ROUND_DOWN).plus(exact):f}..."
    near = {root: located(root) for root in value.atoms(CRootOf, CriticalOf)}
    return plain(tree(value.xreplace(near)))


@dataclass(frozen=True)
class Side:
    """What stands on one side at the point of a difference: what it is of, and its exact value."""

    what: str
    value: Expr

    @property
    def text(self) -> str:
        """In the language of formulas."""
        return shown(self.value)


@dataclass(frozen=True)
class Claim:
    """One claim and its verdict.

    `kind`: one of KINDS; `text`: as typed; `read`: as it was read, and `expected`: the right
    answer ("" where that is not known), both in the language of formulas; `where`: the point at
    which it fails ("x = 1"); `claimed` and `found`: what the claim says there, and what is so;
    `part`: the component or row that is wrong; `reason`: why the word is true, or why there is no
    stronger one; `mistake`: the one mistake that makes exactly this claim, "" where none or several
    do; `rule`: how it is done rightly.
    """

    kind: str
    text: str
    word: Word
    read: str = ""
    expected: str = ""
    reason: str = ""
    part: str = ""
    point: tuple[tuple[str, Expr], ...] = ()
    where: str = ""
    claimed: Side | None = None
    found: Side | None = None
    mistake: str = ""
    rule: str = ""

    @property
    def right(self) -> bool | None:
        """True and False only where that is proved (or, of iterates, computed)."""
        return True if self.word in TRUE else False if self.word in FALSE else None

    @property
    def failing(self) -> str:
        """Where the claim fails, and what it says there: "x = 1: 2 claimed", or "".

        Of a minimum: where L is lower: "x = 4 is lower: L = 0 there, 32 at x = -4".
        """
        if self.claimed is None:
            return self.where
        if self.found is not None and self.kind in ("minimum", "value"):
            there = f", {self.claimed.text} at {self.claimed.what}" if self.claimed.what else ""
            return f"{self.where} is lower: L = {self.found.text} there{there}"
        what = f"{self.claimed.what} = " if self.claimed.what else ""
        return f"{self.where}: {what}{self.claimed.text} claimed".removeprefix(": ")

    def __repr__(self) -> str:
        """gradient 2x-4: proved wrong at x = 1: -2 claimed, -3 right."""
        at = f" at {self.where}" if self.where else ""
        sides = [(self.claimed, "claimed"), (self.found, "right")]
        told = ", ".join(f"{side.text} {word}" for side, word in sides if side is not None)
        return f"{self.kind} {self.text}: {self.word}{at}{f': {told}' if told else ''}"

    def to_dict(self) -> dict[str, object]:
        """The claim as plain data."""
        return {
            "kind": self.kind,
            "claim": self.text,
            "verdict": str(self.word),
            "right": self.right,
            "read_as": self.read,
            "expected": self.expected,
            "reason": self.reason,
            "part": self.part,
            "where": self.where,
            "point": {name: str(value) for name, value in self.point},
            "claimed_there": None if self.claimed is None else self.claimed.text,
            "right_there": None if self.found is None else self.found.text,
            "mistake": self.mistake,
            "rule": self.rule,
        }


@dataclass(frozen=True)
class Rival:
    """Who says where the minimum is: `point` and `value` in floats, `gap` above the exact value
    (None where there is none), `steps` taken, and how it ended, in words."""

    name: str
    point: tuple[float, ...]
    value: float | None
    gap: float | None
    steps: int | None
    ending: str

    def to_dict(self) -> dict[str, object]:
        """The row as plain data."""
        numbers = {"value": self.value, "gap": self.gap, "steps": self.steps}
        return {"solver": self.name, "point": list(self.point), **numbers, "ending": self.ending}


@dataclass(frozen=True)
class Check:
    """A formula and the claims on it, each with its verdict, in the order of KINDS.

    `rivals`: what our descent, the exact side and other solvers say of the minimum, where asked.
    """

    formula: Formula
    claims: tuple[Claim, ...]
    rivals: tuple[Rival, ...] = ()

    @property
    def wrong(self) -> tuple[Claim, ...]:
        """The claims that are wrong."""
        return tuple(claim for claim in self.claims if claim.right is False)

    @property
    def holds(self) -> bool:
        """Whether every claim is right, or at least agrees wherever it was looked at."""
        return all(claim.right or claim.word is Word.AGREES for claim in self.claims)

    def __bool__(self) -> bool:
        """The same as `holds`."""
        return self.holds

    def to_dict(self) -> dict[str, object]:
        """All of it as plain data for strict JSON."""
        return {
            "version": VERSION,
            "kind": "check",
            "formula": self.formula.text,
            "variables": [str(x.name) for x in self.formula.variables],
            "claims": [claim.to_dict() for claim in self.claims],
            "rivals": [rival.to_dict() for rival in self.rivals],
            "holds": self.holds,
        }

    __repr__ = short

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        return bundle(self)
