"""Tokens that only LaTeX makes go in; fractions, binomials and quotients come out as nodes."""

from collections.abc import Callable
from fractions import Fraction
from math import factorial
from typing import Final

from symdescent.language.calls import call
from symdescent.language.mistakes import left_over
from symdescent.language.reader import Reader
from symdescent.language.tokens import Token
from symdescent.language.tree import Call, Negative, Node, Number, Power, Product, Sum

_LARGEST: Final = 20


def form(reader: Reader) -> Node:
    """What the next token, of kind form, begins."""
    token = reader.advance()
    reader.enter()
    value = _FORMS[token.text](reader, token)
    reader.leave()
    return value


def _inside(reader: Reader) -> Node:
    """What stands between the brackets that come next."""
    reader.expect("(")
    outside, reader.bars = reader.bars, 0
    value = reader.levels.expression(reader)
    reader.bars = outside
    if reader.token.kind != ")":
        left_over(reader)
    reader.advance()
    return value


def _fraction(reader: Reader, token: Token) -> Node:
    """\\frac{a b}{c} is the same product as a*b/c."""
    above = _inside(reader)
    below = _inside(reader)
    factors: tuple[Node, ...] = (above,)
    divides: tuple[bool, ...] = (False,)
    if isinstance(above, Product):
        factors, divides = above.factors, above.divides
    start, end = token.start, reader.last.end
    return Product((*factors, below), (*divides, True), min(start, above.start), end)


def _binomial(reader: Reader, token: Token) -> Node:
    """\\binom{n}{2} is n(n - 1)/2."""
    above = _inside(reader)
    below = _inside(reader)
    end = reader.last.end
    count = below.value if isinstance(below, Number) else Fraction(-1)
    if count.denominator != 1 or not 0 <= count <= _LARGEST:
        hint = f"as  \\binom{{n}}{{2}}, up to {_LARGEST}"
        reader.fail("not_allowed", "a binomial is read with a whole number below", hint, token)

    def number(value: int) -> Number:
        return Number(Fraction(value), str(value), token.start, end)

    def lower(by: int) -> Node:
        return Sum((above, Negative(number(by), token.start, end)), token.start, end)

    if not count:
        return number(1)
    factors = (above, *[lower(by) for by in range(1, int(count))], number(factorial(int(count))))
    divides = (*[False] * int(count), True)
    return Product(factors, divides, token.start, end)


def _logarithm(reader: Reader, token: Token) -> Node:
    """\\log_a x is ln x / ln a."""
    base = _inside(reader)
    above = call(reader, reader.token)
    below = Call("log", (base,), base.start, base.end)
    return Product((above, below), (False, True), token.start, above.end)


def _reciprocal(reader: Reader, token: Token) -> Node:
    """\\operatorname{sech} x is 1/cosh x."""
    name = reader.token.text
    value = call(reader, reader.token)
    inner = value.base if isinstance(value, Power) else value
    if not isinstance(inner, Call) or inner.function != name:
        reader.fail("unknown_name", "the inverse of this function is not known", at=token)
    one = Number(Fraction(1), "1", token.start, token.end)
    return Product((one, value), (False, True), token.start, value.end)


_FORMS: Final[dict[str, Callable[[Reader, Token], Node]]] = {
    "frac": _fraction,
    "binom": _binomial,
    "log": _logarithm,
    "1/": _reciprocal,
}
