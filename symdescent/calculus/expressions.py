"""Expressions of sympy as sentences of our language: names checked, floats and sums told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Final, NoReturn

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.logic.boolalg import BooleanFunction

from symdescent.errors import FormulaError, InputError
from symdescent.language import FROM_FILE, Limits, plain
from symdescent.language import parse as read_text
from symdescent.language.names import natural
from symdescent.language.sentences import NAME
from symdescent.language.tokens import spelled
from symdescent.language.tree import (
    Call,
    Compare,
    Condition,
    Constant,
    Logic,
    Name,
    Negative,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Sentence,
    Sum,
)

MOST_TERMS: Final = 10_000  # of a sum that is written out
SORTED_UP_TO: Final = 60  # terms; sorting more costs more than it helps a reader
DOUBLE: Final = 53  # bits of a float
ZERO, ONE = Fraction(0), Fraction(1)
Tree = Callable[[Any, "Reading"], Node]


@dataclass
class Reading:
    """One expression on its way: the names of its symbols, and the floats that were met."""

    names: Mapping[Any, str]
    floats: dict[str, Fraction] = field(default_factory=dict)


def sentence_of(expression: Any, let: Mapping[str, Any], limits: Limits) -> Sentence:
    """The formula of an expression, as if its text had been typed; notes say what was changed.

    Raises InputError for what our language has no word for, FormulaError as `parse` does.
    """
    tree, reading, notes = read(expression)
    found = typed(plain(tree), reading, let, limits)
    return replace(found, notes=(*notes, *float_notes(reading.floats)))


def typed(text: str, reading: "Reading", let: Mapping[str, Any], limits: Limits) -> Sentence:
    """The sentence of a text that was spelled here; with a header where its names need one."""
    names = sorted(reading.names.values(), key=natural)
    try:
        found = read_text(text, notation="text", let=dict(let), limits=limits)
        if {*found.names} == {*names}:
            return found
    except FormulaError:
        pass  # it is the same with the names declared, or the mistake itself
    headed = f"L({', '.join(names)}) = {text}" if names else text
    return read_text(headed, notation="text", let=dict(let), limits=limits)


def text_of(expression: Any, limits: Limits = FROM_FILE) -> str:
    """The text of an expression in the language of formulas, that reads back as it."""
    tree, reading, _ = read(expression)
    return typed(plain(tree), reading, {}, limits).text


def part_of(expression: Any) -> str:
    """The text of an expression about a formula whose names are known."""
    return plain(read(expression)[0])


def read(expression: Any) -> tuple[Node, Reading, tuple[str, ...]]:
    """The tree, what was met on the way, and notes on the symbols."""
    if not isinstance(expression, sp.Expr) or isinstance(expression, sp.MatrixExpr):
        refuse(expression)
    try:
        names, notes = named(expression.free_symbols)
        reading = Reading(names)
        return node(expression, reading), reading, notes
    except RecursionError:
        raise InputError("too_large", "this expression is too deeply nested") from None


def named(symbols: Any) -> tuple[dict[Any, str], tuple[str, ...]]:
    """The name of each symbol, and notes on what was assumed of it; InputError for two alike."""
    names: dict[Any, str] = {}
    notes: list[str] = []
    for symbol in sorted(symbols, key=str):
        name = spelled(str(getattr(symbol, "name", symbol)))
        if not isinstance(symbol, sp.Symbol):
            refuse(symbol)
        if not NAME.fullmatch(name):
            hint = "rename it:  expression.subs(symbol, sympy.Symbol('x_1'))"
            raise InputError("not_allowed", f"a symbol cannot be called '{symbol!s:.40}'", hint)
        if name in names.values():
            message = f"two symbols are called {name}, with other assumptions each"
            raise InputError("not_allowed", message, "make one of them with another name")
        names[symbol] = name
        notes += assumed(symbol, name)
    return names, tuple(notes)


def assumed(symbol: Any, name: str) -> Iterator[str]:
    """A note on a sign that sympy assumes; InputError for what is no real number."""
    if symbol.is_real is False or symbol.is_commutative is False:
        raise InputError("not_real", f"the symbol {name} is no real number", "variables are real")
    if symbol.is_integer:
        message = f"the symbol {name} is an integer; minima are sought over real numbers"
        raise InputError("not_allowed", message, f"make it without:  sympy.Symbol('{name}')")
    words = ("positive", "negative", "nonnegative", "nonpositive", "nonzero")
    given = [word for word in words if symbol.assumptions0.get(word)]
    if given and given[0] != "nonzero":
        bound = f"{name}>=0" if "positive" in given or "nonnegative" in given else f"{name}<=0"
        told = f"sympy assumes that {name} is {given[0]}; here it is any real number"
        yield f'{told}, unless it is bounded: box="{bound}"'


def float_notes(floats: Mapping[str, Fraction]) -> tuple[str, ...]:
    """How floats were read, the first few of those that are no whole numbers."""
    broken = [f"{text} as {value}" for text, value in floats.items() if value.denominator > 1]
    if not broken:
        return ()
    more = f", and {len(broken) - 3} more" if len(broken) > 3 else ""
    return (f"floats read as the decimals that they print as: {', '.join(broken[:3])}{more}",)


def node(e: Any, reading: Reading) -> Node:
    """The tree of an expression, by its class."""
    found = TABLE.get(e.func)
    if found is None:
        refuse(e)
    return found(e, reading)


def nodes(several: Sequence[Any], reading: Reading) -> tuple[Node, ...]:
    return tuple(node(e, reading) for e in several)


def number(value: Fraction, text: str = "") -> Node:
    """A number as one would type it: a fraction as a quotient, unless it was a decimal."""
    size = abs(value)
    found: Node = Number(size, text, 0, 0)
    if size.denominator > 1 and not text:
        found = quotient((whole(size.numerator),), (whole(size.denominator),))
    return Negative(found, 0, 0) if value < 0 else found


def whole(value: int) -> Node:
    return Number(Fraction(value), str(value), 0, 0)


def quotient(above: Sequence[Node], below: Sequence[Node]) -> Node:
    """Factors over factors; 1 where there is none above."""
    top = tuple(above) or (whole(1),)
    if len(top) == 1 and not below:
        return top[0]
    return Product((*top, *below), (*(False,) * len(top), *(True,) * len(below)), 0, 0)


def rational(e: Any, _: Reading) -> Node:
    return number(Fraction(int(e.p), int(e.q)))


def decimal(e: Any, reading: Reading) -> Node:
    """A float as the decimal that it prints as."""
    value = float_value(e, reading)
    return number(value, digits(value))


def float_value(e: Any, reading: Reading) -> Fraction:
    """The exact value of a float's decimal, of all its digits where it has more than a double."""
    text = repr(float(e)) if e._prec <= DOUBLE else str(e)
    try:
        value = Fraction(text)
    except ValueError:
        refuse(e)
    reading.floats[text.rstrip("0") if "." in text and "e" not in text else text] = value
    return value


