"""A study, a comparison or a sweep goes in; how fast the minimum is neared comes out as a plot."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from symdescent.errors import InputError
from symdescent.exact import Kind
from symdescent.experiments.comparison import Comparison
from symdescent.numeric.objective import Array
from symdescent.studies import Study
from symdescent.worked import axes
from symdescent.worked.captions import Caption, gradient_norm, short, value_gap
from symdescent.worked.pacing import Pace, pace
from symdescent.worked.plots import Axis, Line, Plot, Role
from symdescent.worked.tracing import Frame

ATTAINED: Final = (Kind.GLOBAL, Kind.LOCAL, Kind.NOT_ATTAINED)
LEAST, MOST = 1e-300, 1e300  # sizes beyond these are not drawn
ROUNDING: Final = 4 * float(np.finfo(float).eps)  # of the value: a gap that is no more is none
MARGIN: Final = 0.04  # of an axis by ratios, on either side
GRAPH: Final = 0.62  # height by width


def gap(study: Study, language: str = "en") -> Plot:
    """The value gap and the gradient norm against the step, and the derived rate beside the gap.

    Without a proved value there is no gap, and the gradient norm stands alone.
    """
    caption, run, derived = Caption(language), study.run, pace(study)
    title = study.setting.formula.title
    above = gaps(run.values, goal(study))
    norms = np.hypot.reduce(run.gradients, axis=1)
    frame = Frame(steps_axis(caption, run.steps), sizes_axis(caption, [above, norms]))
    lines = [
        Line(Role.SERIES, frame.line(by_step(above)), value_gap(title, run.names), 0),
        Line(Role.SERIES, frame.line(by_step(norms)), gradient_norm(title, run.names), 1),
    ]
    if derived:
        lines.append(straight(derived, above, frame, caption))
    words = " ".join(in_words(study, derived, (above, norms), caption))
    return Plot("gap", frame.across, frame.up, tuple(line for line in lines if line.pieces), words)


def goal(study: Study) -> float:
    """The proved least value, or infimum; nan where there is none."""
    value = study.minimum.value
    if value is None or study.minimum.kind not in ATTAINED:
        return math.nan
    return float(value.evalf(20))


def gaps(values: Array, least: float) -> Array:
    """How far values (m,) lie above the least one; nan where that is no more than rounding."""
    above = values - least
    level = ROUNDING * abs(least)
    return np.where(above > level, above, np.nan)


def by_step(sizes: Array) -> Array:
    """The sizes (m,) that an axis by ratios can show, each with its step, as (m', 2)."""
    steps = np.flatnonzero((sizes > LEAST) & (sizes < MOST))
    return np.stack([steps.astype(np.float64), sizes[steps]], axis=1)


def steps_axis(caption: Caption, steps: int) -> Axis:
    return axes.counting((caption.told("step"), axes.letter("k")), max(steps, 1))


def sizes_axis(caption: Caption, several: Sequence[Array]) -> Axis:
    """An axis by ratios that holds all the sizes."""
    known = np.concatenate([by_step(sizes)[:, 1] for sizes in several])
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.1, 1.0)
    if high <= low:
        low, high = low / 3, high * 3
    margin = (high / low) ** MARGIN
    return axes.ratios((caption.told("sizes"),), max(low / margin, LEAST), min(high * margin, MOST))


def straight(derived: Pace, above: Array, frame: Frame, caption: Caption) -> Line:
    """The gap as the derived rate has it, as far as the frame goes.

    From the first gap on where it bounds every step, else above the second half of the run.
    """
    word = "derived" if derived.everywhere else "local"
    label = (caption.told(word, factor=short(derived.of_values)),)
    known = by_step(above)
    if not len(known) or derived.factor == 0:
        return Line(Role.DERIVED, (), label)
    growth = math.log(derived.of_values)
    tail = known[:1] if derived.bounds else known[len(known) // 2 :]
    first = float((np.log(tail[:, 1]) - growth * tail[:, 0]).max())
    inside = [
        (float(k), math.exp(first + growth * k))
        for k in range(int(frame.across.high) + 1)
        if math.log(frame.up.low) <= first + growth * k <= math.log(frame.up.high)
    ]
    return Line(Role.DERIVED, ((inside[0], inside[-1]),) if len(inside) > 1 else (), label)


def in_words(
    study: Study, derived: Pace | None, sizes: tuple[Array, Array], caption: Caption
) -> Iterator[str]:
    """Where both sizes begin and end, and the derived rate."""
    title, steps = study.setting.formula.title, caption.steps(study.run.steps)
    known, slopes = (by_step(size)[:, 1] for size in sizes)
    if not len(known) and not len(slopes):
        yield caption.told("nothing", title=title, steps=steps)
    if len(known):
        word = "gap" if known[-1] < known[0] else "gap up"
        first, last = short(float(known[0])), short(float(known[-1]))
        yield caption.told(word, title=title, steps=steps, first=first, last=last)
    if len(slopes):
        yield caption.told("slope", first=short(float(slopes[0])), last=short(float(slopes[-1])))
    if derived and len(known):
        word = "by rate" if derived.everywhere else "by local rate"
        yield caption.told(word, factor=short(derived.of_values))


def optimizers(done: Comparison, language: str = "en") -> Plot:
    """The value gap of every optimizer of a comparison against the step.

    Raises InputError where there is nothing to measure a gap against.
    """
    caption, least = Caption(language), done.goal.value
    if not math.isfinite(least):
        raise InputError("domain", "there is no least value to measure the gaps against")
    above = [gaps(entry.run.values, least) for entry in done.contenders]
    longest = max(entry.run.steps for entry in done.contenders)
    label = value_gap(done.setting.formula.title, done.setting.objective.names)
    frame = Frame(steps_axis(caption, longest), replace(sizes_axis(caption, above), label=label))
    lines = tuple(
        Line(Role.SERIES, frame.line(by_step(size)), (entry.label,), i)
        for i, (entry, size) in enumerate(zip(done.contenders, above, strict=True))
    )
    words = " ".join(contest(done, above, caption))
    return Plot("optimizers", frame.across, frame.up, lines, words)


def contest(done: Comparison, above: Sequence[Array], caption: Caption) -> Iterator[str]:
    """What each optimizer came to."""
    title = done.setting.formula.title
    yield caption.told("contest", title=title, many=len(done.contenders))
    for entry, sizes in zip(done.contenders, above, strict=True):
        known = by_step(sizes)[:, 1]
        if len(known):
            yield caption.told(
                "contender",
                label=entry.label,
                first=short(float(known[0])),
                last=short(float(known[-1])),
                steps=caption.steps(entry.run.steps),
                ending=caption.ending(entry.run),
            )
