"""A sum over an index with its body goes in; the terms, each with the index's value, come out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import factorial
from typing import Any, Final, NoReturn

from symdescent.errors import FormulaError
from symdescent.language.reader import Reader
from symdescent.language.tree import (
    Call,
    Compare,
    Condition,
    Constant,
    Logic,
    Name,
    Negative,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Sum,
)

# Calls that only live until the series around them is written out; no function has such a name.
SUM: Final = "Σ"
PROD: Final = "Π"
SUBSCRIPT: Final = "[]"
UNDERSCORE: Final = "_"
FACTORIAL: Final = "!"
BINOMIAL: Final = "C"
MOST_CHOSEN: Final = 20
LARGEST: Final = 170  # the last whole number whose factorial a float can hold
Values = Mapping[str, Fraction | int]


@dataclass(slots=True)
class Expansion:
    """What a series needs while it is written out; `left` nodes may still be made."""

    text: str
    let: Values
    left: int

    def fail(self, node: Node, kind: str, message: str, hint: str = "") -> NoReturn:
        """Raise a mistake at a node."""
        raise FormulaError(kind, message, self.text, (node.start, node.end), hint)


def expand(series: Node, reader: Reader) -> Node:
    """The series without indices; its bounds may use the values in `let`."""
    work = Expansion(reader.text, reader.names.let, reader.limits.nodes)
    whole: Node = _write(series, {}, work)
    return whole


def _write(node: Any, values: Values, work: Expansion) -> Any:
    """A copy of the node in which every index has its value."""
    work.left -= 1
    if work.left < 0:
        work.fail(node, "too_large", "this sum has too many terms to be written out")
    return _WRITERS[type(node)](node, values, work)


def _same(node: Node, _: Values, __: Expansion) -> Node:
    return node


def _name(node: Name, values: Values, _: Expansion) -> Node:
    """An index becomes its number."""
    if node.name not in values:
        return node
    return _number(values[node.name], node)


def _number(value: Fraction | int, node: Node) -> Node:
    """A whole number in place of a node, with its sign outside."""
    number = Number(abs(Fraction(value)), str(abs(value)), node.start, node.end)
    return Negative(number, node.start, node.end) if value < 0 else number


def _negative(node: Negative, values: Values, work: Expansion) -> Node:
    return Negative(_write(node.operand, values, work), node.start, node.end)


def _sum(node: Sum, values: Values, work: Expansion) -> Node:
    return Sum(tuple([_write(term, values, work) for term in node.terms]), node.start, node.end)


def _product(node: Product, values: Values, work: Expansion) -> Node:
    factors = tuple([_write(factor, values, work) for factor in node.factors])
    return Product(factors, node.divides, node.start, node.end)


def _power(node: Power, values: Values, work: Expansion) -> Node:
    base = _write(node.base, values, work)
    return Power(base, _write(node.exponent, values, work), node.start, node.end)


def _call(node: Call, values: Values, work: Expansion) -> Node:
    """A function, an inner series, or a name with a subscript."""
    if node.function in (SUM, PROD):
        return _series(node, values, work)
    if node.function in (SUBSCRIPT, UNDERSCORE):
        return _subscripted(node, values, work)
    if node.function == FACTORIAL:
        return _factorial(node, values, work)
    if node.function == BINOMIAL:
        return _binomial(node, values, work)
    arguments = tuple([_write(argument, values, work) for argument in node.arguments])
    return Call(node.function, arguments, node.start, node.end)


def _factorial(node: Call, values: Values, work: Expansion) -> Node:
    """i! at i=3 is 6."""
    number = _whole(node.arguments[0], values, work)
    if number < 0:
        work.fail(node, "domain", "only whole numbers from 0 on have a factorial here")
    if number > LARGEST:
        work.fail(node, "too_large", "this factorial is too large to be computed with")
    return _number(factorial(number), node)


def _binomial(node: Call, values: Values, work: Expansion) -> Node:
    """n over i at i=2 is n(n - 1)/2."""
    above, below = node.arguments
    count = _whole(below, values, work)
    if not 0 <= count <= MOST_CHOSEN:
        message = f"a binomial is read with a whole number from 0 to {MOST_CHOSEN} below"
        work.fail(node, "not_allowed", message)
    return chosen(_write(above, values, work), count, node)


def chosen(above: Node, count: int, at: Node) -> Node:
    """n over 3 is n(n - 1)(n - 2)/3!."""

    def lower(by: int) -> Node:
        return Sum((above, _number(-by, at)), at.start, at.end)

    if not count:
        return _number(1, at)
    factors = (above, *map(lower, range(1, count)), _number(factorial(count), at))
    return Product(factors, (*[False] * count, True), at.start, at.end)


def _series(node: Call, values: Values, work: Expansion) -> Node:
    """The terms of a series, in one flat Sum or Product."""
    index, low, high, body = node.arguments
    assert isinstance(index, Name)
    first, last = _whole(low, values, work), _whole(high, values, work)
    if last - first > work.left:
        work.fail(node, "too_large", f"a sum of {last - first + 1:,} terms is too large")
    terms: list[Node] = []
    before = work.left
    for place in range(first, last + 1):
        terms.append(_write(body, {**values, index.name: place}, work))
        if place == first and (before - work.left) * (last - first) > work.left:
            work.fail(node, "too_large", "this sum has too many terms to be written out")
    return _join(node, tuple(terms))


def _join(node: Call, terms: tuple[Node, ...]) -> Node:
    """The terms in one flat Sum or Product; none are 0 or 1."""
    if len(terms) < 2:
        return terms[0] if terms else _number(int(node.function == PROD), node)
    if node.function == PROD:
        return Product(terms, (False,) * len(terms), node.start, node.end)
    flat: list[Node] = []
    for term in terms:
        flat.extend(term.terms if isinstance(term, Sum) else (term,))
    return Sum(tuple(flat), node.start, node.end)


def _subscripted(node: Call, values: Values, work: Expansion) -> Node:
    """x[i+1] at i=1 is x2, x_i is x_1, a[i, j] is a1_2."""
    stem, *places = node.arguments
    assert isinstance(stem, Name)
    numbers = [_whole(place, values, work) for place in places]
    if min(numbers) < 0:
        work.fail(node, "not_allowed", "a subscript below zero")
    between = "_" if node.function == UNDERSCORE else ""
    return Name(stem.name + between + "_".join(map(str, numbers)), node.start, node.end)


def _piecewise(node: Piecewise, values: Values, work: Expansion) -> Node:
    branches = tuple(
        [(_write(value, values, work), _write(test, values, work)) for value, test in node.branches]
    )
    otherwise = None if node.otherwise is None else _write(node.otherwise, values, work)
    return Piecewise(branches, otherwise, node.start, node.end)


def _compare(node: Compare, values: Values, work: Expansion) -> Condition:
    left, right = _write(node.left, values, work), _write(node.right, values, work)
    return replace(node, left=left, right=right)


def _logic(node: Logic, values: Values, work: Expansion) -> Condition:
    return replace(node, parts=tuple([_write(part, values, work) for part in node.parts]))


_WRITERS: Final[dict[type, Callable[..., Any]]] = {
    Number: _same,
    Constant: _same,
    Name: _name,
    Negative: _negative,
    Sum: _sum,
    Product: _product,
    Power: _power,
    Call: _call,
    Piecewise: _piecewise,
    Compare: _compare,
    Logic: _logic,
}


def _whole(node: Node, values: Values, work: Expansion) -> int:
    """The whole number that a bound or a subscript is."""
    value = _arithmetic(node, values, work)
    if value.denominator != 1 or abs(value) > 10**9:
        work.fail(node, "syntax", "an index needs whole numbers up to a billion")
    return int(value)


def _arithmetic(node: Node, values: Values, work: Expansion) -> Fraction:
    """Whole-number arithmetic with indices: names, signs, sums and products."""
    match node:
        case Number(value=value):
            return value
        case Name(name=name):
            return _lookup(node, name, values, work)
        case Negative(operand=operand):
            return -_arithmetic(operand, values, work)
        case Sum(terms=terms):
            return sum((_arithmetic(term, values, work) for term in terms), Fraction(0))
        case Product():
            return _quotient(node, values, work)
    work.fail(node, "syntax", "an index is made of whole numbers with + - * and /")


def _lookup(node: Node, name: str, values: Values, work: Expansion) -> Fraction:
    """The value of an index or of a name given beforehand."""
    value = values.get(name, work.let.get(name))
    if value is None:
        message = f"the sum needs a number for '{name}'"
        work.fail(node, "unknown_name", message, f"give it a value:  {name}=10")
    return Fraction(value)


def _quotient(node: Product, values: Values, work: Expansion) -> Fraction:
    """A product or an exact quotient."""
    result = Fraction(1)
    for factor, divides in zip(node.factors, node.divides, strict=True):
        value = _arithmetic(factor, values, work)
        if divides and value == 0:
            work.fail(factor, "domain", "division by zero")
        result = result / value if divides else result * value
        if abs(result) > 10**12:
            work.fail(node, "too_large", "this index is too large")
    return result
