"""The name of an option goes in; the words that may follow it come out, where these are known."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

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
    from symdescent.terminal.glossary import ENTRIES

    return plain(e.term.replace(" ", "-") for e in ENTRIES if "'" not in e.term)


def plain(names: Iterable[str]) -> Words:
    """Words that say by themselves what they mean."""
    return tuple((name, "") for name in names)


def commands() -> Words:
    from symdescent.terminal.arguments import COMMANDS

    return tuple((name, command.summary) for name, command in COMMANDS.items() if name)


def topics() -> Words:
    """What has a help."""
    from symdescent.terminal.arguments import ALL

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
