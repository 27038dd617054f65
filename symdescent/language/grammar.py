"""Tokens go in, the tree of an expression comes out: sums, products, powers and what they join."""

from fractions import Fraction

from symdescent.language.ambiguity import check_neighbours, lost_power, quotient, tower
from symdescent.language.characters import FRACTIONS, RADICALS
from symdescent.language.conditions import condition
from symdescent.language.forms import factorial
from symdescent.language.latex_forms import form
from symdescent.language.mistakes import left_over, missing_operand
from symdescent.language.reader import Levels, Reader
from symdescent.language.tokens import number as exact
from symdescent.language.tokens import superscript
from symdescent.language.tree import Call, Negative, Node, Number, Piecewise, Power, Product, Sum
from symdescent.language.words import word

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
        base = factorial(reader, base) if token.kind == "!" else lifted(reader, base)
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
        left_over(reader)
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
    read = _OPERAND.get(reader.token.kind, missing_operand)
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
        left_over(reader)
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
    "form": form,
}
LEVELS = Levels(expression, product, power, condition)
