"""The keys of the file of defaults: what each is, what it takes, and when it is set aside."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from symdescent import synonyms
from symdescent.cli.flags import COLORS, FORMATS, PROOFS, SIZES
from symdescent.errors import SymdescentError


class Decimal(str):
    """A number with a point or an exponent, as it was typed."""


@dataclass(frozen=True)
class Kind:
    """What a value must be, in words, and whether it is."""

    words: str
    holds: Callable[[Any], bool]


@dataclass(frozen=True)
class Key:
    """A default for the option of the same name.

    `default`: what holds without it, in words; `sample`: a value, as the file has it;
    `aside`: options of the command line that set it aside, or one of them with its value;
    `needs`: an option that only those commands have in which this one has that meaning;
    `negative`: a switch that is on by itself, which --no-NAME turns off;
    `shown`: whether it changes how an answer looks, and not what it says;
    `problem`: what is wrong with a value, found with more work than its kind;
    `environment`: variables that come before it.
    """

    name: str
    kind: Kind
    meaning: str
    default: str
    sample: str
    aside: tuple[str, ...] = ()
    needs: str = ""
    negative: bool = False
    shown: bool = False
    problem: Callable[[str], str] = lambda _: ""
    environment: tuple[str, ...] = ()

    @property
    def flag(self) -> str:
        """The option."""
        return f"--no-{self.name}" if self.negative else f"--{self.name}"


def one_of(*words: str) -> Kind:
    """One of a few words."""
    return Kind(f"one of {', '.join(words)}", lambda value: value in words)


def is_number(value: Any) -> bool:
    """A finite number from 0 on."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    return 0 <= float(value) < float("inf")


def is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**11


WHOLE: Final = Kind("a whole number from 0 on", is_whole)
NUMBER: Final = Kind("a number from 0 on", is_number)
TRUTH: Final = Kind("true or false", lambda value: isinstance(value, bool))
TEXT: Final = Kind("a text in quotes", lambda v: isinstance(v, str) and not isinstance(v, Decimal))
RATE: Final = Kind(
    'a number above 0, or a text: "1/10", "auto", "0.1/(1+t/50)"',
    lambda v: isinstance(v, int | str) and not isinstance(v, bool),
)


def wrong_rate(text: str) -> str:
    """What is wrong with a learning rate: no number above 0, and no formula either."""
    from symdescent.language import parse

    try:
        return "" if Fraction(text) > 0 else "a learning rate is above 0"
    except ValueError:
        pass
    except ZeroDivisionError:
        return "this divides by zero"
    try:
        if text.strip().lower() != "auto":
            parse(text)
    except SymdescentError as mistake:
        return mistake.message
    return ""


def wrong_optimizer(text: str) -> str:
    """That there is no such optimizer, with the nearest."""
    from symdescent.optimizers.catalogue import find

    try:
        find(text)
    except SymdescentError as mistake:
        return "; ".join(filter(None, (mistake.message, mistake.hint)))
    return ""


COLOURS: Final = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR")
KEYS: Final = {
    key.name: key
    for key in (
        Key(
            "lr",
            RATE,
            "the learning rate of a descent",
            "chosen for each formula",
            "0.05",
            aside=("--rule", "--optimizer", "--optimizers", "--kind=sweep"),  # it suits one rule
            needs="--optimizer",
            problem=wrong_rate,
        ),
        Key("steps", WHOLE, "the most steps of a descent", "10000", "1000"),
        Key(
            "tol",
            NUMBER,
            "the gradient norm at which a descent stops",
            "1e-10",
            "1e-8",
            needs="--steps",
        ),
        Key(
            "optimizer",
            TEXT,
            "the rule of a descent: symdescent optimizers lists them",
            "gradient descent",
            '"adam"',
            aside=("--rule", "--optimizers"),
            needs="--steps",
            problem=wrong_optimizer,
        ),
        Key(
            "convention",
            TEXT,
            "whose form of a rule, where frameworks differ",
            "the usual one of each",
            '"torch"',
            aside=("--rule", "--optimizer", "--optimizers"),
            needs="--steps",
        ),
        Key("time-limit", NUMBER, "seconds for the search for a proof", "5", "10", needs="--let"),
        Key("gap", NUMBER, "compare: how far above the minimum is near enough", "1e-6", "1e-4"),
        Key("format", one_of(*FORMATS), "how an answer is printed", "table", '"md"', shown=True),
        Key("rows", WHOLE, "the most rows of a table", "24", "40", shown=True),
        Key(
            "proof",
            one_of(*PROOFS),
            "minimum: how much of it",
            "full",
            '"brief"',
            needs="--methods",
            shown=True,
        ),
        Key(
            "color",
            one_of(*COLORS),
            "colour",
            "auto: on a terminal",
            '"never"',
            shown=True,
            environment=COLOURS,
        ),
        Key(
            "plot",
            TRUTH,
            "a picture in an answer, where a terminal has room",
            "true",
            "false",
            aside=("--plot",),
            negative=True,
            shown=True,
        ),
        Key("ascii", TRUTH, "nothing but ASCII", "false", "true", shown=True),
        Key("explain", TRUTH, "below a table: what stands in it", "false", "true", shown=True),
        Key("language", one_of("en", "de"), "of documents and figures", "en", '"de"'),
        Key(
            "to",
            one_of("tex", "md", "myst", "quarto", "html", "ipynb", "json", "pdf"),
            "the format of documents, where no file's ending says it",
            "tex",
            '"md"',
            aside=("-o", "--output", "--open"),
            needs="--standalone",
        ),
        Key(
            "detail",
            one_of("brief", "normal", "full"),
            "of worked examples",
            "normal",
            '"full"',
        ),
        Key(
            "rounding",
            one_of("half-up", "half-even"),
            "of worked examples",
            "half-up",
            '"half-even"',
        ),
        Key("size", one_of(*SIZES), "of figures", "column", '"wide"'),
    )
}


def nearest(name: str) -> str:
    """A suggestion for a key that there is not."""
    near = synonyms.nearest(name, KEYS)
    return f"did you mean  {near} ?" if near else ""
