"""The nodes of a formula, each with the columns start..end of the text that it was read from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Number:
    """A number as typed: `value` is exact (0.1 is 1/10), `text` how it was written."""

    value: Fraction
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Constant:
    """pi or e."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A variable or a parameter."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Negative:
    """-operand."""

    operand: "Node"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms in the order typed, in one flat tuple; a term after a minus is a Negative."""

    terms: tuple["Node", ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Product:
    """Factors in the order typed, in one flat tuple; `divides[i]`: factor i stands after a `/`."""

    factors: tuple["Node", ...]
    divides: tuple[bool, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Power:
    """base^exponent."""

    base: "Node"
    exponent: "Node"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the table in `names`, under its canonical name."""

    function: str
    arguments: tuple["Node", ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Compare:
    """left operator right, the operator one of < <= > >=; only as a condition."""

    operator: str
    left: "Node"
    right: "Node"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Logic:
    """A condition made of conditions: operator and, or (any number of parts), not (one)."""

    operator: str
    parts: tuple["Condition", ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piecewise:
    """The first value whose condition holds, else `otherwise` (None: undefined there)."""

    branches: tuple[tuple["Node", "Condition"], ...]
    otherwise: "Node | None"
    start: int
    end: int


Condition = Compare | Logic
Node = Number | Constant | Name | Negative | Sum | Product | Power | Call | Piecewise


@dataclass(frozen=True, slots=True)
class Sentence:
    """A formula as read.

    `tree` has sums over an index written out and named numbers still as Names; `names` are the
    variables and parameters in order of appearance (or of the header `L(x, y) = ...`); `title` is
    the name before the parentheses of a header, `declared` the names inside it (None: no header);
    `notes` are the sentences that say how doubtful text was read. `is_maximised`: the maximum was
    asked for, and `tree` is the formula with its sign changed.
    """

    text: str
    tree: Node
    names: tuple[str, ...]
    title: str = "L"
    declared: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
    is_maximised: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """One line of a rule: name = tree."""

    name: str
    tree: Node
    line: int


Exchange = Callable[[Any], Any]


def nodes(node: Any) -> Iterator[Node]:
    """Every node of a tree, or of a tuple of trees, outer ones first."""
    if isinstance(node, tuple):
        for part in node:
            yield from nodes(part)
    elif hasattr(node, "start"):
        yield node
        for field in fields(node):
            yield from nodes(getattr(node, field.name))


def names(node: Any) -> Iterator[str]:
    """The names in a tree, as often as they stand in it."""
    return (part.name for part in nodes(node) if isinstance(part, Name))


def exchanged(node: Any, exchange: Exchange) -> Any:
    """The tree with every node that `exchange` answers replaced, outer nodes first."""
    if isinstance(node, tuple):
        return tuple(exchanged(part, exchange) for part in node)
    if not hasattr(node, "start"):
        return node
    other = exchange(node)
    if other is not None:
        return other
    kept = {field.name: exchanged(getattr(node, field.name), exchange) for field in fields(node)}
    return replace(node, **kept)
