"""The whole way of one formula on one screen: text in, descent beside the proved minimum out."""

import math
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Unpack

from symdescent import proofs
from symdescent.calculus import compilation
from symdescent.calculus.formula import demand_variable
from symdescent.calculus.gradient import Derivation, derive
from symdescent.calculus.parsing import FormulaLike
from symdescent.notebook_hook import Bundle, bundle, short
from symdescent.numeric.descent import Watch
from symdescent.numeric.objective import Objective
from symdescent.numeric.run import Ending, Run
from symdescent.problem import options
from symdescent.problem.options import BoxLike, Given, Options
from symdescent.problem.problem import asked, posed, read
from symdescent.problem.setting import Setting, answers, prepare, update, walk_down
from symdescent.proofs import Minimum, Pending
from symdescent.recurrence.closed_form import ClosedForm
from symdescent.recurrence.eigenmodes import closed_form
from symdescent.recurrence.exact_iterates import exact_iterates
from symdescent.recurrence.stability import modes
from symdescent.verdict import Case, Verdict, judge

Meanwhile = AbstractContextManager[object]
EXACT_ROWS = 12
SECONDS = 5.0


@dataclass(frozen=True, eq=False)
class Study:
    """A formula, its descent, its exact minimum, and the verdict on both.

    `iterates`: the first ones as exact fractions, empty where they are not rational; `closed`: the
    closed form of the iteration, None where there is none; `answer`: the run itself, or that of
    the averages that the rule answers with, on which the verdict is; `interrupted`: by Ctrl-C.
    """

    setting: Setting
    run: Run
    minimum: Minimum
    verdict: Verdict
    iterates: tuple[tuple[Fraction, ...], ...]
    closed: ClosedForm | None
    answer: Run
    interrupted: bool = False

    @property
    def derivation(self) -> Derivation:
        """The formula with its gradient and Hessian."""
        return self.setting.derivation

    def to_dict(self) -> dict[str, object]:
        """All of it as plain data for strict JSON; exact values as text beside floats."""
        from symdescent.serialise import final, study_to_dict

        told = study_to_dict(self.setting, self.run, self.minimum, self.verdict, self.iterates)
        return {**told, "answer": None if self.answer is self.run else final(self.answer)}

    __repr__ = short

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        return bundle(self)


def study(
    text: FormulaLike, *, meanwhile: Meanwhile | None = None, **given: Unpack[Options]
) -> Study:
    """Descend, prove and compare. Raises FormulaError or InputError for what cannot be meant.

    The proof is searched for in another process while the descent runs; `meanwhile` is entered
    once that process is on its way, for a sign of life.
    """
    given = options.understood(given)
    setting = prepare(posed(text, given), given)
    limit = options.seconds(given.get("time_limit", SECONDS))
    pending = proofs.start(asked(setting.problem))
    try:
        with meanwhile or nullcontext():
            return finished(setting, pending, limit)
    finally:
        pending.cancel()


def finished(setting: Setting, pending: Pending, seconds: float) -> Study:
    """The study, once the descent has run and the proof is in, or out of time."""
    one, box = update(setting), setting.bounds.box
    run = walk_down(setting, one)
    minimum, interrupted = wait(pending, run, seconds)
    line = closed_form(one, setting.start) if one and not box.bounded else None
    rates = known_rates(setting)
    answer = answers(setting, one, run)
    steady = not setting.rate.lines
    case = Case(setting.derivation, setting.objective, answer, minimum, box, line, *rates, steady)
    rows = 0 if box.bounded else min(EXACT_ROWS, run.steps + 1)
    iterates = exact_iterates(one, setting.start, rows) if one else ()
    return Study(setting, run, minimum, judge(case), iterates, line, answer, interrupted)


def known_rates(setting: Setting) -> tuple[float, float]:
    """The learning rate, and its largest product with a curvature; nan where it is not known."""
    found = modes(setting.rule)
    if found is None or found.limit is None:
        return math.nan, math.nan
    return float(setting.rate.value), float(found.limit)


def wait(pending: Pending, run: Run, seconds: float) -> tuple[Minimum, bool]:
    """The strongest proof by the deadline; after Ctrl-C the one that is known by now."""
    interrupted = run.outcome.ending is Ending.STOPPED
    try:
        return pending.result(0.0 if interrupted else seconds), interrupted
    except KeyboardInterrupt:
        return pending.result(0.0), True


def minimum(
    text: FormulaLike,
    *,
    box: BoxLike = None,
    time_limit: float = 10.0,
    let: Mapping[str, Given] | None = None,
) -> Minimum:
    """The exact minimum of a formula over R^n or a box, with its proof, or the reason for none.

    Raises FormulaError or InputError; running out of time is an answer (`kind` undecided).
    """
    problem = posed(text, Options(box=box, let=let))
    found = proofs.minimum(asked(problem), options.seconds(time_limit))
    return replace(found, notes=problem.formula.notes)


def objective(text: FormulaLike, *, let: Mapping[str, Given] | None = None) -> Objective:
    """The compiled formula: `value`, `gradient`, `hessian` at points of float64, and `names`."""
    formula = read(text, Options(let=let))
    demand_variable(formula)
    return compilation.objective(derive(formula))


def descend(text: FormulaLike, *, watch: Watch | None = None, **given: Unpack[Options]) -> Run:
    """The descent alone: `points` (k, n), `values` (k,), `gradients` (k, n), `outcome`.

    Raises FormulaError or InputError for what cannot be meant; how it went is the outcome.
    """
    given = options.understood(given)
    setting = prepare(posed(text, given), given)
    return walk_down(setting, update(setting), watch)
