"""A rule as formulas in a loop: on arrays, on numbers, or coordinate by coordinate on lists."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import Any, Final

from symdescent.calculus.python_source import Speller, Typesetter, exact, literal, reduced
from symdescent.calculus.rule_step import COORDINATES, ELSEWHERE, REDUCTIONS, spread_names
from symdescent.calculus.script_targets import Target
from symdescent.calculus.steps.tree_algebra import number
from symdescent.errors import InputError
from symdescent.language import plain
from symdescent.language.tree import (
    Assignment,
    Call,
    Name,
    Node,
    Power,
    Product,
    Sum,
    exchanged,
    names,
    nodes,
)
from symdescent.optimizers import Rule
from symdescent.render.scripts.functions import INDENT, Cast, fresh

GIVEN_NAMES: Final = {"t": "t", "L": "value", "g": "g", "h": "h", "noise": "noise"}
MOST_LINES: Final = 20  # of a rule that a script has room for


@dataclass(frozen=True)
class Scene:
    """Where lines are to stand: the names of the script, its target, how many variables; how far
    in."""

    cast: Cast
    target: Target
    size: int
    indent: int = INDENT


@dataclass(frozen=True)
class Loop:
    """The lines of a rule that a script spells out.

    `rule`: what they are of; `lines`: the assignments; `size`: how many variables there are;
    `spelled`: the name in the script of each of theirs; `arrays`: whether the point stays an array
    even where it is one number, since an optimizer takes nothing else; `indent`: how far in the
    lines are.
    """

    rule: Rule
    lines: tuple[Assignment, ...]
    cast: Cast
    target: Target
    size: int
    spelled: dict[str, str] = field(default_factory=dict)
    arrays: bool = False
    indent: int = INDENT

    @cached_property
    def read(self) -> tuple[str, ...]:
        """Every name that is read, as often as it is."""
        return tuple(name for line in self.lines for name in names(line.tree))

    @cached_property
    def assigned(self) -> tuple[str, ...]:
        """The name of each line."""
        return tuple(line.name for line in self.lines)

    @property
    def settings(self) -> Mapping[str, Fraction]:
        """The settings that are read."""
        return {name: v for name, v in self.rule.settings.items() if name in self.read}

    @property
    def memory(self) -> Mapping[str, Fraction | str]:
        """What is remembered from step to step."""
        known = {*self.read, *self.assigned}
        return {name: first for name, first in self.rule.memory.items() if name in known}

    @cached_property
    def spread(self) -> frozenset[str]:
        """The names that stand for one number a coordinate."""
        starts = {name for name, first in self.memory.items() if first == "x"}
        return spread_names(self.lines, COORDINATES | starts, 1)

    @property
    def is_listed(self) -> bool:
        """Whether a point is a plain list of several numbers."""
        return self.size > 1 and self.target.name == "python"

    @property
    def inlines_gradient(self) -> bool:
        """Whether dL may stand where g is read: once, and before the point moves."""
        if self.read.count("g") != 1 or "g" in self.assigned or self.is_listed:
            return False
        [place] = [i for i, line in enumerate(self.lines) if "g" in names(line.tree)]
        return "x" not in self.assigned[:place]

    @property
    def changed(self) -> list[str]:
        """The settings that the lines change, and that begin every step anew."""
        return [name for name in self.settings if name in self.assigned]


def loop(rule: Rule, lines: tuple[Assignment, ...], where: Scene, arrays: bool = False) -> Loop:
    """The loop of some lines, with names for all that is in them.

    Raises InputError for what the target cannot compute, or for too many lines.
    """
    cast, target, size = where.cast, where.target, where.size
    demand_room(rule, lines, target)
    lines = tuple(replace(line, tree=settled(line.tree)) for line in counted(lines))
    if size == 1:
        lines = tuple(replace(line, tree=exchanged(line.tree, alone)) for line in lines)
    spelled = {"x": cast.point, "n": str(size), "lr": "lr"}
    made = Loop(rule, lines, cast, target, size, spelled, arrays, where.indent)
    others = dict.fromkeys((*made.settings, *made.memory, *made.assigned))
    made.spelled.update(cast.own(n for n in others if n not in {*made.spelled, *GIVEN_NAMES}))
    for name, wanted in GIVEN_NAMES.items():
        if name in {*made.read, *made.assigned} or (name == "g" and made.is_listed):
            made.spelled[name] = cast.identifiers.claim(wanted)
    for name in made.changed:
        made.spelled[based(name)] = cast.identifiers.claim(f"base_{name}")
    if made.inlines_gradient:
        made.spelled["g"] = f"{cast.slope}({cast.point})"
    return made


def counted(lines: tuple[Assignment, ...]) -> tuple[Assignment, ...]:
    """The lines, a count from 0 on being the epoch where the step's number is for nothing else."""
    read = [name for line in lines for name in names(line.tree)]
    if read.count("t") != 1:
        return lines
    epoch = Name("epoch", 0, 0)
    return tuple(replace(e, tree=epoch) if plain(e.tree) == "t - 1" else e for e in lines)


