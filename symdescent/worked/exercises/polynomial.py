"""A form and a chance go in, the critical points of a polynomial as an exercise come out.

The critical points are drawn first, as integers; L is the integral of k(x-a)(x-b)(x-c), with the
smallest k (sometimes twice that) for which its coefficients are whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, prod
from typing import Final

from symdescent.worked.exercises.chance import Chance
from symdescent.worked.exercises.mistakes import three
from symdescent.worked.exercises.records import Answer, Problem, Promise
from symdescent.worked.exercises.texts import less, scaled, total

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
        return spelt(self.coefficients)

    @property
    def slope(self) -> str:
        return spelt([Fraction(self.scale * c) for c in expanded(self.roots)])

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
        return spelt([Fraction(self.scale * c * (degree - i)) for i, c in enumerate(slope[:-1])])

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


def spelt(coefficients: Sequence[Fraction]) -> str:
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
    wrong = three(chance, key, slips(made), PROMISE)
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


def slips(made: Curve) -> dict[str, tuple[Fraction, ...]]:
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
