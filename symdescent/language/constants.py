"""The names of a formula, its constant parts and its degree, and what in it cannot be computed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from symdescent.errors import FormulaError
from symdescent.language.arithmetic import (
    UNKNOWN,
    Refused,
    Result,
    Turn,
    Value,
    add,
    apply,
    exact,
    exponential,
    invert,
    is_zero,
    multiply,
    negative,
    power,
    too_large,
)
from symdescent.language.tokens import Limits
from symdescent.language.tree import (
    Call,
    Compare,
    Constant,
    Logic,
    Name,
    Negative,
    Node,
    Number,
    Piecewise,
    Power,
    Product,
    Sum,
)

NumberedPart = tuple[int, Any]  # the part's number, and its value where it is constant


@dataclass(slots=True)
class Degrees:
    """The degree of each part that varies; the steepest power and product met last, outermost."""

    known: dict[int, Fraction | int] = field(default_factory=dict)
    powers: list[tuple[Fraction | int, Node]] = field(default_factory=list)
    products: list[tuple[Fraction | int, Node]] = field(default_factory=list)

    def note(self, key: int, degree: Fraction | int) -> None:
        """Keep the degree of a part."""
        self.known[key] = degree

    def of(self, part: NumberedPart, inside: Iterable[int]) -> NumberedPart:
        """A sum, a call or a choice is as steep as the steepest part of it."""
        if part[1] is None:
            self.note(part[0], max((self.known.get(key, 0) for key in inside), default=0) or 1)
        return part

    def of_product(self, part: NumberedPart, inside: Sequence[int], node: Node) -> NumberedPart:
        """The degrees of the factors add up; a product of mere names is never too steep."""
        if part[1] is None:
            degree = sum(self.known.get(key, 0) for key in inside)
            self.note(part[0], degree or 1)
            if degree > len(inside):
                self.products.append((degree, node))
        return part

    def of_power(
        self, part: NumberedPart, inside: tuple[int, int], exponent: object, node: Node
    ) -> NumberedPart:
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
                    message = f"this is of degree {_degree_text(degree)}; at most {limit:,} is read"
                    span = (node.start, node.end)
                    raise FormulaError("too_large", message, text, span)


def _degree_text(degree: Fraction | int) -> str:
    """A degree in digits, or by its size."""
    whole = int(degree)
    return f"{whole:,}" if whole < 10**15 else f"about 1e{len(str(whole)) - 1}"


ONE: Final = Fraction(1)
Part = tuple[int, Value | None]  # the part's number, and its value where it is constant


@dataclass(slots=True)
class Examination:
    """The parts seen so far."""

    text: str
    limits: Limits
    numbers: dict[Any, int] = field(default_factory=dict)
    names: dict[str, Part] = field(default_factory=dict)
    literals: dict[str, Part] = field(default_factory=dict)
    degrees: Degrees = field(default_factory=Degrees)

    def number(self, key: Any) -> int:
        """The same number for the same part."""
        return self.numbers.setdefault(key, len(self.numbers))

    def part(self, key: Any, value: Value | None) -> Part:
        """A part; exact constants are equal wherever they come from."""
        key = value if isinstance(value, Fraction | Turn) else key
        return self.number(key), value

    def accept(self, result: Result, node: Any) -> Value:
        """The value, or the error that there is none."""
        if isinstance(result, Refused):
            raise FormulaError(result.kind, result.message, self.text, (node.start, node.end))
        return result


def constant_value(tree: Node, text: str, limits: Limits) -> Value | None:
    """The value of a tree that is constant; None where it depends on a variable.

    Raises FormulaError (too_large, domain, not_real) where a part can have no value.
    """
    return _visit(tree, Examination(text, limits))[1]


def examine(tree: Node, text: str, limits: Limits) -> tuple[tuple[str, ...], bool]:
    """The names in order of appearance, and whether the tree is constant; raises as above."""
    work = Examination(text, limits)
    value = _visit(tree, work)[1]
    work.degrees.demand(text, limits.power, len(work.names))
    return tuple(work.names), value is not None


def _visit(node: Any, work: Examination) -> Part:
    return _VISITORS[type(node)](node, work)


def _number(node: Number, work: Examination) -> Part:
    """Numbers that were typed alike are looked at once: hashing fractions is slow."""
    part = work.literals.get(node.text) if node.text else None
    if part is None:
        part = work.part(None, work.accept(exact(node.value, work.limits), node))
        if node.text:
            work.literals[node.text] = part
    return part


def _constant(node: Constant, work: Examination) -> Part:
    """pi is half a turn; e is exp(1)."""
    if node.name == "pi":
        return work.part("pi", Turn(Fraction(1)))
    return work.part("e", work.accept(exponential(Fraction(1)), node))


def _name(node: Name, work: Examination) -> Part:
    part = work.names.get(node.name)
    if part is None:
        part = work.names[node.name] = (work.number(("name", node.name)), None)
        work.degrees.note(part[0], 1)
    return part


def _negative(node: Negative, work: Examination) -> Part:
    key, value = _visit(node.operand, work)
    part = work.part(("-", key), None if value is None else negative(value))
    return work.degrees.of(part, [key])


def _sum(node: Sum, work: Examination) -> Part:
    """The constant terms are added; the others are counted, so that equal ones cancel."""
    total: Value = Fraction(0)
    counts: dict[int, int] = {}
    keys: list[int] = []
    for term in node.terms:
        minus = isinstance(term, Negative)
        key, value = _visit(term.operand if isinstance(term, Negative) else term, work)
        if value is None:
            counts[key] = counts.get(key, 0) + (-1 if minus else 1)
        else:
            value = negative(value) if minus else value
            total = work.accept(add(total, value, work.limits), node)
        keys.append(-1 - key if minus else key)
    varies = any(counts.values())
    part = work.part(("+", tuple(keys)), None if varies else total)
    return work.degrees.of(part, counts)


def _product(node: Product, work: Examination) -> Part:
    """The constant factors are multiplied; the others are counted, so that x/x is constant."""
    total: Value = ONE
    counts: dict[int, int] = {}
    keys, found = [], []
    for factor, divides in zip(node.factors, node.divides, strict=True):
        key, value = _visit(factor, work)
        if value is None:
            counts[key] = counts.get(key, 0) + (-1 if divides else 1)
        else:
            value = work.accept(invert(value), factor) if divides else value
            whole = value if total is ONE else multiply(total, value, work.limits)
            total = work.accept(whole, node)
        keys.append(-1 - key if divides else key)
        found.append(key)
    varies = any(counts.values()) and not is_zero(total)
    part = work.part(("*", tuple(keys)), None if varies else total)
    return work.degrees.of_product(part, found, node)


def _power(node: Power, work: Examination) -> Part:
    base_key, base = _visit(node.base, work)
    key, exponent = _visit(node.exponent, work)
    if is_zero(exponent):
        return work.part(None, Fraction(1))
    if isinstance(exponent, Fraction) and abs(exponent) > work.limits.power and not _is_unit(base):
        work.accept(too_large(work.limits), node)
    if base is None or exponent is None:
        part = work.part(("^", base_key, key), None)
        return work.degrees.of_power(part, (base_key, key), exponent, node)
    euler = isinstance(node.base, Constant) and node.base.name == "e"
    result = exponential(exponent) if euler else power(base, exponent, work.limits)
    return work.part(("^", base_key, key), work.accept(result, node))


def _is_unit(base: Value | None) -> bool:
    """0, 1 and -1 may have any exponent."""
    return isinstance(base, Fraction) and base in (0, 1, -1)


def _call(node: Call, work: Examination) -> Part:
    keys, values = [], []
    for argument in node.arguments:
        key, value = _visit(argument, work)
        keys.append(key)
        if value is not None:
            values.append(value)
    value = None
    if len(values) == len(keys):
        value = work.accept(apply(node.function, values), node)
    return work.degrees.of(work.part((node.function, *keys), value), keys)


def _piecewise(node: Piecewise, work: Examination) -> Part:
    """Constant if all of its parts are; the value is then not computed."""
    parts = []
    for value, test in node.branches:
        parts += [_visit(value, work), _visit(test, work)]
    if node.otherwise is not None:
        parts.append(_visit(node.otherwise, work))
    return _together("piecewise", parts, work)


def _compare(node: Compare, work: Examination) -> Part:
    return _together(node.operator, [_visit(node.left, work), _visit(node.right, work)], work)


def _logic(node: Logic, work: Examination) -> Part:
    parts = []
    for part in node.parts:
        parts.append(_visit(part, work))
    return _together(node.operator, parts, work)


def _together(key: str, parts: list[Part], work: Examination) -> Part:
    """A part whose value is not followed further."""
    varies = any(value is None for _, value in parts)
    keys = [number for number, _ in parts]
    return work.degrees.of(work.part((key, *keys), None if varies else UNKNOWN), keys)


_VISITORS: Final[dict[type, Callable[[Any, Examination], Part]]] = {
    Number: _number,
    Constant: _constant,
    Name: _name,
    Negative: _negative,
    Sum: _sum,
    Product: _product,
    Power: _power,
    Call: _call,
    Piecewise: _piecewise,
    Compare: _compare,
    Logic: _logic,
}
