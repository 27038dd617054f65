"""The parts of a formula go in from the leaves up; the power that grows too steep comes out.

((x^1000)^1000)^1000 passes every bound on its exponents one by one, and is x^1000000000.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symdescent.errors import FormulaError
from symdescent.language.tree import Node

Part = tuple[int, Any]  # the part's number, and its value where it is constant


@dataclass(slots=True)
class Degrees:
    """The degree of each part that varies; the steepest power and product met last, outermost."""

    known: dict[int, Fraction | int] = field(default_factory=dict)
    powers: list[tuple[Fraction | int, Node]] = field(default_factory=list)
    products: list[tuple[Fraction | int, Node]] = field(default_factory=list)

    def note(self, key: int, degree: Fraction | int) -> None:
        """Keep the degree of a part."""
        self.known[key] = degree

    def of(self, part: Part, inside: Iterable[int]) -> Part:
        """A sum, a call or a choice is as steep as the steepest part of it."""
        if part[1] is None:
            self.note(part[0], max((self.known.get(key, 0) for key in inside), default=0) or 1)
        return part

    def of_product(self, part: Part, inside: Sequence[int], node: Node) -> Part:
        """The degrees of the factors add up; a product of mere names is never too steep."""
        if part[1] is None:
            degree = sum(self.known.get(key, 0) for key in inside)
            self.note(part[0], degree or 1)
            if degree > len(inside):
                self.products.append((degree, node))
        return part

    def of_power(self, part: Part, inside: tuple[int, int], exponent: object, node: Node) -> Part:
        """The degree times the exponent; a variable exponent leaves it."""
        if not isinstance(exponent, Fraction):
            return self.of(part, inside)
        degree = self.known.get(inside[0], 0) * abs(exponent)
        self.note(part[0], degree or 1)
        self.powers.append((degree, node))
        return part

    def demand(self, text: str, most: int, names: int) -> None:
        """Refuse powers above the degree `most`, and products above it for every name."""
        for found, limit in ((self.powers, most), (self.products, most * max(names, 1))):
            for degree, node in reversed(found):
                if degree > limit:
                    message = f"this is of degree {told(degree)}; at most {limit:,} is read"
                    span = (node.start, node.end)
                    raise FormulaError("too_large", message, text, span)


def told(degree: Fraction | int) -> str:
    """A degree in digits, or by its size."""
    whole = int(degree)
    return f"{whole:,}" if whole < 10**15 else f"about 1e{len(str(whole)) - 1}"