def digits(value: Fraction) -> str:
    """The decimal of a value from a float, without its sign."""
    return plain(Number(abs(value), "", 0, 0))


def total(e: Any, reading: Reading) -> Node:
    """Terms in sympy's order; one with a plus comes first, where there is one: y - x^2."""
    terms = list(nodes(e.as_ordered_terms() if len(e.args) <= SORTED_UP_TO else e.args, reading))
    first = next((i for i, term in enumerate(terms) if not isinstance(term, Negative)), 0)
    return Sum((terms.pop(first), *terms), 0, 0)


def product(e: Any, reading: Reading) -> Node:
    """One sign, the number, what stands above a line and what below."""
    factor, decimals = ONE, False
    above: list[Node] = []
    below: list[Node] = []
    for part in e.args:
        if part.is_Float or part.is_Rational:
            decimals |= bool(part.is_Float)
            factor *= float_value(part, reading) if part.is_Float else fraction(part)
        elif part.is_Pow and part.exp.is_Rational and part.exp.is_negative:
            below.append(raised(part.base, -part.exp, reading))
        else:
            above.append(node(part, reading))
    size = abs(factor)
    if decimals:
        above.insert(0, number(size, digits(size)))
    else:
        above[:0] = [whole(size.numerator)] * (size.numerator != 1 or not above)
        below[:0] = [whole(size.denominator)] * (size.denominator != 1)
    found = quotient(above, below)
    return Negative(found, 0, 0) if factor < 0 else found


def fraction(e: Any) -> Fraction:
    return Fraction(int(e.p), int(e.q))


def power(e: Any, reading: Reading) -> Node:
    base, exponent = e.args
    if exponent.is_Rational and exponent.is_negative:
        return quotient((), (raised(base, -exponent, reading),))
    return raised(base, exponent, reading)


