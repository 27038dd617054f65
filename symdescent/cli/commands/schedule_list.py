"""The command `schedules`: the list of them, and the whole of one, as text."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from symdescent.cli.commands.optimizer_list import framework_named
from symdescent.cli.help import WIDEST, columns, wrapped
from symdescent.errors import InputError, did_you_mean
from symdescent.optimizers.schedules import (
    BASES,
    FRAMEWORKS,
    SHORT,
    defaults_of,
    named_schedule,
    schedule_names,
)

BASE: Final = Fraction(1, 10)
FOOT: Final = (
    ("symdescent schedules cosine", "its settings, and the lines of the rule"),
    ("symdescent schedules --all", "also the {many} of PyTorch, Keras and optax"),
)
SILENT: Final = ("name", "epochs", "steps_per_epoch")


def known(width: int = WIDEST) -> str:
    """The short names with an example each."""
    rows = [("schedule", "for example, behind --schedule")]
    rows += [(name, f"{name}:{short.example}") for name, short in SHORT.items()]
    many = sum(len(schedule_names(framework)) for framework in FRAMEWORKS)
    foot = [(left, right.format(many=many)) for left, right in FOOT]
    return "\n".join([*in_columns(rows, width), "", *in_columns(foot, width)])


def every(width: int = WIDEST) -> str:
    """The same, and the names of each framework."""
    lines = [known(width).partition("\n\n")[0]]
    return "\n\n".join([*lines, *(of_framework(each, width) for each in FRAMEWORKS)])


def of_framework(name: str, width: int = WIDEST) -> str:
    """The schedules of a framework, by its own names."""
    framework = framework_named(name)
    listed = schedule_names(framework) if framework in FRAMEWORKS else []
    if not listed:
        raise InputError("unknown_name", f"there are no schedules of {framework}")
    head = f"--schedule {framework}:NAME:setting=value,...  with NAME one of"
    return "\n".join([head, *(f"    {line}" for line in wrapped(", ".join(listed), width - 4))])


def in_columns(pairs: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Two columns, the first as wide as it must be."""
    return columns(pairs, 2 + max(len(left) for left, _ in pairs), width)


def one(name: str) -> str:
    """The settings of a schedule with their defaults; of a short name its lines as well."""
    if name in SHORT:
        return short(name)
    framework, _, inner = name.partition(":")
    found = [(f, n) for f in FRAMEWORKS for n in schedule_names(f) if n == (inner or name)]
    chosen = [pair for pair in found if not inner or pair[0] == framework]
    if not chosen:
        known = [*SHORT, *(n for f in FRAMEWORKS for n in schedule_names(f))]
        message = f"there is no schedule '{name[:40]}'"
        raise InputError("unknown_name", message, did_you_mean(inner or name, known))
    return "\n".join(f"{f}:{n}  {settings_text(defaults_of(f, n))}" for f, n in chosen)


def short(name: str) -> str:
    """A short name, and the lines of its example from the rate 0.1 on."""
    entry = SHORT[name]
    defaults = {**defaults_of(entry.framework, entry.name), **entry.usual}
    own = {word: defaults.get(full, ...) for word, full in entry.settings.items()}
    lines = named_schedule(f"{name}:{entry.example}", BASE)
    return "\n".join(
        [
            f"{name}: {settings_text(own)}",
            f"as {entry.framework}'s {entry.name}, from the rate of --lr",
            f"--lr 0.1 --schedule {name}:{entry.example}",
            *(f"    {line}" for line in lines.before.split("\n")),
            *(["    (the rule)"] if lines.after else []),
            *(f"    {line}" for line in lines.after.split("\n") if line),
        ]
    )


def settings_text(defaults: Mapping[str, Any]) -> str:
    """The settings: those that must be given by name alone, the others with their defaults."""
    shown = [(n, v) for n, v in defaults.items() if n not in SILENT and n not in BASES[:2]]
    return ", ".join(n if v is ... else f"{n}={v}" for n, v in shown)
