"""The brackets after a function's name go in; its arguments come out."""

from symdescent.language.names import canonical
from symdescent.language.reader import Reader
from symdescent.language.tokens import Token
from symdescent.language.tree import Constant, Negative, Node, Number, Product

_BESIDE = frozenset({"number", "fraction", "name", "(", "radical", "form"})
_STOPS = frozenset({"if", "else", "and", "or", "not", "for", "in"})


def arguments(reader: Reader, lists: bool = False) -> tuple[Node, ...]:
    """The expressions between the brackets, with lists opened up where they are allowed."""
    opening = reader.expect("(")
    reader.enter(2)
    outside, reader.bars = reader.bars, 0
    values: list[Node] = []
    while reader.token.kind != ")":
        values.extend(_listed(reader) if lists and reader.token.kind == "[" else _one(reader))
        if len(values) > reader.limits.arguments:
            reader.fail("too_large", f"more than {reader.limits.arguments} arguments", at=opening)
        if reader.token.kind != ",":
            break
        reader.advance()
        if reader.token.kind == ")":
            reader.fail("syntax", "after this comma an argument is missing", at=reader.last)
    reader.bars = outside
    reader.leave(2)
    close(reader)
    return tuple(values)


def close(reader: Reader) -> None:
    """Step over the closing bracket, or say what is wrong inside."""
    if reader.token.kind == ")":
        reader.advance()
    elif reader.at_word("for"):
        hint = "write  sum(i=1..n, x_i^2)"
        reader.fail("not_allowed", "a loop is no part of a formula", hint)
    else:
        refuse_inside(reader)


def refuse_inside(reader: Reader) -> None:
    """The error for what cannot stand inside a call's brackets."""
    signs = {
        "=": "a name for an argument",
        "[": "an index",
        "<": "a comparison",
        ">": "a comparison",
    }
    what = signs.get(reader.token.kind, f"'{reader.token.text}'")
    kind = "syntax" if reader.token.kind in (")", "end") else "not_allowed"
    reader.fail(kind, f"{what} cannot stand here")


def _one(reader: Reader) -> list[Node]:
    return [reader.levels.expression(reader)]


def _listed(reader: Reader) -> list[Node]:
    """The entries of  [a, b]."""
    reader.advance()
    values = _one(reader)
    while reader.token.kind == ",":
        reader.advance()
        values += _one(reader)
    reader.expect("]")
    return values


def bare_argument(reader: Reader, token: Token) -> Node:
    """The argument of a function without brackets: -x, 2x, x^2, but not beyond the next sign."""
    if reader.token.kind == "-":
        start = reader.advance().start
        inner = bare_argument(reader, token)
        return Negative(inner, start, inner.end)
    if reader.token.kind not in _BESIDE and reader.token.kind != "|":
        hint = f"write  {token.text}(x)"
        reader.fail("syntax", f"the function {token.text} has no argument", hint, token)
    begin, factors = reader.place, [reader.levels.power(reader)]
    while _continues(reader) or _multiplies(reader, factors):
        if _is_exponential(reader) and not _is_constant(factors):
            typed = f"{token.text} {reader.typed(begin, reader.place)}"
            reader.note(f"{typed} ends before the exponential, which is a factor beside it")
            break
        factors.append(reader.levels.power(reader))
    if len(factors) == 1:
        return factors[0]
    flags = (False,) * len(factors)
    return Product(tuple(factors), flags, factors[0].start, factors[-1].end)


def _multiplies(reader: Reader, factors: list[Node]) -> bool:
    """Whether a bracket follows a number: sin 2(x+1) is sin(2(x+1)), sin x(x+1) is not."""
    return reader.token.kind == "(" and _is_constant(factors)


def _is_constant(factors: list[Node]) -> bool:
    """Whether the argument is so far a number."""
    return all(isinstance(factor, Number | Constant) for factor in factors)


def _is_exponential(reader: Reader) -> bool:
    """Whether e^x comes next, which ends an argument as a function does: cos x e^x."""
    return reader.token.text == "e" and reader.following.kind in ("^", "superscript")


def _continues(reader: Reader) -> bool:
    """Whether another factor of the argument follows: no function, no bracket."""
    token = reader.token
    if token.kind not in ("name", "fraction"):
        return token.text == "frac" and token.kind == "form"
    text = token.text
    if text in _STOPS or reader.breaks_line():
        return False
    return text in reader.names.declared or not canonical(text)
