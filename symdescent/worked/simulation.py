"""A study goes in; what a page needs to walk the same way with other rates comes out, as data."""

import math
from typing import Final

from symdescent.calculus.codegen import script
from symdescent.calculus.rule_step import Update, fuse
from symdescent.optimizers import Rule
from symdescent.studies import Study

FEWEST: Final = 20
MOST_STEPS: Final = 1000
MOST_VARIABLES: Final = 6
LONGEST: Final = 20_000  # characters of the step's code
RATE: Final = "lr"


def simulation(study: Study) -> dict[str, object] | None:
    """The step as a function of JavaScript, and all that it begins with.

    `step`: the function (x, memory, rate if there is one, t) -> [L, gradient, x', memory'];
    `start`, `memory`, `rate` (or None): floats; `steps`: how many to walk; `taken`: how many the
    study took; `low`, `high`: the box, None where there is no bound; `names`, `title`: as typed.
    None where a page cannot walk: by a method that is no formula, by chance, in many variables, or
    by formulas too long for a page.
    """
    setting = study.setting
    if not isinstance(setting.rule, Rule) or len(setting.start) > MOST_VARIABLES:
        return None
    free = [RATE] if RATE in setting.rule.settings else []
    blocks = setting.optimizer.blocks(len(setting.start))
    update = fuse(setting.derivation, setting.rule, blocks, free)
    code = script(update.inputs, update.outputs, update.assignments)
    if update.noise or len(code) > LONGEST:
        return None
    return {"step": code, **beginning(study, update)}


def beginning(study: Study, update: Update) -> dict[str, object]:
    """Where the walk begins, how long it is, and between which bounds."""
    setting, box = study.setting, study.setting.bounds.box
    return {
        "names": list(setting.objective.names),
        "title": setting.formula.title,
        "start": [float(x) for x in setting.start],
        "memory": [float(x) for x in update.memory_at(setting.start)],
        "rate": float(setting.rule.settings[RATE]) if update.free else None,
        "steps": min(max(study.run.steps, FEWEST), MOST_STEPS),
        "taken": min(study.run.steps, MOST_STEPS),
        "low": [x if math.isfinite(x) else None for x in box.low],
        "high": [x if math.isfinite(x) else None for x in box.high],
    }
