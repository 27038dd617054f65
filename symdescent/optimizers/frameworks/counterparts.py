"""The framework's optimizer of a rule: `from_torch`, `from_keras`, `from_optax` turned round.

Nothing is guessed: a name and arguments are a rule's counterpart where the tables make that very
rule of them, lines, settings and memory.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import Any, Final

from symdescent.errors import SymdescentError
from symdescent.language.tree import Assignment, Call, names, nodes
from symdescent.optimizers.frameworks import keras, optax, torch
from symdescent.optimizers.frameworks.optax import FORMS as FORMS_OF_OPTAX
from symdescent.optimizers.rule import GIVEN, Rule

Arguments = Mapping[str, Any]
Make = Callable[[str, Arguments], Any]
SHAPED: Final = frozenset({"Muon", "SparseAdam", "contrib.muon", "contrib.galore"})
# What needs another optimizer, a loss or random numbers as an argument, or takes no single number.
WRAPPING: Final = frozenset(
    "sm3 lookahead contrib.sam contrib.mechanize contrib.schedule_free contrib.schedule_free_sgd "
    "contrib.schedule_free_adamw polyak_sgd contrib.momo contrib.momo_adam noisy_sgd lbfgs "
    "contrib.sophia contrib.dog contrib.dowg contrib.prodigy contrib.dadapt_adamw contrib.cocob "
    "scale_by_distance_over_gradients".split()
)


@dataclass(frozen=True)
class Counterpart:
    """A framework's optimizer: its name there, its arguments as numbers, truths and pairs of them.

    `before`, `after`: the lines of the rule that are run in front of and behind it, on the
    gradient, the rate and the point; none where it is the whole rule.
    """

    name: str
    arguments: Arguments
    before: tuple[Assignment, ...] = ()
    after: tuple[Assignment, ...] = ()

    @property
    def sets_rate(self) -> bool:
        """Whether the lines in front set the learning rate of each step."""
        return any(line.name == "lr" for line in self.before)


@dataclass(frozen=True)
class Form:
    """One optimizer of a framework's table.

    `make`: what makes a rule of its name and arguments; `turned`: the names of its truths with
    what they are not by default; `numbers`: a rule's settings, and first values that can be
    chosen, as its arguments.
    """

    name: str
    make: Make
    turned: Mapping[str, bool]
    numbers: Callable[[Rule], dict[str, Any]]

    def candidates(self, rule: Rule) -> Iterator[Arguments]:
        """Arguments with the rule's own numbers, fewest turned truths first."""
        numbers = self.numbers(rule)
        spare = {name: v for name, v in numbers.items() if name != "weight_decay"}
        for turned in subsets(self.turned):
            yield {**numbers, **turned}
            if spare != numbers:
                yield {**spare, **turned}


def subsets(turned: Mapping[str, bool]) -> Iterator[dict[str, bool]]:
    """Every choice of these truths, the small ones first."""
    sizes = range(len(turned) + 1)
    every = chain.from_iterable(combinations(turned, size) for size in sizes)
    return ({name: turned[name] for name in some} for some in every)


def counterpart(rule: Rule, framework: str) -> Counterpart | None:
    """The framework's optimizer that makes the rule's steps; None where it has none.

    Lines that clip the gradient, add decay to it or set the rate may stand in front of the
    optimizer's own, and an average behind; fewest such lines are preferred.
    """
    found = [made for form in FORMS[framework]() for made in matches(form, rule)]
    return min(found, key=lambda each: len(each.before) + len(each.after), default=None)


def matches(form: Form, rule: Rule) -> Iterator[Counterpart]:
    """The arguments with which an optimizer is the rule, or its middle."""
    for arguments in form.candidates(rule):
        try:
            theirs = form.make(form.name, arguments)
        except (SymdescentError, KeyError, TypeError, ValueError):
            continue
        plain = isinstance(theirs, Rule) and theirs.answer == "x"
        made = fitted(form.name, arguments, theirs, rule) if plain else None
        if made:
            yield replace(made, arguments=without_zeros(form, arguments, theirs))
            return


def without_zeros(form: Form, arguments: Arguments, theirs: Rule) -> Arguments:
    """The arguments without zeros that are there by default."""
    kept = dict(arguments)
    for name in [name for name, value in arguments.items() if value == 0]:
        fewer = {other: value for other, value in kept.items() if other != name}
        same = form.make(form.name, fewer)
        if (same.text, same.settings, same.memory) == (theirs.text, theirs.settings, theirs.memory):
            kept = fewer
    return kept


