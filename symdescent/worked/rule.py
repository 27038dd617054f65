"""One step of an optimizer from x_k to x_{k+1}, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from symdescent.calculus.rule_step import vectors
from symdescent.language.notation import Bold, Hatted, Indexed, Relation, Symbolic, Written
from symdescent.language.tree import Name, Node, Sum, exchanged, names
from symdescent.optimizers import Algorithm, Rule
from symdescent.optimizers.paper_notation import (
    START,
    IndexedRule,
    Quantity,
    indexed,
    letters,
    nodes,
)
from symdescent.worked.blocks import Block, Code, Derivation, Line, Listing, Paragraph, Text
from symdescent.worked.methods import by, listed, named
from symdescent.worked.numbers import number
from symdescent.worked.telling import INDEX, NEXT, Telling

MOST_LINES: Final = 8
EARLY: Final = frozenset({"g", "h", "noise"})  # taken at the point where a step begins
BY_COORDINATE: Final = frozenset({"sqrt", "abs", "sign", "max", "min"})
GRADIENT: Final = Quantity("g", 0)


def rule(telling: Telling) -> Iterator[Block]:
    """The equations of a step; an algorithm's thoughts; a long rule as it is run."""
    used = telling.study.setting.rule
    if isinstance(used, Algorithm):
        yield Paragraph(telling.say("algorithm", method=by(telling)))
        lines = used.lines(telling.is_vector)
        yield Listing(tuple((line,) for line in lines), ordered=True)
        return
    steps = Steps.of_rule(telling, used)
    story, first = steps.story, beginnings(steps)
    key = "rule" if first else "rule bare"
    yield Paragraph(telling.say(key, method=by(telling), memory=first))
    if is_plain(story):
        yield Derivation(tuple(steps.lines()))
        if telling.is_vector and by_coordinates(used):
            yield Paragraph(telling.say("by coordinates"))
    else:
        yield Code(used.text, "text")


def is_plain(story: IndexedRule) -> bool:
    """Whether every quantity has a letter and an index, and no mark besides."""
    marked = any(q.version or (q.name == "L" and q.back != 1) for q in every(story))
    return not marked and len(story.lines) <= MOST_LINES


def by_coordinates(used: Rule) -> bool:
    """Whether something is done to each coordinate that is not done to points."""
    found = [node for equation in used.equations for node in nodes(equation.tree)]
    powers = any(type(node).__name__ == "Power" for node in found)
    return powers or any(getattr(node, "function", "") in BY_COORDINATE for node in found)


def every(story: IndexedRule) -> Iterator[Quantity]:
    for line in story.lines:
        yield line.left
        yield from (story.quantities[key] for key in names(line.tree))


@dataclass(frozen=True)
class Steps:
    """Spells the lines of a rule with k for the step that is done; `vectors`: what is in bold type.

    A letter in bold type is another one than the same letter in plain type.
    """

    telling: Telling
    story: IndexedRule
    vectors: frozenset[str]

    @staticmethod
    def of_rule(telling: Telling, rule: Rule) -> "Steps":
        return Steps(telling, indexed(rule), vectors(rule) if telling.is_vector else frozenset())

    def lines(self) -> Iterator[Line]:
        """The gradient in a line of its own where it is read more than once."""
        used = [self.story.quantities[key] for line in self.story.lines for key in names(line.tree)]
        gradient = self.telling.gradient(self.telling.indexed(INDEX))
        once = used.count(GRADIENT) == 1
        if not once and GRADIENT in used:
            yield Line(Relation((self.of(GRADIENT), gradient), ("=",)))
        for line in self.story.lines:
            right = exchanged(line.tree, lambda node: self.placed(node, gradient if once else None))
            yield Line(Relation((self.of(line.left), right), ("=",)))

    def placed(self, node: Any, gradient: Written | None) -> Written | None:
        """A name with its letter and index; the gradient itself where it is read once."""
        if not isinstance(node, Name):
            return None
        quantity = self.story.quantities[node.name]
        return gradient if gradient and quantity == GRADIENT else self.of(quantity)

    def of(self, quantity: Quantity) -> Written:
        """A quantity with its letter, hat and index."""
        if quantity == START:
            return self.telling.indexed(number(0))
        index = moment(quantity)
        if quantity.name == "t":
            return NEXT
        if quantity.name == "L":
            return self.telling.function(self.telling.indexed(INDEX))
        if quantity.name == "x" and index is not None:
            return self.telling.indexed(index)
        base = self.letter(quantity.name)
        base = Hatted(base) if quantity.hat else base
        return base if index is None else Indexed(base, index)

    def letter(self, name: str) -> Written:
        """The letter of a quantity."""
        names = dict.fromkeys(quantity.name for quantity in every(self.story))
        if name in self.vectors:
            own = letters([other for other in names if other in self.vectors])
            return Bold("xi" if name == "noise" else named(own[name], name).name)
        taken = letters([*self.telling.names, *names])
        return Symbolic("xi") if name == "noise" else named(taken[name], name)


def moment(quantity: Quantity) -> Node | None:
    """k+1 for what a step leaves behind, k for what it begins with; None for a constant."""
    if quantity.back is None:
        return None
    back = quantity.back + (quantity.name in EARLY)
    if back == 0:
        return NEXT
    return INDEX if back == 1 else Sum((INDEX, number(1 - back)), 0, 0)


def beginnings(steps: Steps) -> Text:
    """m_0 = 0 and v_0 = 0: what the memory holds before the first step."""
    telling, story, found = steps.telling, steps.story, list[Text]()
    for (quantity, back), first in story.firsts.items():
        letter = steps.of(Quantity(quantity.name, None, quantity.version, quantity.versions))
        if quantity.name == "x" or back < 0:
            continue
        nought = first == 0 and quantity.name in steps.vectors
        value = telling.zero if nought else number(Fraction(first))
        value = telling.indexed(number(0)) if first == "x" else value
        found.append((Relation((Indexed(letter, number(back)), value), ("=",)),))
    return listed(telling, found)
