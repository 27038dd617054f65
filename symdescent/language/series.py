"""sum(i=1..n, body), sum_{i=1}^{n} body and sum(a, b) go in; sums written out come out."""

from collections.abc import Callable

from symdescent.language.arguments import arguments, close
from symdescent.language.expansion import PROD, SUM, expand
from symdescent.language.reader import Reader
from symdescent.language.tokens import Token
from symdescent.language.tree import Call, Name, Node, Product, Sum

_WRITE = {SUM: "sum(i=1..n, x_i^2)", PROD: "prod(i=1..n, x_i)"}
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
    index, low = _lower(reader, kind)
    reader.expect("^")
    high = _upper(reader)
    begin = reader.place
    body = _body(reader, index.name, reader.levels.product)
    if reader.token.kind in ("+", "-"):
        typed = reader.typed(begin, reader.place)
        reader.note(f"the sum over {index.name} ends after {typed}; use brackets for more")
    return Call(kind, (index, low, high, body), token.start, body.end)


def _lower(reader: Reader, kind: str) -> tuple[Name, Node]:
    """{i=1} or (i=1)."""
    closing = {"{": "}", "(": ")"}.get(reader.token.kind, "")
    if not closing or reader.following.kind != "name":
        reader.fail("syntax", "here the index is missing", f"write  {_WRITE[kind]}")
    reader.advance()
    token = reader.advance()
    reader.expect("=")
    low = reader.levels.expression(reader)
    reader.expect(closing)
    return Name(token.text, token.start, token.end), low


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
