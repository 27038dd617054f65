"""Schedules of the learning rate, by a framework's name or a short one: cosine:T=100.

Most are formulas of the step alone; those that watch the value, or multiply as they go, remember.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from symdescent.errors import InputError, did_you_mean
from symdescent.language.tree import names
from symdescent.language.unparse import decimal
from symdescent.optimizers.frameworks.hyperparameters import (
    Hyperparameters,
    demand,
    exact,
    filled,
    numbers,
    operand,
)
from symdescent.optimizers.frameworks.schedule_formulas import KERAS, OPTAX, TORCH, TORCH_MOMENTA
from symdescent.optimizers.frameworks.script_names import Named, Orders, called_schedule
from symdescent.optimizers.frameworks.signatures import schedule_order
from symdescent.optimizers.rule import Memory, Rule, Settings, joined

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
    lines = f"k = t - 1\nscale = scale*{factor}\nlr = {operand(given['base_lr'])}*scale"
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
    settings = {name: exact(named[name]) for name in WATCH_SETTINGS if name in named}
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


WATCH_SETTINGS = ("factor", "patience", "threshold", "min_delta", "cooldown", "min_lr", "least_cut")
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


BASES: Final = ("base_lr", "initial_learning_rate", "peak_value", "init_value", "max_lr", "value")
PLAIN: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?(/\d+)?")
WORDS: Final = {"true": True, "false": False, "none": None}


@dataclass(frozen=True)
class Short:
    """A short name: whose schedule it is, what the rate is called there, short names of settings.

    `usual`: settings that have a default here.
    """

    framework: str
    name: str
    base: str
    settings: Mapping[str, str]
    example: str
    usual: Mapping[str, Any] = field(default_factory=dict)


SHORT: Final = {
    "step": Short(
        "torch", "StepLR", "base_lr", {"every": "step_size", "factor": "gamma"}, "every=30"
    ),
    "multistep": Short(
        "torch", "MultiStepLR", "base_lr", {"at": "milestones", "factor": "gamma"}, "at=[30,80]"
    ),
    "exponential": Short("torch", "ExponentialLR", "base_lr", {"factor": "gamma"}, "factor=0.95"),
    "inverse-time": Short(
        "keras",
        "InverseTimeDecay",
        "initial_learning_rate",
        {"T": "decay_steps", "decay": "decay_rate"},
        "T=50,decay=1",
    ),
    "linear": Short(
        "optax",
        "linear_schedule",
        "init_value",
        {"T": "transition_steps", "end": "end_value"},
        "T=100,end=0.001",
        {"end_value": 0},
    ),
    "polynomial": Short(
        "optax",
        "polynomial_schedule",
        "init_value",
        {"T": "transition_steps", "end": "end_value", "power": "power"},
        "T=100,end=0.001,power=2",
        {"end_value": 0, "power": 2},
    ),
    "cosine": Short(
        "optax",
        "cosine_decay_schedule",
        "init_value",
        {"T": "decay_steps", "share": "alpha"},
        "T=100",
    ),
    "cosine-restarts": Short(
        "torch",
        "CosineAnnealingWarmRestarts",
        "base_lr",
        {"T": "T_0", "growth": "T_mult", "least": "eta_min"},
        "T=10,growth=2",
    ),
    "cyclic": Short(
        "torch",
        "CyclicLR",
        "base_lr",
        {"top": "max_lr", "up": "step_size_up", "down": "step_size_down"},
        "top=0.5,up=20",
    ),
    "one-cycle": Short(
        "optax",
        "cosine_onecycle_schedule",
        "peak_value",
        {"T": "transition_steps", "up": "pct_start"},
        "T=100",
    ),
    "warmup": Short(
        "optax",
        "warmup_constant_schedule",
        "peak_value",
        {"T": "warmup_steps", "start": "init_value"},
        "T=10,start=0.001",
        {"init_value": 0},
    ),
    "warmup-cosine": Short(
        "optax",
        "warmup_cosine_decay_schedule",
        "peak_value",
        {
            "warmup": "warmup_steps",
            "T": "decay_steps",
            "start": "init_value",
            "end": "end_value",
        },
        "warmup=10,T=100,start=0.001",
        {"init_value": 0},
    ),
    "warmup-exponential": Short(
        "optax",
        "warmup_exponential_decay_schedule",
        "peak_value",
        {
            "warmup": "warmup_steps",
            "T": "transition_steps",
            "factor": "decay_rate",
            "start": "init_value",
        },
        "warmup=10,T=50,factor=0.5,start=0.001",
        {"init_value": 0},
    ),
    "plateau": Short(
        "torch",
        "ReduceLROnPlateau",
        "base_lr",
        {"factor": "factor", "patience": "patience", "least": "min_lr"},
        "factor=0.5,patience=5",
    ),
}


WATCH_DEFAULTS: Final[Mapping[tuple[str, str], Mapping[str, Any]]] = {
    ("torch", "MultiplicativeLR"): {"base_lr": ..., "lr_lambda": ...},
    ("torch", "ReduceLROnPlateau"): TORCH_PLATEAU,
    ("keras", "callbacks.ReduceLROnPlateau"): KERAS_PLATEAU,
    ("optax", "contrib.reduce_on_plateau"): OPTAX_PLATEAU,
}
assert set(WATCH_DEFAULTS) == {(f, name) for f, table in WATCHING.items() for name in table}


@dataclass(frozen=True)
class Wanted:
    """A schedule that was asked for: whose, its settings with the rate among them, as it was
    `said`; of a script's text also its `call`, and the settings that were `given` there."""

    framework: str
    name: str
    settings: Mapping[str, Any]
    said: str
    call: Named | None = None
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def lines(self) -> Schedule:
        """The lines; InputError for settings that cannot be meant."""
        try:
            return whole(self.framework, self.name, self.settings, self.said)
        except InputError as mistake:
            raise (self.call.placed(mistake) if self.call else mistake) from None

    @property
    def rates(self) -> list[Fraction]:
        """The learning rates among the settings."""
        found = [self.settings[name] for name in BASES if name in self.settings]
        return [exact(rate) for rate in found if isinstance(rate, int | float | Fraction)]

    @property
    def notes(self) -> tuple[str, ...]:
        """How a script's text was read, as it would be written with our own names."""
        if self.call is None or any(isinstance(v, list) and nested(v) for v in self.given.values()):
            return ()
        for word, short in SHORT.items():
            names = {theirs: own for own, theirs in short.settings.items()}
            own = (short.framework, short.name) == (self.framework, self.name)
            if own and set(self.given) <= {short.base, *names}:
                rest = {names[n]: value for n, value in self.given.items() if n != short.base}
                rate = self.given.get(short.base)
                first = f"--lr {spelt(rate)}  " if rate is not None else ""
                return (f"the schedule read as  {first}--schedule {word}{told(rest)}",)
        return (f"the schedule read as  --schedule {self.framework}:{self.name}{told(self.given)}",)


