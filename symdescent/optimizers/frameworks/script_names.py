"""Optimizers as a training script names and calls them: torch.optim.SGD(params, lr=0.1)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, NoReturn

from symdescent.errors import InputError, did_you_mean

LONGEST: Final = 2_000  # characters of a name and its call
DEEPEST: Final = 8  # brackets within brackets
OWNERS: Final = {
    "torch.optim": "torch",
    "optim": "torch",
    "torch": "torch",
    "pytorch": "torch",
    "tf.keras.optimizers.legacy": "keras",
    "tf.keras.optimizers": "keras",
    "tensorflow.keras.optimizers": "keras",
    "tf.optimizers": "keras",
    "tensorflow.optimizers": "keras",
    "keras.optimizers.legacy": "keras",
    "keras.optimizers": "keras",
    "optimizers": "keras",
    "tf.keras": "keras",
    "keras": "keras",
    "tensorflow": "keras",
    "tf": "keras",
    "optax": "optax",
    "scipy.optimize": "scipy",
    "scipy": "scipy",
}
RATES: Final = {"torch": "lr", "keras": "learning_rate", "optax": "learning_rate"}
MODEL: Final = ("params", "parameters")  # what a script optimises: here that is the formula
ASSIGNED: Final = re.compile(r"\s*(?:[A-Za-z_][\w.]*\s*=(?!=))?\s*")
DOTTED: Final = "|".join(re.escape(owner) for owner in sorted(OWNERS, key=len, reverse=True))
OWNED: Final = re.compile(rf"({DOTTED})\.(?=[A-Za-z])|([A-Za-z][\w.]*)\s*:\s*", re.IGNORECASE)
CALLED: Final = re.compile(r"([A-Za-z_]\w*)\s*\(")
KEYWORD: Final = re.compile(r"\s*([A-Za-z_]\w*)\s*=(?!=)")
NUMBER: Final = r"[+-]?(?:\d[\d_]{0,39}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,3})?"
PRODUCT: Final = re.compile(rf"{NUMBER}(?:\s*(?:\*\*|\*|/)\s*{NUMBER})*")
FACTOR: Final = re.compile(rf"\s*(\*\*|\*|/)?\s*({NUMBER})")
QUOTED: Final = re.compile(r"'[^'\\]*'|\"[^\"\\]*\"")
SCHEDULE: Final = re.compile(r"(?:[A-Za-z_]\w*\.)*([A-Za-z_]\w*)\s*\((.*)\)", re.DOTALL)
WORDS: Final[dict[str, object]] = {"True": True, "False": False, "None": None}
CLOSED_BY: Final = {"(": ")", "[": "]", "{": "}"}

Span = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    """A part of a longer text, from column `start` on."""

    text: str
    start: int = 0

    @property
    def bare(self) -> "Piece":
        """Without the blanks around it."""
        return Piece(self.text.strip(), self.start + len(self.text) - len(self.text.lstrip()))

    @property
    def span(self) -> Span:
        """Its columns, end excluded."""
        return self.start, self.start + len(self.text)

    def part(self, first: int, beyond: int | None = None) -> "Piece":
        """The part of it between two of its own columns."""
        return Piece(self.text[first:beyond], self.start + first)


@dataclass(frozen=True)
class Named:
    """A framework's optimizer: its own `name` there, as `text` has it (`word`), and the settings of
    a call with the columns of each."""

    text: str
    framework: str
    name: str
    word: Span
    settings: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, Span] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """As the script names it, without the call: torch.optim.SGD."""
        return self.text[: self.word[1]].rpartition("=")[2].strip()

    def placed(self, mistake: InputError) -> InputError:
        """A mistake about one of the settings, or else the name, with a caret under it."""
        return mistake.within(self.text, self.places.get(mistake.word, self.word))


def named(text: str, known: Callable[[str], Sequence[str]]) -> Named | None:
    """What the text of a script names and calls; None for a name without a framework.

    `known`: the optimizers of a framework. Raises InputError with a caret for a name, or an
    argument, that there is not or that cannot be read.
    """
    whole = Piece(text)
    begin = ASSIGNED.match(text).end()  # type: ignore[union-attr]  # it matches the empty text
    owned = OWNED.match(text, begin)
    if len(text) > LONGEST:
        raise InputError("too_large", f"the name of an optimizer has at most {LONGEST} characters")
    if owned is None:
        demand_owner(whole, begin)
        return None
    framework = OWNERS.get((owned[1] or owned[2]).lower(), owned[2])
    rest = whole.part(owned.end()).bare
    names = known(framework)
    if rest.text in names:
        return Named(text, framework, rest.text, rest.span)
    word, inside = opened(rest, whole)
    name = found_name(word, names, whole)
    if inside is None:
        return Named(text, framework, name, word.span)
    settings, places = arguments(inside, RATES.get(framework, ""), whole)
    return Named(text, framework, name, word.span, settings, places)


def demand_owner(whole: Piece, begin: int) -> None:
    """Refuse a call that does not say whose it is."""
    call = CALLED.match(whole.text, begin)
    if call:
        hint = f"write  torch.optim.{call[1]}(...)  or  keras.optimizers.{call[1]}(...)"
        fail(whole, whole.part(*call.span(1)), "this does not say which framework's it is", hint)


def opened(rest: Piece, whole: Piece) -> tuple[Piece, Piece | None]:
    """The name before a bracket, and what stands in it; None where there is no call."""
    at = rest.text.find("(")
    if at < 0:
        return rest, None
    end = closing(rest.part(at), whole)
    behind = rest.part(at + end + 1).bare
    if behind.text not in ("", ";", ","):
        fail(whole, behind, "behind the call nothing more is read")
    return rest.part(0, at).bare, rest.part(at + 1, at + end)


def closing(piece: Piece, whole: Piece) -> int:
    """The column of the bracket that closes the first one."""
    last = 0
    for last, depth in depths(piece, whole):
        if depth == 0:
            return last
    return fail(whole, piece.part(0, 1), "this bracket is never closed")


def depths(piece: Piece, whole: Piece) -> Iterator[tuple[int, int]]:
    """Every column outside of quotes, with the number of brackets that are open behind it."""
    inside: list[str] = []
    quote = ""
    for at, sign in enumerate(piece.text):
        if quote or sign in "\"'":
            quote = "" if sign == quote else quote or sign
            continue
        if sign in CLOSED_BY:
            inside.append(CLOSED_BY[sign])
            if len(inside) > DEEPEST:
                fail(whole, piece.part(at, at + 1), f"brackets are nested more than {DEEPEST} deep")
        elif sign in ")]}" and (not inside or inside.pop() != sign):
            fail(whole, piece.part(at, at + 1), "this bracket closes none")
        yield at, len(inside)


def split(piece: Piece, whole: Piece) -> list[Piece]:
    """The pieces between commas outside of brackets and quotes."""
    commas = [at for at, depth in depths(piece, whole) if depth == 0 and piece.text[at] == ","]
    edges = zip([-1, *commas], [*commas, len(piece.text)], strict=True)
    return [piece.part(before + 1, behind) for before, behind in edges]


def items(piece: Piece, whole: Piece) -> list[Piece]:
    """The same of what stands in brackets: behind a last comma there may be nothing."""
    pieces = split(piece, whole)
    return pieces if pieces[-1].text.strip() else pieces[:-1]


def split_names(text: str) -> list[str]:
    """The names of a list such as gd, torch.optim.SGD(params, lr=0.1)@0.2."""
    whole = Piece(text)
    return [piece.text.strip() for piece in split(whole, whole)]


def found_name(word: Piece, names: Sequence[str], whole: Piece) -> str:
    """The framework's own spelling of a name; InputError with the nearest where it has none."""
    table = {key(name.rpartition(".")[2]): name for name in names if "(" not in name}
    table |= {key(name): name for name in names if "(" not in name}
    if word.text and key(word.text) in table:
        return table[key(word.text)]
    owner = whole.text[: word.start].rpartition("=")[2].strip().rstrip(".: ")
    hint = did_you_mean(word.text, names) or "symdescent optimizers  lists them"
    message = f"{owner} has no optimizer '{word.text[:40]}' that is known here"
    return fail(whole, word, message, hint, "unknown_name")


