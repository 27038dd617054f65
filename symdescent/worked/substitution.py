"""The first steps of a rule that is linear in points, with every number put in."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from sympy import Rational

from symdescent.language.notation import Indexed, Relation, Written
from symdescent.language.tree import Name, Negative, Node, Number, Product, Sum, exchanged
from symdescent.optimizers import Rule
from symdescent.optimizers.paper_notation import START, IndexedRule, Quantity, indexed
from symdescent.optimizers.paper_notation import Line as RuleLine
from symdescent.recurrence.exact_iterates import length
from symdescent.worked.blocks import Line
from symdescent.worked.methods import short
from symdescent.worked.numbers import column_of, number
from symdescent.worked.rule import Steps, is_plain
from symdescent.worked.telling import Telling

SHOWN: Final = 3  # iterates with their numbers put in
LONGEST: Final = 40  # bits of a number that is written out
Vector = tuple[Fraction, ...]
Value = Vector | Fraction


class NotLinear(Exception):
    """A line that does more than to add multiples of points."""


def substituted(telling: Telling, rule: Rule) -> list[Line]:
    """The lines of the first steps; none where one does not come out exactly, or is long."""
    story = indexed(rule)
    if not is_plain(story):
        return []
    try:
        return [line for t in range(1, SHOWN + 1) for line in Walk(telling, rule, story).step(t)]
    except NotLinear:
        return []


class Walk:
    """Runs the lines of a rule on exact points from the start on."""

    def __init__(self, telling: Telling, rule: Rule, story: IndexedRule) -> None:
        self.telling, self.rule, self.story = telling, rule, story
        self.spelt = Steps.of_rule(telling, rule)
        self.done: dict[tuple[str, int], Value] = {("x", 0): telling.study.setting.start}
        for (quantity, step), first in story.firsts.items():
            value = Fraction(first) if first != "x" else telling.study.setting.start
            self.done[quantity.name, step] = self.spread(value)

    def spread(self, value: Value) -> Vector:
        """A number as a point with that number everywhere."""
        return value if isinstance(value, tuple) else (value,) * len(self.telling.names)

    def step(self, t: int) -> Iterator[Line]:
        """The lines of step t, those before it being run as well."""
        for before in range(1, t + 1):
            lines = list(self.lines(before))
        self.demand_right(t)
        yield from lines

    def lines(self, t: int) -> Iterator[Line]:
        here = self.spread(self.done["x", t - 1])
        slope = self.gradient(here)
        self.done["g", t] = slope
        left = self.telling.gradient(*(number(x) for x in here))
        yield Line(Relation((left, column_of(slope)), ("=",)))
        for line in self.story.lines:
            yield self.line(line, t)

    def line(self, line: RuleLine, t: int) -> Line:
        """left = tree with numbers = value."""
        value = self.spread(self.value(line.tree, t))
        self.done[line.left.name, t] = value
        index = number(t)
        left = self.telling.indexed(index)
        if line.left.name != "x":
            left = Indexed(self.spelt.of(Quantity(line.left.name)), index)
        numbers = exchanged(line.tree, lambda node: self.shown(node, t))
        return Line(Relation((left, numbers, column_of(value)), ("=", "=")))

    def shown(self, node: Any, t: int) -> Written | None:
        """A name as the number or the point that it stands for."""
        if not isinstance(node, Name):
            return None
        value = self.of(self.story.quantities[node.name], t)
        return column_of(value) if isinstance(value, tuple) else short(value)

    def of(self, quantity: Quantity, t: int) -> Value:
        """The value of a quantity at step t."""
        if quantity == START:
            return self.done["x", 0]
        if quantity.back is None:
            known = {**self.rule.settings, "t": Fraction(t)}
            if quantity.name not in known:
                raise NotLinear
            return known[quantity.name]
        if quantity.hat or (quantity.name, t - quantity.back) not in self.done:
            raise NotLinear
        return self.done[quantity.name, t - quantity.back]

    def value(self, node: Node, t: int) -> Value:
        """The exact value of a tree of sums and multiples."""
        match node:
            case Number(value=value):
                return value
            case Name(name=name):
                return self.of(self.story.quantities[name], t)
            case Negative(operand=operand):
                return times(Fraction(-1), self.value(operand, t))
            case Sum(terms=terms):
                return added([self.value(term, t) for term in terms])
            case Product(factors=factors, divides=divides):
                result: Value = Fraction(1)
                for factor, below in zip(factors, divides, strict=True):
                    part = self.value(factor, t)
                    result = times(inverse(part) if below else part, result)
                return result
        raise NotLinear

    def gradient(self, here: Vector) -> Vector:
        """The exact gradient at a point; NotLinear where it is not rational, or long."""
        symbols = self.telling.study.setting.formula.variables
        numbers = (Rational(x.numerator, x.denominator) for x in here)
        put = dict(zip(symbols, numbers, strict=True))
        values = [slope.xreplace(put) for slope in self.telling.study.derivation.gradient]
        if not all(value.is_Rational for value in values):
            raise NotLinear
        return tuple(Fraction(int(v.p), int(v.q)) for v in values)

    def demand_right(self, t: int) -> None:
        """The point must be that of the exact iteration, and short."""
        here = self.spread(self.done["x", t])
        if here != self.telling.study.iterates[t] or max(map(length, here)) > LONGEST:
            raise NotLinear


def times(left: Value, right: Value) -> Value:
    """A product in which at most one factor is a point."""
    if isinstance(left, tuple) and isinstance(right, tuple):
        raise NotLinear
    if isinstance(left, tuple):
        left, right = right, left
    assert isinstance(left, Fraction)  # at most one of them is a point
    return tuple(left * x for x in right) if isinstance(right, tuple) else left * right


def added(parts: list[Value]) -> Value:
    if all(isinstance(part, Fraction) for part in parts):
        return sum((part for part in parts if isinstance(part, Fraction)), Fraction(0))
    points = [part for part in parts if isinstance(part, tuple)]
    if len(points) < len(parts):
        raise NotLinear
    return tuple(sum(column, Fraction(0)) for column in zip(*points, strict=True))


def inverse(value: Value) -> Fraction:
    if isinstance(value, tuple) or value == 0:
        raise NotLinear
    return 1 / value
