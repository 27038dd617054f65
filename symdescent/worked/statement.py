"""The statement of an example: what is minimised, and how."""

from collections.abc import Iterator, Sequence
from typing import Final

from symdescent.language.notation import Relation, Written
from symdescent.language.tree import Name
from symdescent.language.unparse import plain
from symdescent.optimizers import Algorithm
from symdescent.problem.options import Bounds
from symdescent.worked.blocks import Block, Derivation, Environment, Line, Paragraph, Text
from symdescent.worked.methods import by, headline, settings
from symdescent.worked.numbers import number, turned, turned_of
from symdescent.worked.shapes import shape, slug
from symdescent.worked.telling import Telling

WIDE: Final = 60  # characters; a longer formula is displayed


def heading(telling: Telling) -> Text:
    """Gradient descent on a parabola; or the title that a person gave."""
    if telling.wishes.title:
        return (telling.wishes.title,)
    return telling.say("title", method=headline(telling), shape=shape(telling))


def label(telling: Telling) -> str:
    """gd-parabola, or the label that a person gave."""
    return telling.wishes.label or slug(telling)


def statement(telling: Telling) -> Environment:
    """Minimise L(x) = ... by ... from ... with ...."""
    blocks = tuple(sentences(telling))
    return Environment("example", blocks, heading(telling), f"ex:{label(telling)}")


def sentences(telling: Telling) -> Iterator[Block]:
    function = Relation((telling.function(), telling.whole), ("=",))
    parts: dict[str, Text] = {"method": by(telling), "start": (start(telling),)}
    parts["settings"] = settings(telling)
    end = "statement end" if parts["settings"] else "statement end bare"
    if len(plain(telling.whole)) <= WIDE:
        yield Paragraph(
            (*telling.say("statement begin", function=(function,)), *telling.say(end, **parts))
        )
    else:
        yield Paragraph(telling.say("statement wide"))
        yield Derivation((Line(function),))
        yield Paragraph(telling.say(end, **parts))
    yield from remarks(telling)


def remarks(telling: Telling) -> Iterator[Paragraph]:
    """The letter of the point, bounds, what was chosen, and how doubtful text was read."""
    setting = telling.study.setting
    if telling.is_vector:
        place = Relation((telling.point, turned(telling.variables)), ("=",))
        yield Paragraph(telling.say("vector", point=(place,)))
    if setting.bounds.box.bounded:
        inside = tuple(part for bound in bounds(telling) for part in (", ", bound))[1:]
        yield Paragraph(telling.say("within", bounds=inside))
    for chosen in setting.chosen:
        if chosen in ("start", "rate"):
            yield Paragraph(telling.say(f"chosen {chosen}"))
    for note in setting.formula.notes:
        yield Paragraph(telling.say("note", note=note))


def start(telling: Telling) -> Written:
    """x_0 = 14, or x_0 = (2, 11)^T with a bold x."""
    return Relation((telling.indexed(number(0)), turned_of(telling.study.setting.start)), ("=",))


def bounds(telling: Telling) -> Sequence[Written]:
    """low <= x <= high, for each variable that has a bound."""
    sides: Bounds = telling.study.setting.bounds
    found: list[Written] = []
    for name, (low, high) in zip(telling.names, sides.sides, strict=True):
        left = [] if low is None else [number(low)]
        right = [] if high is None else [number(high)]
        shown = (*left, Name(name, 0, 0), *right)
        if len(shown) > 1:
            found.append(Relation(shown, ("<=",) * (len(shown) - 1)))
    return found


def has_rule(telling: Telling) -> bool:
    return not isinstance(telling.study.setting.rule, Algorithm)
