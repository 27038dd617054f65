"""A wrong table of iterates goes in; the one mistake that makes all of it comes out.

Each mistake is a spoilt gradient, a spoilt setting or a shifted start; the table is then walked
with it, and it is named only if no row contradicts it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import sympy as sp
from sympy import Expr

from symdescent.calculus.gradient import Derivation
from symdescent.calculus.rule_step import fuse
from symdescent.claims.mistakes import Mistake
from symdescent.claims.tables import Row
from symdescent.claims.walks import State, Walk, Wrong, first_wrong, follow, near_all
from symdescent.errors import SymdescentError
from symdescent.optimizers import Rule
from symdescent.problem.setting import Setting

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


def mistake(setting: Setting, rows: Sequence[Row], wrong: Wrong) -> Mistake:
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
    for one in spoilt(setting):
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


def spoilt(setting: Setting) -> Iterator[Spoilt]:
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
