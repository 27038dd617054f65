"""The catalogue goes in, a list of every optimizer, or the whole of one, comes out as text."""

from collections.abc import Iterator
from textwrap import wrap

from symdescent.optimizers.algorithm import Algorithm
from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.finding import FRAMEWORKS, find, in_script, methods
from symdescent.optimizers.framework_names import key
from symdescent.optimizers.rule import Rule

HELD = "\0"  # a blank where no line ends
HEADING = ("optimizer", *FRAMEWORKS, "ours", "what it is for")


def every(width: int | None = None) -> str:
    """One row a method: its name, what each framework calls it, what ours follows, its purpose.

    Where `width` is too small for the rows, each method gets a few short lines.
    """
    rows = [HEADING, *map(row, methods().values())]
    widths = [max(len(cells[i]) for cells in rows) for i in range(len(HEADING) - 1)]
    lines = [aligned(cells, widths) for cells in rows]
    if width is None or max(map(len, lines)) <= width:
        return "\n".join(lines)
    return "\n".join(line for cells in rows[1:] for line in stacked(cells, width))


def row(method: Method[Rule | Algorithm]) -> tuple[str, ...]:
    known = [method.known_as.get(framework, "-") for framework in FRAMEWORKS]
    return (method.name, *known, ", ".join(method.rules) or "-", method.purpose)


def aligned(cells: tuple[str, ...], widths: list[int]) -> str:
    *first, last = cells
    return "  ".join([*(c.ljust(w) for c, w in zip(first, widths, strict=True)), last])


def stacked(cells: tuple[str, ...], width: int) -> Iterator[str]:
    """A row as a name with indented lines below it."""
    name, *known, purpose = cells
    had = zip(HEADING[1:-1], known, strict=True)
    pieces = [f"{who}: {what}".replace(" ", HELD) for who, what in had if what != "-"]
    yield from wrap(name, width)
    for text in (purpose, "; ".join(pieces)):
        lines = wrap(text, width, initial_indent=" " * 4, subsequent_indent=" " * 6)
        yield from (line.replace(HELD, " ") for line in lines)


def one(name: str) -> str:
    """A method with the rule of each convention; InputError with the nearest name."""
    found, theirs = find(name).rule, in_script(name)
    method = {key(title): each for title, each in methods().items()}.get(key(found.name))
    if method is None or theirs:
        lines = (
            [f"{method.name}: {method.purpose}", f"source: {method.source}", ""] if method else []
        )
        return "\n".join([*lines, *told(theirs.title if theirs else "rule", found)])
    lines = [f"{method.name}: {method.purpose}", f"source: {method.source}"]
    lines += [f"differences: {method.differences}"] if method.differences else []
    for convention, rule in method.rules.items():
        lines += ["", *told(convention, rule)]
    return "\n".join(lines)


def heading(method: Method[Rule | Algorithm]) -> list[str]:
    """What a method is for, and where it comes from."""
    return [f"{method.name}: {method.purpose}", f"source: {method.source}"]


def told(convention: str, rule: Rule | Algorithm) -> list[str]:
    """The settings and the lines of a rule."""
    return [
        f"[{convention}]  {rule.told_settings}",
        *(f"    {line}" for line in rule.text.split("\n")),
    ]


def latex(name: str) -> str:
    """The same in LaTeX, for an article."""
    found, theirs = find(name).rule, in_script(name)
    method = None if theirs else methods().get(found.name)
    rules = method.rules if method else {theirs.title if theirs else "rule": found}
    told_each = [in_latex(f"{found.name}, {how}", rule) for how, rule in rules.items()]
    return "\n\n".join([r"% needs \usepackage{amsmath}", *told_each])


def in_latex(title: str, rule: Rule | Algorithm) -> str:
    """A rule's equations; a method that is no formula has its text in a comment."""
    from symdescent.show.rule_latex import told_whole

    lines = [title] if isinstance(rule, Rule) else [title, *rule.text.split("\n")]
    comment = "\n".join(f"% {line}" for line in lines)
    return f"{comment}\n{told_whole(rule)}" if isinstance(rule, Rule) else comment


def own(rule: Rule, form: str) -> str:
    """A person's own rule, as the others are told."""
    if form == "tex":
        return in_latex(rule.name, rule)
    return "\n".join([*told(rule.name, rule), *(f"note: {note}" for note in rule.notes)])
