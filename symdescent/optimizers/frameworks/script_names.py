"""Optimizers and schedules as a training script calls them: torch.optim.SGD(params, lr=0.1)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Final, NoReturn

from symdescent.errors import InputError, did_you_mean
from symdescent.optimizers.frameworks.signatures import (
    MODEL,
    SCHEDULES,
    WALKER,
    optimizer_order,
    schedule_order,
)

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
RENAMED: Final = ("lr", "learning_rate")  # either is the rate, whatever the framework calls it
IN_CHAINS: Final = {  # what is read before the optimizer of optax.chain, and its only setting
    "clip": "max_delta",
    "clip_by_global_norm": "max_norm",
    "add_decayed_weights": "weight_decay",
}
SCHEDULE_OWNERS: Final = {  # a word before the name of a schedule, and whose it is
    **dict.fromkeys(("optax",), "optax"),
    **dict.fromkeys(("torch", "pytorch", "lr_scheduler", "optim", "swa_utils"), "torch"),
    **dict.fromkeys(("keras", "tf", "tensorflow", "schedules", "callbacks"), "keras"),
}
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
DOTS: Final = re.compile(r"(?:([A-Za-z_][\w.]*)\.)?([A-Za-z_]\w*)\s*(?=\(|$)")
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
    """A framework's optimizer or schedule: its own `name` there, as `text` has it (`word`), and the
    settings of a call with the columns of each.

    `begin`: where its framework stands; `notes`: what was read in an unusual way; `before`: the
    transformations that stand before it in optax.chain, each with its number.
    """

    text: str
    framework: str
    name: str
    word: Span
    settings: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, Span] = field(default_factory=dict)
    begin: int = 0
    notes: tuple[str, ...] = ()
    before: tuple[tuple[str, Fraction], ...] = ()

    @property
    def title(self) -> str:
        """As the script names it, without the call: torch.optim.SGD."""
        return self.text[self.begin : self.word[1]].strip()

    def placed(self, mistake: InputError) -> InputError:
        """A mistake about one of the settings, or else the name, with a caret under it."""
        return mistake.within(self.text, self.places.get(mistake.word, self.word))

    def calling(self, inside: Piece | None, order: Sequence[str], rate: str = "") -> "Named":
        """The same with the settings that stand between its brackets, if it has some."""
        if inside is None:
            return self
        given = Arguments(Piece(self.text), order, rate)
        given.read(inside)
        return replace(self, settings=given.settings, places=given.places, notes=tuple(given.notes))


def named(text: str, known: Callable[[str], Sequence[str]]) -> Named | None:
    """What the text of a script names and calls; None for a name without a framework.

    `known`: the optimizers of a framework. Raises InputError with a caret for a name, or an
    argument, that there is not or that cannot be read.
    """
    return owned(right_hand_side(text), Piece(text), known)


def right_hand_side(text: str) -> Piece:
    """What stands behind  optimizer =  in the line of a script; the whole without it."""
    if len(text) > LONGEST:
        message = f"a name and its call have at most {LONGEST} characters"
        raise InputError("too_large", message)
    begin = ASSIGNED.match(text).end()  # type: ignore[union-attr]  # it matches the empty text
    return Piece(text).part(begin).bare


def owned(piece: Piece, whole: Piece, known: Callable[[str], Sequence[str]]) -> Named | None:
    """What a part of the text names and calls."""
    owner = OWNED.match(piece.text)
    if owner is None:
        demand_owner(piece, whole)
        return None
    framework = OWNERS.get((owner[1] or owner[2]).lower(), owner[2])
    rest = piece.part(owner.end()).bare
    names = known(framework)
    if rest.text in names:
        return Named(whole.text, framework, rest.text, rest.span, begin=piece.start)
    word, inside = opened(rest, whole)
    if framework == "optax" and word.text == "chain" and inside is not None:
        return chained(inside, whole, known)
    name = found_name(word, names, whole)
    found = Named(whole.text, framework, name, word.span, begin=piece.start)
    return found.calling(inside, optimizer_order(framework, name), RATES.get(framework, ""))


def chained(inside: Piece, whole: Piece, known: Callable[[str], Sequence[str]]) -> Named:
    """The optimizer at the end of optax.chain, behind clipping and decay."""
    *first, last = [piece.bare for piece in items(inside, whole)] or [inside]
    before = tuple(transformation(piece, whole) for piece in first)
    found = owned(last, whole, known) if last.text else None
    if found is None:
        fail(whole, last, "the last of a chain is an optimizer", "for example  optax.adam(0.1)")
    return replace(found, before=before)


def transformation(piece: Piece, whole: Piece) -> tuple[str, Fraction]:
    """The name and the number of what stands before an optimizer in a chain."""
    word, inside = opened(piece, whole)
    name = word.text.rpartition(".")[2]
    if name not in IN_CHAINS:
        told = ", ".join(IN_CHAINS)
        hint = "write the optimizer alone, beside  --clip-norm, --clip-value  or  --weight-decay"
        fail(whole, word, f"in a chain only {told} are read before an optimizer", hint)
    own = IN_CHAINS[name]
    given = Named(whole.text, "optax", name, word.span).calling(inside, [own]).settings
    if [*given] != [own] or type(given[own]) not in (int, Fraction):
        fail(whole, piece, f"{name} takes one number", f"for example  optax.{name}(1.0)")
    return name, Fraction(given[own])


Orders = Mapping[str, Mapping[str, Sequence[str]]]


def called_schedule(text: str, known: Orders) -> Named | None:
    """The schedule that a script's text names or calls; None for what is no such text.

    `known`: the schedules of each framework, with the order of their arguments; those under "" are
    our own. Raises InputError with a caret for a name, or an argument, that there is not or that
    cannot be read.
    """
    whole, piece = Piece(text), right_hand_side(text)
    found = DOTS.match(piece.text.rstrip(";"))
    if found is None:
        return None
    word, inside = opened(piece, whole)
    at = piece.part(*found.span(2))
    whose = owner_of(found[1]) if found[1] else None
    pairs = [(f, name) for f in known if whose in (None, f) for name in known[f]]
    alike = [pair for pair in pairs if key(pair[1].rpartition(".")[2]) == key(at.text)]
    if not alike and inside is None and whose is None:
        return None
    if not alike:
        owner = f"{found[1]} has no" if found[1] else "there is no"
        hint = did_you_mean(at.text, {name for _, name in pairs})
        hint = hint or "symdescent schedules --all  lists them"
        fail(whole, at, f"{owner} schedule '{at.text[:40]}'", hint, "unknown_name")
    framework, name = min(alike, key=lambda pair: pair[1].rpartition(".")[2] != at.text)
    made = Named(text, framework, name, at.span, begin=piece.start)
    return made.calling(inside, known[framework][name])


def owner_of(dotted: str) -> str:
    """The framework whose schedule has this before its name; "?" for none that is known."""
    words = dotted.lower().split(".")
    return next((whose for word, whose in SCHEDULE_OWNERS.items() if word in words), "?")


def demand_owner(piece: Piece, whole: Piece) -> None:
    """Refuse a call that does not say whose it is."""
    call = CALLED.match(piece.text)
    if call:
        hint = f"write  torch.optim.{call[1]}(...)  or  keras.optimizers.{call[1]}(...)"
        fail(whole, piece.part(*call.span(1)), "this does not say which framework's it is", hint)


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


@dataclass
class Arguments:
    """The arguments of a call, by name or in an `order`; the model's parameters, and the optimizer
    that a schedule moves, are left out. `rate`: what the learning rate is called there."""

    whole: Piece
    order: Sequence[str]
    rate: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    named: bool = False

    def read(self, inside: Piece) -> None:
        """Take what stands between the brackets."""
        for place, piece in enumerate(items(inside, self.whole)):
            keyword = KEYWORD.match(piece.text)
            self.named |= keyword is not None and keyword[1] not in MODEL
            name = self.own(keyword[1]) if keyword else self.without_name(place, piece.bare)
            if name in MODEL:
                demand_model(piece.bare, self.whole)
            elif name == WALKER:
                self.demand_optimizer(piece.bare)
            else:
                value = piece.part(keyword.end() if keyword else 0).bare
                at = piece.part(*keyword.span(1)) if keyword else value
                self.take(name, value, at, piece.bare)

    def own(self, name: str) -> str:
        """The framework's name of a setting; the rate has two."""
        if self.rate and name != self.rate and name in RENAMED:
            self.notes.append(f"{name} read as {self.rate}")
            return self.rate
        return name

    def without_name(self, place: int, piece: Piece) -> str:
        """The name of an argument by its place."""
        hint = "write its name before it:  name=value"
        if not self.order:
            fail(self.whole, piece, "this argument has no name", hint)
        if place >= len(self.order):
            told = f"without names it takes no more than {', '.join(self.order)}"
            fail(self.whole, piece, told, hint)
        if self.named:
            fail(self.whole, piece, "this argument without a name stands behind one with it", hint)
        return self.order[place]

    def demand_optimizer(self, piece: Piece) -> None:
        """Refuse a number where the optimizer of a schedule stands."""
        if PRODUCT.fullmatch(piece.text):
            hint = f"write  {self.order[1]}={piece.text}"
            fail(self.whole, piece, "the first argument is the optimizer", hint)

    def take(self, name: str, value: Piece, at: Piece, piece: Piece) -> None:
        """Keep an argument's value and place, which is that of a schedule's settings too."""
        if name in self.settings:
            fail(self.whole, piece, f"{name} is given twice")
        self.settings[name] = found = in_pairs(literal(value, self.whole))
        self.places[name] = at.span
        if isinstance(found, dict) and "schedule" in found:
            for own in (found["schedule"], *found):
                self.places.setdefault(own, value.span)


