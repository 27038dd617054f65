"""The descent of an example: its table of iterates, how fast it converges, how it ended."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from sympy import Expr, Float, Rational

from symdescent.calculus.accurate_evaluation import Nearest, is_smooth, nearest
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.rule_step import Update
from symdescent.language.notation import Chain, Combined, Relation, Symbolic, Written
from symdescent.language.tree import Call, Power, Product
from symdescent.lessons.blocks import Block, Column, Paragraph, Table, Text
from symdescent.lessons.example.lesson import INDEX, Lesson, by, symbol
from symdescent.lessons.example.statement import label
from symdescent.lessons.example.steps import affine, curvature
from symdescent.lessons.written_numbers import (
    Real,
    decimal,
    equal,
    exact,
    exact_point,
    fixed,
    is_short,
    number,
    significant,
    turned,
)
from symdescent.messages.sentences import joined
from symdescent.numeric.convergence_factor import empirical_rate
from symdescent.numeric.rounding import ulps
from symdescent.proofs import Kind
from symdescent.proofs.convergence_rates import Rates, arrivals, at_point
from symdescent.proofs.convergence_rates import rates as derived
from symdescent.proofs.spectrum import spectrum
from symdescent.recurrence.closed_form import Mode
from symdescent.recurrence.exact_iterates import exact_step, length
from symdescent.recurrence.stability import modes
from symdescent.recurrence.steps_to_tolerance import Arrival
from symdescent.studies import Study
from symdescent.verdict import Standing

MOST_BITS: Final = 10_000  # of a numerator or a denominator that is only rounded
Point = tuple[Fraction, ...]


@dataclass(frozen=True)
class Exact:
    """An iterate and the value there."""

    point: Point
    value: Fraction


def exact_rows(update: Update | None, start: Point, last: int) -> tuple[Exact, ...]:
    """The iterates from 0 to `last`, as far as they stay rational and below MOST_BITS.

    Empty where a step is no rational arithmetic, or needs random numbers.
    """
    step = None if update is None else exact_step(update)
    if update is None or step is None:
        return ()
    n, found = len(start), []
    state: Sequence[Fraction] = (*start, *update.memory_at(start))
    for t in range(1, last + 2):
        try:
            after = step(*state, t)
        except ArithmeticError:
            break
        found.append(Exact(tuple(state[:n]), after[0]))
        state = after[n + 1 :]
        if any(length(number) > MOST_BITS for number in state):
            break
    return tuple(found)


FIRST: Final = 6  # rows before the table thins out
MOST: Final = 16  # rows
DIGITS: Final = 4
PLACES: Final = 9  # after the point, of one coordinate
SHOWN: Final = 3  # coordinates that have a column where there are many
FRACTION: Final = 14  # characters of an exact iterate in the table
REACH: Final = 1000  # steps up to which exact iterates are looked for
Columns = Iterator[Column]


def steps(last: int) -> tuple[int, ...]:
    """0 to 5, then 10, 20, 50, 100, ..., and the last."""
    decades = (lead * 10**power for power in range(1, 9) for lead in (1, 2, 5))
    thinned = [*range(min(FIRST, last + 1)), *(k for k in decades if k < last)]
    return tuple(dict.fromkeys((*thinned[: MOST - 1], last)))


class Rows:
    """The shown steps with their points and values, exact ones as far as there are any."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.steps = steps(lesson.run.steps)
        boxed = lesson.study.setting.bounds.box.bounded
        last = 0 if boxed else min(self.steps[-1], REACH)
        start = lesson.study.setting.start
        found = exact_rows(lesson.update, start, last) if last else ()
        self.exact: dict[int, Exact] = {k: found[k] for k in self.steps if k < len(found)}

    def point(self, k: int) -> Sequence[Real]:
        if k in self.exact:
            return self.exact[k].point
        return [float(x) for x in self.lesson.run.points[k]]

    def value(self, k: int) -> Real:
        return self.exact[k].value if k in self.exact else float(self.lesson.run.values[k])

    @property
    def last_exact(self) -> int:
        """The last step of the table whose exact iterate is known; -1 where none is."""
        return max(self.exact, default=-1)


