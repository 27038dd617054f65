"""A tree goes in; its parts, or the tree with parts exchanged, come out."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

from symdescent.language.tree import Name, Node

Exchange = Callable[[Any], Any]


def nodes(node: Any) -> Iterator[Node]:
    """Every node of a tree, or of a tuple of trees, outer ones first."""
    if isinstance(node, tuple):
        for part in node:
            yield from nodes(part)
    elif hasattr(node, "start"):
        yield node
        for field in fields(node):
            yield from nodes(getattr(node, field.name))


def names(node: Any) -> Iterator[str]:
    """The names in a tree, as often as they stand in it."""
    return (part.name for part in nodes(node) if isinstance(part, Name))


def exchanged(node: Any, exchange: Exchange) -> Any:
    """The tree with every node that `exchange` answers replaced, outer nodes first."""
    if isinstance(node, tuple):
        return tuple(exchanged(part, exchange) for part in node)
    if not hasattr(node, "start"):
        return node
    other = exchange(node)
    if other is not None:
        return other
    kept = {field.name: exchanged(getattr(node, field.name), exchange) for field in fields(node)}
    return replace(node, **kept)
