"""The text of a claim goes in; expressions in the letters of the formula come out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from sympy import Expr, Symbol

from symdescent.calculus.formula import Formula, build
from symdescent.errors import FormulaError, InputError, did_you_mean
from symdescent.language import FROM_FILE, plain
from symdescent.language import parse as sentence
from symdescent.language.tree import Node

OPENING: Final = {"(": ")", "[": "]", "{": "}"}
LEFT: Final = re.compile(  # ∇L(x, y) =, grad L =, f'(x) =, ∇²L =, H =
    r"^\s*(?:(?:∇²?|grad\b)\s*\w*|\w+'+|H)\s*(?:\([\w\s,]*\))?\s*=(?!=)\s*"
)
MOST_TEXT: Final = 20_000


@dataclass(frozen=True)
class Told:
    """One expression of a claim: as it was read, and in the formula's own letters."""

    node: Node
    expression: Expr

    @property
    def text(self) -> str:
        """As it was read, in the language of formulas."""
        return plain(self.node)


def told(text: str, formula: Formula) -> Told:
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
    return Told(read.tree, build(read, let).expression.xreplace(spelt))


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


def vector(text: str, formula: Formula, what: str) -> list[Told]:
    """One expression a variable: 2x, 4y or (2x, 4y), in the order of the variables."""
    names = [str(x.name) for x in formula.variables]
    text = LEFT.sub("", text)
    pieces = split(text)
    if len(pieces) == 1 and len(names) > 1 or text.strip().startswith(("[", "{")):
        pieces = split(bare(text))
    pieces = by_name([p for p in pieces if p] or [text], names)
    return [told(piece, formula) for piece in counted(pieces, names, what)]


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


def matrix(text: str, formula: Formula) -> list[list[Told]]:
    """Rows: [[2, 0], [0, 4]], or 2, 0; 0, 4."""
    names = [str(x.name) for x in formula.variables]
    n, inside = len(names), LEFT.sub("", text).strip()
    if n == 1:
        return [[told(bare(bare(inside)) if inside[:1] in "[{" else inside, formula)]]
    rows = [row for row in split(bare(inside), ";") if row]
    if len(rows) == 1:
        rows = [row for row in split(rows[0]) if row]
    cells = [[cell for cell in split(bare(row)) if cell] for row in rows]
    if [len(row) for row in cells] != [n] * n:
        hint = 'rows in brackets, or with ; between, as  --hessian "2, 0; 0, 4"'
        shape = f"{len(cells)} rows of {', '.join(str(len(row)) for row in cells[:6])}"
        raise InputError("type", f"the Hessian is {n} by {n} here; this has {shape}", hint)
    return [[told(cell, formula) for cell in row] for row in cells]


def numbers(text: str, what: str) -> Told:
    """A constant: 4, 1/3, sqrt(2), -2*pi."""
    read = sentence(text, limits=FROM_FILE)
    if read.names:
        raise InputError("type", f"{what} is a number, not {text[:60]}")
    return Told(read.tree, build(read).expression)