def demand_model(piece: Piece, whole: Piece) -> None:
    """Refuse a number where the parameters of a model stand, and groups of them with settings."""
    if PRODUCT.fullmatch(piece.text):
        hint = f"write  lr={piece.text}"
        fail(whole, piece, "the first argument is the model's parameters", hint)
    if re.search(r"['\"](?!params['\"])\w+['\"]\s*:", piece.text):
        fail(whole, piece, "groups of parameters with settings of their own are not read")


def literal(piece: Piece, whole: Piece) -> Any:
    """The value of a number, a tuple, a list, a mapping, a text, True, False or None; or of a
    schedule."""
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
    if text[:1] == "{" and closing(piece, whole) == len(text) - 1:
        return dict(pair(part, whole) for part in items(piece.part(1, -1), whole))
    called, at = SCHEDULE.fullmatch(text), text.find("(")
    if called and at + closing(piece.part(at), whole) == len(text) - 1:
        return scheduled(called, piece, whole)
    by_step = '--lr "0.1*0.95^t"  is a rate that is a formula of the step'
    hint = by_step if text.startswith("lambda") else ""
    return fail(whole, piece, "a value is a number, a list, a text, True, False or None", hint)


def pair(piece: Piece, whole: Piece) -> tuple[Any, Any]:
    """A name and its value, or a number and its value, of a mapping."""
    at = next((at for at, depth in depths(piece, whole) if not depth and piece.text[at] == ":"), -1)
    if at < 0:
        fail(whole, piece.bare, "a mapping is made of  name: value")
    name = literal(piece.part(0, at).bare, whole)
    if not isinstance(name, str | int | Fraction):
        fail(whole, piece.bare, "a mapping is made of  name: value")
    return name, literal(piece.part(at + 1).bare, whole)


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
    """A schedule's call as its name and its settings."""
    name = called[1]
    if name not in SCHEDULES:
        message = "a value is a number, a list, a text, True, False, None or a schedule"
        alike = [each for each in SCHEDULES if each.islower() == name.islower()]
        fail(whole, piece, message, did_you_mean(name, alike))
    given = Arguments(whole, schedule_order(name))
    given.read(piece.part(*called.span(2)))
    return {"schedule": name, **given.settings}


def in_pairs(value: Any) -> Any:
    """A list of schedules as pairs of their names and settings; another value as it is."""
    if not isinstance(value, list) or not all(
        isinstance(v, dict) and "schedule" in v for v in value
    ):
        return value
    return [(v["schedule"], {n: w for n, w in v.items() if n != "schedule"}) for v in value]


def fail(whole: Piece, at: Piece, message: str, hint: str = "", kind: str = "syntax") -> NoReturn:
    """Raise a mistake with a caret under a piece."""
    raise InputError(kind, message, hint).within(whole.text, at.span)
