"""The distinct subexpressions of expressions, each once, parts before wholes."""

from collections.abc import Callable, Iterator, Sequence

from sympy import Basic, Expr, Mul


def parts(node: Basic) -> tuple[Basic, ...]:
    """What a node is made of."""
    return node.args  # type: ignore[no-any-return]


def subexpressions(
    roots: Sequence[Basic], inner: Callable[[Basic], Sequence[Basic]] = parts
) -> Iterator[Basic]:
    """Every distinct subexpression of the roots, after all that it is made of.

    Linear in the number of distinct subexpressions, however large the expression would be when
    written out; without recursion. `inner` may stop the descent by returning nothing.
    """
    seen: set[Basic] = set()
    stack = [(root, False) for root in reversed(roots)]
    while stack:
        node, opened = stack.pop()
        if opened:
            yield node
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(inner(node)))


def multiples(roots: Sequence[Expr]) -> list[Expr]:
    """The roots, with a multiple of a sum that stands elsewhere spelt by that sum.

    sympy multiplies out 200*(y - x^2), so that it has nothing in common with y - x^2 any more.
    """
    sums = {node for node in subexpressions(roots) if node.is_Add}
    return [multiple(root, sums) if root.is_Add else root for root in roots]


def multiple(node: Expr, sums: set[Basic]) -> Expr:
    """c*(a + b) for c*a + c*b, where a + b or its opposite is among the sums."""
    size = abs(node.args[0].as_coeff_Mul()[0])
    if size == 1 or any(abs(a.as_coeff_Mul()[0]) != size for a in node.args):
        return node
    for factor in (size, -size):
        inside = node.func(*[a / factor for a in node.args])
        if inside in sums:
            return Mul(factor, inside, evaluate=False)
    return node
