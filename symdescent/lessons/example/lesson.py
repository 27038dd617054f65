"""A study and how its document is worded: letters, sentences, the name of its optimizer."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from sympy import Expr

from symdescent.calculus.from_sympy import tree
from symdescent.calculus.rule_step import Update
from symdescent.language.notation import (
    Bold,
    Function,
    Indexed,
    Nabla,
    Relation,
    Slope,
    Starred,
    Written,
)
from symdescent.language.tree import Name, Node, Sum, exchanged, names
from symdescent.lessons.blocks import Text
from symdescent.lessons.wording import known, say
from symdescent.lessons.written_numbers import decimal, number
from symdescent.messages.sentences import Part
from symdescent.numeric.run import Run
from symdescent.optimizers import Algorithm
from symdescent.optimizers.paper_notation import Letter, letters
from symdescent.proofs.critical_points import CriticalPoints
from symdescent.studies import Study

FEW: Final = 3  # variables that are written out as coordinates
INDEX: Final = Name("k", 0, 0)
NEXT: Final = Sum((INDEX, number(1)), 0, 0)


@dataclass(frozen=True)
class Wishes:
    """How a document is to be told; `command`: what made it; `title`, `label`: a person's own."""

    language: str = "en"
    detail: str = "normal"
    rounding: str = "half-up"
    title: str = ""
    label: str = ""
    command: str = ""


@dataclass(frozen=True, eq=False)
class Lesson:
    """A study, its step as formulas (None: there is none), its critical points where known."""

    study: Study
    wishes: Wishes
    update: Update | None
    critical: CriticalPoints | None = None

    def say(self, key: str, **parts: Part) -> Text:
        """A sentence in the document's language."""
        return say(self.wishes.language, key, **parts)

    @property
    def run(self) -> Run:
        return self.study.run

    @property
    def names(self) -> tuple[str, ...]:
        return self.study.run.names

    @property
    def title(self) -> str:
        """The name of the function."""
        return self.study.setting.formula.title

    @property
    def is_long(self) -> bool:
        """Whether there are too many variables to write their coordinates out."""
        return len(self.names) > FEW

    @property
    def whole(self) -> Node:
        """The formula as it was typed, or with its parameters' values put in."""
        formula = self.study.setting.formula
        typed = formula.sentence.tree
        return typed if set(names(typed)) <= set(self.names) else tree(formula.expression)

    @property
    def is_vector(self) -> bool:
        """Whether there are several variables, so that the point is a vector."""
        return len(self.names) > 1

    @property
    def point(self) -> Written:
        """The variable; of several, the point by its letter, a bold x."""
        return Bold("x") if self.is_vector else self.variables[0]

    @property
    def variables(self) -> tuple[Written, ...]:
        return tuple(Name(name, 0, 0) for name in self.names)

    def indexed(self, index: Node) -> Written:
        """x_k, bold where it is the point of several variables."""
        return Indexed(self.point, index)

    def places(self, index: Node) -> list[Written]:
        """x_k, y_k: the coordinates."""
        return [Indexed(name, index) for name in self.variables]

    @property
    def starred(self) -> Written:
        return Starred(self.point)

    @property
    def zero(self) -> Written:
        """Nought, which of several variables is a vector."""
        return Bold("0") if self.is_vector else number(0)

    def function(self, *arguments: Written, primes: int = 0) -> Function:
        """L at arguments, or at its variables where these are few."""
        own = (self.point,) if self.is_long else self.variables
        return Function(self.title, arguments or own, primes)

    def gradient(self, *arguments: Written) -> Written:
        """L'(x) of one variable, the gradient of several."""
        if len(self.names) == 1:
            return self.function(*arguments, primes=1)
        return Nabla(self.function(*arguments))

    def slope(self, place: int) -> Written:
        """L'(x), or the partial derivative with respect to one of several variables."""
        if len(self.names) == 1:
            return self.function(primes=1)
        return Slope(self.title, (self.names[place],))

    def put(self, expression: Expr, values: Sequence[Written]) -> Any:
        """An expression with something else in the place of each variable."""
        return put(tree(expression), dict(zip(self.names, values, strict=True)))


def put(node: Node, values: dict[str, Written]) -> Any:
    """A tree with something else in the place of names."""
    return exchanged(node, lambda n: values.get(n.name) if isinstance(n, Name) else None)


KNOWN: Final = ("lr", "momentum")  # settings that have a word of their own
LONGEST: Final = 6  # digits of a setting that is written as a fraction


def by(lesson: Lesson) -> Text:
    """by ...: gradient descent."""
    return called(lesson, "by")


def headline(lesson: Lesson) -> Text:
    """The name at the beginning of a title."""
    return called(lesson, "headline")


def called(lesson: Lesson, where: str) -> Text:
    name = lesson.study.setting.rule.name
    key = f"{where} {name}"
    language = lesson.wishes.language
    return lesson.say(key if known(language, key) else where, name=name)


def settings(lesson: Lesson) -> Text:
    """learning rate eta = 1/10 and momentum beta = 9/10."""
    rule = lesson.study.setting.rule
    if lesson.study.setting.rate.lines:
        return ()
    told = [setting(lesson, name, value) for name, value in rule.settings.items()]
    return enumeration(lesson, told)


def setting(lesson: Lesson, name: str, value: Fraction) -> Text:
    shown = Relation((symbol(lesson, name), short(value)), ("=",))
    key = f"setting {name}" if name in KNOWN else "setting"
    return lesson.say(key, value=(shown,))


def short(value: Fraction) -> Written:
    """A fraction, or a decimal where that is shorter."""
    text = f"{value.numerator}{value.denominator}"
    return number(value) if len(text) <= LONGEST else decimal(value, 6)


def enumeration(lesson: Lesson, parts: Sequence[Text]) -> Text:
    """a, b and c."""
    if len(parts) < 2:
        return parts[0] if parts else ()
    first, *middle, last = parts
    found = first
    for part in middle:
        found = lesson.say("list", first=found, second=part)
    return lesson.say("list end", first=found, second=last)


def symbol(lesson: Lesson, name: str) -> Written:
    """The letter of a setting or of a memory: eta for lr."""
    rule = lesson.study.setting.rule
    memory = () if isinstance(rule, Algorithm) else rule.memory
    table = letters([*lesson.names, *rule.settings, *memory])
    return named(table[name], name)


def named(letter: Letter, name: str) -> Name:
    """A letter as a name of our own language; the word itself where it is no plain letter."""
    base = letter.base.removeprefix("\\").replace("varepsilon", "epsilon")
    plain = base.isalpha() and (len(base) == 1 or letter.base.startswith("\\"))
    if not plain or not (letter.below.isdigit() or not letter.below):
        return Name(name, 0, 0)
    return Name(f"{base}_{letter.below}" if letter.below else base, 0, 0)
