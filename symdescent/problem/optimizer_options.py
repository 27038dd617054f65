"""The optimizer and the learning rate that the options ask for, given or chosen."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from symdescent.calculus import compilation
from symdescent.calculus.gradient import Derivation
from symdescent.calculus.rule_step import fuse
from symdescent.errors import InputError
from symdescent.numeric.descent import Descent
from symdescent.numeric.objective import Objective
from symdescent.optimizers import GRADIENT_DESCENT, Algorithm, Rule
from symdescent.optimizers.rule import RATE_GIVEN, Optimizer, Rate, after, before, coupled_decay
from symdescent.problem import options
from symdescent.problem.options import Bounds, Given, Options
from symdescent.proofs.spectrum import spectrum
from symdescent.recurrence.stability import modes, with_free_rate
from symdescent.synonyms import meant

if TYPE_CHECKING:
    from symdescent.numeric.rate_search import Trial
    from symdescent.optimizers.schedules import Wanted


def requested_optimizer(given: Options) -> Optimizer:
    """The optimizer asked for, with the settings asked for; gradient descent without a wish.

    Raises InputError for a name, a convention or a setting that there is not.
    """
    wanted, convention = given.get("optimizer"), given.get("convention")
    if not isinstance(convention, str | None):
        raise InputError("type", f"a convention is a name, not {type(convention).__name__}")
    if isinstance(wanted, Optimizer):
        found = wanted
    elif isinstance(wanted, Rule | Algorithm):
        own = f"the usual one of {wanted.name}"
        found = Optimizer(in_fractions(wanted), rate=own)
    elif wanted is None and convention is None:
        found = Optimizer(GRADIENT_DESCENT)
    elif wanted is None or isinstance(wanted, str):
        from symdescent.optimizers.catalogue import find

        found = find(wanted or GRADIENT_DESCENT.name, convention)
    else:
        kind = type(wanted).__name__
        raise InputError("type", f"an optimizer is a name, a Rule or an Optimizer, not {kind}")
    values = given.get("settings") or {}
    has = found.rule.settings
    exact = {
        meant(name, has) or name: value
        for name, value in options.parameters(values, "settings").items()
    }
    rate = RATE_GIVEN if "lr" in exact else found.rate
    return replace(found, rule=found.rule.with_settings(exact), rate=rate)


def in_fractions(way: Rule | Algorithm) -> Rule | Algorithm:
    """The same with settings and first values as exact numbers, however they were written."""
    settings = options.parameters(way.settings, "settings")
    if isinstance(way, Algorithm):
        return replace(way, settings=settings)
    firsts = {n: v if v == "x" else options.number(v, n) for n, v in way.memory.items()}
    return replace(way, settings=settings, memory=firsts)


def with_gradient_lines(optimizer: Optimizer, given: Options) -> Optimizer:
    """The rule behind lines for the gradient: it is clipped, then decay joins it."""
    wishes = [name for name in GRADIENT_OPTIONS if given.get(name) is not None]
    if not wishes:
        return optimizer
    rule = demand_formula(optimizer.rule, wishes[0])
    rule = with_decay(rule, given.get("weight_decay"))
    rule = with_clipping(rule, "clip_value", given.get("clip_value"))
    rule = with_clipping(rule, "max_norm", given.get("clip_norm"))
    return replace(optimizer, rule=rule)


def with_clipping(rule: Rule, name: str, wanted: Given | None) -> Rule:
    """The rule with a bound on the gradient, under the name that the bound has in its line."""
    if wanted is None:
        return rule
    demand_free(rule, name)
    return before(
        rule, CLIPPINGS[name], {name: options.above_zero(wanted, "bound of the gradient")}
    )


def with_decay(rule: Rule, wanted: Given | None) -> Rule:
    """Weight decay: the rule's own where it has some, else the point's share of the gradient."""
    if wanted is None:
        return rule
    share = options.number(wanted, "the weight decay")
    if share < 0:
        raise InputError("domain", f"the weight decay must be a number from 0 on, not {wanted}")
    if "weight_decay" in rule.settings:
        return rule.with_settings({"weight_decay": share})
    return coupled_decay(rule, share)


def with_average(optimizer: Optimizer, wanted: Given | None) -> Optimizer:
    """The rule with a running mean of its points as the answer."""
    if wanted is None:
        return optimizer
    share = options.number(wanted, "the decay of the average")
    if not 0 <= share < 1:
        raise InputError("domain", f"the average decays by a factor from 0 to 1, not {wanted}")
    formula = demand_formula(optimizer.rule, "average")
    demand_free(formula, MEAN)
    line = f"{MEAN} = mean_decay*{MEAN} + (1 - mean_decay)*x"
    rule = after(formula, line, {"mean_decay": share}, {MEAN: "x"})
    return replace(optimizer, rule=replace(rule, answer=MEAN))


def demand_formula(way: Rule | Algorithm, wish: str) -> Rule:
    """Refuse to write a line into a method that is no formula."""
    if isinstance(way, Algorithm):
        flag = "--" + wish.replace("_", "-")
        raise InputError(
            "type", f"{way.name} is no formula: it takes no {flag}", f"leave {flag} out"
        )
    return way


def demand_free(rule: Rule, name: str) -> None:
    """Refuse to write a name into a rule that has it already."""
    if name in {*rule.settings, *rule.memory}:
        raise InputError(
            "not_allowed", f"{rule.name} has a {name} of its own: use --set {name}=..."
        )


GRADIENT_OPTIONS: Final = ("weight_decay", "clip_value", "clip_norm")
CLIPPINGS: Final = {
    "clip_value": "g = clip(g, -clip_value, clip_value)",
    "max_norm": "g = where(norm_all(g) > max_norm, g/norm_all(g)*max_norm, g)",
}
MEAN: Final = "mean_x"


def at_given_rate(optimizer: Optimizer, rate: Given | None) -> tuple[Optimizer, Rate]:
    """The optimizer at a learning rate: the one given, else the rule's own."""
    rule = optimizer.rule
    if rate is None:
        if "lr" in rule.settings:
            value = rule.settings["lr"]
            if optimizer.rate == RATE_GIVEN:
                return optimizer, Rate(options.rate(value))
            return optimizer, Rate(value, optimizer.rate or f"the usual one of {rule.name}")
        return optimizer, Rate(Fraction(1), f"{rule.name} has no learning rate")
    if "lr" not in rule.settings:
        message = f"{rule.name} has no learning rate"
        raise InputError("unknown_name", message, "leave --lr out")
    value = options.rate(rate)
    return replace(optimizer, rule=rule.with_settings({"lr": value})), Rate(value)


