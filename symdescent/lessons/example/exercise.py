"""An exercise on an example with its solution, computed and not guessed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from sympy import Abs, Expr, Rational, S

from symdescent.calculus.accurate_evaluation import floats
from symdescent.calculus.from_sympy import tree
from symdescent.language.notation import Relation, Written
from symdescent.language.tree import Call, Node
from symdescent.lessons.blocks import Block, Derivation, Environment, Line, Paragraph
from symdescent.lessons.example.lesson import INDEX, Lesson, enumeration, short, symbol
from symdescent.lessons.example.statement import label
from symdescent.lessons.example.steps import (
    affine,
    closed_form,
    computed,
    curvature,
    length,
    one_step,
)
from symdescent.lessons.written_numbers import column, decimal, is_short, number, turned
from symdescent.numeric.rate_search import Rate
from symdescent.optimizers.catalogue import Optimizer
from symdescent.problem.setting import update
from symdescent.recurrence.eigenmodes import closed_form as solved
from symdescent.recurrence.exact_iterates import exact_iterates

WIDE: Final = 40  # characters of slopes with numbers put in
DIGITS: Final = 5
RATES: Final = (Fraction(1, 2), Fraction(1, 4), Fraction(3, 2), Fraction(1, 5), Fraction(1, 3))


def exercise(lesson: Lesson) -> Iterator[Block]:
    """Another learning rate where that can be solved in closed form, else the first gradient."""
    other = with_another_rate(lesson)
    if other is not None:
        yield from of_rate(lesson, other)
    else:
        yield from of_slope(lesson)


def with_another_rate(lesson: Lesson) -> Lesson | None:
    """The same study with a rate that is a multiple of the best one, its iterates short."""
    study = lesson.study
    bend = curvature(study)
    if affine(study) is None or not isinstance(bend, Rational):
        return None
    best = Fraction(int(bend.q), int(bend.p))
    rates = (best * share for share in RATES if best * share != study.setting.rate.value)
    return made(lesson, next(rates))


def made(lesson: Lesson, rate: Fraction) -> Lesson | None:
    """The lesson with this rate; None where its first steps are not short."""
    setting = lesson.study.setting
    rule = setting.rule.with_settings({"lr": rate})
    other = replace(setting, optimizer=Optimizer(rule), rate=Rate(rate, "given"))
    one = update(other)
    if one is None:
        return None
    form, found = solved(one, setting.start), exact_iterates(one, setting.start, 4)
    if form is None or len(found) < 4:
        return None
    study = replace(lesson.study, setting=other, closed=form, iterates=found)
    return replace(lesson, study=study)


def of_rate(lesson: Lesson, other: Lesson) -> Iterator[Block]:
    """The question, and the steps, the closed form and the verdict as its solution."""
    name = f"exr:{label(lesson)}"
    rate = Relation((symbol(lesson, "lr"), short(other.study.setting.rate.value)), ("=",))
    places: list[Any] = [(lesson.indexed(number(k)),) for k in (1, 2, 3)]
    asked = lesson.say(
        "exercise rate",
        rate=(rate,),
        iterates=enumeration(lesson, places),
        iterate=(lesson.indexed(INDEX),),
    )
    title = lesson.say("exercise rate title")
    yield Environment("exercise", (Paragraph(asked),), title, name)
    lines = (*one_step(other), *computed(other), *closed_form(other))
    solution = (Derivation(lines), Paragraph(decided(other)))
    yield Environment("solution", solution, lesson.say("solution"), name)


def decided(other: Lesson) -> Any:
    """Whether it converges, by the size of the factor."""
    line = affine(other.study)
    assert line is not None  # the lesson was made with one
    size = Abs(line.factor)
    sign = "<" if size < S.One else ">" if size > S.One else "="
    inner: Any = tree(line.factor)
    sides: tuple[Written, ...] = (Call("abs", (inner,), 0, 0), number(1))
    key = "converges" if sign == "<" else "does not converge"
    return other.say(key, condition=(Relation(sides, (sign,)),))


def of_slope(lesson: Lesson) -> Iterator[Block]:
    """The gradient at the start, by hand."""
    start = lesson.study.setting.start
    at = [number(x) for x in start]
    values = [exactly(lesson, slope) for slope in lesson.study.derivation.gradient]
    if lesson.is_long or not all(map(is_short, values)):
        return
    name = f"exr:{label(lesson)}"
    alone = " one" * (len(at) == 1)
    asked = lesson.say(f"exercise slope{alone}", gradient=(lesson.gradient(*at),))
    title = lesson.say("exercise slope title")
    yield Environment("exercise", (Paragraph(asked),), title, name)
    down = turned(reading([-value for value in values])[1])
    said = lesson.say(f"{falling(values)}{alone}", direction=(down,))
    solution = (Derivation(tuple(evaluated(lesson, at, values))), Paragraph(said))
    yield Environment("solution", solution, lesson.say("solution"), name)


def evaluated(lesson: Lesson, at: Sequence[Node], values: Sequence[Expr]) -> Iterator[Line]:
    """The slopes with the start put in, or the slopes as formulas, then their values there."""
    gradient = lesson.study.derivation.gradient
    operator, shown = reading(values)
    sides = [lesson.gradient(*at), column(shown)]
    put = [lesson.put(slope, at) for slope in gradient]
    if sum(map(length, put)) <= WIDE:
        yield Line(Relation((sides[0], column(put), sides[1]), ("=", operator)))
        return
    for place, slope in enumerate(gradient):
        yield Line(Relation((lesson.slope(place), tree(slope)), ("=",)))
    yield Line(Relation(tuple(sides), (operator,)))


def reading(values: Sequence[Expr]) -> tuple[str, list[Written]]:
    """Fractions as they are, other numbers by their first digits."""
    if all(isinstance(value, Rational) for value in values):
        return "=", [tree(value) for value in values]
    return "~", [decimal(float(x), DIGITS) for x in floats(list(values))]


def falling(values: list[Expr]) -> str:
    """flat, or, for one variable: rises or falls; for several: steepest."""
    if all(value.is_zero for value in values):
        return "flat"
    if len(values) > 1:
        return "steepest"
    return "rises" if values[0].is_positive else "falls"


def exactly(lesson: Lesson, slope: Expr) -> Expr:
    """The slope at the exact start."""
    setting = lesson.study.setting
    numbers = (Rational(x.numerator, x.denominator) for x in setting.start)
    return slope.subs(dict(zip(setting.formula.variables, numbers, strict=True)))