def settled(node: Any) -> Any:
    """A tree without + 0, * 1 and ^ 1, which the lines of a schedule are full of."""
    if isinstance(node, tuple):
        return tuple(map(settled, node))
    if not hasattr(node, "start"):
        return node
    node = replace(node, **{part.name: settled(getattr(node, part.name)) for part in fields(node)})
    match node:
        case Sum(terms=terms):
            kept = tuple(term for term in terms if exact(term) != 0)
            return replace(node, terms=kept) if len(kept) > 1 else kept[0] if kept else terms[0]
        case Product(factors=factors, divides=divides):
            pairs = [(f, d) for f, d in zip(factors, divides, strict=True) if exact(f) != 1]
            if not pairs or pairs[0][1]:
                return node
            above, below = zip(*pairs, strict=True)
            return replace(node, factors=above, divides=below) if len(pairs) > 1 else above[0]
        case Power(base=base, exponent=exponent) if exact(exponent) == 1:
            return base
    return node


def based(name: str) -> str:
    """The key of the name that holds a setting which the lines change."""
    return f"base {name}"


def demand_room(rule: Rule, lines: Sequence[Assignment], target: Target) -> None:
    """Refuse what a short script for the target cannot hold."""
    asked = {name for line in lines for name in names(line.tree)}
    calls = {n.function for line in lines for n in nodes(line.tree) if isinstance(n, Call)}
    if len(lines) > MOST_LINES:
        message = f"{rule.name} has {len(lines)} lines, too many for a script"
        raise InputError("too_large", message, f'symdescent optimizers "{rule.name}"  has them')
    if "hessian_times" in calls:
        message = f"{rule.name} multiplies by the Hessian, which no target of code does"
        raise InputError("type", message)
    for name, able, what in (
        ("noise", ("numpy",), "draws random numbers, which are ours with --to numpy alone"),
        ("h", ("python", "numpy"), "needs the Hessian: --to python or --to numpy have it"),
    ):
        if name in asked and target.name not in able:
            raise InputError("type", f"{rule.name} {what}")


def alone(node: Any) -> Node | None:
    """What is one number of all coordinates, where there is one coordinate."""
    if not isinstance(node, Call) or node.function not in REDUCTIONS:
        return None
    function = node.function.removesuffix("_all")
    arguments: tuple[Node, ...] = exchanged(node.arguments, alone)
    if function in ("norm", "rms"):
        return Call("abs", arguments, 0, 0)
    if function == "dot":
        same = arguments[0] == arguments[1]
        square = Power(arguments[0], number(2), 0, 0)
        return square if same else Product(arguments, (False, False), 0, 0)
    return arguments[0] if function in ("sum", "mean", "max_over") else None


def signed(value: Fraction) -> str:
    """A number with its sign."""
    return f"-{literal(-value)}" if value < 0 else literal(value)


