"""Expressions go in, each of their distinct subexpressions comes out once, parts before wholes."""

from collections.abc import Callable, Iterator, Sequence

from sympy import Basic


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
