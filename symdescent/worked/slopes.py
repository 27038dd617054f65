"""A telling goes in, how its gradient is found comes out, line by line with the rules."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from symdescent.calculus.steps.agreement import Agreement, agreements
from symdescent.calculus.steps.derivation_steps import Steps, gradient_steps
from symdescent.language.notation import Chain, Relation, Written
from symdescent.language.tree import Name
from symdescent.worked.blocks import Block, Derivation, Line, Paragraph, Text
from symdescent.worked.numbers import number
from symdescent.worked.telling import Telling
from symdescent.worked.words import joined, known

MOST_VARIABLES: Final = 4  # whose derivatives are found line by line
MOST_RULES: Final = 2  # named beside a line, unless all details are wanted
TRIVIAL: Final = ("constant", "variable", "values", "derivative")
FORMAL: Final = ("simplify", "rearrange", "domain")
STRONG: Final = ("product", "quotient", "reciprocal", "chain", "variable power", "exponential")
WEAK: Final = ("power", "constant factor", "sum")
NOTHING: Final = Chain(())


def slopes(telling: Telling) -> Iterator[Block]:
    """The derivative with respect to each variable, one below the other."""
    names = telling.names[:MOST_VARIABLES]
    yield Paragraph(telling.say("slopes" if len(telling.names) == 1 else "slopes many"))
    told: list[Line] = []
    derived: list[Steps] = []
    for place, name in enumerate(names):
        found = gradient_steps(telling.study.derivation, place, telling.wishes.detail)
        if found.told:
            told += lines(telling, found, telling.slope(place))
            derived.append(found)
        else:
            yield Paragraph(telling.say("slope long", variable=(Name(name, 0, 0),)))
    if told:
        yield Derivation(tuple(told))
    if derived and telling.wishes.detail == "full":
        yield Paragraph(assurance(telling, derived))


def assurance(telling: Telling, derived: list[Steps]) -> Text:
    """How many lines are proved equal to the one before, and how many only checked at points."""
    formula = telling.study.derivation.formula
    count = Counter(a for steps in derived for a in agreements(steps, formula))
    if count[Agreement.DIFFERENT]:
        raise ArithmeticError("a line of a derivation differs from the one before it")
    proved, checked, left = (
        (number(count[a]),) for a in (Agreement.PROVED, Agreement.CHECKED, Agreement.UNKNOWN)
    )
    key = "lines open" if count[Agreement.UNKNOWN] else "lines checked"
    key = key if count[Agreement.PROVED] < count.total() else "lines proved"
    return telling.say(key, proved=proved, checked=checked, open=left)


def lines(telling: Telling, found: Steps, left: Written) -> Iterator[Line]:
    """left = d/dx [...], and below it = line by line; without the first one where that is short."""
    skip = 1 if len(found.lines) > 1 and telling.wishes.detail != "full" else 0
    for i, step in enumerate(found.lines[skip:]):
        sides = (NOTHING if i else left, step.written)
        yield Line(Relation(sides, ("=",)), because(telling, step.rules))


def because(telling: Telling, rules: tuple[str, ...]) -> Text:
    """The rules that count on a line; all of them where every detail is wanted."""
    told = [rule for rule in rules if rule not in TRIVIAL and rule not in FORMAL]
    if telling.wishes.detail != "full":
        told = sorted(told, key=weight)[:MOST_RULES]
        told = told[:1] if len(told) > 1 and told[1] in WEAK else told
    named = [word for rule in told or rules[:1] for word in reason(telling, rule)]
    return joined([piece for word in named for piece in (", ", word)][1:])


def weight(rule: str) -> int:
    """What is named first: product and chain rules, then functions, then powers and sums."""
    for place, group in enumerate((STRONG, (), WEAK)):
        if rule in group:
            return 10 * place + group.index(rule)
    return 10


def reason(telling: Telling, rule: str) -> Text:
    key = f"rule {rule}"
    if known(telling.wishes.language, key):
        return telling.say(key)
    return telling.say("rule of a function", function=rule)
