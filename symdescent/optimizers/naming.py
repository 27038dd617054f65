"""What a person writes for a schedule goes in, its lines come out: cosine:T=100, torch:StepLR:...

The short names stand for one framework's schedule each, with short names for its settings.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from symdescent.errors import InputError, did_you_mean
from symdescent.optimizers.hyperparameters import demand
from symdescent.optimizers.schedules import (
    FORMULAS,
    FRAMEWORKS,
    KERAS_PLATEAU,
    OPTAX_PLATEAU,
    TORCH_PLATEAU,
    WATCHING,
    Schedule,
    schedule,
)

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


WATCHED: Final[Mapping[tuple[str, str], Mapping[str, Any]]] = {
    ("torch", "MultiplicativeLR"): {"base_lr": ..., "lr_lambda": ...},
    ("torch", "ReduceLROnPlateau"): TORCH_PLATEAU,
    ("keras", "callbacks.ReduceLROnPlateau"): KERAS_PLATEAU,
    ("optax", "contrib.reduce_on_plateau"): OPTAX_PLATEAU,
}
assert set(WATCHED) == {(f, name) for f, table in WATCHING.items() for name in table}


def named(text: str, base: Fraction) -> Schedule:
    """The schedule of `cosine:T=100` or `torch:StepLR:step_size=30`, from a rate on.

    Raises InputError with the nearest name for a schedule or a setting that there is not, and
    for a setting that is missing.
    """
    name, _, rest = text.strip().partition(":")
    if name in FRAMEWORKS:
        inner, _, rest = rest.partition(":")
        given = settings(rest)
        return whole(name, inner.strip(), based(name, inner.strip(), given, base), inner)
    short = SHORT.get(name.strip().lower())
    if short is None:
        message = f"there is no schedule '{name[:40]}'"
        hint = did_you_mean(name, SHORT) or "symdescent schedules  lists them"
        raise InputError("unknown_name", message, hint)
    given = short_settings(name, short, settings(rest))
    return whole(short.framework, short.name, {short.base: base, **given}, name)


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
    return form.defaults if form else WATCHED[framework, name]


def based(framework: str, name: str, given: Mapping[str, Any], base: Fraction) -> dict[str, Any]:
    """The settings with the learning rate for the first of them that is one, unless given."""
    demand(name, names(framework), f"{framework} has no schedule '{name[:40]}'")
    needed = [own for own, value in defaults_of(framework, name).items() if value is ...]
    first = next((own for own in BASES if own in needed), None)
    return {**({first: base} if first else {}), **given}


def names(framework: str) -> list[str]:
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
        raise InputError(mistake.kind, message, mistake.hint) from None


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
