"""The grammar of an expression: sums, products, powers, and the names that they join."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final, NoReturn

from symdescent.errors import did_you_mean
from symdescent.language.mistakes import (
    check_neighbours,
    lost_power,
    quotient,
    tower,
)
from symdescent.language.names import (
    CODE,
    CONSTANTS,
    FORMS,
    FUNCTIONS,
    NOT_A_NUMBER,
    PREFIXES,
    REDUCTIONS,
    TRUTH,
    WORDS,
    canonical,
    known_words,
)
from symdescent.language.reader import Levels, Reader, condition
from symdescent.language.tokens import FRACTIONS, GREEK_NAMES, RADICALS, Token, superscript
from symdescent.language.tokens import number as exact
from symdescent.language.tree import (
    Call,
    Constant,
    Name,
    Negative,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Sum,
)
from symdescent.late import late

_OPENERS = frozenset("([{.")
# Functions that may stand without brackets: sin x. The other words are variables without them.
_BARE = (
    frozenset(FUNCTIONS)
    | frozenset("ln lg lb log_2 log_10 tg ctg cotan cosec".split())
    | frozenset(f"arc{name}" for name in "sin cos tan tg sinh cosh tanh".split())
)
# Letters that are rather functions than factors before a bracket.
_FUNCTION_LETTERS = frozenset(
    "f g h F G H J L Gamma zeta psi phi Phi Psi delta Delta Theta".split()
)
_NUMBERED = re.compile(r"[0-9]+[A-Za-z]?")  # what follows the name in sqrt2 and sin2x


def word(reader: Reader) -> Node:
    """What begins with a name."""
    token = reader.token
    if token.text in reader.plain and reader.following.kind not in _OPENERS:
        reader.advance()
        return Name(token.text, token.start, token.end)
    return _resolve(reader, token)


def _resolve(reader: Reader, token: Token) -> Node:
    """The name's meaning, in the order in which one wins over another."""
    for applies, read in _MEANINGS:
        if applies(reader, token):
            return read(reader, token)
    return _variable(reader, token)


def _is_reduction(reader: Reader, token: Token) -> bool:
    """norm(g) in a rule, where the name has no other meaning."""
    only = reader.names.only
    return only is not None and token.text in REDUCTIONS and reader.following.kind == "("


def _is_subscripted(reader: Reader, token: Token) -> bool:
    """x_{1}, but not sum_{i=1}^{3}."""
    opens = reader.following.kind == "{" and token.text.endswith("_")
    return opens and not canonical(token.text[:-1])


def _is_logarithm(reader: Reader, token: Token) -> bool:
    """log_{10} or log_{2}."""
    base, close = (*reader.tokens[reader.place + 2 : reader.place + 4], token, token)[:2]
    opens = token.text == "log_" and reader.following.kind == "{"
    return opens and base.text in ("2", "10") and close.kind == "}"


def _logarithm(reader: Reader, token: Token) -> Node:
    """The logarithm to base 2 or 10, named as in code."""
    from symdescent.language.calls import call

    base = reader.tokens[reader.place + 2].text
    reader.jump(reader.place + 3)
    return call(reader, Token("name", f"log{base}", token.start, reader.token.end))


def _is_indexed(reader: Reader, token: Token) -> bool:
    """An index itself, x_i for an index i, or x[...] in a formula with a sum over an index."""
    text, indices = token.text, reader.indices
    if text in indices or (indices and text.rpartition("_")[2] in indices):
        return True
    return reader.following.kind == "[" and reader.names.indexed


def _has_dot(reader: Reader, _: Token) -> bool:
    return reader.following.kind == "."


def _prefixed(reader: Reader, token: Token) -> Node:
    """np.exp and math.sqrt are exp and sqrt; every other dot is refused."""
    after = reader.tokens[min(reader.place + 2, len(reader.tokens) - 1)]
    if token.text not in PREFIXES or after.kind != "name":
        hint = "a decimal point needs digits around it"
        dot = reader.following
        reader.fail("not_allowed", "what follows a dot is no part of a formula", hint, dot)
    reader.advance()
    reader.advance()
    return _resolve(reader, reader.token)


