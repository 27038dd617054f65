"""What each command takes, as records for a shell or a manual, with the words that may follow."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from symdescent.cli import arguments
from symdescent.cli.help import EXAMPLES

Words = tuple[tuple[str, str], ...]  # each with what it means, or nothing


def optimizers() -> Words:
    """Every method as one word, and by the names that the frameworks give it."""
    from symdescent.optimizers.catalogue import SHORT, methods

    own = [(one_word(name), method.purpose) for name, method in methods().items()]
    short = [(name, title) for name, title in SHORT.items()]
    return (*short, *own, *known_to_frameworks())


def known_to_frameworks() -> Iterator[tuple[str, str]]:
    """torch:Adam, ...: the names without settings in brackets, and that take any variables."""
    from symdescent.optimizers.catalogue import SHAPED, methods

    for name, method in methods().items():
        for framework, titles in method.known_as.items():
            for title in titles.split(", ") if "(" not in titles else ():
                if title not in SHAPED:
                    yield f"{framework}:{title}", name


def one_word(name: str) -> str:
    """Nesterov momentum as nesterov-momentum, which finds it as well."""
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


def conventions() -> Words:
    from symdescent.optimizers.catalogue import methods

    return plain(dict.fromkeys(rule for method in methods().values() for rule in method.rules))


def frameworks() -> Words:
    from symdescent.optimizers.catalogue import FRAMEWORKS

    return plain(FRAMEWORKS)


def schedules() -> Words:
    """The short names, each with the settings of its example, and those of the frameworks."""
    from symdescent.optimizers.schedules import SHORT

    short = [(f"{name}:{entry.example}", f"{entry.framework}'s {entry.name}")
             for name, entry in SHORT.items()]  # fmt: skip
    return (*short, *framework_schedules())


def schedule_names() -> Words:
    from symdescent.optimizers.schedules import SHORT

    short = [(name, f"{entry.framework}'s {entry.name}") for name, entry in SHORT.items()]
    return (*short, *framework_schedules())


def framework_schedules() -> Words:
    from symdescent.optimizers.schedules import FRAMEWORKS, schedule_names

    return plain(f"{each}:{name}" for each in FRAMEWORKS for name in schedule_names(each))


def formats() -> Words:
    from symdescent.render.documents import WRITERS

    return plain((*WRITERS, "pdf"))


def targets() -> Words:
    from symdescent.calculus.script_targets import TARGETS

    return tuple((name, each.title) for name, each in TARGETS.items())


def wishes(name: str) -> Callable[[], Words]:
    """What a document may be asked for: its language, its detail, its rounding."""

    def known() -> Words:
        from symdescent.render.documents import CHOICES

        return plain(CHOICES[name])

    return known


def kinds() -> Words:
    from symdescent.lessons.exercises.drawing import KINDS

    return plain(KINDS)


def solutions() -> Words:
    from symdescent.lessons.exercises.sheet import LAYOUTS

    return plain(LAYOUTS)


def terms() -> Words:
    from symdescent.cli.glossary import ENTRIES

    return plain(e.term.replace(" ", "-") for e in ENTRIES if "'" not in e.term)


def plain(names: Iterable[str]) -> Words:
    """Words that say by themselves what they mean."""
    return tuple((name, "") for name in names)


def commands() -> Words:
    from symdescent.cli.arguments import COMMANDS

    return tuple((name, command.summary) for name, command in COMMANDS.items() if name)


def topics() -> Words:
    """What has a help."""
    from symdescent.cli.arguments import ALL

    return ((ALL[0], "every option, every command"), *commands())


KNOWN: Final[dict[tuple[str, str], Callable[[], Words]]] = {
    ("", "--optimizer"): optimizers,
    ("", "--optimizers"): optimizers,
    ("", "--convention"): conventions,
    ("", "--schedule"): schedules,
    ("", "--to"): formats,
    ("", "--language"): wishes("language"),
    ("", "--detail"): wishes("detail"),
    ("", "--rounding"): wishes("rounding"),
    ("", "--solutions"): solutions,
    ("code", "--to"): targets,
    ("exercises", "--kind"): kinds,
    ("", "--framework"): frameworks,
    ("optimizers", "name"): optimizers,
    ("schedules", "name"): schedule_names,
    ("help", "name"): topics,
    ("info", "term"): terms,
}


FILES = ("FILE",)  # the names of values that are files


@dataclass(frozen=True)
class Value:
    """What follows an option: one of some words (with what each means), a file, or any text.

    `several`: a list of them, with commas between.
    """

    name: str
    words: Words = ()
    is_file: bool = False
    several: bool = False


@dataclass(frozen=True)
class Flag:
    """An option under all its names; `value` is None for a switch.

    `optional`: the value may be left out; `repeated`: it may be given more than once.
    """

    names: tuple[str, ...]
    help: str
    value: Value | None = None
    optional: bool = False
    repeated: bool = False


@dataclass(frozen=True)
class Group:
    """Options that belong together, under a title."""

    title: str
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class Argument:
    """A word that is no option, such as the formula."""

    help: str
    value: Value
    optional: bool
    repeated: bool


@dataclass(frozen=True)
class Offer:
    """One command: what it is for, its words, its options, and what stands below its help."""

    name: str
    summary: str
    arguments: tuple[Argument, ...]
    groups: tuple[Group, ...]
    epilog: str

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All options, in the order of the help."""
        return tuple(flag for group in self.groups for flag in group.flags)


def offers() -> tuple[Offer, ...]:
    """Every command, the one without a name first."""
    return tuple(offer(name) for name in arguments.COMMANDS)


def offer(name: str) -> Offer:
    """One command, as its parser takes it."""
    made = arguments.parser(name)
    words = tuple(
        Argument(
            action.help or "",
            value(name, action),
            action.nargs in ("*", "?"),
            action.nargs in ("*", "+"),
        )
        for action in made._actions
        if not action.option_strings and action.help != argparse.SUPPRESS
    )
    groups = tuple(
        Group(group.title or "", shown)
        for group in made._action_groups
        if (shown := tuple(flags(name, group._group_actions)))
    )
    return Offer(name, made.description or "", words, groups, EXAMPLES.get(name, ""))


def flags(command: str, actions: Sequence[argparse.Action]) -> Iterator[Flag]:
    for action in actions:
        if action.option_strings and action.help != argparse.SUPPRESS:
            yield Flag(
                tuple(action.option_strings),
                action.help or "",
                None if action.nargs == 0 else value(command, action),
                action.nargs == "?",
                isinstance(action, argparse._AppendAction),
            )


def value(command: str, action: argparse.Action) -> Value:
    """What may stand there: the parser's own choices, else the words of the vocabulary."""
    shown = action.metavar if isinstance(action.metavar, str) else None
    name = shown or ("WORD" if action.choices else action.dest.upper())
    if action.choices is not None:
        return Value(name, tuple((str(word), "") for word in action.choices))
    flag = next((word for word in action.option_strings if word.startswith("--")), action.dest)
    known = KNOWN.get((command, flag)) or KNOWN.get(("", flag))
    words = known() if known else ()
    return Value(name, words, name in FILES, name == "NAMES" and bool(words))
