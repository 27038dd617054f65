"""The lines from d/dx [...] to the derivative that was compiled, each with its rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import sympy as sp
from sympy import Expr

from symdescent.calculus.formula import Formula
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.gradient import Derivation
from symdescent.calculus.steps.differentiation_rules import TAKING_RULES, settled, taken
from symdescent.calculus.steps.tree_algebra import (
    ZERO,
    Factors,
    advanced,
    bare,
    number,
    pendings,
    product,
    rational,
    size,
    sized,
    tidied,
    without_ones,
)
from symdescent.errors import InputError
from symdescent.language.notation import Pending, Written
from symdescent.language.tree import (
    Call,
    Constant,
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
from symdescent.language.unparse import plain


def looks_like(written: Written, told: Node) -> bool:
    """Whether a line differs from a tree at most in the order of its parts."""
    stands, other = (exchanged(node, as_number) for node in (bare(written), told))
    return bool(signature(stands, False) == signature(other, False))


def as_number(node: Node) -> Node | None:
    """1/2*x with the number that 1/2 is written for."""
    match node:
        case Product(
            factors=(Number(value=top), Number(value=bottom), *rest), divides=(False, True, *below)
        ) if bottom and (top / bottom).denominator == bottom != 1:
            others: Factors = list(zip(exchanged(tuple(rest), as_number), below, strict=True))
            return product([(number(top / bottom), False), *others])
    return None


def signature(node: Any, computed: bool = True) -> Any:
    """What two trees have in common that differ in the order of their terms and factors.

    `computed`: and in numbers that are not multiplied out, 2*x/4 for x/2.
    """
    value = rational(node) if computed or isinstance(node, Number) else None
    if value is not None:
        return str(value)
    if isinstance(node, Sum):
        return "sum", sorted([signature(term, computed) for term in node.terms], key=repr)
    if isinstance(node, Negative | Product):
        size, body = sized(node) if computed else signed(node)
        return "product", size, sorted(factors_of(body, False, computed), key=repr)
    if isinstance(node, Power | Call):
        name, parts = named(node)
        return name, [signature(part, computed) for part in parts]
    if isinstance(node, Piecewise):
        values = [*(value for value, _ in node.branches), node.otherwise or ZERO]
        tests = [plain(test) for _, test in node.branches]
        return "piecewise", tests, [signature(value, computed) for value in values]
    return plain(node)


def signed(node: Node) -> tuple[int, Node]:
    return (-1, node.operand) if isinstance(node, Negative) else (1, node)


def factors_of(node: Node, below: bool, computed: bool) -> Iterator[tuple[bool, Any]]:
    """The factors above and below the line, those of inner products too."""
    if isinstance(node, Product):
        for factor, divides in zip(node.factors, node.divides, strict=True):
            yield from factors_of(factor, below != divides, computed)
    elif not (computed and rational(node) == 1):
        yield below, signature(node, computed)


def named(node: Power | Call) -> tuple[str, tuple[Node, ...]]:
    """The operation and its parts; e^x is exp(x)."""
    if isinstance(node, Call):
        return node.function, node.arguments
    if isinstance(node.base, Constant) and node.base.name == "e":
        return "exp", (node.exponent,)
    return "^", (node.base, node.exponent)


DETAILS: Final = ("brief", "normal", "full")
RULES: Final = (*TAKING_RULES, "values", "simplify", "rearrange", "domain")
LARGEST: Final = 400  # nodes; a longer formula is differentiated without telling
LONGEST: Final = 3_000  # nodes of a line
MOST_LINES: Final = 40
FEW: Final = 3  # symbols, and SHORT operations: what is still worth factoring
SHORT: Final = 60
EASY: Final = frozenset({"constant", "variable", "constant factor", "sum", "power"})
STOPS: Final = frozenset({"product", "quotient", "variable power", "dot"})


@dataclass(frozen=True)
class StepLine:
    """One line, equal to the line before it by the rules named (of RULES; none on the first)."""

    written: Written
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Steps:
    """How one derivative is found: from d/dx [...] to what was compiled.

    `variables`: one for an entry of the gradient, two for one of the Hessian. `detail`: the detail
    that is told, less than what was asked for where that would be too long. `told`: False where
    even the rules are left out. `left_out`: terms without the variable that the first line omits.
    """

    variables: tuple[str, ...]
    lines: tuple[StepLine, ...]
    detail: str
    told: bool = True
    left_out: int = 0


def gradient_steps(derivation: Derivation, index: int, detail: str = "normal") -> Steps:
    """How the derivative with respect to the variable of that index is found, as it was typed.

    InputError (unknown_name) for a detail that is none of DETAILS.
    """
    formula = derivation.formula
    variable = str(formula.variables[index])
    found = steps(formula, formula.sentence.tree, (variable, derivation.gradient[index]), detail)
    return replace(found, variables=(variable,))


def hessian_steps(derivation: Derivation, i: int, j: int, detail: str = "normal") -> Steps:
    """How an entry of the Hessian is found, from the compiled entry of the gradient.

    The lower triangle repeats the upper one. InputError as `Derivation.hessian` and
    `gradient_steps` raise it.
    """
    i, j = min(i, j), max(i, j)
    first, second = (str(derivation.formula.variables[k]) for k in (i, j))
    slope, bend = derivation.gradient[i], derivation.hessian[i][j]
    found = steps(derivation.formula, tree(body(slope)), (second, bend), detail)
    return replace(found, variables=(first, second))


def steps(formula: Formula, typed: Node, goal: tuple[str, Expr], detail: str) -> Steps:
    """From d/dx [typed] to the expression of the goal (x, expression)."""
    if detail not in DETAILS:
        raise InputError("unknown_name", f"the detail is one of {', '.join(DETAILS)}", detail)
    variable, end = goal
    operand, left_out = shortened(typed, variable)
    start = StepLine(Pending(operand, variable, len(formula.names) > len(formula.values) + 1))
    if size(operand) <= LARGEST:
        for told in reversed(DETAILS[: DETAILS.index(detail) + 1]):
            lines = derived(start, told)
            if lines:
                return Steps((), tuple(ended(lines, end, formula)), told, left_out=left_out)
    return Steps((), (start, StepLine(tree(end), ("derivative",))), "brief", False, left_out)


def shortened(typed: Node, variable: str) -> tuple[Node, int]:
    """The terms of a long sum that depend on the variable, and how many do not."""
    if size(typed) <= LARGEST or not isinstance(typed, Sum):
        return typed, 0
    kept = tuple(term for term in typed.terms if variable in names(term))
    left_out = len(typed.terms) - len(kept)
    return (kept[0] if len(kept) == 1 else Sum(kept, 0, 0)), left_out


def derived(start: StepLine, detail: str) -> list[StepLine] | None:
    """The lines until no derivative is left to be taken; None where they become too many."""
    lines = [start]
    while any(pendings(lines[-1].written)):
        if len(lines) >= MOST_LINES or size(lines[-1].written) > LONGEST:
            return None
        used: list[str] = []
        last = without_ones(lines[-1].written)
        written = advanced(last, TAKE[detail](last, used))
        lines.append(StepLine(written, tuple(dict.fromkeys(used))))
    return lines if size(lines[-1].written) <= LONGEST else None


Used = list[str]
Take = Callable[[Pending], Written]


def brief(_: Written, used: Used) -> Take:
    """Every rule at once."""
    return lambda pending: settled(pending, used)


def full(written: Written, used: Used) -> Take:
    """The rule of the first derivative, wherever it applies."""
    rule = taken(next(pendings(written))).rules[0]

    def take(pending: Pending) -> Written:
        step = taken(pending)
        if step.rules[0] != rule:
            return pending
        used.extend(step.rules)
        return step.written

    return take


def normal(_: Written, used: Used) -> Take:
    """Sums, multiples and powers at once; products and quotients a line each, chains shown."""

    def take(pending: Pending) -> Written:
        step = taken(pending)
        used.extend(step.rules)
        if step.rules[0] in STOPS:
            return step.written
        return advanced(step.written, simple if "chain" in step.rules else take)

    def simple(pending: Pending) -> Written:
        return settled(pending, used) if is_easy(pending) else pending

    return take


def is_easy(pending: Pending) -> bool:
    """Whether the derivative needs neither a chain nor a product rule."""
    needed: Used = []
    settled(pending, needed)
    return EASY.issuperset(needed)


TAKE: Final[dict[str, Callable[[Written, Used], Take]]] = {
    "brief": brief,
    "normal": normal,
    "full": full,
}


def ended(lines: list[StepLine], end: Expr, formula: Formula) -> list[StepLine]:
    """The lines with those that lead from the last rule to the compiled expression."""
    goal = body(end)
    told = tree(goal)
    tidy = tidied(lines[-1].written)
    if signature(tidy) == signature(told):
        lines = continued(lines, told, ("simplify",))
    else:
        for between in (tidy, *neat(goal, size(tidy))):
            lines = continued(lines, between, ("simplify",))
        lines = continued(lines, told, given(tidy, formula) or ("rearrange",))
    return lines if goal is end else [*lines, StepLine(tree(end), ("domain",))]


def neat(goal: Expr, length: int) -> Iterator[Node]:
    """A fraction in one piece, where that is shorter: (x^2 - 6*x - 1)/(x - 3)^2."""
    symbols = goal.free_symbols
    if goal.is_Add and len(symbols) <= FEW and sp.count_ops(goal) <= SHORT:
        if goal.is_rational_function(*symbols) and not goal.is_polynomial(*symbols):
            whole = tree(sp.factor(goal))
            if size(whole) < length:
                yield whole


def continued(lines: list[StepLine], written: Node, rules: tuple[str, ...]) -> list[StepLine]:
    """One line more; where it would look like the last one, it takes its place."""
    if looks_like(lines[-1].written, written):
        return [*lines[:-1], replace(lines[-1], written=written)]
    return [*lines, StepLine(written, rules)]


def given(tidy: Node, formula: Formula) -> tuple[str, ...]:
    """The rule of putting in the values that names were given."""
    values = dict(formula.values)
    return ("values",) if any(name in values for name in names(tidy)) else ()


def body(expression: Expr) -> Expr:
    """The expression without the condition under which it is defined."""
    if isinstance(expression, sp.Piecewise) and len(expression.args) == 1:
        return expression.args[0][0]
    return expression