def _is_declared(reader: Reader, token: Token) -> bool:
    return token.text in reader.names.declared


def _declared(reader: Reader, token: Token) -> Node:
    """A name that surely is a variable, whatever it means elsewhere."""
    if reader.following.kind == "(":
        return _product(reader, token)
    reader.plain.add(token.text)
    return _name(reader, token)


def _is_word(reader: Reader, token: Token) -> bool:
    return token.text in WORDS and not (token.text == "if" and reader.following.kind == "(")


def _reserved(reader: Reader, token: Token) -> NoReturn:
    """True, None, and: no numbers."""
    hint = "write 1 or 0" if token.text in TRUTH else ""
    reader.fail("not_allowed", f"'{token.text}' is no number and no variable", hint)


def _is_call(reader: Reader, token: Token) -> bool:
    """A known function, with brackets or, for the usual ones, without."""
    name = canonical(token.text.removesuffix("_"))
    if token.text == "gamma" and reader.names.letters is not None:
        return False  # \\gamma is a letter, \\Gamma the function
    if not name or (token.text.endswith("_") and name not in ("sum", "prod")):
        return False
    if reader.following.kind in ("(", "{"):
        return True
    return name not in FORMS and (token.text in _BARE or token.text.lower() in _BARE)


def _is_constant(_: Reader, token: Token) -> bool:
    return token.text in CONSTANTS


def _constant(reader: Reader, token: Token) -> Node:
    """pi and e; what is not written so, or may be a variable, is noted."""
    name, following = CONSTANTS[token.text], reader.following.kind
    reader.advance()
    if name == "e" and following not in ("^", "superscript"):
        reader.note(
            f"{token.text} read as Euler's number; declare it for a variable: L({token.text}) = ..."
        )
    elif token.text != name:
        reader.note(f"{token.text} read as the constant {name}")
    return Constant(name, token.start, token.end)


def _is_not_a_number(_: Reader, token: Token) -> bool:
    return token.text in NOT_A_NUMBER


def _not_a_number(reader: Reader, token: Token) -> NoReturn:
    """nan and inf."""
    reader.fail("domain", f"{token.text} is no number that can be computed with")


def _is_opened(reader: Reader, _: Token) -> bool:
    return reader.following.kind == "("


def _unknown_call(reader: Reader, token: Token) -> Node:
    """x(x-1) is a product where x is a variable; the rest is unknown."""
    text = token.text
    if text == "sigma" and reader.names.letters is not None and text not in reader.names.bare:
        return _sigmoid(reader, token)
    if _is_factor(reader, token):
        return _product(reader, token)
    if text in CODE:
        reader.fail("not_allowed", f"'{text}' is no function of a formula")
    if len(text) < 3:
        hint = f"for a product write  {text}*(...)"
    else:
        hint = _INSTEAD.get(text) or did_you_mean(text, known_words())
    reader.fail("unknown_name", f"unknown function '{text}'", hint)


_INSTEAD: Final = {  # what books and frameworks call a function that has another name here
    "sigma": "the sigmoid 1/(1 + e^(-x)) is  sigmoid(x)",
    "square": "the square is  x^2",
    "elu": "write  max(x, 0) + min(exp(x) - 1, 0)",
}


def _sigmoid(reader: Reader, token: Token) -> Node:
    """\\sigma(x), where no \\sigma stands without a bracket."""
    from symdescent.language.calls import call

    reader.note(
        r"\sigma(...) read as the sigmoid 1/(1 + e^{-x}); write \sigma \cdot (...) for a product"
    )
    return call(reader, token._replace(text="sigmoid"))


