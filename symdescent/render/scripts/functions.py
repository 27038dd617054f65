"""The functions of a script, L as typed and dL as derived, and its names, which Python takes."""

import keyword
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import sympy as sp
from sympy import Expr

from symdescent.calculus.formula import Formula
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.gradient import Derivation
from symdescent.calculus.python_source import Speller, Typesetter, call
from symdescent.calculus.script_targets import Target
from symdescent.calculus.subexpressions import multiples, parts, subexpressions
from symdescent.errors import InputError
from symdescent.language.tree import Name, Node, exchanged

BUILTINS: Final = ("print", "range", "abs", "max", "min", "sum", "list", "__debug__")
MODULES: Final = {
    "python": ("math", "sign"),
    "numpy": ("np",),
    "torch": ("torch", "math", "optimizer", "closure", "value"),
    "keras": ("os", "jax", "jnp", "keras", "math", "optimizer"),
    "jax": ("jax", "jnp", "optax", "math", "optimizer", "state", "updates"),
    "tensorflow": ("tf", "np", "math", "optimizer", "tape", "value"),
}
STEM: Final = re.compile(r"([^\W\d]+?)_?\d+")
MOST_UNPACKED: Final = 8  # variables; more are written x[0], x[1], ...
LONGEST_UNPACKED: Final = 50  # characters


@dataclass
class Identifiers:
    """Which names are taken, and what was called otherwise than a person did."""

    taken: set[str]
    renamed: dict[str, str] = field(default_factory=dict)

    def claim(self, wanted: str, told: bool = False) -> str:
        """A free name as near as can be to the one wanted; `told`: it is told if it is another."""
        name = identifier(wanted)
        while name in self.taken or keyword.iskeyword(name):
            name += "_"
        self.taken.add(name)
        if told and name != wanted:
            self.renamed[wanted] = name
        return name


@dataclass(frozen=True)
class Cast:
    """Who is called what.

    `value`, `slope`: the functions L and dL; `variables`: the code of each variable within them;
    `point`: the name that the descent moves; `unpacked`: whether the variables are taken out of it.
    """

    identifiers: Identifiers
    value: str
    slope: str
    variables: dict[str, str]
    point: str
    unpacked: bool = False

    @property
    def several(self) -> bool:
        """Whether there is more than one variable."""
        return len(self.variables) > 1

    @cached_property
    def joined(self) -> tuple[str, str]:
        """Names for a point as text, and for one of its numbers."""
        return self.identifiers.claim("at"), fresh(self)

    def own(self, wanted: Iterable[str]) -> dict[str, str]:
        """Names for the rule's settings, memory and lines."""
        return {name: self.identifiers.claim(name, told=True) for name in wanted}


def cast(formula: Formula, target: Target) -> Cast:
    """The names of the functions, the variables and the point; those of a person win over ours."""
    made = Identifiers({*BUILTINS, *MODULES[target.name], "epoch", "lr"})
    value = made.claim(formula.title, told=True)
    slope = made.claim(f"d{value}")
    variables = [str(x.name) for x in formula.variables]
    if len(variables) == 1:
        name = made.claim(variables[0], told=True)
        return Cast(made, value, slope, {variables[0]: name}, name)
    if len(variables) <= MOST_UNPACKED and len(", ".join(variables)) <= LONGEST_UNPACKED:
        spelled = {name: made.claim(name, told=True) for name in variables}
        return Cast(made, value, slope, spelled, made.claim(stem(variables)), True)
    point = made.claim(stem(variables))
    spelled = {name: f"{point}[{i}]" for i, name in enumerate(variables)}
    return Cast(made, value, slope, spelled, point)


def stem(variables: Sequence[str]) -> str:
    """x for x_1, x_2, ...; point for variables that have nothing in common."""
    found = {match[1] if (match := STEM.fullmatch(name)) else "" for name in variables}
    [one] = found if len(found) == 1 else [""]
    return one or "point"


def identifier(name: str) -> str:
    """The name as Python reads it, with a _ for what it does not take."""
    plain = re.sub(r"\W", "_", unicodedata.normalize("NFKC", name))
    return plain if plain.isidentifier() else f"_{plain}"


INDENT: Final = 4
LARGE: Final = 120  # nodes of a gradient from which what it repeats is named
LARGEST: Final = 3000  # nodes that a script may hold
HEADS: Final = "uvwpqrs"  # names for parts, as far as these are free


def value(formula: Formula, cast: Cast, target: Target) -> list[str]:
    """The lines of `def L(x)`, from the tree of what was typed."""
    typesetter = setter(cast, target, {})
    body = put_in(formula)
    lines = list(typesetter.statement("return ", body, INDENT))
    return [f"def {cast.value}({cast.point}):", *unpacking(cast, target), *lines]


def put_in(formula: Formula) -> Node:
    """The tree with the values of `let` in the place of their names."""
    known = {name: tree(number) for name, number in formula.values}
    tidy: Node = exchanged(
        formula.sentence.tree, lambda n: known.get(n.name) if isinstance(n, Name) else None
    )
    return tidy


