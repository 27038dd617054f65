"""Trees joined by sums, products and powers as on paper, and tidied: signs, factors, brackets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from symdescent.language.notation import Chain, Combined, Over, Pending, Raised, Written
from symdescent.language.tree import (
    Constant,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    nodes,
)
from symdescent.language.unparse import plain

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


def bare(written: Written) -> Node:
    """The tree that stands on a line, nothing computed."""
    node: Any = written
    match node:
        case Chain(factors=factors):
            return joined([(bare(factor), False) for factor in factors])
        case Combined(terms=terms):
            return total([(plus, bare(term)) for plus, term in terms])
        case Over(top=top, bottom=bottom):
            return joined([(bare(top), False), (bare(bottom), True)])
        case Raised(base=base, exponent=exponent):
            return Power(bare(base), bare(exponent), 0, 0)
    whole: Node = node
    return whole


def joined(factors: Factors) -> Node:
    """A product, those within it that need no brackets being part of it."""
    flat: Factors = []
    for factor, below in factors:
        if isinstance(factor, Product) and not below:
            flat.extend(zip(factor.factors, factor.divides, strict=True))
        else:
            flat.append((factor, below))
    return product(flat)


def total(terms: list[tuple[bool, Node]]) -> Node:
    """A sum; a single term keeps its sign."""
    parts = tuple(term if plus else Negative(term, 0, 0) for plus, term in terms)
    return parts[0] if len(parts) == 1 else Sum(parts, 0, 0) if parts else ZERO


def tidied(written: Written) -> Node:
    """The line with its arithmetic done; what stands inside functions and powers is left alone."""
    node = bare(written)
    return tidy_sum(node) if isinstance(node, Sum | Negative) else tidy_product(node)


def tidy_sum(node: Node) -> Node:
    """Like terms added up, where the first of them stands."""
    sizes: dict[str, Fraction] = {}
    bodies: dict[str, Node] = {}
    for sign, term in tidy_terms(node):
        size, body = sized(term)
        name = plain(body)
        bodies.setdefault(name, body)
        sizes[name] = sizes.get(name, Fraction(0)) + sign * size
    return total([(size > 0, multiple(abs(size), bodies[n])) for n, size in sizes.items() if size])


def tidy_terms(node: Node) -> Iterator[tuple[int, Node]]:
    """The tidy terms with their signs, none of them a sum."""
    for sign, term in terms_of(node, 1):
        tidy = tidy_product(term)
        if isinstance(tidy, Sum | Negative):
            yield from terms_of(tidy, sign)
        else:
            yield sign, tidy


def terms_of(node: Node, sign: int) -> Iterator[tuple[int, Node]]:
    """The terms with their signs, those of inner sums too."""
    if isinstance(node, Sum):
        for term in node.terms:
            yield from terms_of(term, sign)
    elif isinstance(node, Negative):
        yield from terms_of(node.operand, -sign)
    else:
        yield sign, node


def multiple(size: Fraction, body: Node) -> Node:
    """A number above zero times the rest of a tidy product."""
    above: list[Node] = []
    below: list[Node] = []
    for factor, divides in pairs_of(body):
        side = below if divides else above
        side.extend(part for part, _ in pairs_of(factor) if part != ONE)
    return arranged(size, above, below)


def pairs_of(node: Node) -> Factors:
    if isinstance(node, Product):
        return list(zip(node.factors, node.divides, strict=True))
    return [(node, False)]


def arranged(size: Fraction, above: list[Node], below: list[Node]) -> Node:
    """One product, the numbers of a fraction above zero in front, all divisors in one."""
    top = [*([] if size.numerator == 1 else [number(size.numerator)]), *above]
    bottom = [*([] if size.denominator == 1 else [number(size.denominator)]), *below]
    under: Factors = [(product([(factor, False) for factor in bottom]), True)] if bottom else []
    return product([*((factor, False) for factor in top), *under])


def sized(node: Node) -> tuple[Fraction, Node]:
    """The number in front of a tidy product, and the rest."""
    if isinstance(node, Negative):
        size, body = sized(node.operand)
        return -size, body
    value = rational(node)
    if value is not None:
        return value, ONE
    if not isinstance(node, Product):
        return Fraction(1), node
    pairs = list(zip(node.factors, node.divides, strict=True))
    size = Fraction(1)
    for factor, below in pairs:
        value = rational(factor)
        if value:
            size = size / value if below else size * value
    return size, product([pair for pair in pairs if rational(pair[0]) is None])


@dataclass
class Gathered:
    """A product being gathered: its number, and each base with its exponent."""

    number: Fraction
    bases: dict[str, Node]
    exponents: dict[str, Fraction]

    def add(self, node: Node, exponent: Fraction) -> None:
        """Multiply by node^exponent."""
        value = rational(node)
        if value is not None and exponent.denominator == 1 and (value or exponent > 0):
            self.number *= value**exponent.numerator
        elif exponent.denominator == 1 and isinstance(node, Negative | Product):
            self.add_parts(node, exponent)
        elif (
            isinstance(node, Power)
            and (inner := rational(node.exponent))
            and whole(exponent, inner)
        ):
            self.add(node.base, inner * exponent)
        else:
            self.collect(node, exponent)

    def add_parts(self, node: Negative | Product, exponent: Fraction) -> None:
        if isinstance(node, Negative):
            self.number *= (-1) ** exponent.numerator
            self.add(node.operand, exponent)
            return
        for factor, below in zip(node.factors, node.divides, strict=True):
            self.add(factor, -exponent if below else exponent)

    def collect(self, node: Node, exponent: Fraction) -> None:
        name = plain(node)
        self.bases.setdefault(name, node)
        self.exponents[name] = self.exponents.get(name, Fraction(0)) + exponent

    def rank(self, item: tuple[str, Fraction]) -> int:
        """Names and powers first, then sums, then functions: 2*x*(x - 1)*exp(x)."""
        return RANKS.get(type(self.bases[item[0]]), LAST)


LAST: Final = 2
RANKS: Final = {Constant: 0, Name: 0, Power: 0, Sum: 1}


def whole(exponent: Fraction, inner: Fraction) -> bool:
    """Whether (b^inner)^exponent is b^(inner*exponent) for every b."""
    return exponent.denominator == 1 and (inner.denominator == 1 or exponent == 1)


def tidy_product(node: Node) -> Node:
    """The number, the bases in the order of their rank and in which they stood, divisors last."""
    gathered = Gathered(Fraction(1), {}, {})
    gathered.add(tidy_parts(node), Fraction(1))
    if gathered.number == 0:
        return ZERO
    above: list[Node] = []
    below: list[Node] = []
    for name, exponent in sorted(gathered.exponents.items(), key=gathered.rank):
        if exponent:
            side = above if exponent > 0 else below
            side.append(power(gathered.bases[name], abs(exponent)))
    found = arranged(abs(gathered.number), above, below)
    return found if gathered.number > 0 else Negative(found, 0, 0)


def tidy_parts(node: Node) -> Node:
    """The factors with the sums among them tidied."""
    match node:
        case Product(factors=factors):
            return replace(node, factors=tuple(map(tidy_parts, factors)))
        case Negative(operand=operand):
            return replace(node, operand=tidy_parts(operand))
        case Power(base=base, exponent=exponent) if rational(exponent) is not None:
            return replace(node, base=tidy_parts(base))
        case Sum():
            return tidy_sum(node)
    return node