def nested(values: list[Any]) -> bool:
    """Whether a list is one of schedules, which only a script writes."""
    return any(isinstance(value, tuple) for value in values)


def told(given: Mapping[str, Any]) -> str:
    """The settings as they are written behind the name of a schedule."""
    return ":" * bool(given) + ",".join(f"{name}={spelt(value)}" for name, value in given.items())


def spelt(value: Any) -> str:
    """A setting as it is written behind --schedule."""
    if isinstance(value, list | tuple):
        return f"[{','.join(map(spelt, value))}]"
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{spelt(k)}:{spelt(v)}" for k, v in value.items()) + "}"
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return str(value)
    return "-" * (value < 0) + decimal(abs(Fraction(value)))


def named_schedule(text: str, base: Fraction) -> Schedule:
    """The schedule of `cosine:T=100`, `torch:StepLR:step_size=30` or StepLR(optimizer, 30), from a
    rate on.

    Raises InputError with the nearest name for a schedule or a setting that there is not, and
    for a setting that is missing.
    """
    return wanted_schedule(text, base).lines


def wanted_schedule(text: str, base: Fraction) -> Wanted:
    """The same with its settings, and how it was read."""
    call = called_schedule(text, orders()) if text.strip().lower() not in SHORT else None
    if call:
        return from_call(call, base)
    name, _, rest = text.strip().partition(":")
    if name in FRAMEWORKS:
        inner, _, rest = rest.partition(":")
        given = based(name, inner.strip(), settings(rest), base)
        return Wanted(name, inner.strip(), given, inner)
    short = SHORT.get(name.strip().lower())
    if short is None:
        message = f"there is no schedule '{name[:40]}'"
        hint = did_you_mean(name, SHORT) or "symdescent schedules  lists them"
        raise InputError("unknown_name", message, hint)
    given = short_settings(name, short, settings(rest))
    return Wanted(short.framework, short.name, {short.base: base, **given}, name)


