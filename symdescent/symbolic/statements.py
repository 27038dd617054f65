"""Assignments and returns as lines of a script, none too long, broken where black breaks them.

What does not fit is split at its top-level signs within brackets; a part that does not fit even so
gets a name and a line of its own, and a choice becomes an if.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from symdescent.language.tree import (
    Call,
    Compare,
    Condition,
    Logic,
    Name,
    Negative,
    Node,
    Piecewise,
    Power,
    Product,
    Sum,
    exchanged,
)
from symdescent.symbolic.readable import AND, Speller

WIDTH: Final = 88
LEAST: Final = 13  # characters of a part that is worth a name
INDENT: Final = 4


@dataclass
class Typesetter:
    """Writes statements; `fresh` makes a name that stands nowhere yet."""

    speller: Speller
    fresh: Callable[[], str]

    def statement(self, head: str, node: Node, indent: int = 0) -> Iterator[str]:
        """The lines of `head` with a tree behind it: `return ` or `m = `."""
        line = " " * indent + head + self.speller.text(node)
        if isinstance(node, Piecewise) and not self.each(node):
            short = len(line) <= WIDTH and len(node.branches) == 1
            yield from [line] if short else self.choice(head, node, indent)
        else:
            yield from [line] if len(line) <= WIDTH else self.long(head, node, indent)

    def each(self, node: Piecewise) -> bool:
        """Whether a choice is made coordinate by coordinate, by a function."""
        return self.speller.each and self.speller.is_array(tuple(c for _, c in node.branches))

    def choice(self, head: str, node: Piecewise, indent: int) -> Iterator[str]:
        """if, elif, else; nothing where a name would keep its value."""
        lead, word = " " * indent, "if"
        node = flat(node)
        for value, test in node.branches:
            yield from self.question(f"{lead}{word} ", test)
            yield from self.statement(head, value, indent + INDENT)
            word = "elif"
        if node.otherwise is None:
            yield f"{lead}else:"
            yield f"{lead}{' ' * INDENT}{head}{self.speller.otherwise().text}"
        elif head != f"{self.speller.text(node.otherwise)} = ":
            yield f"{lead}else:"
            yield from self.statement(head, node.otherwise, indent + INDENT)

    def question(self, head: str, test: Condition) -> Iterator[str]:
        """if test: on one line, or broken at every and and or."""
        line = f"{head}{self.speller.text(test)}:"
        if len(line) <= WIDTH or not isinstance(test, Logic) or test.operator == "not":
            yield line
            return
        lead = " " * (len(head) - len(head.lstrip()))
        yield f"{head}("
        yield from (f"{lead}{' ' * INDENT}{piece}" for piece in pieces(self.speller, test))
        yield f"{lead}):"

    def long(self, head: str, node: Node, indent: int) -> Iterator[str]:
        """A line that is too long: in brackets, or with a part of it named before."""
        split = list(self.bracketed(head, node, indent))
        if split and max(map(len, split)) <= WIDTH:
            yield from split
            return
        victim = largest(self.speller, node)
        if victim is None:
            yield " " * indent + head + self.speller.text(node)
            return
        name = self.named(victim)
        yield from self.statement(f"{name} = ", victim, indent)
        other = exchanged(node, lambda part: Name(name, 0, 0) if part is victim else None)
        yield from self.statement(head, other, indent)

    def named(self, part: Node) -> str:
        """A new name for a part, an array where the part is one."""
        name = self.fresh()
        if self.speller.is_array(part):
            self.speller.arrays |= {name}
        return name

    def bracketed(self, head: str, node: Node, indent: int) -> Iterator[str]:
        """The lines where there are two signs or more to break at."""
        parts = node.terms if isinstance(node, Sum) else ()
        parts = node.factors if isinstance(node, Product) else parts
        if len(parts) < 3:
            return
        outer, inner = " " * indent, " " * (indent + INDENT)
        whole = inner + self.speller.text(node)
        yield f"{outer}{head}("
        if len(whole) > WIDTH and isinstance(node, Sum):
            yield from (inner + line for line in self.terms(node))
        else:
            yield whole
        yield f"{outer})"

    def terms(self, node: Sum) -> Iterator[str]:
        """Each term on a line, as the whole sum has them."""
        ordered = self.speller.ordered(node)
        return (self.speller.term(term, place > 0) for place, term in enumerate(ordered))


def flat(node: Piecewise) -> Piecewise:
    """A choice whose last case is none itself: elif in the place of else and if."""
    while isinstance(node.otherwise, Piecewise):
        inner = node.otherwise
        node = replace(node, branches=node.branches + inner.branches, otherwise=inner.otherwise)
    return node


def largest(speller: Speller, node: Node) -> Node | None:
    """The longest part that may be worked out before, and fits on a line; None for none."""
    found = [part for part in parts_of(speller, node) if not isinstance(part, Name)]
    sized = [(len(speller.text(part)), part) for part in found]
    size, longest = max(sized, key=lambda pair: pair[0], default=(0, None))
    if longest is None or size < LEAST:
        return None
    inner = largest(speller, longest) if size > WIDTH - 2 * INDENT else None
    return inner if inner and len(speller.text(inner)) > size / 2 else longest


def parts_of(speller: Speller, node: Any) -> Iterator[Node]:
    """What a tree is directly made of, signs looked through; nothing of a choice but its whole."""
    match node:
        case Sum(terms=parts) | Product(factors=parts) | Call(arguments=parts):
            for part in parts:
                yield part.operand if isinstance(part, Negative) else part
        case Power(base=base, exponent=exponent):
            yield from (base, exponent)
        case Negative(operand=operand):
            yield from parts_of(speller, operand) if splits(operand) else (operand,)
        case Piecewise(branches=branches, otherwise=otherwise) if speller.each:
            for value, test in branches:
                yield value
                yield from sides(test)
            if otherwise is not None:
                yield otherwise


def sides(test: Condition) -> Iterator[Node]:
    """What a condition compares."""
    match test:
        case Compare(left=left, right=right):
            yield from (left, right)
        case Logic(parts=parts):
            for part in parts:
                yield from sides(part)


def pieces(speller: Speller, test: Logic) -> Iterator[str]:
    """The parts of a condition, each but the first behind its and or or."""
    for place, part in enumerate(test.parts):
        sign = f"{test.operator} " if place else ""
        flat = isinstance(part, Logic) and part.operator == "and" and test.operator == "or"
        inside = list(pieces(speller, part)) if flat and isinstance(part, Logic) else None
        first, *rest = inside or [speller.text(part, AND + 1)]
        yield from (sign + first, *rest)


def splits(node: Node) -> bool:
    return isinstance(node, Product)


def call(head: str, arguments: Sequence[str], indent: int = 0, tail: str = ")") -> list[str]:
    """head(a, b) on one line, or its arguments on the next, or each on its own; a list likewise."""
    lead, inside = " " * indent, ", ".join(arguments)
    deeper = lead + " " * INDENT
    if len(lead + head + inside + tail) <= WIDTH:
        return [lead + head + inside + tail]
    if len(deeper + inside) <= WIDTH and not head.endswith("["):
        return [lead + head, deeper + inside, lead + tail]
    comma = "," if len(arguments) > 1 or head.endswith("[") else ""
    split = [line for argument in arguments for line in argued(argument, deeper, comma)]
    return [lead + head, *split, lead + tail]


def argued(argument: str, lead: str, comma: str) -> list[str]:
    """An argument on a line of its own, or a list of numbers that is too long for one."""
    if len(lead + argument + comma) <= WIDTH or not argument.startswith("["):
        return [lead + argument + comma]
    numbers = argument[1:-1].split(", ")
    deeper = lead + " " * INDENT
    return [f"{lead}[", *(f"{deeper}{number}," for number in numbers), f"{lead}]{comma}"]
