"""For which learning rates a descent converges, how fast, and how this one ended, in sentences."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from sympy import Expr, Float

from symdescent.calculus.accurate_evaluation import is_smooth
from symdescent.calculus.from_sympy import tree
from symdescent.language.notation import Combined, Relation, Written
from symdescent.language.tree import Call, Power, Product
from symdescent.lessons.blocks import Block, Column, Paragraph, Table, Text
from symdescent.lessons.example.iterate_table import target
from symdescent.lessons.example.lesson import INDEX, Lesson, by, symbol
from symdescent.lessons.example.steps import affine, curvature
from symdescent.lessons.wording import joined
from symdescent.lessons.written_numbers import (
    decimal,
    equal,
    exact,
    exact_point,
    is_short,
    number,
    turned,
)
from symdescent.numeric.convergence_factor import empirical_rate
from symdescent.proofs import Kind
from symdescent.proofs.best_rates import Rates, arrivals, at_point
from symdescent.proofs.best_rates import rates as derived
from symdescent.proofs.spectrum import spectrum
from symdescent.recurrence.closed_form import Mode
from symdescent.recurrence.stability import modes
from symdescent.recurrence.steps_to_tolerance import Arrival
from symdescent.studies import Study
from symdescent.verdict import Standing


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
    if there is None or there.settled is None or not all(map(is_short, fixed(lesson))):
        return lesson.say(f"rate shrinks alone{long}", factor=one)
    count = Relation((INDEX, number(there.settled)), ("=",))
    parts: dict[str, Any] = {"factor": one, "bound": (near(lesson),), "count": (count,)}
    way = "" if there.first == there.settled else " for good"
    return lesson.say(f"rate shrinks{long}{way}", **parts)


def arrival(found: Rates) -> Arrival | None:
    """When the error is small, for the first time and for good."""
    return next((a for tolerance, a in found.arrivals if tolerance == TOLERANCE), None)


def fixed(lesson: Lesson) -> tuple[Expr, ...]:
    """Where the iteration rests."""
    form = lesson.study.closed
    return form.fixed if form else ()


def near(lesson: Lesson) -> Written:
    """|x_k - x*| <= 1e-6, the fixed point of one variable as a number."""
    place = lesson.indexed(INDEX)
    rest = fixed(lesson)
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


DIGITS: Final = 4
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
        "steps": steps(lesson, last),
        "sure": lesson.say(minimum.word),
        "found": (approximately(lesson, run.points[last].tolist()),),
        "value": (decimal(float(run.values[last]), DIGITS),),
        "distance": (),
        "point": (lesson.starred,),
        "gap": (),
    }
    if near is not None:
        told["distance"] = (decimal(near.distance, DIGITS),) if near.distance else (number(0),)
        operator, shown = exact_point(near.exact)
        told["point"] = (point_relation(lesson, operator, shown),)
    if minimum.value is not None and minimum.kind in (Kind.GLOBAL, Kind.LOCAL):
        gap = float(run.values[last]) - float(minimum.value.evalf(30))
        told["gap"] = (decimal(gap, DIGITS),)
    return told


def point_relation(lesson: Lesson, operator: str, shown: Written) -> Written:
    return lesson.starred if lesson.is_long else Relation((lesson.starred, shown), (operator,))


def steps(lesson: Lesson, count: int) -> Text:
    return lesson.say("one step" if count == 1 else "many steps", count=(number(count),))


def approximately(lesson: Lesson, place: list[float]) -> Written:
    """x about 1.131."""
    shown = turned([decimal(x, DIGITS) for x in place])
    return Relation((lesson.point, shown), ("~",))
