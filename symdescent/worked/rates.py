"""A sweep goes in; the steps that each value of the setting needed come out as a plot."""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np

from symdescent.errors import InputError
from symdescent.exact.spectrum import nearest, spectrum
from symdescent.experiments.sweep import Sweep
from symdescent.language.notation import Function, Relation, Symbolic
from symdescent.numeric.objective import Array
from symdescent.recurrence.stability import modes
from symdescent.worked import axes
from symdescent.worked.blocks import Text
from symdescent.worked.captions import Caption, above, short
from symdescent.worked.plots import Axis, Dots, Line, Mark, Plot, Role
from symdescent.worked.tracing import Frame, as_points

DECADE: Final = 10  # times as far apart as that, values stand on an axis by ratios
MARGIN: Final = 0.03
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
        marks.append(Line(Role.EDGE, (ends,), (caption.told("stable", edge=short(edge)),)))
    words = " ".join(in_words(done, values, steps, caption))
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
        (Role.CRITICAL, late, caption.told("out of steps", steps=done.setting.stop.steps)),
        (Role.LOST, done.lost, caption.told("lost")),
    )
    for role, which, label in kinds:
        if which.any():
            top = frame.up.high ** (1 - ROOM) * frame.up.low**ROOM
            yield Dots(role, tuple((x, top) for x in values[which].tolist()), (label,))


def setting_name(done: Sweep) -> Text:
    name = done.axes[0].name
    return (Symbolic("eta"),) if name == "lr" else (axes.letter(name),)


def values_axis(done: Sweep, values: Array, caption: Caption) -> Axis:
    """The values of the setting, by ratios where they are far apart."""
    low, high = float(values.min()), float(values.max())
    is_rate = done.axes[0].name == "lr"
    label = ((caption.told("rate"),) if is_rate else ()) + setting_name(done)
    if low > 0 and high >= DECADE * low:
        margin = (high / low) ** MARGIN
        return axes.ratios(label, low / margin, high * margin)
    margin = MARGIN * (high - low) or max(abs(high), 1.0) / 2
    return axes.linear(label, low - margin, high + margin)


def counts_axis(done: Sweep, steps: Array, caption: Caption) -> Axis:
    """The numbers of steps, by ratios, with room above for those that did not come there."""
    known = np.maximum(steps[steps >= 0], 1)
    low, high = (int(known.min()), int(known.max())) if len(known) else (1, 10)
    margin = max(high / low, 2.0) ** 0.12
    title = done.setting.formula.title
    near = Relation((above(Function(title), title), axes.number(done.goal.slack)), ("<=",))
    return axes.ratios((caption.told("steps needed"), near), low / margin, high * margin**2)


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


def in_words(done: Sweep, values: Array, steps: Array, caption: Caption) -> Iterator[str]:
    """The range, the best value, what diverged, the edge of stability."""
    title, slack = done.setting.formula.title, short(done.goal.slack)
    setting = "η" if done.axes[0].name == "lr" else done.axes[0].name
    low, high = short(float(values.min())), short(float(values.max()))
    yield caption.told("sweep", title=title, slack=slack, setting=setting, low=low, high=high)
    if done.near.any():
        best = int(np.argmin(np.where(done.near, steps, np.inf)))
        value, fewest = short(float(values[best])), caption.steps(int(steps[best]))
        yield caption.told("best", steps=fewest, setting=setting, value=value)
    else:
        yield caption.told("none near")
    if done.lost.any():
        first, many = short(float(values[done.lost].min())), int(done.lost.sum())
        yield caption.told("unstable", many=many, all=len(values), setting=setting, first=first)
    edge = stable(done)
    if edge is not None and math.isfinite(edge):
        yield caption.told("proved edge", setting=setting, edge=short(edge))
