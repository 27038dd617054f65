"""A telling goes in, the name of the optimizer and its settings come out, as words."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from symdescent.language.notation import Relation, Written
from symdescent.language.tree import Name
from symdescent.optimizers import Algorithm
from symdescent.optimizers.paper_notation import Letter, letters
from symdescent.worked.blocks import Text
from symdescent.worked.numbers import decimal, number
from symdescent.worked.telling import Telling
from symdescent.worked.words import known

KNOWN: Final = ("lr", "momentum")  # settings that have a word of their own
LONGEST: Final = 6  # digits of a setting that is written as a fraction


def by(telling: Telling) -> Text:
    """by ...: gradient descent."""
    return called(telling, "by")


def headline(telling: Telling) -> Text:
    """The name at the beginning of a title."""
    return called(telling, "headline")


def called(telling: Telling, where: str) -> Text:
    name = telling.study.setting.rule.name
    key = f"{where} {name}"
    language = telling.wishes.language
    return telling.say(key if known(language, key) else where, name=name)


def settings(telling: Telling) -> Text:
    """learning rate eta = 1/10 and momentum beta = 9/10."""
    rule = telling.study.setting.rule
    if telling.study.setting.rate.lines:
        return ()
    told = [setting(telling, name, value) for name, value in rule.settings.items()]
    return listed(telling, told)


def setting(telling: Telling, name: str, value: Fraction) -> Text:
    shown = Relation((symbol(telling, name), short(value)), ("=",))
    key = f"setting {name}" if name in KNOWN else "setting"
    return telling.say(key, value=(shown,))


def short(value: Fraction) -> Written:
    """A fraction, or a decimal where that is shorter."""
    text = f"{value.numerator}{value.denominator}"
    return number(value) if len(text) <= LONGEST else decimal(value, 6)


def listed(telling: Telling, parts: Sequence[Text]) -> Text:
    """a, b and c."""
    if len(parts) < 2:
        return parts[0] if parts else ()
    first, *middle, last = parts
    found = first
    for part in middle:
        found = telling.say("list", first=found, second=part)
    return telling.say("list end", first=found, second=last)


def symbol(telling: Telling, name: str) -> Written:
    """The letter of a setting or of a memory: eta for lr."""
    rule = telling.study.setting.rule
    memory = () if isinstance(rule, Algorithm) else rule.memory
    table = letters([*telling.names, *rule.settings, *memory])
    return named(table[name], name)


def named(letter: Letter, name: str) -> Name:
    """A letter as a name of our own language; the word itself where it is no plain letter."""
    base = letter.base.removeprefix("\\").replace("varepsilon", "epsilon")
    plain = base.isalpha() and (len(base) == 1 or letter.base.startswith("\\"))
    if not plain or not (letter.below.isdigit() or not letter.below):
        return Name(name, 0, 0)
    return Name(f"{base}_{letter.below}" if letter.below else base, 0, 0)
