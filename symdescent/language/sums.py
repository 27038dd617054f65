"""Sums and products over an index, with the names that it numbers, written out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import factorial
from typing import Any, Final, NoReturn

from symdescent.errors import FormulaError
from symdescent.language.reader import Reader, arguments, close
from symdescent.language.tokens import Token
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
        return _inner_series(node, values, work)
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


def _inner_series(node: Call, values: Values, work: Expansion) -> Node:
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


_WRITE = {SUM: "sum(i=1..n, x_i^2)", PROD: "prod(i=1..n, x_i)"}
SUM_WORD, PROD_WORD = "sum", "prod"
Bounds = tuple[Name, Node, Node]


def sum_form(reader: Reader, token: Token) -> Node:
    """What follows the word sum."""
    return _series(reader, token, SUM)


def product_form(reader: Reader, token: Token) -> Node:
    """What follows the word prod."""
    return _series(reader, token, PROD)


def _series(reader: Reader, token: Token, kind: str) -> Node:
    """The series in one of its three spellings, written out when no outer index is waiting."""
    if token.text.endswith("_"):
        whole: Node = _with_limits(reader, token, kind)
    else:
        place = _index_place(reader)
        if place is None:
            return _plain(reader, token, kind)
        whole = _in_brackets(reader, token, kind, place)
    return whole if reader.indices else expand(whole, reader)


def _index_place(reader: Reader) -> int | None:
    """Where  i =  stands directly inside the brackets that come next."""
    depth = 0
    for place in range(reader.place, len(reader.tokens) - 1):
        kind = reader.tokens[place].kind
        depth += (kind in ("(", "[", "{")) - (kind in (")", "]", "}"))
        if depth == 0:
            return None
        if depth == 1 and kind == "name" and reader.tokens[place + 1].kind == "=":
            return place
    return None


def _in_brackets(reader: Reader, token: Token, kind: str, place: int) -> Node:
    """sum(i=1..n, body), or sum(body, i=1..n)."""
    reader.expect("(")
    reader.enter(2)
    first = reader.place
    reader.jump(place)
    index, low, high = _bounds(reader)
    beyond = reader.place
    if place == first:
        reader.expect(",")
    else:
        reader.jump(first)
    body = _body(reader, index.name, reader.levels.expression)
    if place != first:
        reader.expect(",")
        reader.jump(beyond)
    reader.leave(2)
    close(reader)
    return Call(kind, (index, low, high, body), token.start, reader.last.end)


def _bounds(reader: Reader) -> Bounds:
    """i=1..n."""
    token = reader.advance()
    index = Name(token.text, token.start, token.end)
    reader.expect("=")
    low = reader.levels.expression(reader)
    if reader.token.kind != "..":
        reader.fail("syntax", "a range is written with two dots", "write  i=1..3")
    reader.advance()
    return index, low, reader.levels.expression(reader)


def _with_limits(reader: Reader, token: Token, kind: str) -> Node:
    """sum_{i=1}^{n} body: the body is one term."""
    indices, low = _lower(reader, kind)
    reader.expect("^")
    high = _upper(reader)
    begin = reader.place
    reader.indices.extend(index.name for index in indices)
    body: Node = reader.levels.product(reader)
    if kind == SUM:
        body = _further(reader, indices, body)
    del reader.indices[len(reader.indices) - len(indices) :]
    if reader.token.kind in ("+", "-"):
        typed = reader.typed(begin, reader.place)
        _check_over(reader, indices)
        reader.note(f"the sum over {indices[0].name} ends after {typed}; use brackets for more")
    for index in reversed(indices):
        body = Call(kind, (index, low, high, body), token.start, body.end)
    return body


def _further(reader: Reader, indices: list[Name], first: Node) -> Node:
    """sum_{i=1}^{3} x_i^4 - 16x_i^2: the terms after the first in which the index stands, too."""
    terms = [first]
    while reader.token.kind in ("+", "-") and _uses(reader, indices, whole=False):
        sign = reader.advance()
        term = reader.levels.product(reader)
        terms.append(term if sign.kind == "+" else Negative(term, sign.start, term.end))
    if len(terms) == 1:
        return first
    named = indices[0].name
    reader.note(f"the sum over {named} read with the terms after it in which {named} stands")
    return Sum(tuple(terms), first.start, terms[-1].end)


def _uses(reader: Reader, indices: list[Name], whole: bool) -> Token | None:
    """Where an index stands in the next term, or in the `whole` rest, before another series."""
    depth, wanted = 0, {index.name for index in indices}
    for token in reader.tokens[reader.place + 1 :]:
        depth += (token.kind in ("(", "[", "{")) - (token.kind in (")", "]", "}"))
        ends = depth < 0 or (depth == 0 and token.kind in ("+", "-"))
        if (ends and not whole) or token.text.rstrip("_") in (SUM_WORD, PROD_WORD):
            return None
        if token.kind == "name" and token.text.rpartition("_")[2] in wanted:
            return token
    return None


def _check_over(reader: Reader, indices: list[Name]) -> None:
    """Refuse prod_{i=1}^{3} x_i + y_i, where the index stands after the end of the series."""
    token = _uses(reader, indices, whole=True)
    if token is not None:
        message = f"the index of '{token.text}' stands after the end of its sum or product"
        reader.fail("syntax", message, "put what belongs to it in brackets", token)


def _lower(reader: Reader, kind: str) -> tuple[list[Name], Node]:
    """{i=1} or (i=1), and {i,j=1}."""
    closing = {"{": "}", "(": ")"}.get(reader.token.kind, "")
    if not closing or reader.following.kind != "name":
        reader.fail("syntax", "here the index is missing", f"write  {_WRITE[kind]}")
    reader.advance()
    indices = [reader.advance()]
    while reader.token.kind == "," and reader.following.kind == "name":
        reader.advance()
        indices.append(reader.advance())
    reader.expect("=")
    low = reader.levels.expression(reader)
    reader.expect(closing)
    return [Name(token.text, token.start, token.end) for token in indices], low


def _upper(reader: Reader) -> Node:
    """{n}, (n), n or 3."""
    if reader.token.kind != "{":
        token = reader.token
        if token.kind == "name":
            reader.advance()
            return Name(token.text, token.start, token.end)
        return reader.levels.power(reader)
    reader.advance()
    high = reader.levels.expression(reader)
    reader.expect("}")
    return high


def _body(reader: Reader, index: str, read: Callable[[Reader], Node]) -> Node:
    """The term, in which the index has no value yet."""
    reader.indices.append(index)
    body = read(reader)
    reader.indices.pop()
    return body


def _plain(reader: Reader, token: Token, kind: str) -> Node:
    """sum([a, b]) and sum(a, b)."""
    values = arguments(reader, lists=True)
    if len(values) < 2:
        hint = f"write  {_WRITE[kind]}"
        reader.fail("syntax", f"{token.text} needs an index or several terms", hint, token)
    end = reader.last.end
    if kind == SUM:
        return Sum(values, token.start, end)
    return Product(values, (False,) * len(values), token.start, end)


def indexed(reader: Reader, token: Token) -> Node:
    """The name with its subscript, or the index as a number to come."""
    reader.advance()
    if token.text in reader.indices and reader.token.kind != "[":
        return Name(token.text, token.start, token.end)
    if reader.token.kind == "[":
        return _subscript_in_brackets(reader, token)
    stem, _, index = token.text.rpartition("_")
    subscript = Name(index, token.start + len(stem) + 1, token.end)
    return Call(UNDERSCORE, (Name(stem, token.start, token.end), subscript), token.start, token.end)


def _subscript_in_brackets(reader: Reader, token: Token) -> Node:
    """x[i+1] or a[i, j]."""
    reader.advance()
    reader.enter()
    places = [reader.levels.expression(reader)]
    while reader.token.kind == ",":
        reader.advance()
        places.append(reader.levels.expression(reader))
    reader.leave()
    end = reader.expect("]").end
    style = UNDERSCORE if f"{token.text}_1" in reader.names.bare else SUBSCRIPT
    stem: Node = Name(token.text, token.start, token.end)
    place = Call(style, (stem, *places), token.start, end)
    return place if reader.indices else expand(place, reader)


def braced(reader: Reader, token: Token) -> Node:
    """x_{1} is the name x_1; x_{i+1} waits for its index."""
    stem = Name(token.text[:-1], token.start, token.end - 1)
    reader.advance()
    reader.advance()
    inside = reader.token
    if (
        reader.following.kind == "}"
        and inside.kind in ("name", "number")
        and inside.text not in reader.indices
    ):
        reader.advance()
        end = reader.expect("}").end
        return Name(f"{stem.name}_{inside.text}", token.start, end)
    reader.enter()
    places = [reader.levels.expression(reader)]
    while reader.token.kind == ",":
        reader.advance()
        places.append(reader.levels.expression(reader))
    reader.leave()
    end = reader.expect("}").end
    waiting = Call(UNDERSCORE, (stem, *places), token.start, end)
    return waiting if reader.indices else expand(waiting, reader)
