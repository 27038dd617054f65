"""The catalogue goes in, a list of every optimizer, or the whole of one, comes out as text."""

from symdescent.optimizers.algorithm import Algorithm
from symdescent.optimizers.catalogue import Method
from symdescent.optimizers.finding import FRAMEWORKS, find, methods
from symdescent.optimizers.rule import Rule


def every() -> str:
    """One row a method: its name, what each framework calls it, what it is for."""
    heading: tuple[str, ...] = ("optimizer", *FRAMEWORKS, "what it is for")
    rows = [heading, *(row(method) for method in methods().values())]
    widths = [max(len(cells[i]) for cells in rows) for i in range(len(rows[0]) - 1)]
    return "\n".join(aligned(cells, widths) for cells in rows)


def row(method: Method[Rule | Algorithm]) -> tuple[str, ...]:
    known = [method.known_as.get(framework, "-") for framework in FRAMEWORKS]
    return (method.name, *known, method.purpose)


def aligned(cells: tuple[str, ...], widths: list[int]) -> str:
    *first, last = cells
    return "  ".join([*(c.ljust(w) for c, w in zip(first, widths, strict=True)), last])


def one(name: str) -> str:
    """A method with the rule of each convention; InputError with the nearest name."""
    found = find(name).rule
    method = methods().get(found.name)
    if method is None:
        return "\n".join(told("rule", found))
    lines = [f"{method.name}: {method.purpose}", f"source: {method.source}"]
    lines += [f"differences: {method.differences}"] if method.differences else []
    for convention, rule in method.rules.items():
        lines += ["", *told(convention, rule)]
    return "\n".join(lines)


def told(convention: str, rule: Rule | Algorithm) -> list[str]:
    """The settings and the lines of a rule."""
    return [
        f"[{convention}]  {rule.told_settings}",
        *(f"    {line}" for line in rule.text.split("\n")),
    ]