def constants(made: Loop) -> Iterator[str]:
    """beta1 = 0.9, a line each; the learning rate stands elsewhere unless the lines change it."""
    for name, value in made.settings.items():
        if name in made.changed:
            yield f"{made.spelled[based(name)]} = {signed(value)}"
        elif name != "lr":
            yield f"{made.spelled[name]} = {signed(value)}"


def first_memory(made: Loop, start: str) -> Iterator[str]:
    """m = 0, for each coordinate where it differs between them; `start`: a copy of the point."""
    for name, first in made.memory.items():
        value = start if isinstance(first, str) else zeroed(made, name, first)
        yield f"{made.spelled[name]} = {value}"


def zeroed(made: Loop, name: str, first: Fraction) -> str:
    """The first value of what is remembered, as many times as there are coordinates."""
    if name not in made.spread or (made.size == 1 and not made.target.is_framework):
        return signed(first)
    if made.is_listed:
        return f"[{signed(first)}] * {made.size}"
    zeros = f"{made.target.zeros}({made.cast.point})"
    return f"{zeros} + {signed(first)}" if first else zeros


def opening(made: Loop, gradient: str) -> Iterator[str]:
    """What a step begins with: its number, value and gradient, and settings that begin anew."""
    lead, spelled, point = " " * made.indent, made.spelled, made.cast.point
    many = made.size if made.size > 1 else ""
    computed = {
        "t": "epoch + 1",
        "L": f"{made.cast.value}({point})",
        "g": "" if made.inlines_gradient else gradient,
        "h": f"{spelled.get('second')}({point})",
        "noise": f"rng.standard_normal({many})",
    }
    for name, code in computed.items():
        if code and (name in made.read or (name == "g" and made.is_listed)):
            yield f"{lead}{spelled[name]} = {code}"
    for name in made.changed:
        yield f"{lead}{spelled[name]} = {spelled[based(name)]}"


def on_arrays(made: Loop, lines: Iterable[Assignment]) -> Iterator[str]:
    """A line each, for all coordinates at once."""
    setter = typesetter(made, made.spelled)
    for line in lines:
        yield from setter.statement(f"{made.spelled[line.name]} = ", line.tree, made.indent)


def one_coordinate(target: Target) -> Target:
    """Where an array holds one number, Python's own functions take it, and plain numbers too."""
    if target.scalars is None:
        return target
    functions = {**target.scalars.functions, "sign": target.functions["sign"]}
    return replace(target.scalars, functions=functions)


def typesetter(
    made: Loop, spelled: Mapping[str, str], reduce: Callable[[Speller, Call], str] | None = None
) -> Typesetter:
    """What writes trees of the rule; `reduce`: what is one number of all coordinates."""
    several = made.target.name != "python" and made.size > 1
    apart = several or made.arrays
    speller = Speller(
        made.target if apart else one_coordinate(made.target),
        dict(spelled),
        made.spread if apart else frozenset(),
        several,
        {} if reduce else {"slope": made.cast.slope, "value": made.cast.value},
        reduce or reduced,
        frozenset({"t", "n"}),
    )
    return Typesetter(speller, lambda: fresh(made.cast))


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
    lists = names_of_lists(made, groups)
    indexed = {n: f"{code}[i]" if n in lists else code for n, code in made.spelled.items()}
    within = typesetter(made, indexed)
    whole = typesetter(made, made.spelled, summed(made, within.speller))
    for group in groups:
        if group[0].kind == EACH:
            yield f"{' ' * made.indent}for i in range({made.size}):"
            for step in group:
                yield from within.statement(
                    f"{indexed[step.name]} = ", step.tree, made.indent + INDENT
                )
        for step in group if group[0].kind != EACH else ():
            yield from whole.statement(f"{made.spelled[step.name]} = ", step.tree, made.indent)


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


def names_of_lists(made: Loop, groups: Sequence[Group]) -> set[str]:
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
