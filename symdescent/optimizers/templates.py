"""Settings go in, formulas in k = 0, 1, ... come out: what schedules are put together from."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeVar

from symdescent.errors import InputError, did_you_mean
from symdescent.optimizers.hyperparameters import Hyperparameters, exact, filled, spelt

T = TypeVar("T")


@dataclass(frozen=True)
class Spelling:
    """How a schedule's settings become a formula; a default of `...` must be given."""

    write: Callable[[Hyperparameters], str]
    defaults: Hyperparameters = field(default_factory=dict)

    def __call__(self, settings: Hyperparameters) -> str:
        """The formula in k; InputError for a setting that the schedule does not have."""
        return self.write(filled("this schedule", settings, self.defaults))


def formula(template: str, **defaults: object) -> Spelling:
    """A formula with settings in braces; those without a default must be given."""
    needed = dict.fromkeys(re.findall(r"{(\w+)}", template), ...)
    return Spelling(lambda s: spell(template, s), {**needed, **defaults})


def spell(template: str, settings: Hyperparameters) -> str:
    words = {name: spelt(value) for name, value in settings.items() if plain(value)}
    return template.format(**words)


def plain(value: object) -> bool:
    return isinstance(value, int | float | str | Fraction)


def chosen(table: Mapping[str, T], word: Any, what: str) -> T:
    """The entry of a word; InputError for an unknown one."""
    if word not in table:
        message = f"{what} is one of {', '.join(table)}, not '{word}'"
        raise InputError("unknown_name", message, did_you_mean(str(word), table))
    return table[word]


def stepwise(pieces: Sequence[str], ends: Sequence[object], compare: str) -> str:
    """The first piece while k is before its end, then the next, and so on."""
    *before, text = pieces
    for piece, end in zip(reversed(before), reversed(ends), strict=True):
        text = f"where(k {compare} {spelt(end)}, {piece}, {text})"
    return text


def delayed(text: str, steps: object) -> str:
    """The same formula, begun so many steps later."""
    return text if steps == 0 else re.sub(r"\bk\b", f"(k - {spelt(steps)})", text)


def restarts(first: object, growth: object) -> tuple[str, str]:
    """Which period k is in, and how much of it is over; each is `growth` times the last.

    The logarithm is off by rounding where a period begins, hence the billionth.
    """
    n, m = spelt(first), spelt(growth)
    if exact(growth) == 1:
        return f"floor(k/{n})", f"k/{n} - floor(k/{n})"
    period = f"floor(log(1 + k*({m} - 1)/{n})/log({m}) + 1e-9)"
    begin = f"{n}*({m}^{period} - 1)/({m} - 1)"
    return period, f"(k - {begin})/({n}*{m}^{period})"
