"""A telling goes in, its step with numbers put in, and its closed form where there is one."""

from collections.abc import Iterator, Sequence
from typing import Any

from sympy import Expr

from symdescent.language.notation import Chain, Combined, Point, Relation, Written
from symdescent.language.tree import Negative, Power, Product
from symdescent.optimizers import Algorithm
from symdescent.symbolic.iteration import Affine
from symdescent.symbolic.retelling import tree
from symdescent.worked.blocks import Derivation, Line
from symdescent.worked.exactness import size
from symdescent.worked.methods import short
from symdescent.worked.numbers import is_short, number, point
from symdescent.worked.substitution import LONGEST, SHOWN, substituted
from symdescent.worked.telling import INDEX, NEXT, Telling


def one_step(telling: Telling) -> Iterator[Line]:
    """x_{k+1} = x_k - eta L'(x_k) with the slope written out; its short form where it is affine."""
    gradient = telling.study.derivation.gradient
    if telling.is_long or not all(map(is_short, gradient)):
        return
    now, after = telling.indexed(INDEX), telling.indexed(NEXT)
    places = telling.places(INDEX)
    slopes = [telling.put(slope, places) for slope in gradient]
    sides = [after, moved(telling, now, slopes)]
    line = telling.study.affine
    if line is not None:
        sides.append(telling.put(line.factor * variable(telling) + line.shift, places))
    operators = ("=",) * (len(sides) - 1)
    yield Line(Relation(tuple(sides), operators), telling.say("reason step"))


def variable(telling: Telling) -> Expr:
    return telling.study.setting.formula.variables[0]


def moved(telling: Telling, now: Written, slopes: Sequence[Written]) -> Written:
    """x_k - 1/10 (slope)."""
    rate = short(telling.study.setting.rate.value)
    return Combined(((True, now), (False, Chain((rate, Point(tuple(slopes)))))))


def closed_form(telling: Telling) -> Iterator[Line]:
    """The fixed point subtracted, then the power of the factor."""
    line = telling.study.affine
    if line is None or not all(map(is_short, (line.factor, line.fixed, line.gap))):
        return
    now, after, first = (telling.indexed(i) for i in (INDEX, NEXT, number(0)))
    if not line.fixed.is_zero:
        near: Any = Product((tree(line.factor), less(now, line.fixed)), (False, False), 0, 0)  # type: ignore[arg-type]
        shifted = Relation((less(after, line.fixed), near), ("=",))
        yield Line(shifted, telling.say("reason shift"))
    gap = Relation((less(first, line.fixed), tree(line.gap)), ("=",))
    yield Line(Relation((now, solution(line)), ("=",)), telling.say("reason start", gap=(gap,)))


def less(place: Written, fixed: Expr) -> Written:
    """x_k - x*."""
    if fixed.is_zero:
        return place
    return Combined(((True, place), (bool(fixed.is_negative), tree(abs(fixed)))))


def solution(line: Affine) -> Written:
    """x* + gap factor^k, as it was found: nothing is simplified."""
    power = Power(tree(line.factor), INDEX, 0, 0)
    size = abs(line.gap)
    term: Any = Product((tree(size), power), (False, False), 0, 0) if size != 1 else power
    if line.gap.is_zero:
        return tree(line.fixed)
    plus = not line.gap.is_negative
    if line.fixed.is_zero:
        return term if plus else Negative(term, 0, 0)
    return Combined(((True, tree(line.fixed)), (plus, term)))


def first_steps(telling: Telling) -> Iterator[Derivation]:
    """The first iterates with every number put in; nothing where one is not rational or short."""
    used, iterates = telling.study.setting.rule, telling.study.iterates
    if telling.is_long or isinstance(used, Algorithm) or len(iterates) <= SHOWN:
        return
    lines = plain_steps(telling) if telling.study.setting.is_plain else substituted(telling, used)
    if lines:
        yield Derivation(tuple(lines))


def plain_steps(telling: Telling) -> list[Line]:
    """x_1 = 14 - 1/10 (14 - 4) = 13."""
    lines = []
    for k in range(SHOWN):
        if max(map(size, telling.study.iterates[k + 1])) > LONGEST:
            break
        here, there = telling.study.iterates[k], telling.study.iterates[k + 1]
        values: list[Written] = [number(x) for x in here]
        slopes = [telling.put(slope, values) for slope in telling.study.derivation.gradient]
        sides = (telling.indexed(number(k + 1)), moved(telling, point(here), slopes), point(there))
        lines.append(Line(Relation(sides, ("=", "="))))
    return lines
