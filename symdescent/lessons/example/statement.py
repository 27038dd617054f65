"""The statement of an example, what is minimised and how, and how its gradient is found."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from sympy import Poly, PolynomialError

from symdescent.calculus.steps.agreement import Agreement, agreements
from symdescent.calculus.steps.derivation_steps import Steps, gradient_steps
from symdescent.language.notation import Chain, Relation, Written
from symdescent.language.tree import Name
from symdescent.language.unparse import plain
from symdescent.lessons import written_numbers
from symdescent.lessons.blocks import Block, Derivation, Environment, Line, Paragraph, Text
from symdescent.lessons.example.lesson import Lesson, by, headline, settings
from symdescent.lessons.wording import known
from symdescent.lessons.written_numbers import number, turned, turned_of
from symdescent.messages.sentences import joined

SHORT: Final = {"gradient descent": "gd"}


def degree(lesson: Lesson) -> int | None:
    """The degree of a polynomial; None for what is none, or has many variables."""
    formula = lesson.study.setting.formula
    if len(formula.variables) > 20:
        return None
    try:
        return int(Poly(formula.expression, *formula.variables).total_degree())
    except PolynomialError:
        return None


def kind(lesson: Lesson) -> str:
    """parabola, quadratic, polynomial or function."""
    found, n = degree(lesson), len(lesson.names)
    if found == 2:
        return "parabola" if n == 1 else "quadratic"
    return "function" if found is None else "polynomial"


def shape(lesson: Lesson) -> Text:
    """a parabola, a quadratic function of 2 variables, ..."""
    n = len(lesson.names)
    key = f"shape {kind(lesson)}{'' if n == 1 else ' many'}"
    found = degree(lesson)
    return lesson.say(key, variables=(number(n),), degree=(number(found or 0),))


def slug(lesson: Lesson) -> str:
    """gd-parabola, momentum-quadratic-2d."""
    rule = lesson.study.setting.rule.name
    n = len(lesson.names)
    words = (SHORT.get(rule, rule.lower()), kind(lesson), f"{n}d" if n > 1 else "")
    return re.sub("[^a-z0-9]+", "-", "-".join(filter(None, words))).strip("-")


WIDE: Final = 60  # characters; a longer formula is displayed


def heading(lesson: Lesson) -> Text:
    """Gradient descent on a parabola; or the title that a person gave."""
    if lesson.wishes.title:
        return (lesson.wishes.title,)
    return lesson.say("title", method=headline(lesson), shape=shape(lesson))


def label(lesson: Lesson) -> str:
    """gd-parabola, or the label that a person gave."""
    return lesson.wishes.label or slug(lesson)


def statement(lesson: Lesson) -> Environment:
    """Minimise L(x) = ... by ... from ... with ...."""
    blocks = tuple(sentences(lesson))
    return Environment("example", blocks, heading(lesson), f"ex:{label(lesson)}")


def sentences(lesson: Lesson) -> Iterator[Block]:
    function = Relation((lesson.function(), lesson.whole), ("=",))
    parts: dict[str, Text] = {"method": by(lesson), "start": (start(lesson),)}
    parts["settings"] = settings(lesson)
    end = "statement end" if parts["settings"] else "statement end bare"
    if len(plain(lesson.whole)) <= WIDE:
        yield Paragraph(
            (*lesson.say("statement begin", function=(function,)), *lesson.say(end, **parts))
        )
    else:
        yield Paragraph(lesson.say("statement wide"))
        yield Derivation((Line(function),))
        yield Paragraph(lesson.say(end, **parts))
    yield from remarks(lesson)


def remarks(lesson: Lesson) -> Iterator[Paragraph]:
    """The letter of the point, bounds, what was chosen, and how doubtful text was read."""
    setting = lesson.study.setting
    if lesson.is_vector:
        place = Relation((lesson.point, turned(lesson.variables)), ("=",))
        yield Paragraph(lesson.say("vector", point=(place,)))
    if setting.bounds.box.bounded:
        inside = tuple(part for bound in bounds(lesson) for part in (", ", bound))[1:]
        yield Paragraph(lesson.say("within", bounds=inside))
    for chosen in setting.chosen:
        if chosen in ("start", "rate"):
            yield Paragraph(lesson.say(f"chosen {chosen}"))
    for note in setting.formula.notes:
        yield Paragraph(lesson.say("note", note=note))


def start(lesson: Lesson) -> Written:
    """x_0 = 14, or x_0 = (2, 11)^T with a bold x."""
    return Relation((lesson.indexed(number(0)), turned_of(lesson.study.setting.start)), ("=",))


def bounds(lesson: Lesson) -> Sequence[Written]:
    """low <= x <= high, for each variable that has a bound."""
    return written_numbers.bounds(lesson.names, lesson.study.setting.bounds.sides)


MOST_VARIABLES: Final = 6  # whose derivatives are all found line by line
LEADING: Final = 4  # of more, those that are
MOST_RULES: Final = 2  # named beside a line, unless all details are wanted
TRIVIAL: Final = ("constant", "variable", "values", "derivative")
FORMAL: Final = ("simplify", "rearrange", "domain")
STRONG: Final = ("product", "quotient", "reciprocal", "chain", "variable power", "exponential")
WEAK: Final = ("power", "constant factor", "sum")
NOTHING: Final = Chain(())


def slopes(lesson: Lesson) -> Iterator[Block]:
    """The derivative with respect to each variable, one below the other."""
    many = len(lesson.names)
    names = lesson.names[: LEADING if many > MOST_VARIABLES else many]
    yield Paragraph(lesson.say("slopes" if len(lesson.names) == 1 else "slopes many"))
    told: list[Line] = []
    derived: list[Steps] = []
    for place, name in enumerate(names):
        found = gradient_steps(lesson.study.derivation, place, lesson.wishes.detail)
        if found.told:
            told += lines(lesson, found, lesson.slope(place))
            derived.append(found)
        else:
            yield Paragraph(lesson.say("slope long", variable=(Name(name, 0, 0),)))
    if told:
        yield Derivation(tuple(told))
    if len(names) < many:
        yield Paragraph(lesson.say("slopes left", count=(number(many - len(names)),)))
    if derived and lesson.wishes.detail == "full":
        yield Paragraph(assurance(lesson, derived))


def assurance(lesson: Lesson, derived: list[Steps]) -> Text:
    """How many lines are proved equal to the one before, and how many only checked at points."""
    formula = lesson.study.derivation.formula
    count = Counter(a for steps in derived for a in agreements(steps, formula))
    if count[Agreement.DIFFERENT]:
        raise ArithmeticError("a line of a derivation differs from the one before it")
    proved, checked, left = (
        (number(count[a]),) for a in (Agreement.PROVED, Agreement.CHECKED, Agreement.UNKNOWN)
    )
    key = "lines open" if count[Agreement.UNKNOWN] else "lines checked"
    key = key if count[Agreement.PROVED] < count.total() else "lines proved"
    return lesson.say(key, proved=proved, checked=checked, open=left)


def lines(lesson: Lesson, found: Steps, left: Written) -> Iterator[Line]:
    """left = d/dx [...], and below it = line by line; without the first one where that is short."""
    skip = 1 if len(found.lines) > 1 and lesson.wishes.detail != "full" else 0
    for i, step in enumerate(found.lines[skip:]):
        sides = (NOTHING if i else left, step.written)
        yield Line(Relation(sides, ("=",)), because(lesson, step.rules))


def because(lesson: Lesson, rules: tuple[str, ...]) -> Text:
    """The rules that count on a line; all of them where every detail is wanted."""
    told = [rule for rule in rules if rule not in TRIVIAL and rule not in FORMAL]
    if lesson.wishes.detail != "full":
        told = sorted(told, key=weight)[:MOST_RULES]
        told = told[:1] if len(told) > 1 and told[1] in WEAK else told
    named = [word for rule in told or rules[:1] for word in reason(lesson, rule)]
    return joined([piece for word in named for piece in (", ", word)][1:])


def weight(rule: str) -> int:
    """What is named first: product and chain rules, then functions, then powers and sums."""
    for place, group in enumerate((STRONG, (), WEAK)):
        if rule in group:
            return 10 * place + group.index(rule)
    return 10


def reason(lesson: Lesson, rule: str) -> Text:
    key = f"rule {rule}"
    if known(lesson.wishes.language, key):
        return lesson.say(key)
    return lesson.say("rule of a function", function=rule)
