"""A start or a box goes in as text or numbers, exact numbers in the variables' order come out."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from symdescent.errors import InputError, did_you_mean
from symdescent.numeric.box import Box
from symdescent.numeric.objective import Objective
from symdescent.numeric.starts import default_start
from symdescent.options.numbers import Given, number

Start = str | float | Fraction | Sequence[Given] | Mapping[str, Given]
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


def start(given: Start, names: Sequence[str]) -> tuple[Fraction, ...]:
    """A point in the order of the names; one number alone stands for every coordinate."""
    if isinstance(given, str):
        given = start_from_text(given)
    if isinstance(given, Mapping):
        return by_name(given, names)
    if isinstance(given, Iterable):
        values = tuple(number(item, "a coordinate of the start") for item in given)
        return counted(values, names)
    return counted((number(given, "the start"),), names)


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
        found[name.strip()] = value
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
    if isinstance(given, Mapping):
        for name in given:
            known(name, names, "the box")
        given = [given.get(name, (None, None)) for name in names]
    if not isinstance(given, Sequence) or len(given) != len(names):
        raise InputError("type", f"the box needs one (low, high) for each of {', '.join(names)}")
    if not all(isinstance(p, Sequence) and not isinstance(p, str) and len(p) == 2 for p in given):
        raise InputError("type", f"the box needs one (low, high) for each of {', '.join(names)}")
    return ordered([tuple(side(bound) for bound in pair) for pair in given], names)


def side(bound: Given | None) -> Fraction | None:
    infinite = isinstance(bound, float) and math.isinf(bound)
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
    value, *slope = objective.slope.at(at)
    lacks = "value" if not math.isfinite(value) else "gradient"
    if not math.isfinite(value) or not all(map(math.isfinite, slope)):
        better = default_start(objective, box)
        hint = f'a start that works:  --x0 "{shown(better)}"' if better else ""
        message = f"the formula has no finite {lacks} at the start {shown(at)}"
        raise InputError("domain", message, hint)


def shown(point: Sequence[float]) -> str:
    return ", ".join(f"{x:.6g}" for x in point[:6]) + ("" if len(point) < 7 else ", ...")