def _is_factor(reader: Reader, token: Token) -> bool:
    """Whether a name before a bracket is a factor; in LaTeX the a of a(x-1) is, p of p(x) not."""
    text, bare = token.text, token.text in reader.names.bare
    if reader.names.letters is None:
        return bare and len(text.rstrip("0123456789_")) == 1
    stem = text.partition("_")[0]
    inside = reader.tokens[reader.place + 2 : reader.place + 4]
    alone = [found.kind for found in inside] == ["name", ")"]
    single = len(stem) == 1 or stem in GREEK_NAMES
    return single and (bare or not (alone or stem in _FUNCTION_LETTERS))


def _product(reader: Reader, token: Token) -> Node:
    """A variable with a bracket after it, read as a factor."""
    reader.note(f"{token.text}(...) read as the product {token.text}·(...)")
    return _name(reader, token)


def _is_unknown(reader: Reader, token: Token) -> bool:
    only = reader.names.only
    return only is not None and token.text not in only


def _unknown_name(reader: Reader, token: Token) -> NoReturn:
    """A name that a rule does not have."""
    hint = did_you_mean(token.text, reader.names.only or ())
    reader.fail("unknown_name", f"unknown name '{token.text}'", hint)


def _variable(reader: Reader, token: Token) -> Node:
    """Every other name is a variable."""
    text = token.text
    reader.plain.add(text)
    if len(text) == 2 and text.isalpha() and text not in GREEK_NAMES:
        reader.note(f"{text} read as one name; write {text[0]}*{text[1]} for the product")
    elif text == "I" or (text == "i" and reader.names.letters is not None):
        _imaginary(reader, text)
    else:
        _note_function(reader, text)
    return _name(reader, token)


def _note_function(reader: Reader, text: str) -> None:
    """sinx, xsinx and sqrt2 are names, but may be meant as functions; 2pir as 2*pi*r."""
    for function in ("pi", *sorted(_BARE, key=len, reverse=True)):
        before, found, rest = text.partition(function)
        factor = len(before) == 1 and (before in "xyz" or reader.names.used(before))
        inside = _NUMBERED.fullmatch(rest) or rest in "xyz" or reader.names.used(rest)
        if found and rest and inside and (not before or factor):
            meant = f"pi*{rest}" if function == "pi" else f"{function}({rest})"
            meant = f"{before}*{meant}" if before else meant
            reader.note(f"{text} read as one name; write {meant} if that was meant")
            return


def _imaginary(reader: Reader, text: str) -> None:
    """I is a current or a moment of inertia, but in an exponent it is the imaginary unit."""
    if reader.raised:
        hint = f"declare it if it is a variable:  L({text}, x) = ..."
        reader.fail("not_real", f"{text} in an exponent is the imaginary unit", hint)
    reader.note(f"{text} read as a variable; there are no imaginary numbers here")


def _name(reader: Reader, token: Token) -> Node:
    reader.advance()
    return Name(token.text, token.start, token.end)


_left_over = late("language.refusals:left_over")
_missing_operand = late("language.refusals:missing_operand")
_factorial = late("language.calls:factorial")
_MEANINGS = (
    (_is_reduction, late("language.calls:reduction")),
    (_is_logarithm, _logarithm),
    (_is_subscripted, late("language.sums:braced")),
    (_is_indexed, late("language.sums:indexed")),
    (_has_dot, _prefixed),
    (_is_declared, _declared),
    (_is_word, _reserved),
    (_is_call, late("language.calls:call")),
    (_is_constant, _constant),
    (_is_not_a_number, _not_a_number),
    (_is_opened, _unknown_call),
    (_is_unknown, _unknown_name),
)


_ADDING = frozenset("+-")
_POSTFIX = frozenset({"^", "superscript", "!"})
_OPERANDS = frozenset({"number", "fraction", "name", "(", "|", "radical", "form"})
_STOPS = frozenset({"if", "else", "and", "or", "not", "for", "in"})


def expression(reader: Reader) -> Node:
    """A sum, or Python's  a if condition else b."""
    value = additive(reader)
    return conditional(reader, value) if reader.at_word("if") else value


