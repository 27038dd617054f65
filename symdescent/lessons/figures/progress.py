"""How fast the minimum is neared: gaps by step, and the steps that each rate of a sweep needs."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import numpy as np

from symdescent.calculus.accurate_evaluation import is_smooth
from symdescent.errors import InputError
from symdescent.experiments.comparison import Comparison
from symdescent.experiments.sweep import Sweep
from symdescent.language.notation import Function, Relation, Symbolic
from symdescent.lessons.blocks import Text
from symdescent.lessons.figures import plots
from symdescent.lessons.figures.captions import Caption, above, gradient_norm, short, value_gap
from symdescent.lessons.figures.plots import Axis, Dots, Line, Mark, Plot, Role
from symdescent.lessons.figures.scenes import Frame, as_points
from symdescent.numeric.convergence_factor import worst
from symdescent.numeric.objective import Array
from symdescent.numeric.rate_search import HESSIAN_LIMIT
from symdescent.proofs import Kind
from symdescent.proofs.best_rates import shrinking
from symdescent.proofs.spectrum import nearest, spectrum
from symdescent.recurrence.stability import Modes, modes
from symdescent.studies import Study


@dataclass(frozen=True)
class Pace:
    """By what a step multiplies the distance, in the long run.

    `everywhere`: L is quadratic; else it holds in the limit, by the Hessian at the minimum.
    `bounds`: it holds of every single step.
    """

    factor: float
    everywhere: bool
    bounds: bool

    @property
    def of_values(self) -> float:
        """By what a step multiplies the gap of the values."""
        return self.factor**2


def pace(study: Study) -> Pace | None:
    """The derived rate of a rule that is linear with constant settings; None where there is none.

    B. T. Polyak 1964, doi:10.1016/0041-5553(64)90137-5.
    """
    setting = study.setting
    free = not setting.rate.lines and not setting.bounds.box.bounded
    known = modes(setting.rule) if free else None
    if known is None:
        return None
    curvatures = spectrum(study.derivation)
    if curvatures is None:
        return at_minimum(study, known)
    if not curvatures.is_bowl:
        return None
    factor = shrinking(known, curvatures, setting.rate.value)
    return Pace(factor, True, setting.is_plain)


def at_minimum(study: Study, known: Modes) -> Pace | None:
    """The rate in the limit, where the run leads to a proved minimum with curvatures above 0."""
    near = study.verdict.finding.nearest
    proved = study.minimum.kind in (Kind.GLOBAL, Kind.LOCAL)
    if near is None or not proved or len(near.floats) > HESSIAN_LIMIT:
        return None
    if not is_smooth(study.setting.formula.expression):
        return None
    bends = np.linalg.eigvalsh(np.array(study.setting.objective.hessian(near.floats)))
    if not (np.isfinite(bends).all() and bends[0] > 0):
        return None
    rate = study.setting.rate.value
    factor = worst(known.at, [rate * Fraction(bend) for bend in bends.tolist()])
    return Pace(factor, False, False) if factor < 1 else None


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
    words = " ".join(gap_in_words(study, derived, (above, norms), caption))
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
    return plots.counting((caption.text("step"), plots.letter("k")), max(steps, 1))


def sizes_axis(caption: Caption, several: Sequence[Array]) -> Axis:
    """An axis by ratios that holds all the sizes."""
    known = np.concatenate([by_step(sizes)[:, 1] for sizes in several])
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.1, 1.0)
    if high <= low:
        low, high = low / 3, high * 3
    margin = (high / low) ** MARGIN
    return plots.ratios(
        (caption.text("sizes"),), max(low / margin, LEAST), min(high * margin, MOST)
    )


def straight(derived: Pace, above: Array, frame: Frame, caption: Caption) -> Line:
    """The gap as the derived rate has it, as far as the frame goes.

    From the first gap on where it bounds every step, else above the second half of the run.
    """
    word = "derived" if derived.everywhere else "local"
    label = (caption.text(word, factor=short(derived.of_values)),)
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


def gap_in_words(
    study: Study, derived: Pace | None, sizes: tuple[Array, Array], caption: Caption
) -> Iterator[str]:
    """Where both sizes begin and end, and the derived rate."""
    title, steps = study.setting.formula.title, caption.steps(study.run.steps)
    known, slopes = (by_step(size)[:, 1] for size in sizes)
    if not len(known) and not len(slopes):
        yield caption.text("nothing", title=title, steps=steps)
    if len(known):
        word = "gap" if known[-1] < known[0] else "gap up"
        first, last = short(float(known[0])), short(float(known[-1]))
        yield caption.text(word, title=title, steps=steps, first=first, last=last)
    if len(slopes):
        yield caption.text("slope", first=short(float(slopes[0])), last=short(float(slopes[-1])))
    if derived and len(known):
        word = "by rate" if derived.everywhere else "by local rate"
        yield caption.text(word, factor=short(derived.of_values))


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
    yield caption.text("contest", title=title, many=len(done.contenders))
    for entry, sizes in zip(done.contenders, above, strict=True):
        known = by_step(sizes)[:, 1]
        if len(known):
            yield caption.text(
                "contender",
                label=entry.label,
                first=short(float(known[0])),
                last=short(float(known[-1])),
                steps=caption.steps(entry.run.steps),
                ending=caption.ending(entry.run),
            )


DECADE: Final = 10  # times as far apart as that, values stand on an axis by ratios
SWEEP_MARGIN: Final = 0.03
ROOM: Final = 0.05  # of the height: how far below the top the others are marked


def sweep(done: Sweep, language: str = "en") -> Plot:
    """The steps until each descent was near enough against the value of the setting.

    What diverged, or was not there when its steps were used up, is marked at the top.
    Raises InputError for a sweep of two settings.
    """
    if len(done.axes) != 1:
        raise InputError("domain", "a figure shows the sweep of one setting, not of two")
    caption, values = Caption(language), np.array([float(x) for x in done.axes[0].values])
    steps = np.where(done.near, done.ends.reached, -1)
    frame = Frame(values_axis(done, values, caption), counts_axis(done, steps, caption))
    marks = [*counted(frame, values, steps), *elsewhere(done, frame, values, caption)]
    edge = stable(done)
    if edge and frame.across.low < edge < frame.across.high:
        ends = ((edge, frame.up.low), (edge, frame.up.high))
        marks.append(Line(Role.EDGE, (ends,), (caption.text("stable", edge=short(edge)),)))
    words = " ".join(sweep_in_words(done, values, steps, caption))
    return Plot("sweep", frame.across, frame.up, tuple(marks), words)


def counted(frame: Frame, values: Array, steps: Array) -> Iterator[Mark]:
    """The descents that came near enough, joined where they are next to each other."""
    points = np.stack([values, np.maximum(steps, 1)], axis=1)
    near = steps >= 0
    breaks = np.flatnonzero(np.diff(near.astype(int))) + 1
    runs = [part for part in np.split(np.arange(len(values)), breaks) if near[part[0]]]
    yield Line(Role.PATH, frame.lines([points[part] for part in runs]))
    yield Dots(Role.ITERATE, as_points(points[near]))


def elsewhere(done: Sweep, frame: Frame, values: Array, caption: Caption) -> Iterator[Mark]:
    """What did not come near enough, at the top."""
    late = ~done.near & ~done.lost
    kinds = (
        (Role.CRITICAL, late, caption.text("out of steps", steps=done.setting.stop.steps)),
        (Role.LOST, done.lost, caption.text("lost")),
    )
    for role, which, label in kinds:
        if which.any():
            top = frame.up.high ** (1 - ROOM) * frame.up.low**ROOM
            yield Dots(role, tuple((x, top) for x in values[which].tolist()), (label,))


def setting_name(done: Sweep) -> Text:
    name = done.axes[0].name
    return (Symbolic("eta"),) if name == "lr" else (plots.letter(name),)


def values_axis(done: Sweep, values: Array, caption: Caption) -> Axis:
    """The values of the setting, by ratios where they are far apart."""
    low, high = float(values.min()), float(values.max())
    is_rate = done.axes[0].name == "lr"
    label = ((caption.text("rate"),) if is_rate else ()) + setting_name(done)
    if low > 0 and high >= DECADE * low:
        margin = (high / low) ** SWEEP_MARGIN
        return plots.ratios(label, low / margin, high * margin)
    margin = SWEEP_MARGIN * (high - low) or max(abs(high), 1.0) / 2
    return plots.linear(label, low - margin, high + margin)


def counts_axis(done: Sweep, steps: Array, caption: Caption) -> Axis:
    """The numbers of steps, by ratios, with room above for those that did not come there."""
    known = np.maximum(steps[steps >= 0], 1)
    low, high = (int(known.min()), int(known.max())) if len(known) else (1, 10)
    margin = max(high / low, 2.0) ** 0.12
    title = done.setting.formula.title
    near = Relation((above(Function(title), title), plots.number(done.goal.slack)), ("<=",))
    return plots.ratios((caption.text("steps needed"), near), low / margin, high * margin**2)


def stable(done: Sweep) -> float | None:
    """The rate from which on a rule diverges on a quadratic, as derived; None where unknown."""
    setting = done.setting
    known = modes(setting.rule) if done.axes[0].name == "lr" else None
    if known is None or known.limit is None or setting.bounds.box.bounded:
        return None
    curvatures = spectrum(setting.derivation)
    if curvatures is None or not (curvatures.is_bowl and known.limit.is_finite):
        return None
    return nearest(known.limit) / nearest(curvatures.largest)


def sweep_in_words(done: Sweep, values: Array, steps: Array, caption: Caption) -> Iterator[str]:
    """The range, the best value, what diverged, the edge of stability."""
    title, slack = done.setting.formula.title, short(done.goal.slack)
    setting = "η" if done.axes[0].name == "lr" else done.axes[0].name
    low, high = short(float(values.min())), short(float(values.max()))
    yield caption.text("sweep", title=title, slack=slack, setting=setting, low=low, high=high)
    if done.near.any():
        best = int(np.argmin(np.where(done.near, steps, np.inf)))
        value, fewest = short(float(values[best])), caption.steps(int(steps[best]))
        yield caption.text("best", steps=fewest, setting=setting, value=value)
    else:
        yield caption.text("none near")
    if done.lost.any():
        first, many = short(float(values[done.lost].min())), int(done.lost.sum())
        yield caption.text("unstable", many=many, all=len(values), setting=setting, first=first)
    edge = stable(done)
    if edge is not None and math.isfinite(edge):
        yield caption.text("proved edge", setting=setting, edge=short(edge))
