"""What a person gives besides the formula: numbers, starts and boxes, made exact.

The variables' order is that of the formula.
"""

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational, Real
from typing import Any, Protocol, SupportsFloat, SupportsIndex, TypedDict, cast, runtime_checkable

from symdescent.calculus.formula import build
from symdescent.errors import FormulaError, InputError, did_you_mean
from symdescent.language import parse
from symdescent.language.tokens import spelled
from symdescent.numeric.box import Box, default_start
from symdescent.numeric.objective import Objective, compiled
from symdescent.synonyms import meant, nearest


@runtime_checkable
class Scalar(Protocol):
    """An array, as far as its shape and its only number go."""

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of its axes; () for a number alone."""

    def item(self) -> float:
        """Its only number."""


Given = str | float | Fraction | Decimal | SupportsFloat
PLAIN = re.compile(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,3})?", re.ASCII)
RATIO = re.compile(r"[+-]?\d{1,40}\s*/\s*\d{1,40}", re.ASCII)


def number(given: Given, what: str) -> Fraction:
    """An exact number: 0.1 is 1/10, typed or as a float of any width, or an array without axes.

    Raises InputError (type, domain) for what is none.
    """
    if isinstance(given, str):
        return checked(from_text(given.strip(), what), what)
    if isinstance(given, Decimal):
        return checked(Fraction(given), what) if given.is_finite() else finite(float(given), what)
    if isinstance(given, Scalar) and given.shape == () and not isinstance(given, Real):
        return scalar(given, what)
    if isinstance(given, bool) or not isinstance(given, Real):
        raise InputError("type", f"{what} must be a real number, not {type(given).__name__}")
    if isinstance(given, Rational):
        return checked(Fraction(int(given.numerator), int(given.denominator)), what)
    return finite(float(given), what) if isinstance(given, float) else printed(given, what)


def printed(given: Real, what: str) -> Fraction:
    """The decimal that a number of another width prints as: float32(0.1) is 1/10."""
    text = str(given)
    return Fraction(text) if PLAIN.fullmatch(text) else finite(float(given), what)


def scalar(given: "Scalar", what: str) -> Fraction:
    """The one number of an array without axes, as numpy and torch have them."""
    text, inner = str(given), given.item()
    return number(text if PLAIN.fullmatch(text) else inner, what)


def finite(value: float, what: str) -> Fraction:
    """The decimal that a float prints as, exactly."""
    if not math.isfinite(value):
        raise InputError("domain", f"{what} must be finite, not {value}")
    return Fraction(repr(value))


def from_text(text: str, what: str) -> Fraction:
    if PLAIN.fullmatch(text) or RATIO.fullmatch(text):
        return divided("".join(text.split()), what)
    if text.lower().lstrip("+-") in ("nan", "inf", "infinity"):
        raise InputError("domain", f"{what} must be finite, not {text}")
    try:
        value = build(parse(text)).expression
    except FormulaError as mistake:
        raise InputError("type", f"{what} cannot be read: {mistake.message}: {text[:60]}") from None
    if not value.is_number:
        raise InputError("type", f"{what} must be a number, not {text[:60]}")
    if not value.is_Rational:
        message = f"{what} must be a rational number here, not {text[:60]}"
        raise InputError("type", message, "write a decimal, 1.4142")
    return Fraction(value.p, value.q)


def divided(text: str, what: str) -> Fraction:
    """A plain number or a ratio of two."""
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise InputError("domain", f"{what} divides by zero: {text[:60]}") from None


def checked(value: Fraction, what: str) -> Fraction:
    """The number, if a float can hold it."""
    try:
        float(value)
    except OverflowError:
        raise InputError("domain", f"{what} is too large") from None
    return value


def rate(given: Given) -> Fraction:
    """A learning rate: a finite number above zero."""
    value = number(given, "the learning rate")
    if value <= 0:
        raise InputError("domain", f"the learning rate must be above 0, not {given}", "try  0.1")
    return value


def above_zero(given: Given, what: str) -> Fraction:
    """A number above zero."""
    value = number(given, what)
    if value <= 0:
        raise InputError("domain", f"the {what} must be above 0, not {given}")
    return value


def count(given: SupportsIndex) -> int:
    """A number of steps, at least 0, of any type of whole numbers."""
    if isinstance(given, bool) or not isinstance(given, Integral):
        raise InputError("type", f"the number of steps must be a whole number, not {given!r:.40}")
    if given < 0:
        raise InputError("domain", f"the number of steps must not be negative, not {given}")
    return int(given)


def tolerance(given: float) -> float:
    """A gradient norm to stop at: finite, not negative."""
    value = from_zero(given, "the tolerance")
    if value == math.inf:
        raise InputError("domain", f"the tolerance must be finite, not {given}")
    return value


def seconds(given: float) -> float:
    """A time limit in seconds, not negative."""
    return from_zero(given, "the time limit")


def from_zero(given: object, what: str) -> float:
    """A float that is not negative."""
    if isinstance(given, bool) or not isinstance(given, Real):
        raise InputError("type", f"{what} must be a number, not {given!r:.40}")
    if not float(given) >= 0:
        raise InputError("domain", f"{what} must be a number from 0 on, not {given}")
    return float(given)


Start = Given | Iterable[Given] | Mapping[Any, Given]
Pair = tuple[Given | None, Given | None]
BoxLike = str | Sequence[Pair] | Mapping[str, Pair] | None
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


class Options(TypedDict, total=False):
    """What `study` and `descend` take besides the text.

    `start`: a point, as text ("1,2" or "x=1, y=2"), numbers or a mapping; `rate`: the learning
    rate, "auto", or a formula in the step t; `steps`: the most steps; `box`: bounds as text
    ("0<=x<=10"), one (low, high) a variable or a mapping of them; `let`: values of parameters;
    `tolerance`: the gradient norm to stop at; `time_limit`: seconds for the proof; `notation`:
    "text", "latex" or "auto" (LaTeX where the text shows that it is); `optimizer`: a name, a Rule
    or an Optimizer, in a `convention`, with other `settings`; `schedule`: how the rate
    changes, "cosine:T=100" or "torch:StepLR:step_size=30"; `clip_norm`, `clip_value`: bounds for
    the gradient's norm, or for each slope; `weight_decay`: its share of the point joins the
    gradient; `average`: the decay of a running mean of the points.
    """

    start: Start | None
    rate: Given | None
    steps: SupportsIndex | None
    box: "BoxLike"
    let: "Mapping[str, Given] | None"
    tolerance: float
    time_limit: float
    notation: str
    optimizer: object
    convention: str | None
    settings: "Mapping[str, Given] | None"
    schedule: str | None
    clip_norm: Given | None
    clip_value: Given | None
    weight_decay: Given | None
    average: Given | None


def understood(given: Mapping[str, Any], known: Collection[str] = ()) -> Any:
    """The options under our own names: learning_rate is rate, epochs are steps.

    Raises InputError for one that there is not, with the nearest, and for one that is given twice.
    """
    known = known or Options.__annotations__
    found: dict[str, Any] = {}
    for name, value in given.items():
        own = name if name in known else meant(name, known)
        if not own:
            near = nearest(name, known)
            hint = f"did you mean  {near} ?" if near else ""
            raise InputError("unknown_name", f"there is no option '{name[:40]}'", hint)
        if own in found:
            raise InputError("type", f"{own} is given twice, once as {name}", "leave one out")
        found[own] = value
    return found


def parameters(given: object, what: str = "let") -> dict[str, Fraction]:
    """The values of `let`, or of settings, exactly."""
    if given is None:
        return {}
    if not isinstance(given, Mapping) or not all(isinstance(x, str | Symbolic) for x in given):
        message = f"{what} must map names to numbers, not {given!r:.40}"
        raise InputError("type", message, f'for example  {what}={{"a": 3}}')
    return {label(name): number(value, label(name)) for name, value in given.items()}