def conditional(reader: Reader, value: Node) -> Node:
    """The rest of  value if condition else ...  with any number of branches."""
    branches, start = [], value.start
    while reader.at_word("if"):
        reader.advance()
        branches.append((value, condition(reader)))
        if not reader.at_word("else"):
            reader.fail("syntax", "here an  else  is missing", "write  a if condition else b")
        reader.advance()
        value = additive(reader)
    return Piecewise(tuple(branches), value, start, value.end)


def additive(reader: Reader) -> Node:
    """Terms with signs between them, in one flat Sum."""
    first = product(reader)
    if reader.token.kind not in _ADDING:
        return first
    terms = [first]
    while reader.token.kind in _ADDING:
        terms.append(product(reader))
    return Sum(tuple(terms), first.start, terms[-1].end)


def product(reader: Reader) -> Node:
    """A term with its signs in front: -x^2 is -(x^2), and -2x is -(2x)."""
    if reader.token.kind not in _ADDING:
        return factors(reader)
    start = reader.token.start
    negative = signs(reader)
    term = factors(reader)
    return Negative(term, start, term.end) if negative else term


def signs(reader: Reader) -> bool:
    """Step over any number of signs; whether they make a minus."""
    negative = False
    while reader.token.kind in _ADDING:
        negative ^= reader.advance().kind == "-"
    return negative


def factors(reader: Reader) -> Node:
    """Factors with * and / or nothing between them, in one flat Product."""
    begin, first = reader.place, power(reader)
    kind = reader.token.kind
    if kind not in "*/" and not more(reader):
        return first
    found: list[Node] = []
    divides: list[bool] = []
    join(reader, (found, divides), begin, first)
    run, slash = 0, False
    while (kind := reader.token.kind) in "*/" or more(reader):
        explicit = kind in "*/"
        if explicit:
            run = quotient(reader, begin, run)
            reader.advance()
        elif slash:
            run = reader.place
        place, slash = reader.place, kind == "/"
        factor = signed(reader) if explicit else beside(reader, found[-1])
        join(reader, (found, divides), place, factor, slash)
    quotient(reader, begin, run)
    return Product(tuple(found), tuple(divides), first.start, found[-1].end)


def join(
    reader: Reader,
    run: tuple[list[Node], list[bool]],
    begin: int,
    factor: Node,
    divided: bool = False,
) -> None:
    """One more factor of a product; a fraction of LaTeX gives its own factors, as a*b/c does."""
    found, divides = run
    if reader.tokens[begin].kind == "form" and not divided and isinstance(factor, Product):
        found.extend(factor.factors)
        divides.extend(factor.divides)
    else:
        found.append(factor)
        divides.append(divided)


def more(reader: Reader) -> bool:
    """Whether the next token begins a factor without a sign before it."""
    kind = reader.token.kind
    if kind not in _OPERANDS:
        return False
    if kind == "name":
        return reader.token.text not in _STOPS
    return kind != "|" or not reader.bars


def beside(reader: Reader, before: Node) -> Node:
    """A factor that stands beside the one before it, as in 2x."""
    check_neighbours(reader)
    lost_power(reader, before)
    return power(reader)


def signed(reader: Reader) -> Node:
    """A factor that may have signs, as in x*-y."""
    if reader.token.kind not in _ADDING:
        return power(reader)
    start = reader.token.start
    negative = signs(reader)
    factor = power(reader)
    return Negative(factor, start, factor.end) if negative else factor


def power(reader: Reader) -> Node:
    """An operand with its powers; ^ groups to the right."""
    begin = reader.place
    base = operand(reader)
    while reader.token.kind in _POSTFIX:
        if reader.token.kind == "^":
            return raised(reader, base, begin)
        token = reader.advance()
        base = _factorial(reader, base) if token.kind == "!" else lifted(reader, base)
    return base


