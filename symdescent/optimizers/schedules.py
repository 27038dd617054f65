"""A schedule's name and settings go in, lines that set lr come out: all of them in one table.

Most are formulas of the step alone; those that watch the value, or multiply as they go, remember.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from symdescent.language.tree import names
from symdescent.optimizers.hyperparameters import (
    Hyperparameters,
    demand,
    exact,
    filled,
    numbers,
    spelt,
)
from symdescent.optimizers.parts import Memory, Settings, joined
from symdescent.optimizers.rule import Rule
from symdescent.optimizers.schedules_keras import KERAS
from symdescent.optimizers.schedules_optax import OPTAX
from symdescent.optimizers.schedules_torch import TORCH, TORCH_MOMENTA

__all__ = ["FORMULAS", "KERAS", "OPTAX", "TORCH", "TORCH_MOMENTA", "WATCHING", "Schedule"]


@dataclass(frozen=True)
class Schedule:
    """Lines run before a rule, which set lr, and after it, with what they remember."""

    before: str
    after: str = ""
    settings: Settings = field(default_factory=dict)
    memory: Memory = field(default_factory=dict)

    def around(self, rule: Rule) -> Rule:
        """The rule at this schedule's rate."""
        text = f"{self.before}\n{rule.text}\n{self.after}".strip()
        return joined(rule, text, self.settings, self.memory)


def without_unused_rate(rule: Rule) -> Rule:
    """The rule without the setting lr, if its lines set lr before they read it."""
    for equation in rule.equations:
        if "lr" in names(equation.tree):
            return rule
        if equation.name == "lr":
            rest = {name: value for name, value in rule.settings.items() if name != "lr"}
            return replace(rule, settings=MappingProxyType(rest))
    return rule


def schedule(framework: str, name: str, settings: Hyperparameters) -> Schedule:
    """The lines of a framework's schedule; InputError for a name or a setting it does not have."""
    watching, formulas = WATCHING[framework], FORMULAS[framework]
    demand(name, [*formulas, *watching], f"{framework} has no schedule '{name}'")
    if name in watching:
        return watching[name](settings)
    lines = f"k = t - 1\nlr = {formulas[name](settings)}"
    return Schedule(lines)


def multiplied(s: Hyperparameters) -> Schedule:
    """A factor a step, as a formula in k."""
    given = filled("MultiplicativeLR", s, {"base_lr": ..., "lr_lambda": ...})
    factor = f"where(k < 1, 1, ({given['lr_lambda']}))"
    lines = f"k = t - 1\nscale = scale*{factor}\nlr = {spelt(given['base_lr'])}*scale"
    return Schedule(lines, memory=numbers(scale=1))


def torch_plateau(s: Hyperparameters) -> Schedule:
    """Less once the value has not fallen for more than `patience` steps."""
    given = filled("ReduceLROnPlateau", s, TORCH_PLATEAU)
    share = {"rel": "best*(1 {sign} threshold)", "abs": "best {sign} threshold"}
    upwards = given["mode"] == "max"
    bound = share[given["threshold_mode"]].format(sign="+" if upwards else "-")
    lines = TORCH_WATCH.format(beyond=">" if upwards else "<", bound=bound)
    return watching(given, lines)


def keras_plateau(s: Hyperparameters) -> Schedule:
    """Less once the value has not fallen for `patience` steps."""
    given = filled("ReduceLROnPlateau", s, KERAS_PLATEAU)
    sign, beyond = ("+", ">") if given["mode"] == "max" else ("-", "<")
    return watching(given, KERAS_WATCH.format(beyond=beyond, sign=sign))


def watching(given: Mapping[str, Any], lines: str) -> Schedule:
    named = {"least_cut" if name == "eps" else name: value for name, value in given.items()}
    settings = {name: exact(named[name]) for name in WATCHED if name in named}
    memory = numbers(rate=given["base_lr"], best=0, bad=0, rest=0)
    return Schedule("lr = rate", lines.strip(), settings, memory)


