"""The words with a grammar of their own (where, piecewise, clip) go in; trees come out."""

from collections.abc import Callable
from fractions import Fraction
from math import factorial as of_integer
from typing import Final

from symdescent.language.arguments import arguments, close
from symdescent.language.constants import constant_value
from symdescent.language.expansion import FACTORIAL, LARGEST
from symdescent.language.names import TRUTH
from symdescent.language.reader import Reader
from symdescent.language.series import product_form, sum_form
from symdescent.language.tokens import Token
from symdescent.language.tree import (
    Call,
    Compare,
    Condition,
    Negative,
    Node,
    Number,
    Piecewise,
    Power,
    Sum,
)


def _where(reader: Reader, token: Token) -> Node:
    """where(condition, a, b)."""
    reader.expect("(")
    reader.enter(2)
    condition = reader.levels.condition(reader)
    reader.expect(",")
    value = reader.levels.expression(reader)
    reader.expect(",")
    other = reader.levels.expression(reader)
    reader.leave(2)
    close(reader)
    return Piecewise(((value, condition),), other, token.start, reader.last.end)


def _piecewise(reader: Reader, token: Token) -> Node:
    """piecewise((a, x > 0), (b, True)); the last pair may be a value alone."""
    reader.expect("(")
    reader.enter(2)
    branches: list[tuple[Node, Condition]] = []
    otherwise = None
    while otherwise is None:
        otherwise = _branch(reader, branches)
        if reader.token.kind != ",":
            break
        reader.advance()
    reader.leave(2)
    close(reader)
    if not branches:
        reader.fail("syntax", "here a condition is missing", "write  where(x > 0, a, b)", token)
    return Piecewise(tuple(branches), otherwise, token.start, reader.last.end)


def _branch(reader: Reader, branches: list[tuple[Node, Condition]]) -> Node | None:
    """Read (value, condition) into `branches`; return the value that has none, if it is one."""
    if not _is_pair(reader):
        return reader.levels.expression(reader)
    reader.advance()
    value = reader.levels.expression(reader)
    reader.expect(",")
    if reader.token.text in TRUTH and reader.following.kind == ")":
        always = TRUTH[reader.advance().text]
        reader.expect(")")
        return value if always else None
    branches.append((value, reader.levels.condition(reader)))
    reader.expect(")")
    return None


def _is_pair(reader: Reader) -> bool:
    """Whether a bracket with a comma in it comes next."""
    depth = 0
    for place in range(reader.place, len(reader.tokens)):
        kind = reader.tokens[place].kind
        depth += (kind in ("(", "[", "{")) - (kind in (")", "]", "}"))
        if depth == 0:
            return False
        if depth == 1 and kind == ",":
            return True
    return False


def _exactly(reader: Reader, token: Token, count: int, usage: str) -> tuple[Node, ...]:
    """The arguments of a form that takes `count` of them."""
    values = arguments(reader)
    if len(values) != count:
        reader.fail("syntax", f"{token.text} takes {count}, here are {len(values)}", usage, token)
    return values


def _clip(reader: Reader, token: Token) -> Node:
    """clip(x, low, high) = min(max(x, low), high)."""
    value, low, high = _exactly(reader, token, 3, "write  clip(x, -1, 1)")
    end = reader.last.end
    inner = Call("max", (value, low), token.start, end)
    return Call("min", (inner, high), token.start, end)


def _pow(reader: Reader, token: Token) -> Node:
    """pow(x, y) = x^y."""
    base, exponent = _exactly(reader, token, 2, "write  x^y")
    return Power(base, exponent, token.start, reader.last.end)


def _square(reader: Reader, token: Token) -> Node:
    """square(x) = x^2."""
    (base,) = _exactly(reader, token, 1, "write  x^2")
    return Power(base, _whole(2, token), token.start, reader.last.end)


def _log1p(reader: Reader, token: Token) -> Node:
    """log1p(x) = log(1 + x)."""
    (value,) = _exactly(reader, token, 1, "write  log(1 + x)")
    end = reader.last.end
    return Call("log", (Sum((_whole(1, token), value), token.start, end),), token.start, end)


def _expm1(reader: Reader, token: Token) -> Node:
    """expm1(x) = exp(x) - 1."""
    (value,) = _exactly(reader, token, 1, "write  exp(x) - 1")
    end = reader.last.end
    one = Negative(_whole(1, token), token.start, end)
    return Sum((Call("exp", (value,), token.start, end), one), token.start, end)


def _heaviside(reader: Reader, token: Token) -> Node:
    """heaviside(x) is 0 below zero, 1 above it and 1/2 at zero."""
    (value,) = _exactly(reader, token, 1, "write  where(x > 0, 1, 0)")
    end = reader.last.end
    below = Compare("<", value, _whole(0, token), token.start, end)
    above = Compare(">", value, _whole(0, token), token.start, end)
    half = Number(Fraction(1, 2), "0.5", token.start, end)
    branches = ((_whole(0, token), below), (_whole(1, token), above))
    return Piecewise(branches, half, token.start, end)


def _whole(value: int, token: Token) -> Number:
    return Number(Fraction(value), str(value), token.start, token.end)


def factorial(reader: Reader, base: Node, shift: int = 0, at: Token | None = None) -> Node:
    """n! of a whole number; of anything else it has no derivative that we could use."""
    sign = at or reader.last
    if reader.indices and not at:
        return Call(FACTORIAL, (base,), base.start, sign.end)
    value = constant_value(base, reader.text, reader.limits)
    if not isinstance(value, Fraction):
        kind, message = ("unknown_name", "unknown function") if at else ("not_allowed", "factorial")
        reader.fail(kind, f"{message} '{sign.text}': only whole numbers have one here", at=sign)
    if value + shift < 0 or value.denominator != 1:
        reader.fail("domain", "only whole numbers from 0 on have a factorial here", at=sign)
    if value + shift > LARGEST:
        reader.fail("too_large", "this factorial is too large to be computed with", at=sign)
    result = of_integer(int(value) + shift)
    return Number(Fraction(result), str(result), base.start, reader.last.end)


def _factorial(reader: Reader, token: Token) -> Node:
    """factorial(5)."""
    (value,) = _exactly(reader, token, 1, "write  5!")
    return factorial(reader, value, at=token)


def _gamma(reader: Reader, token: Token) -> Node:
    """gamma(5) = 4!."""
    (value,) = _exactly(reader, token, 1, "write  4!")
    return factorial(reader, value, -1, token)


FORM_READERS: Final[dict[str, Callable[[Reader, Token], Node]]] = {
    "where": _where,
    "if": _where,
    "piecewise": _piecewise,
    "clip": _clip,
    "pow": _pow,
    "square": _square,
    "log1p": _log1p,
    "expm1": _expm1,
    "factorial": _factorial,
    "gamma": _gamma,
    "heaviside": _heaviside,
    "sum": sum_form,
    "prod": product_form,
}
