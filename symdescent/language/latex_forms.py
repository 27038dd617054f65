"""Tokens that only LaTeX makes go in; fractions, binomials and quotients come out as nodes."""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from symdescent.language.calls import call
from symdescent.language.expansion import BINOMIAL, MOST_CHOSEN, chosen
from symdescent.language.mistakes import left_over
from symdescent.language.reader import Reader
from symdescent.language.tokens import Token
from symdescent.language.tree import Call, Node, Number, Power, Product


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
    found = Call(BINOMIAL, (above, below), token.start, reader.last.end)
    if reader.indices and not isinstance(below, Number):
        return found  # the index below has no value yet
    count = below.value if isinstance(below, Number) else Fraction(-1)
    if count.denominator != 1 or not 0 <= count <= MOST_CHOSEN:
        hint = f"as  \\binom{{n}}{{2}}, up to {MOST_CHOSEN}"
        reader.fail("not_allowed", "a binomial is read with a whole number below", hint, token)
    return chosen(above, int(count), found)


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
