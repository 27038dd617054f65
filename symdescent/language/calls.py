"""Calls of functions, with or without brackets, and forms with a grammar of their own."""

from collections.abc import Callable
from fractions import Fraction
from math import factorial as of_integer
from typing import Final

from symdescent.language.constants import constant_value
from symdescent.language.names import FORMS, FUNCTIONS, REDUCTIONS, TRUTH, Function, canonical
from symdescent.language.reader import Reader, arguments, bare_argument, close
from symdescent.language.refusals import left_over
from symdescent.language.tokens import Token, superscript
from symdescent.language.tree import (
    Call,
    Compare,
    Condition,
    Constant,
    Negative,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Sum,
)
from symdescent.late import late


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
    from symdescent.language.sums import FACTORIAL, LARGEST

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
    "sum": late("language.sums:sum_form"),
    "prod": late("language.sums:product_form"),
}


_LISTS = frozenset({"norm", "dot", "min", "max"})


def call(reader: Reader, token: Token) -> Node:
    """A call of a function or of a form with a grammar of its own; the next token is its name."""
    typed = token.text
    name = canonical(typed.removesuffix("_"))
    reader.advance()
    if name in FORMS:
        return FORM_READERS[name](reader, token)
    if typed not in (name, name.lower()) and typed.lower() == name:
        reader.note(f"{typed} read as {name}")
    return _applied(reader, token, FUNCTIONS[name])


def reduction(reader: Reader, token: Token) -> Node:
    """norm(g), dot(g, m): what only the lines of a rule may write."""
    reader.advance()
    return _call(reader, token, REDUCTIONS[token.text])


def _applied(reader: Reader, token: Token, function: Function) -> Node:
    """sin(x), sin x, sin^2(x), sin²x, sin^(2m)(x) and sin^-1(x)."""
    exponent = _exponent(reader, token, function)
    if exponent is not None and _is_inverse(exponent) and function.inverse:
        other = function.inverse
        reader.note(
            f"{token.text}^-1 read as the inverse function {other}; write 1/{token.text}(x)"
        )
        function, exponent = FUNCTIONS[other], None
    reader.raised += function.name == "exp"
    value = _call(reader, token, function)
    reader.raised -= function.name == "exp"
    if exponent is None:
        return value
    return Power(value, exponent, value.start, value.end)


def _exponent(reader: Reader, token: Token, function: Function) -> Node | None:
    """The power between a function's name and its argument."""
    kind = reader.token.kind
    if kind not in ("^", "superscript"):
        return None
    sign = reader.advance()
    if kind == "superscript":
        digits = superscript(sign.text)
        return _whole_exponent(reader, digits, sign)
    bracketed = reader.token.kind == "("
    if bracketed:
        reader.advance()
    if bracketed and not _is_number(reader):
        return _computed(reader)
    minus = reader.token.kind == "-" and reader.advance()
    if reader.token.kind != "number" or not reader.token.text.isdigit():
        hint = f"write  {function.name}(x)^n"
        reader.fail("syntax", "here only a whole number can be an exponent", hint, token)
    number = reader.advance()
    if bracketed:
        reader.expect(")")
    return _whole_exponent(reader, ("-" if minus else "") + number.text, number)


def _is_number(reader: Reader) -> bool:
    """Whether a whole number, with its sign, fills the bracket that has just opened."""
    place = reader.place + (reader.token.kind == "-")
    number, closing = reader.tokens[place : place + 2]
    return number.kind == "number" and number.text.isdigit() and closing.kind == ")"


def _computed(reader: Reader) -> Node:
    """The exponent of sin^(2m)(x)."""
    reader.enter(2)
    exponent = reader.levels.expression(reader)
    reader.leave(2)
    reader.expect(")")
    return exponent


def _whole_exponent(reader: Reader, digits: str, token: Token) -> Node:
    """A whole number as a node."""
    size = digits.lstrip("+-")
    if not size.isdigit() or len(size) > 4:
        reader.fail("syntax", "this exponent is no number of up to four digits", at=token)
    number = Number(_exact(size), size, token.start, token.end)
    return Negative(number, token.start, token.end) if digits[0] == "-" else number


