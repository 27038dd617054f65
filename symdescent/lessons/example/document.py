"""The whole worked example of a study, with an exercise on it and what computes it again."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from sympy import Abs, Expr, Rational, S

from symdescent.calculus.accurate_evaluation import floats, is_smooth
from symdescent.calculus.codegen import script
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.rule_step import Update, fuse
from symdescent.language.notation import Relation, Written
from symdescent.language.tree import Call, Node
from symdescent.lessons.blocks import (
    Block,
    Derivation,
    Document,
    Environment,
    Figure,
    Line,
    Paragraph,
    Provenance,
)
from symdescent.lessons.example.descent import ending, iterates, rate_blocks
from symdescent.lessons.example.lesson import INDEX, Lesson, Wishes, enumeration, short, symbol
from symdescent.lessons.example.minimum import proved, solved, stations
from symdescent.lessons.example.statement import heading, label, slopes, statement
from symdescent.lessons.example.steps import (
    SHOWN,
    affine,
    closed_form,
    computed,
    curvature,
    first_steps,
    length,
    one_step,
    rule,
    turns,
)
from symdescent.lessons.figures.landscapes import contours, curve
from symdescent.lessons.figures.progress import gap
from symdescent.lessons.written_numbers import column, decimal, is_short, number, turned
from symdescent.optimizers import Rule
from symdescent.optimizers.rule import Optimizer, Rate
from symdescent.problem.problem import asked
from symdescent.problem.setting import update
from symdescent.proofs import Kind
from symdescent.proofs.critical_points import CriticalPoints, critical
from symdescent.recurrence.eigenmodes import closed_form as closed_form_of
from symdescent.recurrence.exact_iterates import exact_iterates
from symdescent.studies import Study

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
    other = replace(setting, optimizer=Optimizer(rule), rate=Rate(rate))
    one = update(other)
    if one is None:
        return None
    form, found = closed_form_of(one, setting.start), exact_iterates(one, setting.start, 4)
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


LANDSCAPES: Final[dict[int, tuple[str, Any]]] = {
    1: ("figure curve", curve),
    2: ("figure contours", contours),
}


def figures(lesson: Lesson) -> Iterator[Block]:
    """The curve or the level lines of up to two variables; the gap by step of several."""
    study, language = lesson.study, lesson.wishes.language
    many = len(lesson.names)
    critical = lesson.critical.points if lesson.critical else ()
    if many in LANDSCAPES:
        key, draw = LANDSCAPES[many]
        plot = draw(study, critical, language)
        yield Figure(plot, lesson.say(key), plot.alternative, f"fig:{label(lesson)}")
    if many > 1 and study.minimum.kind is Kind.GLOBAL and study.run.steps > 1:
        plot = gap(study, language)
        name = f"fig:{label(lesson)}-gap"
        yield Figure(plot, lesson.say("figure gap"), plot.alternative, name)


USUAL: Final = {
    "tolerance": 1e-10,
    "time_limit": 5.0,
    "notation": "auto",
    "settings": {},
    "let": {},
}


def request(text: str, given: Mapping[str, Any]) -> dict[str, object] | None:
    """`text` and `options` of a call of `study`, as strings and numbers that read back as they are.

    What is usual is left out. None where an option cannot be written down, as a rule that was made
    in Python.
    """
    try:
        options = {
            name: plain(value)
            for name, value in given.items()
            if value is not None and value != USUAL.get(name)
        }
    except TypeError:
        return None
    return {"text": text, "options": options}


def plain(value: Any) -> Any:
    """The value as strict JSON can hold it; TypeError where there is no such value."""
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [plain(inner) for inner in value]
    raise TypeError


FEWEST: Final = 20
MOST_STEPS: Final = 1000
MOST_SIMULATED: Final = 6
LONGEST: Final = 20_000  # characters of the step's code
RATE: Final = "lr"


def simulation(study: Study) -> dict[str, object] | None:
    """The step as a function of JavaScript, and all that it begins with.

    `step`: the function (x, memory, rate if there is one, t) -> [L, gradient, x', memory'];
    `start`, `memory`, `rate` (or None): floats; `steps`: how many to walk; `taken`: how many the
    study took; `low`, `high`: the box, None where there is no bound; `names`, `title`: as typed.
    None where a page cannot walk: by a method that is no formula, by chance, in many variables, or
    by formulas too long for a page.
    """
    setting = study.setting
    if not isinstance(setting.rule, Rule) or len(setting.start) > MOST_SIMULATED:
        return None
    free = [RATE] if RATE in setting.rule.settings else []
    blocks = setting.optimizer.blocks(len(setting.start))
    update = fuse(setting.derivation, setting.rule, blocks, free)
    code = script(update.inputs, update.outputs, update.assignments)
    if update.noise or len(code) > LONGEST:
        return None
    return {"step": code, **beginning(study, update)}


def beginning(study: Study, update: Update) -> dict[str, object]:
    """Where the walk begins, how long it is, and between which bounds."""
    setting, box = study.setting, study.setting.bounds.box
    return {
        "names": list(setting.objective.names),
        "title": setting.formula.title,
        "start": [float(x) for x in setting.start],
        "memory": [float(x) for x in update.memory_at(setting.start)],
        "rate": float(setting.rule.settings[RATE]) if update.free else None,
        "steps": min(max(study.run.steps, FEWEST), MOST_STEPS),
        "taken": min(study.run.steps, MOST_STEPS),
        "low": [x if math.isfinite(x) else None for x in box.low],
        "high": [x if math.isfinite(x) else None for x in box.high],
    }


MOST_VARIABLES: Final = 6  # of a formula whose critical points are sought
SHORT: Final = 4  # lines of a derivation that goes on with other lines
SECONDS: Final = 5.0


def document(study: Study, wishes: Wishes, version: str, seconds: float = SECONDS) -> Document:
    """The whole example; `version` of the program, `seconds` for the critical points."""
    lesson = Lesson(study, wishes, update(study.setting), stationary(study, seconds))
    blocks = (
        statement(lesson),
        Environment("solution", tuple(solution(lesson)), lesson.say("solution")),
        *proved(lesson),
        *iterates(lesson),
        *ending(lesson),
        *figures(lesson),
        *(exercise(lesson) if wishes.detail != "brief" else ()),
        Provenance(wishes.command, version),
    )
    return Document(heading(lesson), blocks, wishes.language)


def stationary(study: Study, seconds: float) -> CriticalPoints | None:
    """All critical points, of few variables without bounds."""
    setting = study.setting
    if len(setting.start) > MOST_VARIABLES or setting.bounds.box.bounded:
        return None
    return critical(asked(setting.problem), seconds)


def solution(lesson: Lesson) -> Iterator[Block]:
    """The derivative, its zeros, one step, the closed form, the first steps, and the rate."""
    plain = lesson.study.setting.is_plain
    step = tuple(one_step(lesson)) if plain else ()
    form = tuple(closed_form(lesson))
    alone = step if len(lesson.names) > 1 else (*step, *form)
    found = [*slopes(lesson), *stations(lesson)]
    yield from in_one_display(found, (*solved(lesson), *alone))
    if not step:
        yield from rule(lesson)
    if not is_smooth(lesson.study.derivation.formula.expression):
        yield Paragraph(lesson.say("kinks"))
    if lesson.study.setting.bounds.box.bounded:
        yield Paragraph(lesson.say("boxed"))
    if form and len(alone) == len(step):
        yield Paragraph(lesson.say("solved by modes"))
        yield Derivation(form)
        yield from turns(lesson)
    yield from numbers(lesson)
    yield from rate_blocks(lesson)
    if not form and step and lesson.wishes.detail == "full":
        yield Paragraph(lesson.say("no closed form", iterate=(lesson.indexed(INDEX),)))


def numbers(lesson: Lesson) -> Iterator[Block]:
    """The first steps with their numbers put in."""
    found = tuple(first_steps(lesson))
    if found and lesson.wishes.detail != "brief":
        yield Paragraph(lesson.say("first steps"))
        yield from found
        if len(found[0].lines) < SHOWN:
            yield Paragraph(lesson.say("exactness ends"))


def in_one_display(blocks: list[Block], lines: tuple[Line, ...]) -> Iterator[Block]:
    """The blocks, and the lines below them; in one display with a short one before them."""
    *before, last = blocks
    if isinstance(last, Derivation) and len(blocks) == 2 and len(last.lines) <= SHORT:
        yield from (*before, Derivation((*last.lines, *lines)))
        return
    yield from blocks
    if lines:
        yield Derivation(lines)