def iterates(lesson: Lesson) -> Iterator[Block]:
    """The table, and how far its floats are from the exact iterates."""
    rows = Rows(lesson)
    near = target(lesson)
    columns = (numbering(lesson, rows, near), *coordinates(lesson, rows, near))
    columns = (*columns, *measures(lesson, rows, near))
    yield Table(columns, caption(lesson, rows), f"tab:{label(lesson)}", foot=near is not None)
    if lesson.is_long:
        counts = {"count": (number(len(lesson.names)),), "shown": (number(SHOWN),)}
        yield Paragraph(lesson.say("coordinates", **counts))
    yield from distances(lesson, rows)


def caption(lesson: Lesson, rows: Rows) -> Text:
    if rows.last_exact == rows.steps[-1]:
        return lesson.say("iterates exact", method=by(lesson))
    if rows.last_exact <= 0:
        return lesson.say("iterates floats", method=by(lesson))
    last = Relation((INDEX, number(rows.last_exact)), ("=",))
    return lesson.say("iterates mixed", method=by(lesson), step=(last,))


def target(lesson: Lesson) -> Nearest | None:
    """The proved minimiser that the last iterate is nearest to."""
    minimum = lesson.study.minimum
    if minimum.kind not in (Kind.GLOBAL, Kind.LOCAL):
        return None
    near = nearest(minimum.points, minimum.parameters, lesson.run.points[-1].tolist())
    if near is None or not minimum.parameters:
        return near
    return replace(near, exact=tuple(Float(x, 15) for x in near.floats))  # one of a family


def value_text(value: Expr) -> Text:
    """An exact number, or that it is about its first digits."""
    operator, shown = exact(value)
    return (shown,) if operator == "=" else (Relation((Chain(()), shown), (operator,)),)


def numbering(lesson: Lesson, rows: Rows, near: Nearest | None) -> Column:
    foot = (lesson.say("exact"),) if near else ()
    return Column((INDEX,), (*((str(k),) for k in rows.steps), *foot))


def coordinates(lesson: Lesson, rows: Rows, near: Nearest | None) -> Columns:
    """A column a coordinate, of many the first ones; of one, the exact fractions beside it."""
    mode, alone = lesson.wishes.rounding, not lesson.is_vector
    for i, heading in enumerate(lesson.places(INDEX)[:SHOWN]):
        here = [rows.point(k)[i] for k in rows.steps]
        cells: list[Text] = [
            (fixed(x, PLACES, mode) if alone else significant(x, DIGITS, mode),) for x in here
        ]
        foot: list[Text] = [value_text(near.exact[i])] if near else []
        yield Column((heading,), (*cells, *foot))
    if lesson.is_long:
        yield Column(DOTS, (*(DOTS for _ in rows.steps), *[DOTS] * (near is not None)))
    if alone:
        yield from fractions(lesson, rows, near)


def fractions(lesson: Lesson, rows: Rows, near: Nearest | None) -> Columns:
    """The iterates as fractions while they are short."""
    cells = [fraction(rows, k) for k in rows.steps]
    if sum(cell != DOTS for cell in cells) < 2:
        return
    heading = lesson.say("column exact", name=(lesson.indexed(INDEX),))
    foot: list[Text] = [value_text(near.exact[0])] if near else []
    yield Column(heading, (*cells, *foot))


def fraction(rows: Rows, k: int) -> Text:
    if k not in rows.exact:
        return DOTS
    value = rows.exact[k].point[0]
    text = str(value)
    return (text.replace("-", "−"),) if len(text) <= FRACTION else DOTS


DOTS: Final[Text] = (Symbolic("dots"),)


def measures(lesson: Lesson, rows: Rows, near: Nearest | None) -> Columns:
    """The value, and the distance from the exact minimiser, or the size of the gradient."""
    mode = lesson.wishes.rounding
    value = lesson.study.minimum.value
    foot: list[Text] = [value_text(value)] if near and value is not None else [()] * bool(near)
    cells: list[Text] = [(significant(rows.value(k), DIGITS, mode),) for k in rows.steps]
    yield Column(height(lesson), (*cells, *foot))
    if near is None:
        sizes = [math.hypot(*lesson.run.gradients[k]) for k in rows.steps]
        yield Column(steepness(lesson), tuple((significant(x, DIGITS, mode),) for x in sizes))
        return
    yield Column(apart(lesson), (*gaps(rows, near, mode), ("0",)))


