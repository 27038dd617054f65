"""A rule on plain lists: what differs between coordinates is worked out coordinate by coordinate.

Sums over all coordinates, and gradients at other points, stand on lines of their own before the
loop that needs them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from symdescent.calculus.python_source import Speller
from symdescent.calculus.rule_step import ELSEWHERE, REDUCTIONS
from symdescent.calculus.steps.tree_algebra import number
from symdescent.language.tree import Call, Name, Node, Power, Product, exchanged, names
from symdescent.show.scripts.functions import INDENT
from symdescent.show.scripts.loops import Loop, typesetter

EACH, ONE, LIST = "each", "one", "list"  # a line a coordinate, one number, all at once


@dataclass(frozen=True)
class Step:
    """name = tree, for each coordinate, for all together, or a list at once."""

    name: str
    tree: Node
    kind: str


Group = list[Step]


def by_coordinate(made: Loop, groups: Sequence[Group]) -> Iterator[str]:
    """The lines of all groups, those for each coordinate in loops."""
    lists = listed(made, groups)
    indexed = {n: f"{code}[i]" if n in lists else code for n, code in made.spelled.items()}
    within = typesetter(made, indexed)
    whole = typesetter(made, made.spelled, summed(made, within.speller))
    for group in groups:
        if group[0].kind == EACH:
            yield f"{' ' * INDENT}for i in range({made.size}):"
            for step in group:
                yield from within.statement(f"{indexed[step.name]} = ", step.tree, 2 * INDENT)
        for step in group if group[0].kind != EACH else ():
            yield from whole.statement(f"{made.spelled[step.name]} = ", step.tree, INDENT)


def grouped(made: Loop) -> list[Group]:
    """The lines of the rule in runs of one kind."""
    steps: list[Step] = []
    for line in made.lines:
        kind = EACH if line.name in made.spread else ONE
        steps.append(Step(line.name, taken_out(made, line.tree, kind == EACH, steps), kind))
    runs = groupby(enumerate(steps), lambda pair: pair[1].kind if pair[1].kind == EACH else pair[0])
    return [[step for _, step in run] for _, run in runs]


def taken_out(made: Loop, tree: Node, all_of_it: bool, before: list[Step]) -> Node:
    """The tree with names for gradients elsewhere and, where asked, for sums; these go before."""

    def out(node: Any) -> Node | None:
        if not isinstance(node, Call) or node.function not in (*REDUCTIONS, *ELSEWHERE):
            return None
        inside = tuple(taken_out(made, a, False, before) for a in node.arguments)
        call = Call(node.function, inside, 0, 0)
        if node.function != "slope" and not all_of_it:
            return call
        name = name_for(made, call)
        before.append(Step(name, call, LIST if node.function == "slope" else ONE))
        return Name(name, 0, 0)

    found: Node = exchanged(tree, out)
    return found


def name_for(made: Loop, call: Call) -> str:
    """norm_g for norm(g), and so on."""
    plain = [argument.name for argument in call.arguments if isinstance(argument, Name)]
    whole = len(plain) == len(call.arguments)
    wanted = "_".join([call.function.removesuffix("_all"), *(plain if whole else ())])
    name = made.cast.identifiers.claim(wanted)
    made.spelled[f"#{name}"] = name
    return f"#{name}"


def listed(made: Loop, groups: Sequence[Group]) -> set[str]:
    """The names that stand for lists: the point, the gradient, memory, and what lasts."""
    slopes = {step.name for group in groups for step in group if step.kind == LIST}
    return ({"x", "g", "h", *made.memory} & made.spread) | slopes | set(lasting(made, groups))


def lasting(made: Loop, groups: Sequence[Group]) -> list[str]:
    """What is worked out for each coordinate in one loop, and read outside of it."""
    found = []
    for group in groups:
        others = [step for other in groups if other is not group for step in other]
        read = {name for step in others for name in names(step.tree)}
        made_here = [step.name for step in group if step.kind == EACH]
        found += [n for n in made_here if n in read and n not in {*made.memory, "x", "g"}]
    return list(dict.fromkeys(found))


def summed(made: Loop, within: Speller) -> Callable[[Speller, Call], str]:
    """What writes one number of all coordinates, `within` being one coordinate's."""
    every = f"for i in range({made.size})"

    def written(_: Speller, node: Call) -> str:
        function, arguments = node.function.removesuffix("_all"), node.arguments
        if function in ("slope", "value"):
            called = made.cast.slope if function == "slope" else made.cast.value
            return f"{called}({alike(arguments[0])})"
        if function == "norm" and isinstance(arguments[0], Name):
            return f"math.hypot(*{made.spelled[arguments[0].name]})"
        inside = TERMS[function](*arguments)
        return AROUND[function].format(f"{within.text(inside)} {every}", made.size)

    def alike(node: Node) -> str:
        if isinstance(node, Name):
            return made.spelled[node.name]
        return f"[{within.text(node)} {every}]"

    return written


def square(u: Node) -> Node:
    return Power(u, number(2), 0, 0)


def itself(u: Node) -> Node:
    return u


def product(u: Node, v: Node) -> Node:
    return square(u) if u == v else Product((u, v), (False, False), 0, 0)


TERMS: Final[dict[str, Callable[..., Node]]] = {
    "norm": square,
    "rms": square,
    "dot": product,
    "sum": itself,
    "mean": itself,
    "max_over": itself,
}
AROUND: Final = {
    "norm": "math.sqrt(sum({0}))",
    "rms": "math.sqrt(sum({0}) / {1})",
    "dot": "sum({0})",
    "sum": "sum({0})",
    "mean": "sum({0}) / {1}",
    "max_over": "max({0})",
}