def key(name: str) -> str:
    """A name without its case and signs."""
    return "".join(c for c in name.lower() if c.isalnum())


def arguments(inside: Piece, rate: str, whole: Piece) -> tuple[dict[str, Any], dict[str, Span]]:
    """The settings of a call, and where each of them stands; the model's parameters are left out.

    `rate`: what a number without a name is; in torch that comes after the parameters.
    """
    settings: dict[str, Any] = {}
    places: dict[str, Span] = {}
    for place, piece in enumerate(items(inside, whole)):
        keyword = KEYWORD.match(piece.text)
        name = keyword[1] if keyword else rate
        if name in MODEL or (not keyword and place == 0 and rate == "lr"):
            demand_model(piece.bare, whole)
            continue
        if not keyword and (not rate or place != (1 if rate == "lr" else 0)):
            hint = "write its name before it:  name=value"
            fail(whole, piece.bare, "this argument has no name", hint)
        value = piece.part(keyword.end() if keyword else 0).bare
        if name in settings:
            fail(whole, piece.bare, f"{name} is given twice")
        settings[name] = literal(value, whole)
        places[name] = piece.part(*keyword.span(1)).span if keyword else value.span
    return settings, places


def demand_model(piece: Piece, whole: Piece) -> None:
    """Refuse a number where the parameters of a model stand, and groups of them with settings."""
    if PRODUCT.fullmatch(piece.text):
        hint = f"write  lr={piece.text}"
        fail(whole, piece, "the first argument is the model's parameters", hint)
    if re.search(r"['\"](?!params['\"])\w+['\"]\s*:", piece.text):
        fail(whole, piece, "groups of parameters with settings of their own are not read")