def fitted(name: str, arguments: Arguments, theirs: Rule, rule: Rule) -> Counterpart | None:
    """The counterpart, where the lines of `theirs` stand among the rule's."""
    lines, own = rule.text.splitlines(), theirs.text.splitlines()
    for start in range(len(lines) - len(own) + 1):
        end = start + len(own)
        if lines[start:end] != own:
            continue
        made = Counterpart(name, arguments, rule.equations[:start], rule.equations[end:])
        if is_apart(made, theirs, rule):
            return made
    return None


def is_apart(made: Counterpart, theirs: Rule, rule: Rule) -> bool:
    """Whether the lines around the optimizer's own touch nothing that it keeps to itself."""
    inner = {*theirs.memory, *(line.name for line in theirs.equations)} - {"x", "g"}
    settings = {k: v for k, v in theirs.settings.items() if not (k == "lr" and made.sets_rate)}
    own = {*inner, *settings}
    set_before = {line.name for line in made.before}
    read_after = {name for line in made.after for name in names(line.tree)}
    set_after = {line.name for line in made.after}
    around = (*made.before, *made.after)
    return (
        all(rule.settings.get(name) == value for name, value in settings.items())
        and all(rule.memory.get(name) == first for name, first in theirs.memory.items())
        and rule.answer in {"x", *set_after}
        and set_before.isdisjoint({*own, "x", "t", "n"})
        and set_after.isdisjoint({*own, *GIVEN, "lr"})
        and read_after.isdisjoint({*inner, "g", "lr"})
        and not any(asks_for_more(line) for line in around)
    )


def asks_for_more(line: Assignment) -> bool:
    """Whether a line needs the value, curvature, or the gradient elsewhere."""
    calls = {node.function for node in nodes(line.tree) if isinstance(node, Call)}
    return bool({"L", "h", "noise"} & {*names(line.tree)}) or bool(
        calls & {"slope", "value", "hessian_times"}
    )


def torch_forms() -> Iterator[Form]:
    for name, form in torch.TORCH.items():
        renamed = {**torch.RENAMED, **form.renamed}
        if name not in SHAPED:
            yield of_defaults(name, form.defaults, renamed, torch.from_torch)


def keras_forms() -> Iterator[Form]:
    for name, form in keras.KERAS.items():
        renamed = {**keras.RENAMED, **form.renamed}
        defaults = {**form.defaults, "weight_decay": form.defaults.get("weight_decay")}
        if name not in SHAPED:
            yield of_defaults(name, defaults, renamed, keras.from_keras)


def of_defaults(name: str, defaults: Arguments, renamed: Mapping[str, str], make: Make) -> Form:
    """A form from the table of its defaults."""
    remembered = {"initial_accumulator_value": "s"} | ({"lr": "d"} if name == "Rprop" else {})

    def numbers(rule: Rule) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for theirs, usual in defaults.items():
            opened = torch.OPENED.get(theirs, ()) if isinstance(usual, tuple) else ()
            own = renamed.get(theirs, theirs)
            if opened and all(each in rule.settings for each in opened):
                found[theirs] = tuple(rule.settings[each] for each in opened)
            elif theirs in remembered and remembered[theirs] in rule.memory:
                found[theirs] = rule.memory[remembered[theirs]]
            elif not isinstance(usual, bool | tuple) and own in rule.settings:
                found[theirs] = rule.settings[own]
        return found

    turned = {theirs: not usual for theirs, usual in defaults.items() if isinstance(usual, bool)}
    return Form(name, make, turned, numbers)


def optax_forms() -> Iterator[Form]:
    for name, form in FORMS_OF_OPTAX.items():
        if name not in {*WRAPPING, *SHAPED} and "(" not in name:
            renamed = {**optax.RENAMED, **form.renamed}
            theirs = {own: other for other, own in renamed.items() if other != "base_lr"}
            turned = {own: not v for own, v in form.switches.items() if isinstance(v, bool)}
            yield Form(name, optax.from_optax, turned, of_settings(theirs))


def of_settings(theirs: Mapping[str, str]) -> Callable[[Rule], dict[str, Any]]:
    """The settings as arguments, whose names are ours unless said otherwise."""
    return lambda rule: {theirs.get(own, own): value for own, value in rule.settings.items()}


FORMS: Final[Mapping[str, Callable[[], Iterator[Form]]]] = {
    "torch": torch_forms,
    "keras": keras_forms,
    "optax": optax_forms,
}
