"""A claimed table of iterates, or a claimed closed form of them, and the likely mistake.

Each mistake is a spoilt gradient, a spoilt setting or a shifted start; the table is then walked
with it, and it is named only if no row contradicts it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import sympy as sp
from sympy import Expr, Rational

from symdescent.calculus.formula import build
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.gradient import Derivation
from symdescent.calculus.rule_step import Update, fuse
from symdescent.claims.certain_values import sign, value
from symdescent.claims.claim import Claim, ReadText, Side, Word, bare, split
from symdescent.claims.error_models import Mistake
from symdescent.claims.identity import constant, is_undefined, proof
from symdescent.claims.iterate_tables import (
    ALLOWED,
    DIGITS,
    Row,
    State,
    Walk,
    Wrong,
    first_wrong,
    follow,
    near_all,
    table,
)
from symdescent.claims.special_points import jumps, zeros
from symdescent.errors import FormulaError, InputError, SymdescentError
from symdescent.language import FROM_FILE, plain
from symdescent.language import parse as sentence
from symdescent.optimizers import Rule
from symdescent.problem.options import Options
from symdescent.problem.problem import pose
from symdescent.problem.setting import Setting, prepare
from symdescent.problem.setting import update as one_step
from symdescent.recurrence.affine_map import AffineMap, affine_map
from symdescent.recurrence.closed_form import ClosedForm, Geometric, K
from symdescent.recurrence.eigenmodes import closed_form
from symdescent.recurrence.exact_iterates import length

MOST: Final = 3
STEP: Final = "x_(k+1) = x_k - lr·grad L(x_k)"
ANEW: Final = Mistake("the gradient is not evaluated anew: it is that of the start", STEP)
ASCENT: Final = Mistake("the sign of the step: the table goes uphill", STEP)
TIMES: Final = tuple(Fraction(p, q) for p, q in ((2, 1), (1, 2), (3, 1), (1, 3), (10, 1), (1, 10)))


@dataclass(frozen=True)
class Spoilt:
    """A way to go wrong: its words, the gradient, and settings other than those given."""

    mistake: Mistake
    gradient: tuple[Expr, ...]
    settings: dict[str, Fraction]


def table_mistake(setting: Setting, rows: Sequence[Row], wrong: Wrong) -> Mistake:
    """The mistake that makes the whole table; else what is known of the wrong row alone."""
    found = list(dict.fromkeys(m for m in whole_table(setting, rows)))
    if found:
        if len(found) > MOST:
            return Mistake("")
        rules = "; ".join(dict.fromkeys(m.rule for m in found if m.rule))
        words = ", or ".join(m.words for m in found)
        return Mistake(f"either {words}" if len(found) > 1 else words, rules)
    return alone(setting, rows, wrong)


def whole_table(setting: Setting, rows: Sequence[Row]) -> Iterator[Mistake]:
    for one in spoilt_settings(setting):
        walk = spoilt_walk(setting, one)
        if walk is not None and fits(walk, walk.begin(setting.start), rows, setting):
            yield one.mistake
    yield from shifts(setting, rows)


def spoilt_walk(setting: Setting, one: Spoilt) -> Walk | None:
    """Iterates with the mistake; None where it cannot be made with this rule."""
    assert isinstance(setting.rule, Rule)
    try:
        rule = setting.rule.with_settings(one.settings)
        made = Derivation(setting.formula, one.gradient)
        return Walk(fuse(made, rule, setting.optimizer.blocks(len(setting.start))))
    except SymdescentError:
        return None


def fits(walk: Walk, begun: State, rows: Sequence[Row], setting: Setting) -> bool:
    plain = [replace(row, value=None) for row in rows]
    walked = follow(walk, begun, 0, plain[-1].k) is not None
    return walked and first_wrong(walk, begun, plain, setting.derivation) is None


def spoilt_settings(setting: Setting) -> Iterator[Spoilt]:
    """Every way that is known."""
    slope = setting.derivation.gradient
    yield Spoilt(ASCENT, tuple(-g for g in slope), {})
    yield Spoilt(ANEW, at_start(setting), {})
    yield from rates(setting)
    yield from momenta(setting)
    rate = setting.rule.settings.get("lr")
    for factor in TIMES:
        words = f"every step is {factor} times the right one"
        if factor in (rate, 1 / rate if rate else 0):
            continue  # told of the rate itself
        yield Spoilt(Mistake(words, STEP), tuple(sp.Rational(factor) * g for g in slope), {})
    if setting.is_plain:
        yield from plain_descent(setting)


def at_start(setting: Setting) -> tuple[Expr, ...]:
    here = {x: sp.Rational(p.numerator, p.denominator)
            for x, p in zip(setting.formula.variables, setting.start, strict=True)}  # fmt: skip
    return tuple(g.xreplace(here) for g in setting.derivation.gradient)


def rates(setting: Setting) -> Iterator[Spoilt]:
    """The learning rate forgotten, or squared."""
    rate = setting.rule.settings.get("lr")
    if rate is None or rate in (0, 1):
        return
    slope = setting.derivation.gradient
    yield Spoilt(Mistake("the learning rate is forgotten", STEP), slope, {"lr": Fraction(1)})
    yield Spoilt(Mistake("the learning rate is squared", STEP), slope, {"lr": rate**2})


def momenta(setting: Setting) -> Iterator[Spoilt]:
    """Other settings of the rule: left out, with the wrong sign, or 1 minus it."""
    slope, settings = setting.derivation.gradient, setting.rule.settings
    for name, given in settings.items():
        if name == "lr" or not given:
            continue
        yield Spoilt(Mistake(f"{name} is left out"), slope, {name: Fraction(0)})
        yield Spoilt(Mistake(f"the sign of {name}"), slope, {name: -given})
        if given != Fraction(1, 2):
            yield Spoilt(Mistake(f"1 - {name} in the place of {name}"), slope, {name: 1 - given})
        rate = settings.get("lr")
        if rate is not None and rate != given:
            words = f"lr and {name} are interchanged"
            yield Spoilt(Mistake(words), slope, {name: rate, "lr": given})


def plain_descent(setting: Setting) -> Iterator[Spoilt]:
    """What can be done to  x - lr*g  alone."""
    formula, slope = setting.formula, setting.derivation.gradient
    variables, rate = formula.variables, sp.Rational(setting.rule.settings["lr"])
    begun = [sp.Rational(p.numerator, p.denominator) for p in setting.start]
    words = "every step begins at the start, not at the last iterate"
    again = tuple(g + (x - b) / rate for g, x, b in zip(slope, variables, begun, strict=True))
    yield Spoilt(Mistake(words, STEP), again, {})
    words = "the learning rate is added, not multiplied by the gradient"
    yield Spoilt(Mistake(words, STEP), tuple((g + rate) / rate for g in slope), {})
    if len(variables) == 1:
        words = "the value L(x_k) stands in the place of the gradient"
        yield Spoilt(Mistake(words, STEP), (formula.expression,), {})
        return
    yield from sequential(setting, rate)
    for i, x in enumerate(variables):
        kept = tuple(sp.Integer(0) if j == i else g for j, g in enumerate(slope))
        yield Spoilt(Mistake(f"{x} is never changed", STEP), kept, {})
        moved = tuple(-g if j == i else g for j, g in enumerate(slope))
        yield Spoilt(Mistake(f"the sign of the step in {x}", STEP), moved, {})
    if len(variables) == 2:
        yield Spoilt(Mistake("the slopes are interchanged", STEP), slope[::-1], {})


def sequential(setting: Setting, rate: Expr) -> Iterator[Spoilt]:
    """One coordinate after the other, each with those that are new already (Gauss and Seidel)."""
    variables, slope = setting.formula.variables, setting.derivation.gradient
    words = (
        "the coordinates are updated one after the other (Gauss-Seidel): "
        "the new {} is used before the step is complete"
    )
    for order in (range(len(variables)), range(len(variables) - 1, -1, -1)):
        new: dict[Expr, Expr] = {}
        made = dict.fromkeys(range(len(variables)), sp.Integer(0))
        for i in order:
            made[i] = slope[i].xreplace(new)
            new = {**new, variables[i]: variables[i] - rate * made[i]}
        first = variables[order[0]]
        yield Spoilt(
            Mistake(words.format(first), "all slopes at the old point, then all coordinates"),
            tuple(made[i] for i in range(len(variables))),
            {},
        )


def shifts(setting: Setting, rows: Sequence[Row]) -> Iterator[Mistake]:
    """Rows that are right, but counted wrongly."""
    walk = right(setting)
    begun = walk.begin(setting.start)
    ahead = walk.after(begun, 1)
    words = "the rows are counted wrongly, off by one: row k holds iterate k{}1"
    if ahead is not None and fits(walk, ahead, rows, setting):
        yield Mistake(words.format("+"))
    late = [replace(row, k=row.k - 1) for row in rows if row.k > 0]
    if late and fits(walk, begun, late, setting):
        yield Mistake(words.format("-"))


def right(setting: Setting) -> Walk:
    assert isinstance(setting.rule, Rule)
    blocks = setting.optimizer.blocks(len(setting.start))
    return Walk(fuse(setting.derivation, setting.rule, blocks))


def alone(setting: Setting, rows: Sequence[Row], wrong: Wrong) -> Mistake:
    """A slip in one row: those after it follow from it rightly (rules without memory alone)."""
    later = [row for row in rows if row.k > wrong.row.k]
    walk = right(setting)
    if wrong.index < 0:
        return Mistake("the value does not belong to the point of its row")
    if not later or walk.size > len(setting.start):
        return Mistake("")
    state: State = tuple(cell.value for cell in wrong.row.point)
    k = wrong.row.k
    for row in later:
        found = follow(walk, state, k, row.k)
        if found is None or not near_all(row.point, found):
            return Mistake("")
        state, k = tuple(cell.value for cell in row.point), row.k
    return Mistake("a slip in this row alone: the later rows follow from it rightly")


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
    found = table_mistake(setting, rows, wrong)
    word = Word.WRONG if walk.is_exact else Word.DISAGREES
    return with_wrong_row(
        replace(claim, word=word, mistake=found.words, rule=found.rule), wrong, names
    )


def with_wrong_row(claim: Claim, wrong: Wrong, names: Sequence[str]) -> Claim:
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
    setting = prepare(pose(derivation.formula, given), given)
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


COMPARED: Final = 13
FARTHER: Final = 250  # where there is no proof
TRIED: Final = (*range(300), 999, 1000, 9_999)
CLOSE: Final = 1e-30
LEFT: Final = re.compile(  # x_k = , x_{1,k} = , x₁,ₖ =
    r"^\s*\w+\s*(_k|ₖ|\(k\)|\[k\]|_\{(\w+,)?k\}|\(\w+,k\))?\s*=(?!=)\s*"
)


def of_closed_form(text: str, derivation: Derivation, given: Options) -> Claim:
    """Judge x_k as a formula in k, one a variable."""
    if given.get("start") is None or (given.get("rate") is None and not given.get("optimizer")):
        hint = "say them with  --x0 14 --lr 0.1"
        raise InputError("empty", "a closed form needs the start and the learning rate", hint)
    setting = prepare(pose(derivation.formula, given), given)
    update = stepped(setting)
    typed = read(text, len(setting.start))
    told = [one.expression.xreplace({sp.Symbol("k", real=True): K}) for one in typed]
    claim = Claim("closed form", text, Word.UNDECIDED, read=as_tuple([one.text for one in typed]))
    form = closed_form(update, setting.start)
    if form is not None:
        claim = replace(claim, expected=as_tuple([plain(tree(e)) for e in form.expressions]))
    return judged(claim, told, form, update, setting)


def judged(
    claim: Claim, told: list[Expr], form: ClosedForm | None, update: Update, setting: Setting
) -> Claim:
    """Compared with the first iterates; then proved, or without a proof compared with more."""
    walk = Walk(update)
    wrong, compared = difference(told, walk, setting, COMPARED)
    if wrong is None:
        settled = without_value(claim, told) or at_jumps(claim, told, form, setting)
        settled = settled or proved(claim, told, form, update, setting)
        if settled is not None:
            return settled
        walk = Walk(update)
        wrong, compared = difference(told, walk, setting, FARTHER)
    if wrong is not None:
        found = form_mistake(told, form, setting)
        return replace(
            at(claim, wrong, setting, walk.is_exact), mistake=found.words, rule=found.rule
        )
    if not compared:
        return replace(claim, reason="no iterate could be compared")
    reason = f"the same as the first {compared} iterates"
    return replace(claim, word=Word.AGREES, reason=reason)


def without_value(claim: Claim, told: list[Expr]) -> Claim | None:
    """Undecided where the claim has no value at some k."""
    partial = list(filter(is_partial, told))
    lacking = next((k for k in TRIED if any(is_undefined(e, {K: k}) for e in partial)), None)
    if lacking is None:
        return None
    reason = f"the claim has no value at k = {lacking}"
    return replace(claim, reason=reason, where=f"k = {lacking}")


def at_jumps(
    claim: Claim, told: list[Expr], form: ClosedForm | None, setting: Setting
) -> Claim | None:
    """Wrong at a k at which the claim jumps or lacks a value, however far away; else None."""
    names = [str(x.name) for x in setting.formula.variables]
    for k in jumping(told) or ():
        for i, expression in enumerate(told):
            at_k = {K: sp.Integer(k)}
            claimed = value(expression.xreplace(at_k), {})
            right = None if form is None else value(form.expressions[i].xreplace(at_k), {})
            wrong = replace(claim, word=Word.WRONG, where=f"k = {k}")
            side = None if right is None else Side(names[i], right)
            if claimed is None and is_undefined(expression, at_k):
                return replace(wrong, reason=f"the claim has no value at k = {k}", found=side)
            if claimed is not None and right is not None and sign(claimed - right):
                return replace(wrong, claimed=Side(names[i], claimed), found=side)
    return None


def jumping(told: list[Expr]) -> list[int] | None:
    """Every k at which one of them may jump or lack a value, and the next; None if not known."""
    found: set[int] = set()
    for inside in dict.fromkeys(u for expression in told for u in jumps(expression)):
        places = zeros(inside, [K])
        if places is None:
            return None
        found |= {int(p[K]) for p in places if p[K].is_Integer and p[K] >= 0}
    return sorted(found | {k + 1 for k in found})


def holds_at_jumps(told: list[Expr], form: ClosedForm | None) -> bool:
    """Whether they are equal to the closed form wherever they may jump, so that algebra, which
    does not see these places, proves the rest."""
    places = jumping(told)
    if not places:
        return places is not None
    return form is not None and all(
        constant(claimed.xreplace({K: sp.Integer(k)}), right.xreplace({K: sp.Integer(k)}))
        for k in places
        for claimed, right in zip(told, form.expressions, strict=True)
    )


def as_tuple(texts: list[str]) -> str:
    """a, or (a, b)."""
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"


def read(text: str, n: int) -> list[ReadText]:
    """One expression in k a variable."""
    text = text.replace(",ₖ", "ₖ")  # x₁,ₖ = ... is one entry
    pieces = split(text)
    pieces = split(bare(text)) if len(pieces) == 1 and n > 1 else pieces
    if len(pieces) != n:
        raise InputError("type", f"the closed form has {len(pieces)} entries for {n} variables")
    return [in_k(LEFT.sub("", piece)) for piece in pieces]


def in_k(text: str) -> ReadText:
    found = sentence(text, variables=["k"], limits=FROM_FILE)
    strange = next((name for name in found.names if name != "k"), None)
    if strange is not None:
        place = max(text.find(strange), 0)
        message = f"a closed form is in k alone, not in '{strange}'"
        raise FormulaError("unknown_name", message, text, (place, place + len(strange)))
    return ReadText(found.tree, build(found).expression)


@dataclass(frozen=True)
class Difference:
    """The first k at which a claim differs: which coordinate, and both values."""

    k: int
    index: int
    claimed: Expr
    right: Fraction


def difference(
    told: Sequence[Expr], walk: Walk, setting: Setting, most: int
) -> tuple[Difference | None, int]:
    """The first k at which the claim differs for certain, else how many iterates were compared."""
    state: State | None = walk.begin(setting.start)
    for k in range(most):
        if state is None:
            return None, k
        for i, expression in enumerate(told):
            claimed = value(expression.xreplace({K: sp.Integer(k)}), {})
            if claimed is not None and is_off(claimed, state[i], walk.is_exact):
                return Difference(k, i, claimed, state[i]), k
        state = walk.after(state, k + 1)
    return None, most


def is_off(claimed: Expr, right: Fraction, exact: bool) -> bool:
    """Whether a claimed number is another one; numbers known to some digits must be far apart."""
    gap = claimed - exactly(right)
    return bool(sign(gap)) and (exact or abs(float(gap)) > CLOSE)


def at(claim: Claim, found: Difference, setting: Setting, exact: bool) -> Claim:
    """The claim with the iterate at which it fails."""
    name = str(setting.formula.variables[found.index])
    return replace(
        claim,
        word=Word.WRONG if exact else Word.DISAGREES,
        where=f"k = {found.k}",
        claimed=Side(name, found.claimed),
        found=Side(name, number(found.right)),
        part=name if len(setting.start) > 1 else "",
    )


def proved(
    claim: Claim, told: list[Expr], form: ClosedForm | None, update: Update, setting: Setting
) -> Claim | None:
    """For every k by start and recurrence, or by the closed form that is proved; else None."""
    if any(map(is_partial, told)) or not holds_at_jumps(told, form):
        return None
    found = affine_map(update)
    memoryless = found is not None and len(found.shift) == len(setting.start)
    if found is not None and memoryless and solves(told, found, setting.start):
        reason = "x_0 is the start, and x_(k+1) follows from x_k for every k"
        return replace(claim, word=Word.RIGHT, reason=reason)
    if form is not None and all(map(proof, told, form.expressions)):
        word = Word.RIGHT if form.checked or memoryless else Word.DERIVED
        reason = "equal to the closed form, which solves the recurrence from this start"
        return replace(claim, word=word, reason=reason)
    return None


def is_partial(told: Expr) -> bool:
    """Whether it may have no value at some k: a root, a logarithm or a divisor that moves."""
    for node in sp.preorder_traversal(told):
        if node.has(K) and isinstance(node, sp.log) and not node.args[0].is_positive:
            return True
        if node.has(K) and isinstance(node, sp.asin | sp.acos | sp.acosh | sp.atanh | sp.tan):
            return True
        if node.is_Pow and node.base.has(K) and not node.base.is_positive:
            if not node.exp.is_integer or not (node.exp.is_nonnegative or node.base.is_nonzero):
                return True
    return False


def solves(told: list[Expr], found: AffineMap, start: Sequence[Fraction]) -> bool:
    """Start and recurrence, exactly: x_(k+1) = M x_k + c."""
    begun = [e.xreplace({K: sp.Integer(0)}) for e in told]
    if not all(constant(b, exactly(s)) for b, s in zip(begun, start, strict=True)):
        return False
    for i, (row, shift) in enumerate(zip(found.matrix, found.shift, strict=True)):
        after = sp.Add(exactly(shift), *[exactly(m) * e for m, e in zip(row, told, strict=True)])
        if not proof(told[i].xreplace({K: K + 1}), after):
            return False
    return True


def exactly(number: Fraction) -> Expr:
    return Rational(number.numerator, number.denominator)


def form_mistake(told: list[Expr], form: ClosedForm | None, setting: Setting) -> Mistake:
    """The mistake that makes exactly this closed form: one variable, one geometric term."""
    if form is None or len(told) != 1:
        return Mistake("")
    terms = [term for mode in form.modes for term in mode.terms]
    if len(terms) != 1 or not isinstance(terms[0], Geometric) or terms[0].power:
        return Mistake("")
    found = [words for words, other in spoilt_forms(form, terms[0], exactly(setting.start[0]))
             if other != told[0] and proof(told[0], other) or other == told[0]]  # fmt: skip
    unique = list(dict.fromkeys(found))
    rule = "x_k = c + (x_0 - c)·r^k, c the fixed point, r = 1 - lr·L''"
    return Mistake(" or ".join(unique), rule) if 0 < len(unique) <= 2 else Mistake("")


def spoilt_forms(form: ClosedForm, term: Geometric, start: Expr) -> Iterator[tuple[str, Expr]]:
    """What people write instead of c + d r^k."""
    (c,), d, r = form.fixed, term.coefficient * form.modes[0].direction[0], term.root
    yield "x_0 stands where x_0 - c belongs, c the fixed point", c + start * r**K
    yield "the fixed point is missing", d * r**K
    yield (
        "the fixed point is missing, and x_0 stands where x_0 - c belongs, c the fixed point",
        start * r**K,
    )
    yield "the sign of x_0 - c, c the fixed point", c - d * r**K
    yield "the sign within the factor: 1 + lr·L'' in the place of 1 - lr·L''", c + d * (2 - r) ** K
    yield "the factor is 1 - lr·L'', not lr·L''", c + d * (1 - r) ** K
    yield "the exponent is off by one", c + d * r ** (K + 1)
    yield "the exponent is off by one", c + d * r ** (K - 1)