def slope(derivation: Derivation, cast: Cast, target: Target) -> list[str]:
    """The lines of `def dL(x)`, from the gradient that is run."""
    formula = derivation.formula
    gradient = multiples([formula.expression, *derivation.gradient])[1:]
    shared, slopes = repeated(gradient)
    typesetter = setter(cast, target, {str(name): cast.identifiers for name, _ in shared})
    lines: list[str] = []
    for name, expression in shared:
        lines += typesetter.statement(f"{spelled(typesetter, name)} = ", tree(expression), INDENT)
    names = [str(x.name) for x in formula.variables]
    if cast.several:
        lines += several(
            typesetter, cast, target, list(zip(names, slopes, strict=True)), cast.slope
        )
    else:
        lines += typesetter.statement("return ", tree(slopes[0]), INDENT)
    head = [f"def {cast.slope}({cast.point}):", f"    # {meaning(formula)}"]
    return [*head, *unpacking(cast, target), *lines]


def meaning(formula: Formula) -> str:
    """What dL is."""
    title, names = formula.title, [str(x.name) for x in formula.variables]
    slopes = [f"d{title}/d{name}" for name in names]
    if len(names) == 1:
        return f"the gradient of {title}; with one variable it is the derivative {slopes[0]}"
    if len(names) > 4:
        return f"the gradient of {title}: {slopes[0]}, {slopes[1]}, ..., {slopes[-1]}"
    return f"the gradient of {title}: the partial derivatives {', '.join(slopes)}"


def several(
    typesetter: Typesetter,
    cast: Cast,
    target: Target,
    slopes: Sequence[tuple[str, Expr]],
    title: str,
) -> Iterator[str]:
    """A line for each partial derivative, then all of them."""
    found = []
    for name, expression in slopes:
        found.append(cast.identifiers.claim(f"{title}_d{name}"))
        yield from typesetter.statement(f"{found[-1]} = ", tree(expression), INDENT)
    if target.name == "python":
        yield from call("return [", found, INDENT, "]")
    else:
        yield from call("return np.array(", [f"[{', '.join(found)}]"], INDENT)


def diagonal(derivation: Derivation, cast: Cast, target: Target, name: str) -> list[str]:
    """The lines of a function for the Hessian's diagonal."""
    typesetter = setter(cast, target, {})
    entries = [row[i] for i, row in enumerate(derivation.hessian)]
    told = "the diagonal of the Hessian: the second derivatives"
    head = [f"def {name}({cast.point}):", f"    # {told}", *unpacking(cast, target)]
    if not cast.several:
        return [*head, *typesetter.statement("return ", tree(entries[0]), INDENT)]
    names = [str(x.name) for x in derivation.formula.variables]
    pairs = list(zip(names, entries, strict=True))
    return [*head, *several(typesetter, cast, target, pairs, name)]


def setter(cast: Cast, target: Target, named: dict[str, object]) -> Typesetter:
    """What writes the body of a function."""
    known = dict(cast.variables)
    for name in named:
        known[name] = cast.identifiers.claim(name)
    arrays = frozenset(cast.variables) if target.scalars else frozenset()
    return Typesetter(Speller(target, known, arrays), lambda: fresh(cast))


def spelled(typesetter: Typesetter, name: Expr) -> str:
    return typesetter.speller.spelled[str(name)]


def fresh(cast: Cast) -> str:
    """A name for a part of a long line: u, v, ..., that is no variable's either."""
    known = {*cast.variables, *cast.identifiers.taken}
    numbers = (f"{letter}{i or ''}" for i in range(len(known) + 1) for letter in HEADS)
    return cast.identifiers.claim(next(name for name in numbers if name not in known))


def unpacking(cast: Cast, target: Target) -> list[str]:
    """The variables out of the point, where there are several and not too many."""
    if not cast.unpacked:
        return []
    taken = cast.point if target.name != "tensorflow" else f"tf.unstack({cast.point})"
    return [f"    {', '.join(cast.variables.values())} = {taken}"]


def repeated(gradient: Sequence[Expr]) -> tuple[list[tuple[Expr, Expr]], list[Expr]]:
    """What a large gradient repeats, under names, and the gradient with these; choices stay whole.

    Raises InputError where it is too large even so.
    """
    size = sum(map(written_size, gradient))
    choices = any(expression.has(sp.Piecewise) for expression in gradient)
    shared: list[tuple[Expr, Expr]] = []
    slopes = list(gradient)
    if size > LARGE and not choices:
        letters = (sp.Symbol(f"part{i}", real=True) for i in range(1, LARGEST))
        shared, slopes = sp.cse(slopes, letters, order="none")
    demand_short(sum(map(written_size, [*slopes, *(e for _, e in shared)])))
    return shared, slopes


def written_size(expression: Expr) -> int:
    """How many nodes an expression has when it is written out."""
    sizes: dict[Expr, int] = {}
    for node in subexpressions([expression]):
        sizes[node] = 1 + sum(sizes[part] for part in parts(node))
    return sizes[expression]


def demand_short(size: int, what: str = "gradient of this formula") -> None:
    """Refuse what no person would write."""
    if size > LARGEST:
        message = f"the {what} is too long for a script ({size:,} parts)"
        raise InputError("too_large", message, "symdescent.descend  computes with it all the same")
