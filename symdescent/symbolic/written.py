"""Parts of a line go in, the line of a derivation comes out: signs, factors and brackets joined."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from symdescent.language.notation import Chain, Combined, Over, Pending, Raised, Written
from symdescent.language.tree import Negative, Node, Number, Power, Product, Sum, nodes

Take = Callable[[Pending], Written]
Factors = list[tuple[Node, bool]]  # each with whether it stands below the line


def number(value: Fraction | int) -> Node:
    """A rational number, its sign outside."""
    size = Number(abs(Fraction(value)), "", 0, 0)
    return Negative(size, 0, 0) if value < 0 else size


ZERO: Final = number(0)
ONE: Final = number(1)


def is_number(written: Written, value: int) -> bool:
    return isinstance(written, Number) and written.value == value


def chain(*factors: Written) -> Written:
    """The factors in a row; zero where one is zero; a minus of the first stands before them all."""
    flat = [part for factor in factors for part in flattened(factor)]
    if any(is_number(factor, 0) for factor in flat):
        return ZERO
    positive = opposite(flat[0])
    if positive is not None and len(flat) > 1:
        return minus(chain(positive, *flat[1:]))
    return Chain(tuple(flat)) if len(flat) > 1 else flat[0]


def flattened(factor: Written) -> tuple[Written, ...]:
    return factor.factors if isinstance(factor, Chain) else (factor,)


def opposite(written: Written) -> Written | None:
    """a, where -a is written; None for what has no sign of its own."""
    match written:
        case Negative(operand=operand):
            return operand
        case Combined(terms=((False, term),)):
            return term
    return None


def minus(written: Written) -> Written:
    return combined((False, written))


def combined(*terms: tuple[bool, Written]) -> Written:
    """The terms in a row with their signs, zeros left out."""
    flat = [part for term in terms for part in unbracketed(*term)]
    if len(flat) == 1 and flat[0][0]:
        return flat[0][1]
    return Combined(tuple(flat)) if flat else ZERO


def unbracketed(plus: bool, written: Written) -> Iterator[tuple[bool, Written]]:
    """The terms of a term: signs become one, brackets after a plus are left out."""
    positive = opposite(written)
    if positive is not None:
        yield from unbracketed(not plus, positive)
    elif isinstance(written, Combined) and plus:
        yield from written.terms
    elif isinstance(written, Sum) and plus:
        for term in written.terms:
            yield from unbracketed(True, term)
    elif not is_number(written, 0):
        yield plus, written


def without_ones(written: Written) -> Written:
    """The line without the factors 1 that a rule has left."""
    match written:
        case Chain(factors=factors):
            kept = [without_ones(factor) for factor in factors if not is_number(factor, 1)]
            return chain(*kept) if kept else ONE
        case Combined(terms=terms):
            return combined(*[(plus, without_ones(term)) for plus, term in terms])
        case Over(top=top, bottom=bottom):
            return over(without_ones(top), without_ones(bottom))
    return written


def over(top: Written, bottom: Written) -> Written:
    """top/bottom, a minus of the top before it."""
    if is_number(top, 0) or is_number(bottom, 1):
        return top
    positive = opposite(top)
    return Over(top, bottom) if positive is None else minus(Over(positive, bottom))


def product(factors: Factors) -> Node:
    """One node of factors above and below the line; 1 where there is none above."""
    if not factors:
        return ONE
    if len(factors) == 1 and not factors[0][1]:
        return factors[0][0]
    lead: Factors = [(ONE, False)] if factors[0][1] else []
    parts, divides = zip(*lead, *factors, strict=True)
    return Product(parts, divides, 0, 0)


def power(base: Node, exponent: Fraction | int) -> Node:
    """base^exponent; the base itself for 1, and 1 for 0."""
    if exponent == 0:
        return ONE
    return base if exponent == 1 else Power(base, number(exponent), 0, 0)


def rational(node: Node) -> Fraction | None:
    """The value of a number as typed: 2, -1/2; None for what is more than signs and quotients."""
    match node:
        case Number(value=value):
            return value
        case Negative(operand=operand):
            size = rational(operand)
            return None if size is None else -size
        case Product(factors=factors, divides=divides):
            return quotient(factors, divides)
    return None


def quotient(factors: tuple[Node, ...], divides: tuple[bool, ...]) -> Fraction | None:
    result = Fraction(1)
    for factor, below in zip(factors, divides, strict=True):
        value = rational(factor)
        if value is None or (below and value == 0):
            return None
        result = result / value if below else result * value
    return result


def pendings(written: Written) -> Iterator[Pending]:
    """The derivatives that are not taken yet, from left to right."""
    match written:
        case Pending():
            yield written
        case Chain(factors=factors):
            for factor in factors:
                yield from pendings(factor)
        case Combined(terms=terms):
            for _, term in terms:
                yield from pendings(term)
        case Over(top=first, bottom=second) | Raised(base=first, exponent=second):
            yield from pendings(first)
            yield from pendings(second)


def size(written: Written) -> int:
    """How many nodes a line has."""
    match written:
        case Pending(operand=operand):
            return 1 + size(operand)
        case Chain(factors=factors):
            return sum(map(size, factors))
        case Combined(terms=terms):
            return sum(size(term) for _, term in terms)
        case Over(top=first, bottom=second) | Raised(base=first, exponent=second):
            return size(first) + size(second)
    return sum(1 for _ in nodes(written))


def advanced(written: Written, take: Take) -> Written:
    """The line with what `take` makes of each derivative in its place."""
    match written:
        case Pending():
            return take(written)
        case Chain(factors=factors):
            return chain(*[advanced(factor, take) for factor in factors])
        case Combined(terms=terms):
            return combined(*[(plus, advanced(term, take)) for plus, term in terms])
        case Over(top=top, bottom=bottom):
            return over(advanced(top, take), advanced(bottom, take))
        case Raised(base=base, exponent=exponent):
            return Raised(advanced(base, take), advanced(exponent, take))
    return written
