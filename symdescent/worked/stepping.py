"""One step of gradient descent with numbers put in, and its closed form where there is one."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sympy import Expr

from symdescent.calculus.from_sympy import tree
from symdescent.language.notation import Chain, Combined, Relation, Written
from symdescent.language.tree import Product
from symdescent.optimizers import Algorithm
from symdescent.recurrence.closed_form import ClosedForm, angles, sum_of
from symdescent.recurrence.exact_iterates import length as bits
from symdescent.recurrence.first_steps import first_steps as reckoned
from symdescent.worked.affine import affine
from symdescent.worked.blocks import Derivation, Line, Paragraph
from symdescent.worked.by_hand import by_hand
from symdescent.worked.length import length
from symdescent.worked.methods import short
from symdescent.worked.numbers import column, column_of, is_short, number
from symdescent.worked.substitution import LONGEST, SHOWN, substituted
from symdescent.worked.telling import INDEX, NEXT, Telling

WIDE: Final = 160  # characters of a closed form that is written out
ROW: Final = 30  # and of a slope that stands in a column


def one_step(telling: Telling) -> Iterator[Line]:
    """x_{k+1} = x_k - eta L'(x_k) with the slope written out; its short form where it is affine.

    Of several variables the step of the whole point, then its coordinates, one by one where they
    are long.
    """
    gradient = telling.study.derivation.gradient
    if telling.is_long or not all(map(is_short, gradient)):
        return
    now, after = telling.places(INDEX), telling.places(NEXT)
    slopes = [telling.put(slope, now) for slope in gradient]
    reason = telling.say("reason step")
    sides: list[Written] = [telling.indexed(NEXT)]
    if telling.is_vector:
        here = telling.indexed(INDEX)
        sides.append(moved(telling, here, telling.gradient(here)))
    wide = is_wide(slopes)
    if not wide:
        sides.append(moved(telling, column(now), column(slopes)))
    line = affine(telling.study)
    if line is not None:
        sides.append(telling.put(line.factor * variable(telling) + line.shift, now))
    yield Line(Relation(tuple(sides), ("=",) * (len(sides) - 1)), reason)
    if wide:
        pairs = zip(after, now, slopes, strict=True)
        yield from (Line(Relation((n, moved(telling, o, s)), ("=",))) for n, o, s in pairs)


def is_wide(slopes: Sequence[Written]) -> bool:
    """Whether several coordinates are better told one by one than in a column."""
    return len(slopes) > 1 and max(map(length, slopes)) > ROW


def variable(telling: Telling) -> Expr:
    return telling.study.setting.formula.variables[0]


def moved(telling: Telling, now: Written, slope: Written) -> Written:
    """x_k - 1/10 slope."""
    rate = short(telling.study.setting.rate.value)
    return Combined(((True, now), (False, Chain((rate, slope)))))


def closed_form(telling: Telling) -> Iterator[Line]:
    """The fixed point subtracted, then the power of the factor; of others, the sum over modes."""
    line, form = affine(telling.study), telling.study.closed
    if form is None or telling.is_long:
        return
    if line is None:
        yield from by_modes(telling, form)
        return
    now, after, first = (telling.indexed(i) for i in (INDEX, NEXT, number(0)))
    if not line.fixed.is_zero:
        far: Any = less(now, line.fixed)
        near: Any = Product((tree(line.factor), far), (False, False), 0, 0)
        shifted = Relation((less(after, line.fixed), near), ("=",))
        yield Line(shifted, telling.say("reason shift"))
    gap = Relation((less(first, line.fixed), tree(line.gap)), ("=",))
    yield Line(
        Relation((now, sum_of(form, telling.names)), ("=",)),
        telling.say("reason start", gap=(gap,)),
    )


def by_modes(telling: Telling, form: ClosedForm) -> Iterator[Line]:
    """x_k as a sum over the eigenvectors of the Hessian, and the angles that it turns by."""
    found = sum_of(form, telling.names)
    if length(found) > WIDE:
        return
    reason = telling.say("reason modes" if len(form.fixed) > 1 else "reason roots")
    yield Line(Relation((telling.indexed(INDEX), found), ("=",)), reason)


def turns(telling: Telling) -> Iterator[Paragraph]:
    """The angles that a closed form speaks of."""
    form = telling.study.closed
    found = angles(form, telling.names) if form else ()
    if found:
        shown = tuple(part for angle in found for part in (", ", angle))[1:]
        yield Paragraph(telling.say("angles", angles=shown))


def less(place: Written, fixed: Expr) -> Written:
    """x_k - x*."""
    if fixed.is_zero:
        return place
    return Combined(((True, place), (bool(fixed.is_negative), tree(abs(fixed)))))


def first_steps(telling: Telling) -> Iterator[Derivation]:
    """The first iterates with every number put in; nothing where one is not rational or short."""
    if not telling.is_long:
        lines = computed(telling)
        if lines:
            yield Derivation(tuple(lines))


def computed(telling: Telling) -> list[Line]:
    """One variable number by number, several as points."""
    rule, iterates = telling.study.setting.rule, telling.study.iterates
    if isinstance(rule, Algorithm) or len(iterates) <= SHOWN:
        return []
    alone = len(telling.names) == 1 or is_wide([tree(g) for g in telling.study.derivation.gradient])
    if telling.study.setting.is_plain and not (alone and len(telling.names) > 1):
        return plain_steps(telling)
    if alone:
        return by_hand(telling, rule, reckoned(telling.study.derivation, rule, iterates))
    return substituted(telling, rule)


def plain_steps(telling: Telling) -> list[Line]:
    """x_1 = 14 - 1/10 (14 - 4) = 13."""
    lines = []
    for k in range(SHOWN):
        if max(map(bits, telling.study.iterates[k + 1])) > LONGEST:
            break
        here, there = telling.study.iterates[k], telling.study.iterates[k + 1]
        values: list[Written] = [number(x) for x in here]
        slopes = [telling.put(slope, values) for slope in telling.study.derivation.gradient]
        step = moved(telling, column(values), column(slopes))
        sides = (telling.indexed(number(k + 1)), step, column_of(there))
        lines.append(Line(Relation(sides, ("=", "="))))
    return lines
