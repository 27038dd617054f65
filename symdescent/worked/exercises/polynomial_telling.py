"""The numbers of a polynomial go in, its words and solution come out."""

from collections.abc import Iterator

from symdescent.language.notation import Function
from symdescent.worked.blocks import Block, Derivation, Line, Paragraph, Text
from symdescent.worked.exercises.mathematics import (
    equal,
    joined,
    line,
    listed,
    number,
    written,
)
from symdescent.worked.exercises.polynomial import Curve
from symdescent.worked.exercises.records import Opening, Problem, Say, Told

NATURES = {1: "nature.minimum", -1: "nature.maximum", 0: "nature.neither"}


def tell(problem: Problem, say: Say) -> Told:
    """The words."""
    made: Curve = problem.made_of
    where = domain(made, say)
    return Told(
        (Paragraph(say("polynomial.statement", formula=written(f"L_x = {made.formula}"))),),
        (
            say("part.critical"),
            say("part.natures"),
            say("part.least", where=where),
            *(() if made.interval else (say("part.basin", start=written(f"x_0 = {made.start}")),)),
        ),
        say("question.least", where=where),
        (
            listed(made.critical),
            joined([nature(made, x, say) for x in made.critical]),
            told_least(made, say),
            *(() if made.interval else ((number(made.end),),)),
        ),
        tuple(solution(made, say)),
    )


def domain(made: Curve, say: Say) -> Text:
    """Where the least value is looked for."""
    if made.interval is None:
        return say("where.reals")
    low, high = made.interval
    return say("where.interval", bounds=written(f"{low} <= x <= {high}"))


def nature(made: Curve, x: int, say: Say) -> Text:
    return (number(x), ": ", *say(NATURES[made.nature(x)]))


def told_least(made: Curve, say: Say) -> Text:
    places = listed(made.minimisers)
    return say("key.least", value=written(f"L_star = {made.least}"), places=places)


def solution(made: Curve, say: Say) -> Iterator[Block | Opening]:
    """Part by part."""
    yield Opening(say("polynomial.slope"))
    sides = " = ".join(dict.fromkeys((made.slope, made.factored)))
    yield Derivation((line(f"L_slope = {sides}", say("rule.power")),))
    yield Paragraph(say("polynomial.critical", points=listed(made.critical)))
    yield Opening(say("polynomial.curve"))
    yield Derivation(tuple(bend_lines(made, say)))
    if 0 in map(made.nature, made.critical):
        yield Paragraph(say("polynomial.no_change"))
    yield Opening(say("polynomial.compare" if made.interval is None else "polynomial.ends"))
    yield Derivation(tuple(value_lines(made)))
    yield Paragraph(say("polynomial.least", least=told_least(made, say)))
    if made.interval is None:
        yield Opening(basin(made, say))


def bend_lines(made: Curve, say: Say) -> Iterator[Line]:
    yield line(f"L_curve = {made.curve}")
    for x in made.critical:
        bend = made.bend_at(x)
        sides = Function("L", (number(x),), 2), number(bend)
        reason = say(NATURES[made.nature(x)])
        if bend:
            yield line(f"bend = {bend} {'<' if bend < 0 else '>'} 0", reason, bend=sides[0])
        else:
            yield Line(equal(*sides), reason)


def value_lines(made: Curve) -> Iterator[Line]:
    for x in made.candidates:
        yield Line(equal(Function("L", (number(x),)), number(made.at(x))))


def basin(made: Curve, say: Say) -> Text:
    """Downhill from the start to the next critical point."""
    slope = made.slope_at(made.start)
    sign = ">" if slope > 0 else "<"
    there = Function("L", (number(made.start),), 1)
    fact = written(f"there = {slope} {sign} 0", there=there)
    way = "basin.left" if slope > 0 else "basin.right"
    kind = say(NATURES[made.nature(made.end)])
    return say(way, fact=fact, end=number(made.end), kind=kind)
