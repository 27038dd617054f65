"""A person's table of iterates goes in; its first wrong row, and the likely mistake, come out."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import sympy as sp

from symdescent.calculus.from_sympy import tree
from symdescent.calculus.gradient import Derivation
from symdescent.calculus.rule_step import Update
from symdescent.claims.missteps import mistake
from symdescent.claims.records import Claim, Side, Word
from symdescent.claims.tables import Row, table
from symdescent.claims.walks import ALLOWED, DIGITS, Walk, Wrong, first_wrong, near_all
from symdescent.errors import InputError
from symdescent.language import plain
from symdescent.problem.options import Options
from symdescent.problem.setting import Setting, prepare
from symdescent.problem.setting import update as one_step
from symdescent.recurrence.exact_iterates import length


def of_iterates(text: str, derivation: Derivation, given: Options) -> Claim:
    """Judge a table of iterates, made by the rule and rate that the options name."""
    names = [str(x.name) for x in derivation.formula.variables]
    rows = table(text, names, derivation.formula.title)
    setting, rows = started(rows, derivation, given)
    walk = Walk(stepped(setting))
    begun = walk.begin(setting.start)
    count = f"{len(rows)} rows"
    claim = Claim("iterates", f"{count}, k = {rows[0].k} to {rows[-1].k}", Word.RIGHT)
    wrong = first_wrong(walk, begun, rows, derivation)
    if wrong is None:
        word = Word.RIGHT if walk.is_exact else Word.AGREES
        how = "exact iterates" if walk.is_exact else f"iterates to {DIGITS} digits"
        return replace(
            claim, word=word, reason=f"all {count} are those of the rule: {how}; {ALLOWED}"
        )
    if wrong.right is None:
        reason = f"the rule has no iterate at k = {wrong.row.k}: a step leaves the domain"
        if walk.is_late:
            reason = f"the time is up before the iterate at k = {wrong.row.k}"
        return replace(claim, word=Word.UNDECIDED, reason=reason)
    found = mistake(setting, rows, wrong)
    word = Word.WRONG if walk.is_exact else Word.DISAGREES
    return told(replace(claim, word=word, mistake=found.words, rule=found.rule), wrong, names)


def told(claim: Claim, wrong: Wrong, names: Sequence[str]) -> Claim:
    """The claim with its first wrong row."""
    cell = wrong.row.point[wrong.index] if wrong.index >= 0 else wrong.row.value
    assert cell is not None and wrong.right is not None
    name = names[wrong.index] if wrong.index >= 0 else "the value"
    return replace(
        claim,
        part=f"row k = {wrong.row.k} (line {wrong.row.line})",
        where=f"k = {wrong.row.k}",
        reason=f"the first wrong row; {ALLOWED}",
        claimed=Side(name, number(cell.value)),
        found=Side(name, number(wrong.right)),
        expected=f"{name} = {plain(tree(number(wrong.right)))}",
    )


def number(value: Fraction) -> sp.Expr:
    """The number; one that is too long to read by its first digits."""
    if length(value) > 80:
        return sp.Rational(f"{float(value):.12g}")
    return sp.Rational(value.numerator, value.denominator)


def started(
    rows: tuple[Row, ...], derivation: Derivation, given: Options
) -> tuple[Setting, tuple[Row, ...]]:
    """The setting, with the start of the table where none was given; a table may count from 1."""
    if given.get("rate") is None and given.get("optimizer") is None:
        raise InputError(
            "empty", "the learning rate of the table is needed", "say it with  --lr 0.1"
        )
    first = rows[0]
    own = tuple(cell.value for cell in first.point)
    if given.get("start") is None:
        if first.k > 1:
            hint = 'say where it begins with  --x0 "..."'
            raise InputError("empty", f"the table begins at k = {first.k}", hint)
        given = Options(**{**given, "start": own})
        rows = shifted(rows, first.k)
    setting = prepare(derivation.formula, given)
    if first.k == 1 and near_all(first.point, setting.start):
        rows = shifted(rows, 1)
    return setting, rows


def shifted(rows: tuple[Row, ...], by: int) -> tuple[Row, ...]:
    return tuple(replace(row, k=row.k - by) for row in rows) if by and rows[0].k >= by else rows


def stepped(setting: Setting) -> Update:
    """One step of the rule; InputError for what is no formula, or draws random numbers."""
    update = one_step(setting)
    if update is None:
        what = f"by {setting.rule.name}, which is no formula,"
    elif update.noise:
        what = "with random numbers"
    elif setting.bounds.box.bounded:
        what = "within a box"
    elif update.answer != slice(0, len(setting.start)):
        what = "that are averages"
    else:
        return update
    hint = "take a rule that is a formula, as  --optimizer momentum"
    raise InputError("type", f"iterates {what} are not checked", hint)