def height(lesson: Lesson) -> Text:
    """L(x_k)."""
    return (lesson.function(lesson.indexed(INDEX)),)


def steepness(lesson: Lesson) -> Text:
    """The size of the gradient."""
    slope: Any = lesson.gradient(lesson.indexed(INDEX))
    return (Call("norm", (slope,), 0, 0),)


def apart(lesson: Lesson) -> Text:
    """x_k - x*, of several variables the length of that."""
    gap: Any = Combined(((True, lesson.indexed(INDEX)), (False, lesson.starred)))
    return (Call("norm", (gap,), 0, 0) if lesson.is_vector else gap,)


def gaps(rows: Rows, near: Nearest, mode: str) -> Iterator[Text]:
    """How far each row is from the minimiser: exactly where both are rational."""
    goal = near.exact
    rational = all(isinstance(x, Rational) for x in goal)
    there: Sequence[Real] = (
        [Fraction(int(x.p), int(x.q)) for x in goal] if rational else near.floats
    )
    for k in rows.steps:
        pairs = list(zip(rows.point(k), there, strict=True))
        if len(pairs) == 1:
            here, end = pairs[0]
            both = isinstance(here, Fraction) and isinstance(end, Fraction)
            gap: Real = here - end if both else float(here) - float(end)
        else:
            gap = math.hypot(*(float(Fraction(a) - Fraction(b)) for a, b in pairs))
        yield (significant(gap, DIGITS, mode),)


def distances(lesson: Lesson, rows: Rows) -> Iterator[Paragraph]:
    """How many units in the last place the floats of the table are off."""
    if rows.last_exact <= 0:
        return
    run = lesson.run
    off = [
        ulps(float(run.points[k, i]), x)
        for k, one in rows.exact.items()
        for i, x in enumerate(one.point)
    ]
    worst = math.ceil(max(off))
    key = "ulp" if worst else "ulp none"
    yield Paragraph(lesson.say(key, count=(number(worst),)))


def convergence_rates(study: Study) -> Rates | None:
    """The rates of a quadratic, else those at the proved minimum that the run is near.

    None where nothing is known: for a rule that is not linear, such as Adam; for a rate that
    depends on the step; in a box; where no minimum was proved, or L has kinks.
    """
    setting = study.setting
    known = modes(setting.rule)
    if known is None or setting.rate.lines or setting.bounds.box.bounded:
        return None
    whole = spectrum(study.derivation)
    if whole is not None:
        told = derived(known, whole, setting.rate.value)
        return replace(told, observed=observed(study), arrivals=arrivals(study.closed))
    near = study.verdict.finding.nearest
    if near is None or study.minimum.kind not in (Kind.GLOBAL, Kind.LOCAL):
        return None
    if study.minimum.parameters:  # the gap along a family of minimisers does not shrink
        return None
    local = at_point(study.derivation, near.exact)
    if local is None:
        return None
    return replace(derived(known, local, setting.rate.value, True), observed=observed(study))


def observed(study: Study) -> float | None:
    """The factor of the run's last steps, against the proved minimiser near by."""
    near = study.verdict.finding.nearest
    return empirical_rate(study.run.points, near.floats) if near else None


TOLERANCE: Final = Fraction(1, 10**6)
RATE_DIGITS: Final = 4


def rate_blocks(lesson: Lesson) -> Iterator[Block]:
    """Which learning rates converge, what a step does to the error, and when it is small."""
    found = convergence_rates(lesson.study)
    if lesson.study.minimum.kind not in (Kind.GLOBAL, Kind.LOCAL):
        return
    if found is None:
        if not lesson.study.setting.bounds.box.bounded:
            yield Paragraph(lesson.say("no rate", method=by(lesson)))
        return
    if found.is_local:
        yield Paragraph(local(lesson, found))
        return
    pieces = (*curvatures(lesson, found), *interval(lesson, found), shrinking(lesson, found))
    yield Paragraph(joined([part for piece in pieces for part in (" ", *piece)][1:]))
    yield from mode_table(lesson)


