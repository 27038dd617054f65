"""The steps of a proof in a document: its sentences, and what short names of roots stand for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final

from sympy import CRootOf, Expr, Symbol, real_roots

from symdescent.calculus.from_sympy import tree
from symdescent.language.notation import Chain, Relation, Written
from symdescent.language.tree import Name
from symdescent.lessons.blocks import Text
from symdescent.lessons.wording import say
from symdescent.lessons.written_numbers import equal
from symdescent.messages import sentences
from symdescent.messages.mathematics import Paper
from symdescent.messages.sentences import Part, joined
from symdescent.proofs import Minimum
from symdescent.proofs.critical_points import CriticalPoints

LETTERS: Final = ("r", "s", "u", "w")  # of roots without a name
EMPTY: Final = Chain(())


@dataclass(frozen=True)
class Proven:
    """A minimum whose proof is told: the name of the function, its variables, the language."""

    title: str
    names: tuple[str, ...]
    language: str
    minimum: Minimum
    critical: CriticalPoints | None = None

    def say(self, key: str, **parts: Part) -> Text:
        """A sentence in the language."""
        return say(self.language, key, **parts)

    def steps(self, nabla: bool = False) -> tuple[Text, ...]:
        """The steps one by one, each without a capital; `nabla` as in Paper."""
        writer = Paper(self.title, self.roots, nabla)
        return tuple(sentences.step(one, self.language, writer) for one in self.minimum.proof)

    @property
    def roots(self) -> dict[Expr, Symbol]:
        """Short names for all real roots of every polynomial of which one is spoken of."""
        minimum, critical = self.minimum, self.critical
        told = (minimum.points, minimum.value, critical.points if critical else (), minimum.proof)
        polynomials = {root.poly: None for root in within(told, CRootOf)}
        free = [letter for letter in LETTERS if letter not in self.names]
        return {
            root: Symbol(f"{letter}_{i}")
            for letter, polynomial in zip(free, polynomials, strict=False)
            for i, root in enumerate(real_roots(polynomial), 1)
        }

    def definitions(self, items: tuple[Text, ...]) -> Text:
        """What the short names in these texts stand for."""
        used = {name.name for name in within(items, Name)}
        groups: dict[Expr, dict[str, Expr]] = {}
        for root, symbol in self.roots.items():
            if symbol.name in used:
                groups.setdefault(root.poly.as_expr(), {})[symbol.name] = root
        said = [self._group(polynomial, shown) for polynomial, shown in groups.items()]
        return joined([piece for text in said for piece in (" ", *text)][1:])

    def _group(self, polynomial: Expr, shown: Mapping[str, Expr]) -> Text:
        """The names of the roots of one polynomial."""
        equation = Relation((tree(polynomial), tree(polynomial * 0)), ("=",))
        places = between([Name(name, 0, 0) for name in shown])
        values = between([equal(Name(name, 0, 0), root) for name, root in shown.items()])
        key = "roots" if len(shown) > 1 else "root"
        return self.say(key, roots=places, polynomial=(equation,), values=values)


def within(node: Any, kind: type) -> Iterator[Any]:
    """All of a kind within records, mathematics and expressions, from left to right."""
    if isinstance(node, kind):
        yield node
    elif isinstance(node, Expr):
        yield from sorted(node.atoms(kind), key=str)
    elif isinstance(node, tuple):
        for part in node:
            yield from within(part, kind)
    elif is_dataclass(node):
        for field in fields(node):
            yield from within(getattr(node, field.name), kind)


def between(parts: list[Written]) -> Text:
    """Pieces of mathematics with commas between them."""
    return tuple(piece for part in parts for piece in (", ", part))[1:]