def _is_inverse(exponent: Node) -> bool:
    """Whether the power is -1."""
    inner = exponent.operand if isinstance(exponent, Negative) else None
    return isinstance(inner, Number) and inner.value == 1


def _call(reader: Reader, token: Token, function: Function) -> Node:
    """The call itself, with as many arguments as the function takes."""
    if reader.token.kind != "(":
        return _without_brackets(reader, token, function)
    opening = reader.place
    values = arguments(reader, function.name in _LISTS)
    count, end = len(values), reader.last.end
    if not function.least <= count <= function.most:
        _wrong_count(reader, token, function, count)
    _check_comma(reader, opening)
    if function.name == "log":
        _note_base(reader, token, count)
    if function.name == "log" and count == 2:
        return _logarithm(token, values, end)
    if function.name == "dot" and count % 2:
        reader.fail(
            "syntax", "dot needs two lists of equal length", "write  dot([a, b], [c, d])", token
        )
    return Call(function.name, values, token.start, end)


def _note_base(reader: Reader, token: Token, count: int) -> None:
    """Say which logarithm was read, unless it is ln, or stands in a rule."""
    typed = token.text
    if reader.names.only is not None or (typed.lower() == "ln" and count == 1):
        return
    if count == 2:
        reader.note(f"{typed}(x, b) read as the logarithm of x to the base b")
        return
    reader.note(f"{typed} read as the natural logarithm; write log10(x) or log2(x) for the others")


def _wrong_count(reader: Reader, token: Token, function: Function, count: int) -> None:
    """Refuse a call with too few or too many arguments."""
    wanted = str(function.least) if function.least == function.most else f"{function.least} or more"
    hint = f"write  {function.name}(x{', y' if function.least > 1 else ''})"
    message = f"{token.text} takes {wanted} argument{'s' * (wanted != '1')}, here are {count}"
    reader.fail("syntax", message, hint, token)


def _check_comma(reader: Reader, opening: int) -> None:
    """Note that max(1,5) has two arguments, as it may be meant as 1.5."""
    for place in range(opening + 2, min(reader.place, opening + 8)):
        before, comma, after = reader.tokens[place - 1 : place + 2]
        if comma.kind == "," and before.kind == after.kind == "number":
            if before.end == comma.start == after.start - 1:
                reader.note(f"{before.text},{after.text} read as two arguments, not as a decimal")


def _logarithm(token: Token, values: tuple[Node, ...], end: int) -> Node:
    """log(x, b), the logarithm to the base b."""
    value, base = values
    if isinstance(base, Number) and base.value in (2, 10):
        return Call(f"log{base.value}", (value,), token.start, end)
    above = Call("log", (value,), token.start, end)
    if isinstance(base, Constant) and base.name == "e":
        return above
    below = Call("log", (base,), token.start, end)
    return Product((above, below), (False, True), token.start, end)


def _without_brackets(reader: Reader, token: Token, function: Function) -> Node:
    """sin 2x: the factors beside each other, up to the next sign or function."""
    if function.least > 1:
        hint = f"write  {function.name}(x, y)"
        reader.fail("syntax", f"{token.text} needs its arguments in brackets", hint, token)
    reader.enter(2)
    begin = reader.place
    if function.name == "log":
        _note_base(reader, token, 1)
    value = bare_argument(reader, token)
    reader.leave(2)
    typed = reader.typed(begin, reader.place)
    if isinstance(value, Product) or reader.token.kind == "/":
        reader.note(f"{token.text} {typed} read as {token.text}({typed})")
    return Call(function.name, (value,), token.start, value.end)


def _exact(digits: str) -> Fraction:
    return Fraction(int(digits))


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
    from symdescent.language.sums import BINOMIAL, MOST_CHOSEN, chosen

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


def _logarithm_to_base(reader: Reader, token: Token) -> Node:
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
    "log": _logarithm_to_base,
    "1/": _reciprocal,
}