def literal(piece: Piece, whole: Piece) -> Any:
    """The value of a number, a tuple, a list, a text, True, False or None; or of a schedule."""
    text = piece.text
    if text in WORDS:
        return WORDS[text]
    if QUOTED.fullmatch(text):
        return text[1:-1]
    if PRODUCT.fullmatch(text):
        return number(piece, whole)
    if text[:1] in ("(", "[") and closing(piece, whole) == len(text) - 1:
        parts = [literal(part.bare, whole) for part in items(piece.part(1, -1), whole)]
        return parts[0] if text[0] == "(" and len(parts) == 1 and "," not in text else parts
    called, at = SCHEDULE.fullmatch(text), text.find("(")
    if called and at + closing(piece.part(at), whole) == len(text) - 1:
        return scheduled(called, piece, whole)
    return fail(whole, piece, "a value is a number, a list, a text, True, False or None")


def number(piece: Piece, whole: Piece) -> int | Fraction:
    """A number, or a product of some: 1e-3, 1/10, 5*10**-4."""
    factors = [("*", Fraction(1))]
    for sign, text in FACTOR.findall(piece.text):
        value = Fraction(text.replace("_", ""))
        if sign == "**" and (value.denominator != 1 or abs(value) > 300):
            fail(whole, piece, "this power is no number that is read here")
        try:
            if sign == "**":
                factors[-1] = (factors[-1][0], factors[-1][1] ** int(value))
            else:
                factors.append((sign or "*", 1 / value if sign == "/" else value))
        except ZeroDivisionError:
            fail(whole, piece, "this divides by zero")
    total = Fraction(1)
    for _, value in factors:
        total *= value
    return int(total) if total.denominator == 1 else total


def scheduled(called: re.Match[str], piece: Piece, whole: Piece) -> dict[str, Any]:
    """A schedule's call as its name and its settings, all of which are given by name."""
    settings, _ = arguments(piece.part(*called.span(2)), "", whole)
    return {"schedule": called[1], **settings}


def fail(whole: Piece, at: Piece, message: str, hint: str = "", kind: str = "syntax") -> NoReturn:
    """Raise a mistake with a caret under a piece."""
    raise InputError(kind, message, hint).within(whole.text, at.span)
