"""Exercises on the critical points of a polynomial."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, prod
from typing import Final

from symdescent.language.notation import Function
from symdescent.lessons.blocks import Block, Derivation, Line, Paragraph, Text
from symdescent.lessons.exercises.mathematics import (
    equal,
    joined,
    less,
    line,
    number,
    scaled,
    total,
    with_commas,
    written,
)
from symdescent.lessons.exercises.problems import (
    Answer,
    Chance,
    Opening,
    Problem,
    Promise,
    Say,
    Wording,
    three,
)

PROMISE: Final = Promise(characters=5, below=2_000)
FORMS: Final = {"interval": 2, "quartic": 2, "saddle": 3}
WIDEST: Final = 6  # critical points lie between -WIDEST and WIDEST


@dataclass(frozen=True)
class Curve:
    """L' = scale * product of (x - root); `roots` with repetitions; `interval` or all numbers."""

    roots: tuple[int, ...]
    scale: int
    height: int
    start: int
    interval: tuple[int, int] | None = None

    @property
    def coefficients(self) -> list[Fraction]:
        """Of L, the highest first."""
        slope = expanded(self.roots)
        degree = len(slope)
        powers = [Fraction(self.scale * c, degree - i) for i, c in enumerate(slope)]
        return [*powers, Fraction(self.height)]

    @property
    def formula(self) -> str:
        return polynomial_text(self.coefficients)

    @property
    def slope(self) -> str:
        return polynomial_text([Fraction(self.scale * c) for c in expanded(self.roots)])

    @property
    def factored(self) -> str:
        """L' as a product, a repeated factor as its power."""
        counted = dict.fromkeys(self.roots)
        factors = (raised(less("x", root), self.roots.count(root)) for root in counted)
        return scaled(self.scale, "*".join(factors))

    @property
    def curve(self) -> str:
        """L''."""
        slope = expanded(self.roots)
        degree = len(slope) - 1
        return polynomial_text(
            [Fraction(self.scale * c * (degree - i)) for i, c in enumerate(slope[:-1])]
        )

    @property
    def critical(self) -> tuple[int, ...]:
        return tuple(sorted(set(self.roots)))

    def at(self, x: int) -> Fraction:
        return horner(self.coefficients, x)

    def slope_at(self, x: int) -> int:
        return self.scale * prod(x - root for root in self.roots)

    def bend_at(self, x: int) -> int:
        """L''(x) at a critical point: the product over the other factors."""
        others = list(self.roots)
        others.remove(x)
        return self.scale * prod(x - root for root in others)

    @property
    def candidates(self) -> tuple[int, ...]:
        """Where the least value can be: critical points, and the ends of the interval."""
        return tuple(sorted({*self.critical, *(self.interval or ())}))

    @property
    def least(self) -> Fraction:
        return min(self.at(x) for x in self.candidates)

    @property
    def minimisers(self) -> tuple[int, ...]:
        return tuple(x for x in self.candidates if self.at(x) == self.least)

    def nature(self, x: int) -> int:
        """1 a minimum, -1 a maximum, 0 neither; of roots of order at most 2."""
        bend = self.bend_at(x)
        return (bend > 0) - (bend < 0)

    @property
    def end(self) -> int:
        """The critical point that small steps from the start come to."""
        slope = self.slope_at(self.start)
        ahead = [x for x in self.critical if (x < self.start if slope > 0 else x > self.start)]
        return max(ahead) if slope > 0 else min(ahead)


def expanded(roots: Sequence[int]) -> list[int]:
    """The coefficients of the product of (x - root), the highest first."""
    found = [1]
    for root in roots:
        found = [a - root * b for a, b in zip([*found, 0], [0, *found], strict=True)]
    return found


def horner(coefficients: Sequence[Fraction], x: int) -> Fraction:
    value = Fraction(0)
    for coefficient in coefficients:
        value = value * x + coefficient
    return value


def polynomial_text(coefficients: Sequence[Fraction]) -> str:
    degree = len(coefficients) - 1
    return total(*((c, raised("x", degree - i)) for i, c in enumerate(coefficients)))


def raised(base: str, exponent: int) -> str:
    """base^exponent, nothing for exponent 0."""
    return "" if exponent == 0 else base if exponent == 1 else f"{base}^{exponent}"