def curvatures(lesson: Lesson, found: Rates) -> Iterator[Text]:
    """The eigenvalues of the Hessian, and how far they are apart."""
    if len(lesson.names) == 1:
        return
    values: list[Text] = [(exact(value)[1],) for value in found.eigenvalues]
    shown = joined([part for value in values for part in (", ", *value)][1:])
    key = "eigenvalues" if len(values) > 1 else "eigenvalue"
    if found.condition is None or not is_short(found.condition):
        yield lesson.say(f"{key} alone", values=shown)
    else:
        yield lesson.say(key, values=shown, condition=exact(found.condition)[1:])


def interval(lesson: Lesson, found: Rates) -> Iterator[Text]:
    """0 < eta < limit, for gradient descent on a line with the reason; and the best rate."""
    if found.limit is None:
        return
    eta = symbol(lesson, "lr")
    operator, end = exact(found.limit)
    if operator == "~":
        return
    bounds = Relation((number(0), eta, end), ("<", "<"))
    bend = curvature(lesson.study)
    if affine(lesson.study) is not None and bend is not None:
        yield lesson.say("rate interval", condition=(condition(bend, eta),), interval=(bounds,))
    else:
        yield lesson.say("rate interval alone", interval=(bounds,))
    if found.best is not None and len(lesson.names) > 1 and lesson.study.setting.is_plain:
        yield lesson.say("rate best", best=(equal(eta, found.best),))


def condition(bend: Expr, eta: Written) -> Written:
    """|1 - eta c| < 1."""
    scaled: Any = eta
    if bend != 1:
        scaled = Product((tree(bend), scaled), (False, False), 0, 0)
    size: Any = Combined(((True, number(1)), (False, scaled)))
    return Relation((Call("abs", (size,), 0, 0), number(1)), ("<",))


def shrinking(lesson: Lesson, found: Rates) -> Text:
    """What the rate in use does to the error."""
    line = affine(lesson.study)
    one = (tree(line.factor),) if line else (exact(found.factor)[1],)
    long = "" if line else " long"
    if found.factor == 0:
        return lesson.say("rate at once" if line else "rate at last")
    if not found.converges:
        return lesson.say(f"rate stays{long}", factor=one)
    there = arrival(found)
    if there is None or there.settled is None or not all(map(is_short, resting_point(lesson))):
        return lesson.say(f"rate shrinks alone{long}", factor=one)
    count = Relation((INDEX, number(there.settled)), ("=",))
    parts: dict[str, Any] = {"factor": one, "bound": (near(lesson),), "count": (count,)}
    way = "" if there.first == there.settled else " for good"
    return lesson.say(f"rate shrinks{long}{way}", **parts)


def arrival(found: Rates) -> Arrival | None:
    """When the error is small, for the first time and for good."""
    return next((a for tolerance, a in found.arrivals if tolerance == TOLERANCE), None)


def resting_point(lesson: Lesson) -> tuple[Expr, ...]:
    """Where the iteration rests."""
    form = lesson.study.closed
    return form.fixed if form else ()


def near(lesson: Lesson) -> Written:
    """|x_k - x*| <= 1e-6, the fixed point of one variable as a number."""
    place = lesson.indexed(INDEX)
    rest = resting_point(lesson)
    gap: Any = Combined(((True, place), (False, lesson.starred)))
    if len(rest) == 1:
        minus = bool(rest[0].is_negative)
        gap = Combined(((True, place), (minus, tree(abs(rest[0]))))) if rest[0] else place
    size = Call("abs" if len(rest) == 1 else "norm", (gap,), 0, 0)
    return Relation((size, Power(number(10), number(-6), 0, 0)), ("<=",))


