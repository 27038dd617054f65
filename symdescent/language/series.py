"""sum(i=1..n, body), sum_{i=1}^{n} body and sum(a, b) go in; sums written out come out."""

from collections.abc import Callable

from symdescent.language.arguments import arguments, close
from symdescent.language.expansion import PROD, SUM, expand
from symdescent.language.reader import Reader
from symdescent.language.tokens import Token
from symdescent.language.tree import Call, Name, Negative, Node, Product, Sum

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