def raised(base: Any, exponent: Any, reading: Reading) -> Node:
    if exponent == 1:
        return node(base, reading)
    if exponent == sp.Rational(1, 2):
        return Call("sqrt", (node(base, reading),), 0, 0)
    return Power(node(base, reading), node(exponent, reading), 0, 0)


def called(function: str) -> Tree:
    """A function that both languages have."""
    return lambda e, reading: Call(function, nodes(e.args, reading), 0, 0)


def reciprocal(function: str) -> Tree:
    """sech(x) as 1/cosh(x)."""
    return lambda e, reading: quotient((), (Call(function, nodes(e.args, reading), 0, 0),))


def of_reciprocal(function: str) -> Tree:
    """acot(x) as atan(1/x)."""
    return lambda e, reading: Call(function, (quotient((), nodes(e.args, reading)),), 0, 0)


def logarithm(e: Any, reading: Reading) -> Node:
    """log(x), or with a base where it was left unevaluated."""
    parts = tuple(Call("log", (part,), 0, 0) for part in nodes(e.args, reading))
    return quotient(parts[:1], parts[1:])


def step(e: Any, reading: Reading) -> Node:
    """Heaviside's function is (1 + sign(x))/2, its value at the jump included."""
    if len(e.args) > 1 and e.args[1] != sp.Rational(1, 2):
        refuse(e)
    sign = Call("sign", (node(e.args[0], reading),), 0, 0)
    return quotient((Sum((whole(1), sign), 0, 0),), (whole(2),))


def inside(e: Any, reading: Reading) -> Node:
    return node(e.args[0], reading)


def written_out(join: Callable[[list[Node]], Node]) -> Tree:
    """A sum or product over integers, term by term."""

    def told(e: Any, reading: Reading) -> Node:
        terms = [e.function]
        for index, *ends in e.limits:
            if len(ends) != 2 or not all(end.is_Integer for end in ends):
                hint = "give its ends numbers:  expression.subs(n, 10)"
                raise InputError("not_allowed", f"over which numbers is {e!s:.60}?", hint)
            low, high = map(int, ends)
            if max(high - low + 1, 0) * len(terms) > MOST_TERMS:
                raise InputError("too_large", f"more than {MOST_TERMS} terms: {e!s:.60}")
            places = [sp.Integer(k) for k in range(low, high + 1)]
            terms = [term.xreplace({index: k}) for k in places for term in terms]
        return join([node(term, reading) for term in terms])

    return told


def summed(terms: list[Node]) -> Node:
    return Sum(tuple(terms), 0, 0) if len(terms) > 1 else (terms or [whole(0)])[0]


def multiplied(terms: list[Node]) -> Node:
    return quotient(terms, ())


def choice(e: Any, reading: Reading) -> Node:
    """The first value whose condition holds; what comes behind one that always holds is lost."""
    branches, otherwise = [], None
    for value, test in e.args:
        if test == sp.true:
            otherwise = node(value, reading)
            break
        branches.append((node(value, reading), condition(test, reading)))
    if not branches and otherwise is not None:
        return otherwise
    return Piecewise(tuple(branches), otherwise, 0, 0)


def condition(test: Any, reading: Reading) -> Condition:
    """A condition; equal is neither above nor below."""
    if test.func in LOGIC:
        parts = tuple(condition(part, reading) for part in test.args)
        return Logic(LOGIC[test.func], parts, 0, 0)
    if isinstance(test, BooleanFunction):  # ITE, Xor, ... by and, or, not alone
        return condition(sp.to_nnf(test, simplify=False), reading)
    signs = SIGNS.get(test.func)
    if signs is None:
        refuse(test)
    left, right = node(test.lhs, reading), node(test.rhs, reading)
    compared = tuple(Compare(sign, left, right, 0, 0) for sign in signs)
    joined = "or" if test.func is sp.Ne else "and"
    return compared[0] if len(compared) == 1 else Logic(joined, compared, 0, 0)


def symbol(e: Any, reading: Reading) -> Node:
    if e not in reading.names:
        refuse(e)
    return Name(reading.names[e], 0, 0)


def golden(_: Any, __: Reading) -> Node:
    root = Call("sqrt", (whole(5),), 0, 0)
    return quotient((Sum((whole(1), root), 0, 0),), (whole(2),))


