"""A curvature and a vertex go in, a parabola in several spellings and its descent come out."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from symdescent.worked.exercises.chance import Chance
from symdescent.worked.exercises.texts import less, scaled, total

Slope = Callable[[Fraction], Fraction]
CURVATURES = (1, 2, 3, 4, 5, 6, 8, 10, 12)
FORMS = {"vertex": 1, "expanded": 1, "factored": 2}  # and how difficult each is


@dataclass(frozen=True)
class Parabola:
    """L(x) = curvature/2 * (x - vertex)^2 + height; factored: zeros at vertex +- half."""

    form: str
    curvature: Fraction
    vertex: Fraction
    height: Fraction
    half: Fraction = Fraction(0)

    @property
    def formula(self) -> str:
        """L, as the form has it."""
        h, m = self.curvature, self.vertex
        if self.form == "vertex":
            return total((h / 2, f"{less('x', m)}^2"), (self.height, ""))
        if self.form == "factored":
            zeros = f"{less('x', m - self.half)}*{less('x', m + self.half)}"
            return scaled(h / 2, zeros)
        return total((h / 2, "x^2"), (-h * m, "x"), (h * m * m / 2 + self.height, ""))

    @property
    def raw_slope(self) -> str:
        """L' as the rules give it, nothing multiplied out; else the same as `slope`."""
        h, m = self.curvature, self.vertex
        if self.form == "vertex" and h != 1:
            return scaled(h, less("x", m))
        if self.form == "factored":
            inner = total((1, less("x", m + self.half)), (1, less("x", m - self.half)))
            return scaled(h / 2, f"({inner})") if h != 2 else inner
        return self.slope

    @property
    def slope(self) -> str:
        return total((self.curvature, "x"), (-self.curvature * self.vertex, ""))

    def slope_at(self, x: Fraction) -> Fraction:
        return self.curvature * (x - self.vertex)

    @property
    def slip(self) -> str:
        """What `bent_at` gets wrong."""
        return "half_product" if self.form == "factored" else "exponent"

    def bent_at(self, x: Fraction) -> Fraction:
        """The slope with the usual mistake: a factor 2, or one half of the product rule, lost."""
        lost = self.curvature / 2
        kept = {"expanded": 2 * self.vertex, "factored": self.vertex + self.half}
        return lost * (x - kept.get(self.form, self.vertex))


def drawn(form: str, chance: Chance) -> Parabola:
    """A parabola with whole or short numbers."""
    curvature = Fraction(chance.one_of(CURVATURES))
    vertex = Fraction(chance.between(-9, 9))
    if form == "factored":
        half = Fraction(chance.between(1, 6))
        return Parabola(form, curvature, vertex, -curvature / 2 * half * half, half)
    even = curvature.numerator % 2 == 0 or form == "vertex"
    height = Fraction(chance.between(-9, 9)) - (0 if even else curvature * vertex * vertex / 2 % 1)
    return Parabola(form, curvature, vertex, height)


def descent(slope: Slope, rate: Fraction, start: Fraction, steps: int) -> list[Fraction]:
    """The start and the points after it."""
    points = [start]
    for _ in range(steps):
        points.append(points[-1] - rate * slope(points[-1]))
    return points
