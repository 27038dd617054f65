"""Certificates as frozen records of texts that anybody can check again, and why one is refused."""

from dataclasses import dataclass, fields
from typing import Any, Final

MOST_TEXT: Final = 20_000
MOST_PARTS: Final = 2_000
MOST_DEPTH: Final = 6


@dataclass(frozen=True)
class Bowl:
    """A quadratic: Hessian = L D L^T, L unit lower triangular (its rows), D not negative."""

    lower: tuple[tuple[str, ...], ...]
    pivots: tuple[str, ...]


@dataclass(frozen=True)
class Squares:
    """L - m = sum of weight * base^2, every weight at least zero: pairs (weight, base)."""

    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TermBounds:
    """L is the sum of the terms, none of which is below its bound: pairs (term, bound)."""

    terms: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Convex:
    """L is convex, by "rules" of composition or by "second derivatives"; the slope is zero."""

    route: str


@dataclass(frozen=True)
class Chart:
    """One variable, piecewise rational (after a substitution: "", "tangent", "exponential").

    `breaks`: intervals (low, high), each with one of the points between which L is monotone.
    """

    breaks: tuple[tuple[str, str], ...]
    substitution: str


@dataclass(frozen=True)
class Slopes:
    """One variable: the derivative in factors, and the points between which it keeps its sign."""

    derivative: str
    breaks: tuple[str, ...]


@dataclass(frozen=True)
class Escape:
    """On the curve x_i = curve_i(t), t >= start, L falls without bound."""

    curve: tuple[str, ...]
    start: str


@dataclass(frozen=True)
class Approach:
    """L stays above m, by the bounds of its terms, and tends to it on the curve, t >= start."""

    bound: TermBounds
    curve: tuple[str, ...]
    start: str


@dataclass(frozen=True)
class Cover:
    """A polynomial: above its value far away, from `radius` on, and on boxes that cover the rest
    except around the claimed points, where it is convex. The check makes the boxes anew."""

    radius: str


@dataclass(frozen=True)
class Boxes:
    """L is above its value on boxes that cover all of the problem's box but a bowl around each
    claimed point, where L is convex and the point level, or held at an end. The check makes the
    boxes anew.

    `bowls`: for each point low, high, low, high, ... in the order of the variables. `images`: for
    each point nothing, or what to put for the variables so that L stays L and the first point goes
    to this one: why the values there are equal.
    """

    bowls: tuple[tuple[str, ...], ...]
    images: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Level:
    """The slope of L is zero at each claimed point; where there is a bowl for it (as in Boxes; an
    empty row: none), L is convex there, and the point a local minimum."""

    bowls: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Summand:
    """A part of a sum over variables of its own, its least value, and why."""

    part: str
    value: str
    certificate: "Certificate"


@dataclass(frozen=True)
class Parts:
    """L is a sum of parts without common variables, each least where it is claimed."""

    parts: tuple[Summand, ...]


Certificate = (
    Bowl
    | Squares
    | TermBounds
    | Convex
    | Chart
    | Slopes
    | Escape
    | Approach
    | Parts
    | Cover
    | Boxes
    | Level
)
KINDS: Final[dict[str, Any]] = {
    "bowl": Bowl,
    "squares": Squares,
    "term bounds": TermBounds,
    "convex": Convex,
    "sign chart": Chart,
    "slopes": Slopes,
    "escape curve": Escape,
    "approach": Approach,
    "cover": Cover,
    "boxes": Boxes,
    "level point": Level,
    "summand": Summand,
    "parts": Parts,
}
NAMES: Final = {kind: name for name, kind in KINDS.items()}


def write(item: Any) -> Any:
    """A certificate as plain data for JSON."""
    if isinstance(item, str):
        return item
    if isinstance(item, tuple):
        return [write(part) for part in item]
    return {"kind": NAMES[type(item)]} | {
        f.name: write(getattr(item, f.name)) for f in fields(item)
    }


def read(data: Any, depth: int = 0) -> Any:
    """The certificate of data made by `write`; ValueError for anything else."""
    if depth > MOST_DEPTH:
        raise ValueError("a certificate is nested too deeply")
    if isinstance(data, str):
        if len(data) > MOST_TEXT:
            raise ValueError("a text in a certificate is too long")
        return data
    if isinstance(data, list):
        if len(data) > MOST_PARTS:
            raise ValueError("a certificate has too many parts")
        return tuple(read(part, depth + 1) for part in data)
    return _record(data, depth)


def _record(data: Any, depth: int) -> Any:
    if not isinstance(data, dict) or data.get("kind") not in KINDS:
        raise ValueError("not a kind of certificate")
    kind = KINDS[data["kind"]]
    wanted = {f.name: str(f.type) for f in fields(kind)}
    if set(data) != set(wanted) | {"kind"}:
        raise ValueError(f"a {data['kind']} has the fields {', '.join(wanted)}")
    found = {name: read(data[name], depth + 1) for name in wanted}
    if not all(_fits(found[name], annotation) for name, annotation in wanted.items()):
        raise ValueError(f"a field of the {data['kind']} has another form")
    return kind(**found)


def _fits(item: Any, form: str) -> bool:
    """Whether an item has the form that the annotation of its field names."""
    return bool(FORMS[form](item))


def _text(item: Any) -> bool:
    return isinstance(item, str)


def _texts(item: Any) -> bool:
    return isinstance(item, tuple) and all(map(_text, item))


def _pairs(item: Any) -> bool:
    return isinstance(item, tuple) and all(_texts(part) and len(part) == 2 for part in item)


FORMS: Final[dict[str, Any]] = {
    str(str): _text,
    str(tuple[str, ...]): _texts,
    str(tuple[tuple[str, str], ...]): _pairs,
    str(tuple[tuple[str, ...], ...]): lambda item: (
        isinstance(item, tuple) and all(map(_texts, item))
    ),
    str(TermBounds): lambda item: isinstance(item, TermBounds),
    str(tuple[Summand, ...]): lambda item: (
        isinstance(item, tuple) and all(isinstance(part, Summand) for part in item)
    ),
    "Certificate": lambda item: type(item) in NAMES and not isinstance(item, Summand),
}


class Refusal(Exception):
    """The proof is not accepted; the text says why in one sentence."""


class Untrue(Refusal):
    """Something that the proof says, or the claim itself, is false."""


class Unfollowed(Refusal):
    """Nothing false was seen, but a step is beyond the means or the limits of this check."""