def refuse(e: Any) -> NoReturn:
    """The mistake that there is no word for a part, with what to do about it."""
    for kinds, message, hint in REFUSED:
        if isinstance(e, kinds):
            what = message.format(kind=type(e).__name__, text=f"{e!s:.60}")
            raise InputError("not_real" if kinds is IMAGINARY else "not_allowed", what, hint)
    message = f"there is no {type(e).__name__} in formulas: {e!s:.60}"
    raise InputError("not_allowed", message, KNOWN)


SIGNS: Final[Mapping[Any, tuple[str, ...]]] = {
    sp.StrictLessThan: ("<",),
    sp.LessThan: ("<=",),
    sp.StrictGreaterThan: (">",),
    sp.GreaterThan: (">=",),
    sp.Eq: ("<=", ">="),
    sp.Ne: ("<", ">"),
}
LOGIC: Final[Mapping[Any, str]] = {sp.And: "and", sp.Or: "or", sp.Not: "not"}
NUMBERS: Final = (sp.Integer, sp.Rational, *map(type, (sp.S.Zero, sp.S.One, sp.S.NegativeOne)))
TABLE: Final[Mapping[Any, Tree]] = {
    **dict.fromkeys((*NUMBERS, type(sp.S.Half)), rational),
    sp.Float: decimal,
    sp.Symbol: symbol,
    sp.Dummy: symbol,
    sp.Wild: symbol,
    type(sp.pi): lambda _, __: Constant("pi", 0, 0),
    type(sp.E): lambda _, __: Call("exp", (whole(1),), 0, 0),
    type(sp.GoldenRatio): golden,
    sp.Add: total,
    sp.Mul: product,
    sp.Pow: power,
    sp.log: logarithm,
    sp.Abs: called("abs"),
    sp.Max: called("max"),
    sp.Min: called("min"),
    **{
        getattr(sp, name): called(name)
        for name in "exp sign sin cos tan sec csc cot asin acos atan atan2 sinh cosh tanh asinh "
        "acosh atanh".split()
    },
    sp.sech: reciprocal("cosh"),
    sp.csch: reciprocal("sinh"),
    sp.coth: reciprocal("tanh"),
    sp.acot: of_reciprocal("atan"),
    sp.asec: of_reciprocal("acos"),
    sp.acsc: of_reciprocal("asin"),
    sp.acoth: of_reciprocal("atanh"),
    sp.asech: of_reciprocal("acosh"),
    sp.acsch: of_reciprocal("asinh"),
    sp.Heaviside: step,
    sp.UnevaluatedExpr: inside,
    sp.Piecewise: choice,
    sp.Sum: written_out(summed),
    sp.Product: written_out(multiplied),
}
IMAGINARY: Final = type(sp.I)
KNOWN: Final = (
    "there are exp, log, sqrt, sin, cos, tan, asin, acos, atan, atan2, sinh, cosh, tanh, Abs, "
    "sign, Max, Min, Piecewise"
)
INFINITE: Final = tuple(map(type, (sp.oo, -sp.oo, sp.zoo, sp.nan)))
REFUSED: Final[tuple[tuple[Any, str, str], ...]] = (
    (IMAGINARY, "this expression is not real: it has the imaginary unit", "formulas are real"),
    (INFINITE, "this expression is infinite or undefined: {text}", "look for a division by zero"),
    (
        (sp.MatrixBase, sp.MatrixExpr, sp.NDimArray),
        "this {kind} is no number: {text}",
        "take what is to be minimised out of it:  M[0, 0]",
    ),
    (sp.Eq, "an equation has no minimum: {text}", "minimise  (left - right)**2"),
    (
        sp.core.relational.Relational,
        "a condition has no minimum: {text}",
        'bounds stand in box="0<=x<=1"',
    ),
    (
        (sp.Derivative, sp.Integral, sp.Limit, sp.Subs),
        "this {kind} is not worked out: {text}",
        "work it out first:  expression.doit()",
    ),
    (AppliedUndef, "nothing is known of the function {text}", "put a formula in its place"),
    (
        (sp.Indexed, sp.IndexedBase, sp.matrices.expressions.matexpr.MatrixElement),
        "{text} stands for a part of something unknown",
        "make a symbol of it:  sympy.Symbol('x_1')",
    ),
    (
        (sp.re, sp.im, sp.conjugate, sp.arg),
        "this expression is not known to be real: {text}",
        "make its symbols real:  sympy.Symbol('x', real=True)",
    ),
    (sp.Poly, "this {kind} is no expression", "write  poly.as_expr()"),
    (sp.Lambda, "this {kind} is no expression", "write  function.expr"),
)
