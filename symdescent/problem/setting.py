"""A formula and options as a Setting: compiled, with start, rate and rule; and its descent."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from symdescent.calculus import compilation
from symdescent.calculus.formula import Formula
from symdescent.calculus.gradient import Derivation, derive
from symdescent.calculus.rule_step import Update, fuse
from symdescent.errors import InputError
from symdescent.notebook_hook import short
from symdescent.numeric.box import default_start
from symdescent.numeric.descent import Descent, Stop, Watch, answered, descend, kept, normals
from symdescent.numeric.objective import Objective
from symdescent.numeric.run import Run
from symdescent.optimizers import GRADIENT_DESCENT, Algorithm, Rule
from symdescent.optimizers.rule import Optimizer, Rate
from symdescent.problem import options
from symdescent.problem.optimizer_options import (
    RateContext,
    choose_rate,
    requested_optimizer,
    with_average,
    with_gradient_lines,
    with_schedule,
)
from symdescent.problem.options import Bounds, Options
from symdescent.problem.problem import Problem

if TYPE_CHECKING:
    from symdescent.numeric.line_search import Search

STEPS, SECONDS = 10_000, 2.0  # of a descent whose length was not given


@dataclass(frozen=True, eq=False)
class Setting:
    """One problem made ready to descend.

    `chosen`: which of start and rate were chosen for the person, who did not give them.
    """

    problem: Problem
    derivation: Derivation
    objective: Objective
    start: tuple[Fraction, ...]
    rate: Rate
    optimizer: Optimizer
    stop: Stop
    chosen: tuple[str, ...]

    __repr__ = short

    @property
    def rule(self) -> Rule | Algorithm:
        """The update rule, or the algorithm, with its settings."""
        return self.optimizer.rule

    @property
    def is_plain(self) -> bool:
        """Whether the rule is plain gradient descent, whose rates are understood."""
        return self.rule.text == GRADIENT_DESCENT.text

    @property
    def formula(self) -> Formula:
        """What was typed."""
        return self.problem.formula

    @property
    def bounds(self) -> Bounds:
        """Those of its variables."""
        return self.problem.bounds


def prepare(problem: Problem, given: Options) -> Setting:
    """Compile the formula, and read or choose start, rate and steps.

    Raises InputError for an option that cannot be meant, or a start without a value.
    """
    derivation = derive(problem.formula)
    objective = compilation.objective(derivation)
    stop = stopping(given)
    start, chosen = starting(given, objective, problem.bounds)
    plain = Optimizer(GRADIENT_DESCENT)
    none = Rate(Fraction(1), "")
    return with_optimizer(
        Setting(problem, derivation, objective, start, none, plain, stop, chosen), given
    )


def with_optimizer(setting: Setting, given: Options) -> Setting:
    """The same setting with the optimizer and the rate that the options ask for.

    Raises InputError for an optimizer, a convention, a setting or a rate that there is not.
    """
    context = RateContext(
        setting.derivation, setting.objective, setting.start, setting.bounds, setting.stop.steps
    )
    found = choose_rate(
        with_gradient_lines(requested_optimizer(given), given), given.get("rate"), context
    )
    optimizer, rate, reckoned = with_schedule(found, given, setting.stop.steps)
    optimizer = with_average(optimizer, given.get("average"))
    return replace(setting, optimizer=optimizer, rate=rate, chosen=setting.chosen + reckoned)


def stopping(given: Options) -> Stop:
    """The number of steps that was given, or a usual one with a limit in seconds."""
    steps, tolerance = given.get("steps"), options.tolerance(given.get("tolerance", 1e-10))
    if steps is None:
        return Stop(STEPS, tolerance, SECONDS)
    return Stop(options.count(steps), tolerance)


def starting(
    given: Options, objective: Objective, bounds: Bounds
) -> tuple[tuple[Fraction, ...], tuple[str, ...]]:
    """The start that was given, checked, or one that was chosen; and whether it was."""
    wanted = given.get("start")
    if wanted is not None:
        start = options.start(wanted, objective.names)
        options.demand_defined(start, objective, bounds.box)
        return start, ()
    chosen = default_start(objective, bounds.box)
    if chosen is None:
        hint = 'name a point of its domain:  --x0 "..."'
        raise InputError("domain", "no point was found where the formula is defined", hint)
    return tuple(options.number(x, "the start") for x in chosen), ("start",)


def update(setting: Setting) -> Update | None:
    """One step as formulas; None where the method is no formula."""
    if isinstance(setting.rule, Algorithm):
        return None
    blocks = setting.optimizer.blocks(len(setting.start))
    return fuse(setting.derivation, setting.rule, blocks)


def walk_down(setting: Setting, update: Update | None, watch: Watch | None = None) -> Run:
    """The descent itself: by the update, or by the algorithm."""
    if isinstance(setting.rule, Algorithm):
        from symdescent.numeric.algorithms import iterates

        search = searching(setting)
        return kept(iterates(setting.rule, search), search, setting.stop, watch)
    assert update is not None  # only algorithms have none
    return descend(descent(setting, update), setting.stop, watch)


def answers(setting: Setting, update: Update | None, run: Run) -> Run:
    """The run of the rule's answers, where an average is the answer; else the run itself."""
    if update is None or update.answer == slice(0, len(setting.start)):
        return run
    return answered(run, descent(setting, update), update.answer, setting.objective)


def descent(setting: Setting, update: Update) -> Descent:
    """What is walked, from the beginning."""
    return Descent(
        setting.rule.name,
        setting.objective.names,
        compilation.step(update),
        tuple(map(float, setting.start)),
        tuple(map(float, update.memory_at(setting.start))),
        setting.bounds.box,
        normals(update.noise) if update.noise else None,
    )


def searching(setting: Setting) -> "Search":
    """What an algorithm works on."""
    from symdescent.numeric.line_search import Search

    return Search(
        setting.rule.name,
        setting.objective,
        tuple(map(float, setting.start)),
        {name: float(value) for name, value in setting.rule.settings.items()},
        setting.bounds.box,
    )