def smallest_scale(roots: Sequence[int]) -> int:
    """The least k for which the integral of k times the product has whole coefficients."""
    slope = expanded(roots)
    degree = len(slope)
    return lcm(*(Fraction(c, degree - i).denominator for i, c in enumerate(slope)))


def draw(form: str, chance: Chance) -> Problem:
    """The numbers; whether they are short is for the promise to say."""
    made = drawn(form, chance)
    critical = tuple(map(Fraction, made.critical))
    natures = tuple(Fraction(made.nature(x)) for x in made.critical)
    asked = [Answer("critical", critical), Answer("natures", natures)]
    asked.append(Answer("least", (made.least, *map(Fraction, made.minimisers))))
    numbers = {}
    if made.interval:
        numbers["interval"] = tuple(map(Fraction, made.interval))
    else:
        numbers["start"] = (Fraction(made.start),)
        asked.append(Answer("basin", (Fraction(made.end),)))
    key = Answer("least_value", (made.least,))
    wrong = three(chance, key, wrong_answers(made), PROMISE)
    return Problem("polynomial", form, made.formula, numbers, tuple(asked), key, wrong, made)


def drawn(form: str, chance: Chance) -> Curve:
    roots = tuple(sorted(chance.shuffled(range(-WIDEST, WIDEST + 1))[: 2 + (form == "quartic")]))
    if form == "saddle":
        roots = tuple(sorted((*roots, chance.one_of(roots))))
    scale = smallest_scale(roots) * chance.one_of((1, 1, 2))
    height, away = chance.between(-9, 9), (chance.between(1, 3), chance.between(1, 3))
    if form == "interval":
        ends = roots[0] - away[0], roots[-1] + away[1]
        return Curve(roots, scale, height, 0, ends)
    places = [x for x in range(roots[0] - 2, roots[-1] + 3) if x not in roots]
    return Curve(roots, scale, height, chance.one_of(places))


def wrong_answers(made: Curve) -> dict[str, tuple[Fraction, ...]]:
    """What the least value becomes by mistake."""
    least, places = made.least, made.minimisers
    others = [x for x in made.candidates if x not in places]
    wrong = {"other_point": others[0], "maximum": max(made.candidates, key=made.at)}
    if made.interval:
        low, high = made.interval
        wrong |= {"end": low, "other_end": high, "no_ends": made.roots[1]}
    return {
        **{name: (made.at(x),) for name, x in wrong.items()},
        "place": (Fraction(places[0]),),
        "constant": (least - made.height,),
        "at_zero": (made.at(0),),
        "negated": (made.at(-places[0]),),
    }


NATURES = {1: "nature.minimum", -1: "nature.maximum", 0: "nature.neither"}


def wording(problem: Problem, say: Say) -> Wording:
    """The words."""
    made: Curve = problem.made_of
    where = domain(made, say)
    return Wording(
        (Paragraph(say("polynomial.statement", formula=written(f"L_x = {made.formula}"))),),
        (
            say("part.critical"),
            say("part.natures"),
            say("part.least", where=where),
            *(() if made.interval else (say("part.basin", start=written(f"x_0 = {made.start}")),)),
        ),
        say("question.least", where=where),
        (
            with_commas(made.critical),
            joined([nature(made, x, say) for x in made.critical]),
            least_text(made, say),
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


def least_text(made: Curve, say: Say) -> Text:
    places = with_commas(made.minimisers)
    return say("key.least", value=written(f"L_star = {made.least}"), places=places)


def solution(made: Curve, say: Say) -> Iterator[Block | Opening]:
    """Part by part."""
    yield Opening(say("polynomial.slope"))
    sides = " = ".join(dict.fromkeys((made.slope, made.factored)))
    yield Derivation((line(f"L_slope = {sides}", say("rule.power")),))
    yield Paragraph(say("polynomial.critical", points=with_commas(made.critical)))
    yield Opening(say("polynomial.curve"))
    yield Derivation(tuple(bend_lines(made, say)))
    if 0 in map(made.nature, made.critical):
        yield Paragraph(say("polynomial.no_change"))
    yield Opening(say("polynomial.compare" if made.interval is None else "polynomial.ends"))
    yield Derivation(tuple(value_lines(made)))
    yield Paragraph(say("polynomial.least", least=least_text(made, say)))
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
