"""A Setting goes in, a Contender comes out: how its descent went, and what it cost."""

import time
from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from symdescent.language.tree import Call, Name, nodes
from symdescent.notebook_hook import short
from symdescent.numeric.objective import GRADIENT, HESSIAN, VALUE, counting
from symdescent.numeric.run import Run
from symdescent.optimizers import Rule
from symdescent.problem.setting import Setting, answers, update, walk_down

ELSEWHERE: Final = {"value": VALUE, "slope": GRADIENT, "hessian_times": HESSIAN}


@dataclass(frozen=True, eq=False)
class Contender:
    """One optimizer of a comparison: its name as asked for, its setting, its run and the cost.

    The run is one of the rule's answers, where these are not its points.
    `calls`: how often L, its gradient and its Hessian were asked for ("value", "gradient",
    "hessian"); `seconds`: the descent alone, without reading and compiling.
    """

    label: str
    setting: Setting
    run: Run
    calls: Counter[str]
    seconds: float

    __repr__ = short


def contend(label: str, setting: Setting) -> Contender:
    """Let an optimizer descend, and count and time it."""
    objective, counted = counting(setting.objective)
    watched, step = replace(setting, objective=objective), update(setting)
    begin = time.perf_counter()
    run = walk_down(watched, step)
    seconds = time.perf_counter() - begin
    run = answers(setting, step, run)
    calls = fused(setting.rule, run.steps) if isinstance(setting.rule, Rule) else counted
    return Contender(label, setting, run, calls, seconds)


def fused(rule: Rule, steps: int) -> Counter[str]:
    """The calls of a rule: L and its gradient at every iterate, and what it asks for elsewhere."""
    each = Counter({VALUE: 1, GRADIENT: 1})
    for part in nodes(tuple(equation.tree for equation in rule.equations)):
        if isinstance(part, Call) and part.function in ELSEWHERE:
            each[ELSEWHERE[part.function]] += 1
        each[HESSIAN] += isinstance(part, Name) and part.name == "h"
    return Counter({name: many * (steps + 1) for name, many in each.items()})
