"""Trees as the Python that a person would write, in lines broken where black breaks them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Final

from symdescent.calculus.rule_step import ELSEWHERE, REDUCTIONS
from symdescent.calculus.script_targets import Target
from symdescent.calculus.steps.tree_algebra import number
from symdescent.errors import InputError
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
    Sum,
    exchanged,
    names,
)

# How tightly Python's operators hold together: what holds less than its place asks gets brackets.
CHOICE, OR, AND, NOT, COMPARE, SUM, PRODUCT, SIGN, POWER, ATOM = range(10)
SIMPLE: Final = re.compile(r"-?(\d[\d.e+-]*|[^\W\d]\w*(\.[^\W\d]\w*)*)")  # as black sees a power
LONGEST_INTEGER: Final = 10**15  # beyond, a float is what is meant
SHORT: Final = 7  # characters below which a number that was worked out is a decimal
POSITIVE: Final = frozenset({"abs", "exp", "cosh"})
SINGLES: Final = frozenset({*REDUCTIONS, "value"})  # one number, whatever stands in them
ONE: Final = Number(Fraction(1), "1", 0, 0)


@dataclass(frozen=True)
class Code:
    """Code, and how tightly it holds together."""

    text: str
    level: int = ATOM

    def within(self, least: int) -> str:
        """The code, in brackets if it holds together less than `least`."""
        return self.text if self.level >= least else f"({self.text})"


@dataclass
class Speller:
    """Writes trees for one target.

    `spelled`: the code of each name; `arrays`: the names that stand for what the target computes
    with, where plain numbers are another thing; `each`: whether a choice is made for every
    coordinate by itself; `calls`: functions of the script itself; `reduce`: writes what is one
    number of all coordinates; `counts`: names that stand for 1, 2, ...
    """

    target: Target
    spelled: Mapping[str, str]
    arrays: frozenset[str] = frozenset()
    each: bool = False
    calls: Mapping[str, str] = field(default_factory=dict)
    reduce: "Callable[[Speller, Call], str] | None" = None
    counts: frozenset[str] = frozenset()

    def text(self, node: Node | Condition, least: int = CHOICE) -> str:
        """The code of a tree, in brackets if it holds together less than `least`."""
        return self.code(node).within(least)

    def code(self, node: Node | Condition) -> Code:
        return WRITERS[type(node)](self, node)

    def is_array(self, node: Any) -> bool:
        """Whether a tree stands for an array: one number of all coordinates does not."""
        return not self.arrays.isdisjoint(names(exchanged(node, self.one_number)))

    def one_number(self, node: Any) -> Node | None:
        reduces = self.reduce and isinstance(node, Call) and node.function in SINGLES
        return ONE if reduces else None

    def library(self, node: Any) -> Target:
        """Who spells the functions of a tree: another where no array stands in it."""
        scalars = self.target.scalars
        return scalars if scalars and not self.is_array(node) else self.target

    def number(self, node: Number) -> Code:
        sign = "-" if node.value < 0 else ""
        size = abs(node.value)
        text = literal(size, node.text)
        level = PRODUCT if "/" in text else SIGN if sign else ATOM
        return Code(sign + text, level)

    def constant(self, node: Constant) -> Code:
        return Code(f"{self.target.constants}.{node.name}")

    def name(self, node: Name) -> Code:
        return Code(self.spelled.get(node.name, node.name))

    def negative(self, node: Negative) -> Code:
        inside = node.operand
        if isinstance(inside, Product):
            return self.factors(inside, "-")
        code = self.code(inside)
        if code.level <= SUM or code.level == SIGN:
            return Code(f"-({code.text})", SIGN)
        return Code(f"-{bracketed_power(code)}", min(code.level, SIGN))

    def sum(self, node: Sum) -> Code:
        terms = self.ordered(node)
        return Code(" ".join([self.term(term, i > 0) for i, term in enumerate(terms)]), SUM)

    def ordered(self, node: Sum) -> list[Node]:
        """The terms, one without a sign in front where there is one."""
        terms = list(node.terms)
        first = next((i for i, term in enumerate(terms) if not isinstance(term, Negative)), 0)
        return [terms[first], *terms[:first], *terms[first + 1 :]]

    def term(self, node: Node, signed: bool = True) -> str:
        """One term of a sum with the sign before it; the first without."""
        if not signed:
            return self.text(node, PRODUCT)
        if isinstance(node, Negative):
            return f"- {self.text(node.operand, PRODUCT)}"
        return f"+ {self.text(node, PRODUCT)}"

    def product(self, node: Product) -> Code:
        return self.factors(node, "")

    def factors(self, node: Product, sign: str) -> Code:
        parts = []
        for place, (factor, below) in enumerate(zip(node.factors, node.divides, strict=True)):
            code = self.code(factor)
            if place:
                parts.append(f"{'/' if below else '*'} {code.within(POWER)}")
            elif below:
                parts.append(f"{sign}1 / {code.within(POWER)}")
            elif code.level <= SUM or (sign and code.level == SIGN):
                parts.append(f"{sign}({code.text})")
            else:
                parts.append(f"{sign}{bracketed_power(code) if sign else code.text}")
        return Code(" ".join(parts), PRODUCT)

    def power(self, node: Power) -> Code:
        if isinstance(node.base, Constant) and node.base.name == "e":
            return self.code(Call("exp", (node.exponent,), 0, 0))
        base, exponent = node.base, exact(node.exponent)
        if exponent == Fraction(1, 2):
            return self.code(Call("sqrt", (base,), 0, 0))
        if "pow" in self.library(node).functions and not self.is_safe(base, node.exponent):
            return self.called(self.library(node), "pow", (base, node.exponent))
        above = self.code(node.exponent)
        low, high = self.text(base, ATOM), above.within(SIGN if above.level < POWER else ATOM)
        between = "**" if SIMPLE.fullmatch(low) and SIMPLE.fullmatch(high) else " ** "
        return Code(f"{low}{between}{high}", POWER)

    def is_safe(self, base: Node, exponent: Node) -> bool:
        """Whether ** gives no complex number: a positive base, or a whole exponent."""
        counted = [isinstance(n, Name) and n.name in self.counts for n in (base, exponent)]
        fixed, power = exact(base), exact(exponent)
        whole = power is not None and power.denominator == 1
        above = isinstance(base, Call) and base.function in POSITIVE
        return whole or above or any(counted) or bool(fixed and fixed > 0)

    def call(self, node: Call) -> Code:
        function, arguments = node.function, node.arguments
        if function in self.calls:
            return Code(f"{self.calls[function]}({', '.join(map(self.text, arguments))})")
        if self.reduce and function in (*REDUCTIONS, *ELSEWHERE):
            return Code(self.reduce(self, node))
        library = self.library(node)
        if clipped(node) and not library.many:
            return self.clip(node)
        if function in ("max", "min") and not library.many:
            return self.extremum(node)
        if function in library.functions and not (function == "log" and arguments[1:]):
            return self.called(library, function, arguments)
        if function not in EXPANDED:
            raise InputError("type", f"{self.target.title} has no {function} for a script")
        return self.code(EXPANDED[function](*arguments))

    def called(self, library: Target, function: str, arguments: tuple[Node, ...]) -> Code:
        inside = ", ".join([self.text(argument) for argument in arguments])
        return Code(f"{library.functions[function]}({inside})")

    def clip(self, node: Call) -> Code:
        inner, high = node.arguments
        assert isinstance(inner, Call)
        value, low = inner.arguments
        return Code(self.target.clip.format(*map(self.text, (value, low, high))))

    def extremum(self, node: Call) -> Code:
        """Of two at a time, each an array where the target takes nothing else."""
        name, lifted = self.target.functions[node.function], self.target.lifted
        one, *rest = [
            self.text(a) if self.is_array(a) or not self.arrays else lifted.format(self.text(a))
            for a in node.arguments
        ]
        for other in rest:
            one = f"{name}({one}, {other})"
        return Code(one)

    def piecewise(self, node: Piecewise) -> Code:
        """The first value whose condition holds."""
        last = self.otherwise() if node.otherwise is None else self.code(node.otherwise)
        plain = not self.is_array(node.otherwise)
        for value, test in reversed(node.branches):
            if self.each and self.is_array(test):
                chosen = self.target.chosen if plain and not self.is_array(value) else "{}"
                pieces = (self.text(test), chosen.format(self.text(value)), last.text)
                last, plain = Code(self.target.choose.format(*pieces)), False
            else:
                choice = f"{self.text(value, OR)} if {self.text(test, OR)} else {last.text}"
                last = Code(choice, CHOICE)
        return last

    def otherwise(self) -> Code:
        """No number, where no condition holds; still something that a framework differentiates."""
        nan = f"{self.target.constants}.nan"
        if self.target.scalars and self.arrays:
            one = self.spelled[min(self.arrays & self.spelled.keys())]
            return Code(f"{nan} * {one}", PRODUCT)
        return Code(nan)

    def compare(self, node: Compare) -> Code:
        left, right = (self.text(side, SUM) for side in (node.left, node.right))
        return Code(f"{left} {node.operator} {right}", COMPARE)

    def logic(self, node: Logic) -> Code:
        arrays = self.each and self.is_array(node)
        if node.operator == "not":
            part = self.text(node.parts[0], NOT)
            return Code(f"~({part})", SIGN) if arrays else Code(f"not {part}", NOT)
        if arrays:
            sign = " & " if node.operator == "and" else " | "
            return Code(sign.join([self.text(part, SUM) for part in node.parts]), SUM - 1)
        level = AND if node.operator == "and" else OR
        return Code(f" {node.operator} ".join([self.text(p, level + 1) for p in node.parts]), level)


def reduced(speller: Speller, node: Call) -> str:
    """What is one number of an array."""
    function, arguments = node.function.removesuffix("_all"), node.arguments
    if function == "rms":
        square = Power(arguments[0], number(2), 0, 0)
        return speller.text(Call("sqrt", (Call("mean", (square,), 0, 0),), 0, 0))
    return speller.target.over[function].format(*map(speller.text, arguments))


def bracketed_power(code: Code) -> str:
    """A power behind a minus in brackets, as black has it."""
    return f"({code.text})" if code.level == POWER else code.text


def literal(value: Fraction, typed: str = "0.1") -> str:
    """A number from 0 on: 3, 0.1, 1 / 3.

    `typed`: how it was written; what was written as a fraction stays one, and what was worked out
    (nothing) is a decimal where that is short.
    """
    nearest = repr(float(value))
    if value.denominator == 1:
        return str(value.numerator) if value.numerator < LONGEST_INTEGER else nearest
    decimal = "." in typed or "e" in typed.lower() or (not typed and len(nearest) < SHORT)
    if decimal and Fraction(nearest) == value:
        return nearest
    ends = (value.numerator, value.denominator)
    return f"{ends[0]} / {ends[1]}" if max(ends) < LONGEST_INTEGER else nearest


def exact(node: Node) -> Fraction | None:
    """The value of a number, also with a sign or as a quotient of two."""
    match node:
        case Number(value=value):
            return value
        case Negative(operand=operand):
            inside = exact(operand)
            return None if inside is None else -inside
        case Product(factors=(first, second), divides=(False, True)):
            above, below = exact(first), exact(second)
            return above / below if above is not None and below else None
    return None


def clipped(node: Call) -> bool:
    """Whether this is min(max(u, low), high)."""
    match node:
        case Call("min", (Call("max", (_, _)), _)):
            return True
    return False


def over(top: Node, bottom: Node) -> Node:
    return Product((top, bottom), (False, True), 0, 0)


def called(function: str, *arguments: Node) -> Node:
    return Call(function, arguments, 0, 0)


def plus(*terms: Node) -> Node:
    return Sum(terms, 0, 0)


def squared(x: Node) -> Node:
    return Power(x, number(2), 0, 0)


def root(x: Node, n: Node) -> Node:
    """The real root, of a negative number too where n is odd."""
    degree, size = exact(n), called("abs", x)
    if degree is None or degree % 2 != 1 or degree < 0:
        return Power(x, over(ONE, n), 0, 0)
    return Product((called("sign", x), Power(size, over(ONE, n), 0, 0)), (False, False), 0, 0)


def norm(*xs: Node) -> Node:
    return called("hypot", *xs) if len(xs) > 1 else called("abs", *xs)


def dot(*xs: Node) -> Node:
    half = len(xs) // 2
    pairs = zip(xs[:half], xs[half:], strict=True)
    products = [Product((a, b), (False, False), 0, 0) for a, b in pairs]
    return plus(*products) if half > 1 else products[0]


# What a library has no name for, in terms of what it has.
EXPANDED: Final[dict[str, Callable[..., Node]]] = {
    "log": lambda x, base: over(called("log", x), called("log", base)),
    "log10": lambda x: over(called("log", x), called("log", number(10))),
    "log2": lambda x: over(called("log", x), called("log", number(2))),
    "cbrt": lambda x: root(x, number(3)),
    "root": root,
    "sec": lambda x: over(ONE, called("cos", x)),
    "csc": lambda x: over(ONE, called("sin", x)),
    "cot": lambda x: over(ONE, called("tan", x)),
    "sigmoid": lambda x: over(ONE, plus(ONE, called("exp", Negative(x, 0, 0)))),
    "softplus": lambda x: called("log", plus(ONE, called("exp", x))),
    "relu": lambda x: called("max", x, number(0)),
    "gaussian": lambda x: called("exp", Negative(squared(x), 0, 0)),
    "norm": norm,
    "dot": dot,
    "hypot": lambda *xs: called("sqrt", plus(*map(squared, xs))),
}
WRITERS: Final[dict[type, Callable[[Speller, Any], Code]]] = {
    Number: Speller.number,
    Constant: Speller.constant,
    Name: Speller.name,
    Negative: Speller.negative,
    Sum: Speller.sum,
    Product: Speller.product,
    Power: Speller.power,
    Call: Speller.call,
    Piecewise: Speller.piecewise,
    Compare: Speller.compare,
    Logic: Speller.logic,
}


WIDTH: Final = 88
LEAST: Final = 13  # characters of a part that is worth a name
INDENT: Final = 4


@dataclass
class Typesetter:
    """Writes statements; `fresh` makes a name that stands nowhere yet."""

    speller: Speller
    fresh: Callable[[], str]

    def statement(self, head: str, node: Node, indent: int = 0) -> Iterator[str]:
        """The lines of `head` with a tree behind it: `return ` or `m = `."""
        line = " " * indent + head + self.speller.text(node)
        if isinstance(node, Piecewise) and not self.each(node):
            short = len(line) <= WIDTH and len(node.branches) == 1
            yield from [line] if short else self.choice(head, node, indent)
        else:
            yield from [line] if len(line) <= WIDTH else self.long(head, node, indent)

    def each(self, node: Piecewise) -> bool:
        """Whether a choice is made coordinate by coordinate, by a function."""
        return self.speller.each and self.speller.is_array(tuple(c for _, c in node.branches))

    def choice(self, head: str, node: Piecewise, indent: int) -> Iterator[str]:
        """if, elif, else; nothing where a name would keep its value."""
        lead, word = " " * indent, "if"
        node = flat(node)
        for value, test in node.branches:
            yield from self.question(f"{lead}{word} ", test)
            yield from self.statement(head, value, indent + INDENT)
            word = "elif"
        if node.otherwise is None:
            yield f"{lead}else:"
            yield f"{lead}{' ' * INDENT}{head}{self.speller.otherwise().text}"
        elif head != f"{self.speller.text(node.otherwise)} = ":
            yield f"{lead}else:"
            yield from self.statement(head, node.otherwise, indent + INDENT)

    def question(self, head: str, test: Condition) -> Iterator[str]:
        """if test: on one line, or broken at every and and or."""
        line = f"{head}{self.speller.text(test)}:"
        if len(line) <= WIDTH or not isinstance(test, Logic) or test.operator == "not":
            yield line
            return
        lead = " " * (len(head) - len(head.lstrip()))
        yield f"{head}("
        yield from (f"{lead}{' ' * INDENT}{piece}" for piece in pieces(self.speller, test))
        yield f"{lead}):"

    def long(self, head: str, node: Node, indent: int) -> Iterator[str]:
        """A line that is too long: in brackets, or with a part of it named before."""
        split = list(self.bracketed(head, node, indent))
        if split and max(map(len, split)) <= WIDTH:
            yield from split
            return
        victim = largest(self.speller, node)
        if victim is None:
            yield " " * indent + head + self.speller.text(node)
            return
        name = self.named(victim)
        yield from self.statement(f"{name} = ", victim, indent)
        other = exchanged(node, lambda part: Name(name, 0, 0) if part is victim else None)
        yield from self.statement(head, other, indent)

    def named(self, part: Node) -> str:
        """A new name for a part, an array where the part is one."""
        name = self.fresh()
        if self.speller.is_array(part):
            self.speller.arrays |= {name}
        return name

    def bracketed(self, head: str, node: Node, indent: int) -> Iterator[str]:
        """The lines where there are two signs or more to break at."""
        parts = node.terms if isinstance(node, Sum) else ()
        parts = node.factors if isinstance(node, Product) else parts
        if len(parts) < 3:
            return
        outer, inner = " " * indent, " " * (indent + INDENT)
        whole = inner + self.speller.text(node)
        yield f"{outer}{head}("
        if len(whole) > WIDTH and isinstance(node, Sum):
            yield from (inner + line for line in self.terms(node))
        else:
            yield whole
        yield f"{outer})"

    def terms(self, node: Sum) -> Iterator[str]:
        """Each term on a line, as the whole sum has them."""
        ordered = self.speller.ordered(node)
        return (self.speller.term(term, place > 0) for place, term in enumerate(ordered))


def flat(node: Piecewise) -> Piecewise:
    """A choice whose last case is none itself: elif in the place of else and if."""
    while isinstance(node.otherwise, Piecewise):
        inner = node.otherwise
        node = replace(node, branches=node.branches + inner.branches, otherwise=inner.otherwise)
    return node


def largest(speller: Speller, node: Node) -> Node | None:
    """The longest part that may be worked out before, and fits on a line; None for none."""
    found = [part for part in parts_of(speller, node) if not isinstance(part, Name)]
    sized = [(len(speller.text(part)), part) for part in found]
    size, longest = max(sized, key=lambda pair: pair[0], default=(0, None))
    if longest is None or size < LEAST:
        return None
    inner = largest(speller, longest) if size > WIDTH - 2 * INDENT else None
    return inner if inner and len(speller.text(inner)) > size / 2 else longest


def parts_of(speller: Speller, node: Any) -> Iterator[Node]:
    """What a tree is directly made of, signs looked through; nothing of a choice but its whole."""
    match node:
        case Sum(terms=parts) | Product(factors=parts) | Call(arguments=parts):
            for part in parts:
                yield part.operand if isinstance(part, Negative) else part
        case Power(base=base, exponent=exponent):
            yield from (base, exponent)
        case Negative(operand=operand):
            yield from parts_of(speller, operand) if splits(operand) else (operand,)
        case Piecewise(branches=branches, otherwise=otherwise) if speller.each:
            for value, test in branches:
                yield value
                yield from sides(test)
            if otherwise is not None:
                yield otherwise


def sides(test: Condition) -> Iterator[Node]:
    """What a condition compares."""
    match test:
        case Compare(left=left, right=right):
            yield from (left, right)
        case Logic(parts=parts):
            for part in parts:
                yield from sides(part)


def pieces(speller: Speller, test: Logic) -> Iterator[str]:
    """The parts of a condition, each but the first behind its and or or."""
    for place, part in enumerate(test.parts):
        sign = f"{test.operator} " if place else ""
        flat = isinstance(part, Logic) and part.operator == "and" and test.operator == "or"
        inside = list(pieces(speller, part)) if flat and isinstance(part, Logic) else None
        first, *rest = inside or [speller.text(part, AND + 1)]
        yield from (sign + first, *rest)


def splits(node: Node) -> bool:
    return isinstance(node, Product)


def call(head: str, arguments: Sequence[str], indent: int = 0, tail: str = ")") -> list[str]:
    """head(a, b) on one line, or its arguments on the next, or each on its own; a list likewise."""
    lead, inside = " " * indent, ", ".join(arguments)
    deeper = lead + " " * INDENT
    if len(lead + head + inside + tail) <= WIDTH:
        return [lead + head + inside + tail]
    if len(deeper + inside) <= WIDTH and not head.endswith("["):
        return [lead + head, deeper + inside, lead + tail]
    comma = "," if len(arguments) > 1 or head.endswith("[") else ""
    split = [line for argument in arguments for line in argued(argument, deeper, comma)]
    return [lead + head, *split, lead + tail]


def argued(argument: str, lead: str, comma: str) -> list[str]:
    """An argument on a line of its own, or a list of numbers that is too long for one."""
    if len(lead + argument + comma) <= WIDTH or not argument.startswith("["):
        return [lead + argument + comma]
    numbers = argument[1:-1].split(", ")
    deeper = lead + " " * INDENT
    return [f"{lead}[", *(f"{deeper}{number}," for number in numbers), f"{lead}]{comma}"]