def raised(reader: Reader, base: Node, begin: int) -> Node:
    """base^exponent, with the next token at ^."""
    reader.advance()
    reader.enter()
    reader.raised += 1
    exponent = braces(reader) if reader.token.kind == "{" else signed(reader)
    reader.raised -= 1
    reader.leave()
    tower(reader, begin, exponent)
    return Power(base, exponent, base.start, max(exponent.end, reader.last.end))


def braces(reader: Reader) -> Node:
    """An exponent as LaTeX writes it: x^{2}."""
    reader.advance()
    value = expression(reader)
    if reader.token.kind != "}":
        _left_over(reader)
    reader.advance()
    return value


def lifted(reader: Reader, base: Node) -> Node:
    """A base with the superscript that was just read."""
    token = reader.last
    digits = superscript(token.text)
    if not digits.lstrip("+-").isdigit() or len(digits) > 4 + (digits[0] in "+-"):
        reader.fail("syntax", "this exponent is no number of up to four digits", at=token)
    size: Node = Number(Fraction(digits.lstrip("+-")), digits.lstrip("+-"), token.start, token.end)
    if digits[0] == "-":
        size = Negative(size, token.start, token.end)
    return Power(base, size, base.start, token.end)


def operand(reader: Reader) -> Node:
    """A number, a name, a call, brackets or bars."""
    read: Callable[[Reader], Node] = _OPERAND.get(reader.token.kind, _missing_operand)
    return read(reader)


def number(reader: Reader) -> Node:
    """A number as typed."""
    token = reader.advance()
    following = reader.token
    if following.text == "j" and following.start == token.end and not reader.names.used("j"):
        hint = "write  2*j  for a variable j"
        reader.fail("not_real", "a j beside a number is the imaginary unit", hint)
    return Number(exact(token.text), token.text, token.start, token.end)


def fraction(reader: Reader) -> Node:
    """½ and its like; 1½ is refused because it could be a product."""
    before, token = reader.last, reader.advance()
    if before.kind == "number" and before.end == token.start:
        reader.fail("syntax", "a number beside a fraction", "write  3/2  or  1*½", at=token)
    top, bottom = FRACTIONS[token.text]
    return Number(Fraction(top, bottom), token.text, token.start, token.end)


def brackets(reader: Reader) -> Node:
    """What stands in round brackets; the bars outside do not end inside."""
    reader.advance()
    reader.enter()
    outside, reader.bars = reader.bars, 0
    value = expression(reader)
    reader.bars = outside
    reader.leave()
    if reader.token.kind != ")":
        _left_over(reader)
    reader.advance()
    return value


def bars(reader: Reader) -> Node:
    """|x|, the absolute value."""
    token = reader.advance()
    reader.enter()
    reader.bars += 1
    value = expression(reader)
    if reader.token.kind != "|":
        hint = "write  abs(x)  where bars are not clear"
        reader.fail("syntax", "this bar is never closed", hint, at=token)
    reader.bars -= 1
    reader.leave()
    return Call("abs", (value,), token.start, reader.advance().end)


def radical(reader: Reader) -> Node:
    """√ and ∛ take the next operand alone: √2x is √2·x."""
    begin, token = reader.place, reader.advance()
    bracketed = reader.token.kind == "("
    reader.enter()
    inner = operand(reader) if bracketed else power(reader)
    reader.leave()
    if not bracketed and more(reader):
        sign = token.text
        typed, word = reader.typed(begin, reader.place), reader.typed(begin + 1, reader.place)
        following = reader.token.text
        reader.note(
            f"{typed}{following} read as ({typed})·{following}; "
            f"write {sign}({word}{following}) for the other reading"
        )
    return Call(RADICALS[token.text], (inner,), token.start, inner.end)


_OPERAND = {
    "number": number,
    "fraction": fraction,
    "name": word,
    "(": brackets,
    "|": bars,
    "radical": radical,
    "form": late("language.calls:form"),
}
LEVELS = Levels(expression, product, power, condition)
