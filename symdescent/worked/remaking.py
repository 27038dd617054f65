"""What was asked for goes in; the same request as plain data comes out, for who makes it again."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

USUAL: Final = {
    "tolerance": 1e-10,
    "time_limit": 5.0,
    "notation": "auto",
    "settings": {},
    "let": {},
}


def request(text: str, given: Mapping[str, Any]) -> dict[str, object] | None:
    """`text` and `options` of a call of `study`, as strings and numbers that read back as they are.

    What is usual is left out. None where an option cannot be written down, as a rule that was made
    in Python.
    """
    try:
        options = {
            name: plain(value)
            for name, value in given.items()
            if value is not None and value != USUAL.get(name)
        }
    except TypeError:
        return None
    return {"text": text, "options": options}


def plain(value: Any) -> Any:
    """The value as strict JSON can hold it; TypeError where there is no such value."""
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [plain(inner) for inner in value]
    raise TypeError