def optax_plateau(s: Hyperparameters) -> Schedule:
    """A factor that falls once the mean of some values has not fallen `patience` times."""
    given = filled("reduce_on_plateau", s, OPTAX_PLATEAU)
    return Schedule(
        f"{OPTAX_WATCH.strip()}\nlr = lr*scale",
        settings=numbers(**given),
        memory=numbers(best=0, bad=0, rest=0, scale=1, mean_L=0, seen=0, looked=0),
    )


WATCHED = ("factor", "patience", "threshold", "min_delta", "cooldown", "min_lr", "least_cut")
TORCH_WATCH = """
better = where(t <= 1 or L {beyond} {bound}, 1, 0)
best = where(better > 0, L, best)
bad = where(better > 0 or rest > 0, 0, bad + 1)
rest = max(rest - 1, 0)
cut = where(bad > patience, 1, 0)
rest = where(cut > 0, cooldown, rest)
bad = where(cut > 0, 0, bad)
lower = max(rate*factor, min_lr)
rate = where(cut > 0 and rate - lower > least_cut, lower, rate)
"""
KERAS_WATCH = """
bad = where(rest > 0, 0, bad)
rest = max(rest - 1, 0)
better = where(t <= 1 or L {beyond} best {sign} min_delta, 1, 0)
best = where(better > 0, L, best)
bad = where(better > 0, 0, where(rest > 0, bad, bad + 1))
cut = where(bad >= patience and rate > min_lr and better <= 0 and rest <= 0, 1, 0)
rate = where(cut > 0, max(rate*factor, min_lr), rate)
rest = where(cut > 0, cooldown, rest)
bad = where(cut > 0, 0, bad)
"""
OPTAX_WATCH = """
mean_L = (seen*mean_L + L)/(seen + 1)
seen = seen + 1
full = where(seen >= accumulation_size, 1, 0)
better = where(looked <= 0 or mean_L < (1 - rtol)*best - atol, 1, 0)
next = where(better > 0, 0, bad + 1)
cut = where(full > 0 and rest <= 0 and next >= patience, 1, 0)
best = where(full > 0 and better > 0, mean_L, best)
bad = where(full > 0, where(rest > 0 or cut > 0, 0, next), bad)
rest = where(full > 0, where(cut > 0, cooldown, max(rest - 1, 0)), rest)
scale = where(cut > 0, max(scale*factor, min_scale), scale)
looked = max(looked, full)
mean_L = where(full > 0, 0, mean_L)
seen = where(full > 0, 0, seen)
"""
TORCH_PLATEAU = {
    "base_lr": ...,
    "mode": "min",
    "factor": 0.1,
    "patience": 10,
    "threshold": 1e-4,
    "threshold_mode": "rel",
    "cooldown": 0,
    "min_lr": 0,
    "eps": 1e-8,
}
KERAS_PLATEAU = {
    "base_lr": ...,
    "factor": 0.1,
    "patience": 10,
    "mode": "min",
    "min_delta": 1e-4,
    "cooldown": 0,
    "min_lr": 0,
}
OPTAX_PLATEAU = {
    "factor": 0.1,
    "patience": 10,
    "rtol": 1e-4,
    "atol": 0,
    "cooldown": 0,
    "accumulation_size": 1,
    "min_scale": 0,
}
FRAMEWORKS = ("torch", "keras", "optax")
FORMULAS = {"torch": TORCH, "keras": KERAS, "optax": OPTAX}
WATCHING: dict[str, dict[str, Callable[[Hyperparameters], Schedule]]] = {
    "torch": {"MultiplicativeLR": multiplied, "ReduceLROnPlateau": torch_plateau},
    "keras": {"callbacks.ReduceLROnPlateau": keras_plateau},
    "optax": {"contrib.reduce_on_plateau": optax_plateau},
}
