"""A function's name goes in; the call with its arguments comes out, bracketed or not."""

from fractions import Fraction

from symdescent.language.arguments import arguments, bare_argument
from symdescent.language.forms import FORM_READERS
from symdescent.language.names import FORMS, FUNCTIONS, REDUCTIONS, Function, canonical
from symdescent.language.reader import Reader
from symdescent.language.tokens import Token, superscript
from symdescent.language.tree import Call, Constant, Negative, Node, Number, Power, Product

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
    if name == "log" and typed.lower() != "ln" and reader.names.only is None:
        reader.note(
            f"{typed} read as the natural logarithm; write log10(x) or log2(x) for the others"
        )
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
        return _whole(reader, digits, sign)
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
    return _whole(reader, ("-" if minus else "") + number.text, number)


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


def _whole(reader: Reader, digits: str, token: Token) -> Node:
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
    if function.name == "log" and count == 2:
        return _logarithm(token, values, end)
    if function.name == "dot" and count % 2:
        reader.fail(
            "syntax", "dot needs two lists of equal length", "write  dot([a, b], [c, d])", token
        )
    return Call(function.name, values, token.start, end)


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
    value = bare_argument(reader, token)
    reader.leave(2)
    typed = reader.typed(begin, reader.place)
    if isinstance(value, Product) or reader.token.kind == "/":
        reader.note(f"{token.text} {typed} read as {token.text}({typed})")
    return Call(function.name, (value,), token.start, value.end)


def _exact(digits: str) -> Fraction:
    return Fraction(int(digits))
