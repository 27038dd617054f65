"""The records of a check: what was claimed, and what is known of it."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Context, Decimal
from enum import StrEnum
from typing import Final

from sympy import CRootOf, Expr

from symdescent.calculus.formula import Formula
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.multiprecision import CriticalOf
from symdescent.language import plain
from symdescent.notebook_hook import Bundle, bundle, short

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


def shown(value: Expr) -> str:
    """An expression in the language of formulas; a root without a name by its first digits."""
    if not value.free_symbols and value.has(CRootOf, CriticalOf):
        exact = Decimal(str(value.evalf(40)))
        return f"{Context(prec=DIGITS, rounding=ROUND_DOWN).plus(exact):f}..."
    return plain(tree(value))


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