def from_call(call: Named, base: Fraction) -> Wanted:
    """The schedule that a script calls, ours or a framework's; a mistake has a caret."""
    kept = {n: v for n, v in call.settings.items() if n not in SILENT and (n, v) != NEVER}
    try:
        if call.framework:
            settings = based(call.framework, call.name, kept, base)
            return Wanted(call.framework, call.name, settings, call.name, call, kept)
        short = SHORT[call.name]
        given = short_settings(call.name, short, kept)
        settings = {short.base: base, **given}
        return Wanted(short.framework, short.name, settings, call.name, call, given)
    except InputError as mistake:
        raise call.placed(mistake) from None


def orders() -> Orders:
    """Every schedule with the order of its arguments; ours stand under ""."""
    own = {name: [*short.settings] for name, short in SHORT.items()}
    return {
        "": own,
        **{f: {name: schedule_order(name) for name in schedule_names(f)} for f in FRAMEWORKS},
    }


SILENT: Final = ("verbose", "monitor", "name")  # changes no number
NEVER: Final = ("last_epoch", -1)


def short_settings(said: str, short: Short, given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings under the framework's names; each may be written under either."""
    known = [*short.settings, *short.settings.values()]
    for each in given:
        demand(each, known, f"{said} has no setting '{each}'; it has {', '.join(short.settings)}")
    full = {short.settings.get(each, each): value for each, value in given.items()}
    found = {**short.usual, **full}
    needed = needs(short)
    missing = [own for own, name in short.settings.items() if name in needed and name not in found]
    if missing:
        hint = f"for example  --schedule {said}:{short.example}"
        raise InputError(
            "type", f"the schedule {said} needs a value for {', '.join(missing)}", hint
        )
    return found


def needs(short: Short) -> list[str]:
    """The settings without a default."""
    defaults = defaults_of(short.framework, short.name)
    return [name for name, value in defaults.items() if value is ...]


def defaults_of(framework: str, name: str) -> Mapping[str, Any]:
    """The settings of a framework's schedule; those that must be given are `...`."""
    form = FORMULAS[framework].get(name)
    return form.defaults if form else WATCH_DEFAULTS[framework, name]


def based(framework: str, name: str, given: Mapping[str, Any], base: Fraction) -> dict[str, Any]:
    """The settings with the learning rate for the first of them that is one, unless given."""
    demand(name, schedule_names(framework), f"{framework} has no schedule '{name[:40]}'")
    needed = [own for own, value in defaults_of(framework, name).items() if value is ...]
    first = next((own for own in BASES if own in needed), None)
    return {**({first: base} if first else {}), **given}


def schedule_names(framework: str) -> list[str]:
    """Every schedule of a framework."""
    return [*FORMULAS[framework], *WATCHING[framework]]


def whole(framework: str, name: str, given: Mapping[str, Any], said: str) -> Schedule:
    """The lines; a mistake names the schedule as it was written."""
    try:
        return schedule(framework, name, given)
    except (TypeError, ValueError, ZeroDivisionError) as error:
        raise InputError("type", f"the schedule {said} cannot be made: {error}") from None
    except InputError as mistake:
        message = mistake.message.replace("this schedule", f"the schedule {said}")
        raise InputError(mistake.kind, message, mistake.hint, mistake.word) from None


def settings(text: str) -> dict[str, Any]:
    """`a=1,b=[2,3],c={4:0.5},d=cos` as numbers, lists, mappings and words."""
    found: dict[str, Any] = {}
    for piece in split(text):
        name, sign, value = piece.partition("=")
        if not sign or not name.strip() or not value.strip():
            hint = "write  --schedule cosine:T=100"
            message = f"a setting of the schedule cannot be read: {piece[:60]}"
            raise InputError("syntax", message, hint)
        found[name.strip()] = value_of(value.strip())
    return found


def split(text: str) -> list[str]:
    """The pieces between commas outside of brackets."""
    pieces = re.findall(r"(?:[^,\[\]{}()]|\[[^\]]*\]|\{[^}]*\}|\([^)]*\))+", text)
    return [piece for piece in pieces if piece.strip()]


def value_of(text: str) -> Any:
    if text.startswith("[") and text.endswith("]"):
        return [value_of(piece.strip()) for piece in split(text[1:-1])]
    if text.startswith("{") and text.endswith("}"):
        pairs = [piece.partition(":") for piece in split(text[1:-1])]
        return {value_of(key.strip()): value_of(value.strip()) for key, _, value in pairs}
    if PLAIN.fullmatch(text):
        try:
            number = Fraction(text)
        except ZeroDivisionError:
            raise InputError("domain", f"a setting divides by zero: {text[:60]}") from None
        return int(number) if number.denominator == 1 else number
    return WORDS.get(text.lower(), text)
