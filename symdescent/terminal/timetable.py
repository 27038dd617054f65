"""The table of schedules goes in, a list of all, or the whole of one, comes out as text."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from symdescent.errors import InputError, did_you_mean
from symdescent.optimizers.naming import BASES, SHORT, defaults_of, named, names
from symdescent.optimizers.schedules import FRAMEWORKS

BASE: Final = Fraction(1, 10)
SILENT: Final = ("name", "epochs", "steps_per_epoch")


def every() -> str:
    """The short names with an example each, then the names of each framework."""
    rows = [(name, f"--schedule {name}:{short.example}") for name, short in SHORT.items()]
    width = max(len(name) for name, _ in rows)
    lines = ["schedule".ljust(width) + "  for example"]
    lines += [f"{name.ljust(width)}  {example}" for name, example in rows]
    for framework in FRAMEWORKS:
        lines += ["", f"--schedule {framework}:NAME:setting=value,...  with NAME one of"]
        lines += [f"    {name}" for name in names(framework)]
    return "\n".join(lines)


def one(name: str) -> str:
    """The settings of a schedule with their defaults; of a short name its lines as well."""
    if name in SHORT:
        return short(name)
    framework, _, inner = name.partition(":")
    found = [(f, n) for f in FRAMEWORKS for n in names(f) if n == (inner or name)]
    chosen = [pair for pair in found if not inner or pair[0] == framework]
    if not chosen:
        known = [*SHORT, *(n for f in FRAMEWORKS for n in names(f))]
        message = f"there is no schedule '{name[:40]}'"
        raise InputError("unknown_name", message, did_you_mean(inner or name, known))
    return "\n".join(f"{f}:{n}  {told(defaults_of(f, n))}" for f, n in chosen)


def short(name: str) -> str:
    """A short name, and the lines of its example from the rate 0.1 on."""
    entry = SHORT[name]
    defaults = {**defaults_of(entry.framework, entry.name), **entry.usual}
    own = {word: defaults.get(full, ...) for word, full in entry.settings.items()}
    lines = named(f"{name}:{entry.example}", BASE)
    return "\n".join(
        [
            f"{name}: {told(own)}",
            f"as {entry.framework}'s {entry.name}, from the rate of --lr",
            f"--lr 0.1 --schedule {name}:{entry.example}",
            *(f"    {line}" for line in lines.before.split("\n")),
            *(["    (the rule)"] if lines.after else []),
            *(f"    {line}" for line in lines.after.split("\n") if line),
        ]
    )


def told(defaults: Mapping[str, Any]) -> str:
    """The settings: those that must be given by name alone, the others with their defaults."""
    shown = [(n, v) for n, v in defaults.items() if n not in SILENT and n not in BASES[:2]]
    return ", ".join(n if v is ... else f"{n}={v}" for n, v in shown)
