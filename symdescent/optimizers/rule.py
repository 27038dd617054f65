"""An optimizer as data: a Rule in formulas, or an Algorithm in pseudo-code that `numeric` runs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Final, Generic, TypeVar

from symdescent.errors import InputError, did_you_mean
from symdescent.language import assignments
from symdescent.language.tokens import BOLD
from symdescent.language.tree import Assignment
from symdescent.notebook_hook import short

GIVEN = ("x", "g", "t", "L", "h", "noise", "n")
NONE: Mapping[str, Fraction | str] = MappingProxyType({})


@dataclass(frozen=True)
class Rule:
    """One update rule.

    `text`: assignments, one a line, in x (a coordinate), g (its gradient), t (1, 2, ...), L (the
    value), h (the Hessian's diagonal), noise (a standard normal number), n (how many coordinates),
    the settings and the memory; x and the memory are read again at the next step. Over the
    coordinates of a block: norm(u), dot(u, v), sum(u), mean(u), rms(u), max_over(u);
    norm_all(u), dot_all(u, v), sum_all(u) over all blocks; slope(u) is the gradient at the point
    u; floor(u) a whole number. `settings`: names and default values. `memory`: names and first
    values: a number, or "x" for the start. `answer`: the name that holds the answer, x unless an
    average does. `source`: author, year, DOI or arXiv. `notes`: how a person's text was read.
    """

    name: str
    text: str
    settings: Mapping[str, Fraction]
    memory: Mapping[str, Fraction | str] = field(default_factory=lambda: NONE)
    source: str = ""
    purpose: str = ""
    answer: str = "x"
    notes: tuple[str, ...] = ()

    __repr__ = short

    @cached_property
    def equations(self) -> tuple[Assignment, ...]:
        """The lines as trees; FormulaError with the place of a mistake."""
        return assignments(self.text, {*GIVEN, *self.settings, *self.memory})

    @property
    def settings_text(self) -> str:
        """The settings as people read them, and what memory does not begin at 0: lr = 0.001; at
        first s = 0.1."""
        first = f"at first {self.starts_text}" if self.starts_text else ""
        return "; ".join(filter(None, (settings_text(self.settings), first)))

    @property
    def starts_text(self) -> str:
        """What memory begins with other than 0: s = 0.1, previous = x."""
        begun = {name: first for name, first in self.memory.items() if first != 0}
        return ", ".join(
            f"{name} = {first}" if isinstance(first, str) else settings_text({name: first})
            for name, first in begun.items()
        )

    def with_settings(self, values: Mapping[str, Fraction]) -> "Rule":
        """The same rule with other values; InputError for a setting that it does not have."""
        return replace(self, settings=MappingProxyType(changed(self.name, self.settings, values)))


def settings_text(settings: Mapping[str, Fraction]) -> str:
    """The settings on one line."""
    return ", ".join(f"{name} = {float(value):g}" for name, value in settings.items())


def changed(
    owner: str, settings: Mapping[str, Fraction], values: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    """The settings with these values in place of theirs; InputError for one not among them."""
    for name in values:
        if name not in settings:
            message = f"{owner} has no setting '{name}'; it has {', '.join(settings) or 'none'}"
            raise InputError("unknown_name", message, did_you_mean(name, settings))
    return {**settings, **values}


CODE: Final = "scipy."
VECTORS: Final = re.compile(r"\b[xgdsy]\b")


def bold(line: str) -> str:
    """A line with the letters of vectors in bold type; g_1 is a coordinate, and no vector."""
    return VECTORS.sub(lambda found: found[0].translate(BOLD), line)


@dataclass(frozen=True)
class Algorithm:
    """One method that decides by trial, or solves equations, at every step.

    `routine`: its name in `numeric.algorithms`; `text`: what it does, a line a thought, to be read;
    `settings`: names and default values; `source`: author, year, DOI or arXiv.
    """

    name: str
    routine: str
    text: str
    settings: Mapping[str, Fraction]
    source: str = ""
    purpose: str = ""

    __repr__ = short

    def lines(self, several: bool) -> tuple[str, ...]:
        """What it does, line by line; of several variables vectors are in bold type."""
        lines = self.text.split("\n")
        is_code = self.text.startswith(CODE)
        return tuple(bold(line) if several and not is_code else line for line in lines)

    @property
    def settings_text(self) -> str:
        """The settings as people read them: lr = 1, shrink = 0.5."""
        return settings_text(self.settings)

    def with_settings(self, values: Mapping[str, Fraction]) -> "Algorithm":
        """The same method with other values; InputError for a setting that it does not have."""
        return replace(self, settings=MappingProxyType(changed(self.name, self.settings, values)))


Settings = Mapping[str, Fraction]
Memory = Mapping[str, Fraction | str]
NOTHING: Memory = MappingProxyType({})


def before(
    rule: Rule, text: str, settings: Settings | None = None, memory: Memory = NOTHING
) -> Rule:
    """The rule with lines run first: what they make of g and x is what the rule sees."""
    return joined(rule, f"{text}\n{rule.text}", settings or {}, memory)


def after(
    rule: Rule, text: str, settings: Settings | None = None, memory: Memory = NOTHING
) -> Rule:
    """The rule with lines run last."""
    return joined(rule, f"{rule.text}\n{text}", settings or {}, memory)


def joined(rule: Rule, text: str, settings: Settings, memory: Memory) -> Rule:
    return replace(
        rule,
        text=text,
        settings=MappingProxyType({**settings, **rule.settings}),
        memory=MappingProxyType({**memory, **rule.memory}),
    )


def maximised(rule: Rule) -> Rule:
    """Uphill instead of down."""
    return before(rule, "g = -g")


def coupled_decay(rule: Rule, decay: Fraction) -> Rule:
    """L2 regularisation: the decay joins the gradient before anything else."""
    return before(rule, "g = g + weight_decay*x", {"weight_decay": decay})


def decoupled_decay(rule: Rule, decay: Fraction) -> Rule:
    """The point shrinks beside the step (I. Loshchilov, F. Hutter 2019, arXiv:1711.05101)."""
    return before(rule, "x = x - lr*weight_decay*x", {"weight_decay": decay})


def accumulated(rule: Rule, steps: Fraction) -> Rule:
    """One step of the rule with the mean of so many gradients; it stands still between."""
    names = ("x", *rule.memory)
    kept = [f"{name}_kept = {name}" for name in names]
    back = [f"{name} = where(due > 0, {name}, {name}_kept)" for name in names]
    text = "\n".join([*kept, GATHER.strip(), rule.text, *back, "total = where(due > 0, 0, total)"])
    return joined(rule, text, {"every": steps}, {"total": Fraction(0)})


GATHER = """
total = total + g
due = where(t - every*floor(t/every) <= 0, 1, 0)
t = floor((t - 1)/every) + 1
g = total/every
"""


def rule(name: str, text: str, settings: str = "", memory: str = "", answer: str = "x") -> Rule:
    """`settings` and `memory` are written "lr=0.1 beta=0.9" and "m=0 start=x"."""
    return Rule(name, text.strip(), numbers(settings), firsts(memory), answer=answer)


def numbers(text: str) -> Mapping[str, Fraction]:
    """Names with the exact value of their decimals."""
    return {name: Fraction(value) for name, _, value in map(parted, text.split())}


def firsts(text: str) -> Mapping[str, Fraction | str]:
    """Names with a first value, or with x for the start."""
    pairs = [(name, value) for name, _, value in map(parted, text.split())]
    return {name: "x" if value == "x" else Fraction(value) for name, value in pairs}


def parted(pair: str) -> tuple[str, str, str]:
    return pair.partition("=")


Way = TypeVar("Way", bound=Rule | Algorithm, covariant=True)


@dataclass(frozen=True)
class Method(Generic[Way]):
    """One method in its conventions, paper, torch, ..., the first being the usual one.

    `known_as`: what the frameworks call it; `source`: author, year, DOI or arXiv; `differences`:
    where the conventions differ, in a sentence.
    """

    name: str
    purpose: str
    source: str
    rules: Mapping[str, Way]
    known_as: Mapping[str, str]
    differences: str = ""

    def rule(self, convention: str | None = None) -> Way:
        """The rule in a convention; InputError for one that it does not have."""
        chosen = convention or next(iter(self.rules))
        if chosen not in self.rules:
            message = f"{self.name} has no convention '{chosen}'; it has {', '.join(self.rules)}"
            raise InputError("unknown_name", message, did_you_mean(chosen, self.rules))
        return replace(self.rules[chosen], source=self.source, purpose=self.purpose)


RATE_GIVEN: Final = "given"  # of a learning rate


@dataclass(frozen=True)
class Optimizer:
    """A rule or an algorithm; whether a norm in a rule is over all coordinates or each alone.

    `rate`: where its learning rate comes from, in words; "" where one may be chosen for it.
    """

    rule: Rule | Algorithm
    layout: str = "vector"
    rate: str = ""

    __repr__ = short

    def blocks(self, n: int) -> list[tuple[int, ...]]:
        """The coordinates that are one tensor, for n of them."""
        return [(i,) for i in range(n)] if self.layout == "scalars" else [tuple(range(n))]


GRADIENT_DESCENT = Rule(
    name="gradient descent",
    text="x = x - lr*g",
    settings={"lr": Fraction(1, 10)},
    source="A.-L. Cauchy (1847), Comptes rendus de l'Academie des sciences 25, 536-538",
    purpose="one step against the slope",
)


@dataclass(frozen=True)
class Rate:
    """A learning rate and the sentence that says where it comes from; "" where it was given.

    `lines`: what sets it at each step, where it depends on the step; `value` is then the first.
    """

    value: Fraction
    reason: str = ""
    lines: str = ""