def demand_one_rate(optimizer: Optimizer, rate: Given | None) -> None:
    """Refuse a learning rate beside another one that came with the optimizer or its settings."""
    own = optimizer.rule.settings.get("lr")
    if rate is None or optimizer.rate != RATE_GIVEN or own is None:
        return
    try:
        same = options.number(rate, "the learning rate") == own
    except InputError:
        same = False
    if not same:
        told = f"{str(rate)[:40]}, and {float(own):g} with the optimizer"
        raise InputError(
            "type", f"the learning rate is given twice: {told}", "leave one of them out"
        )


AUTO: Final = "auto"
TIMED: Final = re.compile(r"(?<![A-Za-z_.])t(?![A-Za-z_0-9(])")  # the step, as a name of its own
TINY: Final = 1e-12  # below zero by no more than rounding
LOOKED_AHEAD: Final = 10_000  # steps at which a rate that depends on the step is looked at
Rated = tuple[Optimizer, Rate, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class RateContext:
    """What a rate is chosen for: the formula, where from, in which box, how many steps."""

    derivation: Derivation
    objective: Objective
    start: tuple[Fraction, ...]
    bounds: Bounds
    steps: int


def choose_rate(optimizer: Optimizer, wanted: Given | None, context: RateContext) -> Rated:
    """The optimizer at the rate that was given or chosen; and whether it was chosen.

    Raises InputError for a rate of 0 or below, FormulaError for a formula that cannot be read.
    """
    rule = optimizer.rule
    demand_one_rate(optimizer, wanted)
    if isinstance(wanted, str) and wanted.strip().lower() == AUTO:
        rate = automatic(optimizer, demand_rate(rule), context)
        return at(optimizer, rate), rate, ("rate",)
    if isinstance(wanted, str) and TIMED.search(wanted):
        return rate_by_step(optimizer, demand_rate(rule), wanted.strip(), context.steps)
    if wanted is None and rule.text == GRADIENT_DESCENT.text and not optimizer.rate:
        from symdescent.numeric.rate_search import default_rate

        rate = default_rate(context.objective, tuple(map(float, context.start)), context.bounds.box)
        return at(optimizer, rate), rate, ("rate",)
    return (*at_given_rate(optimizer, wanted), ())


def with_schedule(found: Rated, given: Options, steps: int) -> Rated:
    """The same under a schedule that begins from its rate, or has rates of its own."""
    (optimizer, rate, chosen), wanted = found, given.get("schedule")
    if wanted is None:
        return found
    from symdescent.optimizers.schedules import named_schedule, wanted_schedule, without_unused_rate

    if not isinstance(wanted, str):
        raise InputError("type", f"a schedule is a text, not {type(wanted).__name__}")
    if rate.lines:
        raise InputError(
            "type", "a rate by the step and a schedule were given: one of them is left"
        )
    rule = demand_rate(optimizer.rule)
    read = wanted_schedule(wanted, rate.value)
    lines = read.lines
    demand_same_rate(read, given.get("rate"))
    first = checked(lines.before, steps, f"the rate of {read.said}", -TINY)
    around = without_unused_rate(lines.around(rule))
    moved = replace(optimizer, rule=replace(around, notes=(*around.notes, *read.notes)))
    if named_schedule(wanted, 2 * rate.value) == lines:  # it has its own rates
        return moved, Rate(first, lines=lines.before), ()
    return moved, replace(rate, value=first or rate.value, lines=lines.before), chosen


def demand_same_rate(read: "Wanted", rate: Given | None) -> None:
    """Refuse a learning rate beside a schedule that has others."""
    if rate is None or not read.rates or (isinstance(rate, str) and rate.strip().lower() == AUTO):
        return
    if options.number(rate, "the learning rate") not in read.rates:
        told = f"{str(rate)[:40]}, and {float(read.rates[0]):g} in the schedule"
        raise InputError(
            "type", f"the learning rate is given twice: {told}", "leave one of them out"
        )


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


def rate_by_step(optimizer: Optimizer, rule: Rule, text: str, steps: int) -> Rated:
    """A rate that is a formula in t, the number of the step: a line in front of the rule."""
    from symdescent.optimizers.schedules import Schedule, without_unused_rate

    line = compilation.line(text)
    first = checked(line, steps, "the learning rate", 0.0)
    scheduled = without_unused_rate(Schedule(line).around(rule))
    return replace(optimizer, rule=scheduled), Rate(first, lines=line), ()


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


def automatic(optimizer: Optimizer, rule: Rule, context: RateContext) -> Rate:
    """The best rate where it can be proved, else one that a trial run descends with."""
    from symdescent.proofs.best_rates import best, bounded_rate
    from symdescent.proofs.hessian_bounds import bent

    is_plain = rule.text == GRADIENT_DESCENT.text
    known = modes(rule)
    curvatures = spectrum(context.derivation) if known else None
    if known and curvatures and (is_plain or not context.bounds.box.bounded):
        found = best(known, curvatures)
        if found:
            return found
    bending = bent(context.derivation.formula, context.bounds.sides) if is_plain else None
    rate = bounded_rate(bending) if bending else descended(optimizer, rule, context)
    if curvatures and not curvatures.is_bowl:
        return replace(rate, reason=f"no rate is best, since L has no minimum; {rate.reason}")
    return rate


def descended(optimizer: Optimizer, rule: Rule, context: RateContext) -> Rate:
    """A rate that a trial run descends with."""
    from symdescent.numeric.rate_search import sampled_rate, tried_rate

    trial = on_trial(optimizer, rule, context)
    if rule.text == GRADIENT_DESCENT.text:
        return sampled_rate(trial)
    return tried_rate(trial, rule.settings["lr"], rule.name)


def on_trial(optimizer: Optimizer, given: Rule, context: RateContext) -> "Trial":
    """The descent with its rate in its memory, so that one compiled step serves every rate."""
    from symdescent.numeric.rate_search import Trial

    rule = with_free_rate(given)
    update = fuse(context.derivation, rule, optimizer.blocks(len(context.start)))
    descent = Descent(
        rule.name,
        context.objective.names,
        compilation.step(update),
        tuple(map(float, context.start)),
        tuple(map(float, update.memory_at(context.start))),
        context.bounds.box,
    )
    return Trial(descent, context.objective, context.steps, update.noise)
