"""Functions in tables whose modules are loaded when one of them is first called."""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def late(place: str) -> Callable[..., Any]:
    """The function of a place such as "numeric.newton:newton", below this package.

    `tests/test_layers.py` reads the places as the imports that they are, so each is written out.
    """
    module, _, name = place.partition(":")

    def call(*given: Any, **named: Any) -> Any:
        return getattr(import_module(f"symdescent.{module}"), name)(*given, **named)

    return call
