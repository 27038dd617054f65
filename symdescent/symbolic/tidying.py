"""A line without derivatives goes in; the tree of it, as it stands or tidied, comes out.

Tidied: numbers multiplied, ones and zeros left out, equal factors and like terms collected, all of
it in the order in which it stood.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from symdescent.language.notation import Chain, Combined, Over, Raised, Written
from symdescent.language.tree import Constant, Name, Negative, Node, Power, Product, Sum
from symdescent.language.unparse import plain
from symdescent.symbolic.written import ONE, ZERO, Factors, number, power, product, rational


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
