"""What was asked of the learning rate goes in, an optimizer at a rate comes out."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from symdescent.calculus import compilation
from symdescent.calculus.gradient import Derivation
from symdescent.calculus.rule_step import fuse
from symdescent.errors import InputError
from symdescent.exact.bending import bent
from symdescent.exact.spectrum import spectrum
from symdescent.exact.stepsize import best, bounded_rate
from symdescent.numeric.descent import Descent
from symdescent.numeric.objective import Objective
from symdescent.numeric.rate_search import Rate, Trial, default_rate, sampled_rate, tried_rate
from symdescent.optimizers import GRADIENT_DESCENT, Algorithm, Rule
from symdescent.optimizers.catalogue import Optimizer
from symdescent.optimizers.schedules import Schedule, named_schedule, without_unused_rate
from symdescent.options import Bounds, Given
from symdescent.recurrence.stability import modes, with_free_rate
from symdescent.steering import demand_one_rate, rated

AUTO: Final = "auto"
TIMED: Final = re.compile(r"(?<![A-Za-z_.])t(?![A-Za-z_0-9(])")  # the step, as a name of its own
TINY: Final = 1e-12  # below zero by no more than rounding
LOOKED_AHEAD: Final = 10_000  # steps at which a rate that depends on the step is looked at
Rated = tuple[Optimizer, Rate, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Scene:
    """What a rate is chosen for: the formula, where from, in which box, how many steps."""

    derivation: Derivation
    objective: Objective
    start: tuple[Fraction, ...]
    bounds: Bounds
    steps: int


def rating(optimizer: Optimizer, wanted: Given | None, scene: Scene) -> Rated:
    """The optimizer at the rate that was given or chosen; and whether it was chosen.

    Raises InputError for a rate of 0 or below, FormulaError for a formula that cannot be read.
    """
    rule = optimizer.rule
    demand_one_rate(optimizer, wanted)
    if isinstance(wanted, str) and wanted.strip().lower() == AUTO:
        rate = automatic(optimizer, demand_rate(rule), scene)
        return at(optimizer, rate), rate, ("rate",)
    if isinstance(wanted, str) and TIMED.search(wanted):
        return timed(optimizer, demand_rate(rule), wanted.strip(), scene.steps)
    if wanted is None and rule.text == GRADIENT_DESCENT.text and not optimizer.rate:
        rate = default_rate(scene.objective, tuple(map(float, scene.start)), scene.bounds.box)
        return at(optimizer, rate), rate, ("rate",)
    return (*rated(optimizer, wanted), ())


def scheduled(found: Rated, wanted: str | None, steps: int) -> Rated:
    """The same under a schedule that begins from its rate."""
    optimizer, rate, chosen = found
    if wanted is None:
        return found
    if not isinstance(wanted, str):
        raise InputError("type", f"a schedule is a text, not {type(wanted).__name__}")
    if rate.lines:
        raise InputError(
            "type", "a rate by the step and a schedule were given: one of them is left"
        )
    rule = demand_rate(optimizer.rule)
    lines = named_schedule(wanted, rate.value)
    first = checked(lines.before, steps, f"the rate of {wanted}", -TINY)
    moved = replace(optimizer, rule=without_unused_rate(lines.around(rule)))
    if named_schedule(wanted, 2 * rate.value) == lines:  # it has its own rates
        return moved, Rate(first, "given", lines.before), ()
    return moved, Rate(first or rate.value, rate.reason, lines.before), chosen


def at(optimizer: Optimizer, rate: Rate) -> Optimizer:
    return replace(optimizer, rule=optimizer.rule.with_settings({"lr": rate.value}))


def demand_rate(way: Rule | Algorithm) -> Rule:
    """A rule that has a rate to be chosen or to be changed as it goes."""
    if "lr" not in way.settings:
        raise InputError("unknown_name", f"{way.name} has no learning rate", "leave --lr out")
    if isinstance(way, Algorithm):
        message = f"{way.name} is no formula: its learning rate is a number"
        raise InputError("type", message, "leave --lr out, or give a number")
    return way


def timed(optimizer: Optimizer, rule: Rule, text: str, steps: int) -> Rated:
    """A rate that is a formula in t, the number of the step: a line in front of the rule."""
    line = compilation.line(text)
    first = checked(line, steps, "the learning rate", 0.0)
    scheduled = without_unused_rate(Schedule(line).around(rule))
    return replace(optimizer, rule=scheduled), Rate(first, "given", line), ()


def checked(lines: str, steps: int, what: str, least: float) -> Fraction:
    """The rate at step 1; InputError where a step would be made with one that is none."""
    rate = compilation.rate_at(lines)
    if rate is None:
        return Fraction(0)
    bad = next(compilation.wrong(rate, min(max(steps, 1), LOOKED_AHEAD), least), None)
    if bad:
        step, value = bad
        hint = f"with  --steps {step - 1}  it stays above" if step > 1 else ""
        raise InputError("domain", f"{what} is {value:g} at step {step}", hint)
    return Fraction(repr(rate(1)))


def automatic(optimizer: Optimizer, rule: Rule, scene: Scene) -> Rate:
    """The best rate where it can be proved, else one that a trial run descends with."""
    is_plain = rule.text == GRADIENT_DESCENT.text
    known = modes(rule)
    curvatures = spectrum(scene.derivation) if known else None
    if known and curvatures and (is_plain or not scene.bounds.box.bounded):
        found = best(known, curvatures)
        if found:
            return found
    bending = bent(scene.derivation.formula, scene.bounds.sides) if is_plain else None
    rate = bounded_rate(bending) if bending else descended(optimizer, rule, scene)
    if curvatures and not curvatures.is_bowl:
        return replace(rate, reason=f"no rate is best, since L has no minimum; {rate.reason}")
    return rate


def descended(optimizer: Optimizer, rule: Rule, scene: Scene) -> Rate:
    """A rate that a trial run descends with."""
    trial = on_trial(optimizer, rule, scene)
    if rule.text == GRADIENT_DESCENT.text:
        return sampled_rate(trial)
    return tried_rate(trial, rule.settings["lr"], rule.name)


def on_trial(optimizer: Optimizer, given: Rule, scene: Scene) -> Trial:
    """The descent with its rate in its memory, so that one compiled step serves every rate."""
    rule = with_free_rate(given)
    update = fuse(scene.derivation, rule, optimizer.blocks(len(scene.start)))
    descent = Descent(
        rule.name,
        scene.objective.names,
        compilation.step(update),
        tuple(map(float, scene.start)),
        tuple(map(float, update.memory_at(scene.start))),
        scene.bounds.box,
    )
    return Trial(descent, scene.objective, scene.steps, update.noise)