def mode_table(lesson: Lesson) -> Iterator[Block]:
    """What happens along each eigenvector, where there are several."""
    form = lesson.study.closed
    if form is None or len(lesson.names) == 1 or lesson.is_long:
        return
    found = [mode for mode in form.modes if all(map(is_short, (*mode.direction, mode.eigenvalue)))]
    if len(found) < len(form.modes) or any(isinstance(m.factor, Float) for m in found):
        return
    yield Table(
        (
            Column(lesson.say("column eigenvalue"), tuple(exact(m.eigenvalue)[1:] for m in found)),
            Column(lesson.say("column eigenvector"), tuple(map(direction, found))),
            Column(lesson.say("column factor"), tuple(exact(m.factor)[1:] for m in found)),
            Column(
                lesson.say("column behaviour"),
                tuple(lesson.say(f"mode {m.behaviour}") for m in found),
                numeric=False,
            ),
        )
    )


def direction(mode: Mode) -> Text:
    return (turned([tree(x) for x in mode.direction]),)


def local(lesson: Lesson, found: Rates) -> Text:
    """The rate at the minimum, said to be one, beside what the last steps showed."""
    shown: Text = exact(found.factor)[1:]
    key = "rate local" if found.converges else "rate local not"
    told = lesson.say("rate local slow" if found.factor == 1 else key, factor=shown)
    if found.observed is None:
        return told
    seen = (decimal(found.observed, RATE_DIGITS),)
    return joined([*told, " ", *lesson.say("rate observed", factor=seen)])


ENDING_DIGITS: Final = 4
UNDECIDED: Final = "undecided run"


def ending(lesson: Lesson) -> Iterator[Block]:
    """Where the run stands against the proved minimum."""
    yield Paragraph(lesson.say(key(lesson), **parts(lesson)))


def key(lesson: Lesson) -> str:
    """Which sentence says it."""
    standing = lesson.study.verdict.finding.standing
    near = target(lesson)
    if standing is Standing.UNDECIDED or (near is None and standing in LOCATED):
        return "agrees value" if standing is Standing.AGREES else UNDECIDED
    if standing is Standing.STATIONARY and lesson.study.minimum.kind is Kind.UNBOUNDED:
        return "rests"
    if standing is Standing.AGREES and near is not None and near.distance == 0:
        return "ends at once"
    return stuck(lesson) if standing is Standing.NOT_CONVERGED else str(standing)


def stuck(lesson: Lesson) -> str:
    """Whether more steps would help a run that has not arrived, as far as that is known."""
    known = convergence_rates(lesson.study)
    if known is not None and not known.is_local and not known.converges:
        return "never nearer"
    smooth = is_smooth(lesson.study.derivation.formula.expression)
    return str(Standing.NOT_CONVERGED) if smooth else "not settled"


LOCATED: Final = (Standing.AGREES, Standing.NOT_CONVERGED, Standing.LOCAL_MINIMUM)


def parts(lesson: Lesson) -> dict[str, Text]:
    """Steps, where it ended, how far from the minimiser, how far above the minimum."""
    near, run, minimum = target(lesson), lesson.run, lesson.study.minimum
    last = run.steps
    told: dict[str, Text] = {
        "steps": step_count(lesson, last),
        "sure": lesson.say(minimum.word),
        "found": (approximately(lesson, run.points[last].tolist()),),
        "value": (decimal(float(run.values[last]), ENDING_DIGITS),),
        "distance": (),
        "point": (lesson.starred,),
        "gap": (),
    }
    if near is not None:
        told["distance"] = (
            (decimal(near.distance, ENDING_DIGITS),) if near.distance else (number(0),)
        )
        operator, shown = exact_point(near.exact)
        told["point"] = (point_relation(lesson, operator, shown),)
    if minimum.value is not None and minimum.kind in (Kind.GLOBAL, Kind.LOCAL):
        gap = float(run.values[last]) - float(minimum.value.evalf(30))
        told["gap"] = (decimal(gap, ENDING_DIGITS),)
    return told


def point_relation(lesson: Lesson, operator: str, shown: Written) -> Written:
    return lesson.starred if lesson.is_long else Relation((lesson.starred, shown), (operator,))


def step_count(lesson: Lesson, count: int) -> Text:
    return lesson.say("one step" if count == 1 else "many steps", count=(number(count),))


def approximately(lesson: Lesson, place: list[float]) -> Written:
    """x about 1.131."""
    shown = turned([decimal(x, ENDING_DIGITS) for x in place])
    return Relation((lesson.point, shown), ("~",))
