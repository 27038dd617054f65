"""Starts and boxes, as text, numbers, arrays or mappings, in exact numbers.

The variables' order is that of the formula.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from numbers import Real
from typing import Any, Protocol, cast, runtime_checkable

from symdescent.errors import InputError, did_you_mean
from symdescent.language.tokens import spelled
from symdescent.numeric.box import Box, default_start
from symdescent.numeric.objective import Objective, compiled
from symdescent.options.numbers import Given, Scalar, number

Start = Given | Iterable[Given] | Mapping[Any, Given]
Pair = tuple[Given | None, Given | None]
RANGE = re.compile(r"\[\s*(?P<a>[^\[\],]*),(?P<b>[^\[\],]*)\]")
BLANKS = re.compile(r"[+-]?[\d.]+(e[+-]?\d+)?(\s+[+-]?[\d.]+(e[+-]?\d+)?)+", re.IGNORECASE)
BEFORE_NAME = r"(?<=[^\s,;=])\s+(?=[^\W\d]\w*\s*=)"
DIGITS = tuple("0123456789.+-−")
EXAMPLE = 'for example  --box "0<=x<=10"'


@dataclass(frozen=True)
class Bounds:
    """A box in exact numbers: (low, high) a variable, None where there is no bound."""

    sides: tuple[tuple[Fraction | None, Fraction | None], ...]

    @property
    def box(self) -> Box:
        """The same in floats."""
        return Box(
            tuple(-math.inf if low is None else float(low) for low, _ in self.sides),
            tuple(math.inf if high is None else float(high) for _, high in self.sides),
        )


@runtime_checkable
class Labelled(Protocol):
    """A table of numbers by labels that is no Mapping, as pandas has them."""

    def keys(self) -> Iterable[Any]:
        """Its labels."""

    def __getitem__(self, label: Any) -> Any:
        """What has a label."""


@runtime_checkable
class Symbolic(Protocol):
    """A variable as an object, as sympy has them."""

    name: str


def start(given: Start, names: Sequence[str]) -> tuple[Fraction, ...]:
    """A point in the order of the names; one number alone stands for every coordinate."""
    if isinstance(given, str):
        given = start_from_text(given)
    named = by_labels(given)
    if named is not None:
        return by_name(named, names)
    if isinstance(given, Set):
        raise InputError("type", "a set has no order", "give a list, or a value to each name")
    size = shape(given)
    if len(size) > 1:
        message = f"the start has the shape {size}, not ({len(names)},)"
        raise InputError("type", f"{message} for {', '.join(names[:6])}", "try  start.ravel()")
    if size and isinstance(given, Iterable):
        values = tuple(number(item, "a coordinate of the start") for item in given)
        return counted(values, names)
    return counted((number(cast(Given, given), "the start"),), names)


def shape(given: object) -> tuple[int, ...]:
    """The lengths of the axes of an array, or of lists within lists; () for one value."""
    if isinstance(given, Scalar):
        return tuple(given.shape)
    if isinstance(given, Sequence) and not isinstance(given, str | bytes):
        return (len(given), *(shape(given[0]) if len(given) else ()))
    return (0,) if isinstance(given, Iterable) and not isinstance(given, str | bytes) else ()


def by_labels(given: object) -> Mapping[str, Any] | None:
    """Values by the names of variables, where these are names or symbols; None where there are
    none, or only numbers, as a table has that was given no labels."""
    if not isinstance(given, Mapping | Labelled):
        return None
    labels = list(given.keys())
    if not isinstance(given, Mapping) and not all(isinstance(x, str | Symbolic) for x in labels):
        return None
    return {label(key): given[key] for key in labels}


def label(key: object) -> str:
    """The name of a variable, given as text or as a symbol."""
    return spelled(key.name if isinstance(key, Symbolic) else str(key))


def start_from_text(text: str) -> "Sequence[str] | Mapping[str, str]":
    """The pieces between commas or semicolons; between blanks where these part numbers or names."""
    bare = text.strip().strip("()[]").strip()
    if BLANKS.fullmatch(bare):
        bare = ",".join(bare.split())
    pieces = [piece.strip() for piece in re.split(rf"[,;]|{BEFORE_NAME}", bare)]
    if "=" not in text:
        return pieces
    found: dict[str, str] = {}
    for name, sign, value in (piece.partition("=") for piece in pieces):
        if not sign or name.strip() in found:
            why = "has a number without a name" if not sign else f"gives {name.strip()[:40]} twice"
            raise InputError("syntax", f"the start {why}", 'for example  --x0 "x=1, y=2"')
        found[spelled(name)] = value
    return found


def counted(values: tuple[Fraction, ...], names: Sequence[str]) -> tuple[Fraction, ...]:
    if len(values) == 1:
        return values * len(names)
    if len(values) != len(names):
        listed = ", ".join(names[:6]) + ("" if len(names) < 7 else ", ...")
        many = "variable" if len(names) == 1 else "variables"
        message = f"the start has {len(values)} numbers for {len(names)} {many} ({listed})"
        hint = "a decimal is written with a point: 1.5" if len(names) == 1 else ""
        raise InputError("type", message, hint)
    return values


def by_name(given: Mapping[str, Given], names: Sequence[str]) -> tuple[Fraction, ...]:
    for name in given:
        known(name, names, "the start")
    missing = [name for name in names if name not in given]
    if missing:
        raise InputError("unknown_name", f"the start has no value for {missing[0]}")
    return tuple(number(given[name], f"the start of {name}") for name in names)


def known(name: str, names: Sequence[str], where: str) -> None:
    if name not in names:
        message = f"{where} names '{name}', which does not stand in the formula"
        raise InputError("unknown_name", message, did_you_mean(name, names))


def bounds(given: object, names: Sequence[str]) -> Bounds:
    """A box from text, from one (low, high) a variable, or from None."""
    if given is None:
        return Bounds(((None, None),) * len(names))
    if isinstance(given, str):
        return bounds_from_text(given, names)
    named = by_labels(given)
    if named is not None:
        for name in named:
            known(name, names, "the box")
        given = [named.get(name, (None, None)) for name in names]
    pairs: Any = given
    if shape(given) == (2,) and not any(isinstance(bound, str) and "," in bound for bound in pairs):
        pairs = [tuple(pairs)] * len(names)  # one interval for all of them
    if len(shape(pairs)) == 0 or not all(shape(pair) == (2,) for pair in pairs):
        raise InputError("type", f"the box {sized(given, names)}")
    if len(pairs) != len(names):
        raise InputError("type", f"the box {sized(given, names)}")
    return ordered([tuple(side(bound) for bound in pair) for pair in pairs], names)


def sized(given: object, names: Sequence[str]) -> str:
    """What shape a box has, and what shape it needs."""
    wanted = f"needs one (low, high) for each of {', '.join(names[:6])}"
    return f"{wanted}: the shape ({len(names)}, 2), not {shape(given)}" if shape(given) else wanted


def side(bound: Given | None) -> Fraction | None:
    infinite = isinstance(bound, Real) and math.isinf(bound)
    return None if bound is None or infinite else number(bound, "a bound")


def bounds_from_text(text: str, names: Sequence[str]) -> Bounds:
    whole = RANGE.fullmatch(text.strip())
    if whole:
        pair = (number(whole["a"], "a bound"), number(whole["b"], "a bound"))
        return ordered([pair] * len(names), names)
    sides: dict[str, list[Fraction | None]] = {name: [None, None] for name in names}
    for piece in re.split(r"[,;]|\band\b", text.replace("≤", "<=").replace("≥", ">=")):
        narrow(sides, piece.strip(), names)
    return ordered([tuple(sides[name]) for name in names], names)


def narrow(sides: dict[str, list[Fraction | None]], piece: str, names: Sequence[str]) -> None:
    """Put one piece, such as 0<=x<=10 or x>=0, into the sides."""
    parts = [part.strip() for part in re.split("(<=|>=)", piece)]
    if len(parts) not in (3, 5) or len(set(parts[1::2])) > 1:
        hint = "edges belong to a box: write <= or >=" if re.search("[<>]", piece) else EXAMPLE
        raise InputError("syntax", f"this bound cannot be read: {piece[:60]}", hint)
    for left, relation, right in zip(parts[::2], parts[1::2], parts[2::2], strict=False):
        name, bound = (right, left) if right in names or left[:1] in DIGITS else (left, right)
        known(name, names, "the box")
        is_low = (relation == ">=") == (name == left)
        sides[name][0 if is_low else 1] = number(bound, f"a bound of {name}")


def ordered(pairs: Sequence[tuple[Fraction | None, ...]], names: Sequence[str]) -> Bounds:
    for name, (low, high) in zip(names, pairs, strict=True):
        if low is not None and high is not None and low > high:
            raise InputError("domain", f"the box of {name} is empty: {low} is above {high}")
    return Bounds(tuple((low, high) for low, high in pairs))


def demand_defined(point: Sequence[Fraction], objective: Objective, box: Box) -> None:
    """Refuse a start outside the box, or where the formula has no finite value."""
    at = tuple(map(float, point))
    if not box.contains(at):
        raise InputError("domain", f"the start {shown(at)} lies outside the box")
    value, *slope = compiled(objective).slope.at(at)
    lacks = "value" if not math.isfinite(value) else "gradient"
    if not math.isfinite(value) or not all(map(math.isfinite, slope)):
        better = default_start(objective, box)
        hint = f'a start that works:  --x0 "{shown(better)}"' if better else ""
        message = f"the formula has no finite {lacks} at the start {shown(at)}"
        raise InputError("domain", message, hint)


def shown(point: Sequence[float]) -> str:
    return ", ".join(f"{x:.6g}" for x in point[:6]) + ("" if len(point) < 7 else ", ...")
