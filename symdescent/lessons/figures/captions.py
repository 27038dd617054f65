"""The words of a figure: its key, its axes, its alternative text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from symdescent.language.notation import (
    Bold,
    Combined,
    Function,
    Indexed,
    Nabla,
    Point,
    Starred,
    Written,
)
from symdescent.language.textbook import name
from symdescent.language.tree import Node
from symdescent.lessons.blocks import Text
from symdescent.lessons.figures.plots import Axis, letter
from symdescent.lessons.figures.scenes import Scene
from symdescent.numeric.run import Run
from symdescent.proofs import Kind

WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "iterates": "iterates ",
        "start": "start ",
        "minimum": "minimum ",
        "critical": "other critical points",
        "levels": "level lines",
        "box": "edge of the box",
        "step": "step ",
        "sizes": "size, on a logarithmic scale",
        "derived": "derived rate, × {factor} a step",
        "local": "rate derived at the minimum, × {factor} a step",
        "steps needed": "steps until ",
        "out of steps": "not there in {steps} steps",
        "lost": "diverged",
        "stable": "edge of stability {edge}",
        "rate": "learning rate ",
        "basin": "to {point}",
        "graph": "The graph of {function} for {across}.",
        "map": "{many} level lines of {function}, from {low} to {high}, for {across} and {up}.",
        "flat map": "{function} for {across} and {up}.",
        "descent": "{rule} starts at {start}, where {title} = {first}; after {steps} it is at "
        "{end}, where {title} = {last} ({ending}).",
        "proved": "The exact {kind}, {title} = {value}, is at {points}.",
        "one step": "1 step",
        "many steps": "{steps} steps",
        "global": "minimum",
        "local minimum": "local minimum",
        "others": "Other critical points: {points}.",
        "gap": "{title} − {title}* at each of {steps}, on a logarithmic scale: from {first} down "
        "to {last}.",
        "gap up": "{title} − {title}* at each of {steps}, on a logarithmic scale: from {first} to "
        "{last}, and not down.",
        "nothing": "{title} − {title}* and the gradient norm, at each of {steps}: no more than "
        "rounding.",
        "slope": "The gradient norm goes from {first} to {last}.",
        "by rate": "A straight line shows the derived rate: the gap is multiplied by {factor} a "
        "step.",
        "by local rate": "A straight line shows the rate derived from the Hessian at the minimum: "
        "in the long run the gap is multiplied by {factor} a step.",
        "contest": "{title} − {title}* against the step for {many} optimizers, on a logarithmic "
        "scale.",
        "contender": "{label}: from {first} to {last} in {steps} ({ending}).",
        "sweep": "Steps until {title} − {title}* is at most {slack}, against {setting} from {low} "
        "to {high}.",
        "best": "Fewest: {steps}, at {setting} = {value}.",
        "none near": "No value came near enough.",
        "unstable": "Diverged: {many} of {all} values, from {setting} = {first} on.",
        "proved edge": "The derived edge of stability is {setting} = {edge}.",
        "basins": "For {many} starts with {across}{up}, which minimum each reaches.",
        "share": "{percent} % come to {point}, where {title} = {value}.",
        "nowhere": "{percent} % come to none.",
        "left": "outside of the frame: k = {step} and all later iterates",
        "outside": "outside of the frame: {many} of {all} iterates",
        "range": "{name} from {low} to {high}",
        "and": " and ",
        "converged": "converged",
        "out of steps ending": "out of steps",
        "out of time": "out of time",
        "diverged": "diverged",
        "left the domain": "left the domain",
        "stopped by hand": "stopped by hand",
        "ended by itself": "ended by itself",
    },
    "de": {
        "iterates": "Iterierte ",
        "start": "Start ",
        "minimum": "Minimum ",
        "critical": "andere kritische Punkte",
        "levels": "Höhenlinien",
        "box": "Rand der Box",
        "step": "Schritt ",
        "sizes": "Größe, logarithmisch",
        "derived": "hergeleitete Rate, × {factor} je Schritt",
        "local": "im Minimum hergeleitete Rate, × {factor} je Schritt",
        "steps needed": "Schritte bis ",
        "out of steps": "nicht in {steps} Schritten",
        "lost": "divergiert",
        "stable": "Stabilitätsgrenze {edge}",
        "rate": "Lernrate ",
        "basin": "zu {point}",
        "graph": "Der Graph von {function} für {across}.",
        "map": "{many} Höhenlinien von {function}, von {low} bis {high}, für {across} und {up}.",
        "flat map": "{function} für {across} und {up}.",
        "descent": "{rule} beginnt bei {start} mit {title} = {first} und ist nach {steps} bei "
        "{end} mit {title} = {last} ({ending}).",
        "proved": "Das exakte {kind} {title} = {value} liegt bei {points}.",
        "one step": "1 Schritt",
        "many steps": "{steps} Schritten",
        "global": "Minimum",
        "local minimum": "lokale Minimum",
        "others": "Andere kritische Punkte: {points}.",
        "gap": "{title} − {title}* bei jedem von {steps}, logarithmisch: von {first} hinab auf "
        "{last}.",
        "gap up": "{title} − {title}* bei jedem von {steps}, logarithmisch: von {first} auf "
        "{last}, also nicht hinab.",
        "nothing": "{title} − {title}* und die Norm des Gradienten bei jedem von {steps}: nicht "
        "mehr als Rundung.",
        "slope": "Die Norm des Gradienten geht von {first} auf {last}.",
        "by rate": "Eine Gerade zeigt die hergeleitete Rate: der Abstand wird je Schritt mit "
        "{factor} multipliziert.",
        "by local rate": "Eine Gerade zeigt die aus der Hesse-Matrix im Minimum hergeleitete "
        "Rate: auf lange Sicht wird der Abstand je Schritt mit {factor} multipliziert.",
        "contest": "{title} − {title}* gegen den Schritt für {many} Verfahren, logarithmisch.",
        "contender": "{label}: von {first} auf {last} in {steps} ({ending}).",
        "sweep": "Schritte, bis {title} − {title}* höchstens {slack} ist, gegen {setting} von "
        "{low} bis {high}.",
        "best": "Am wenigsten: {steps}, bei {setting} = {value}.",
        "none near": "Kein Wert kam nahe genug.",
        "unstable": "Divergiert: {many} von {all} Werten, ab {setting} = {first}.",
        "proved edge": "Die hergeleitete Stabilitätsgrenze ist {setting} = {edge}.",
        "basins": "Für {many} Starts mit {across}{up}, welches Minimum jeder erreicht.",
        "share": "{percent} % kommen zu {point} mit {title} = {value}.",
        "nowhere": "{percent} % kommen zu keinem.",
        "left": "außerhalb des Bildes: k = {step} und alle späteren Iterierten",
        "outside": "außerhalb des Bildes: {many} von {all} Iterierten",
        "range": "{name} von {low} bis {high}",
        "and": " und ",
        "converged": "konvergiert",
        "out of steps ending": "Schritte verbraucht",
        "out of time": "Zeit verbraucht",
        "diverged": "divergiert",
        "left the domain": "Definitionsbereich verlassen",
        "stopped by hand": "von Hand beendet",
        "ended by itself": "von selbst beendet",
    },
}
assert all(set(table) == set(WORDS["en"]) for table in WORDS.values())
SHOWN: Final = 6  # points that are named
FEW: Final = 6  # coordinates that are named
STEP: Final = letter("k")
DIGITS: Final = 6  # of a coordinate


@dataclass(frozen=True)
class Caption:
    """The words of one language."""

    language: str = "en"

    def text(self, key: str, **facts: Any) -> str:
        """A sentence or a word, its facts put in as they are."""
        return WORDS[self.language][key].format(**facts)

    def ranged(self, variable: str, axis: Axis) -> str:
        """x from 0 to 1."""
        return self.text("range", name=name(variable), low=short(axis.low), high=short(axis.high))

    def steps(self, many: int) -> str:
        return self.text("one step" if many == 1 else "many steps", steps=many)

    def ending(self, run: Run) -> str:
        """How a run ended."""
        word = str(run.outcome.ending)
        return self.text("out of steps ending" if word == "out of steps" else word)

    def descent(self, scene: Scene, run: Run, rule: str) -> str:
        """Where a run starts and ends."""
        return self.text(
            "descent",
            rule=rule[:1].upper() + rule[1:] if rule.replace(" ", "").isalpha() else rule,
            start=placed(scene.names, run.points[0].tolist()),
            end=placed(scene.names, run.points[-1].tolist()),
            title=scene.title,
            first=short(float(run.values[0])),
            last=short(float(run.values[-1])),
            steps=self.steps(run.steps),
            ending=self.ending(run),
        )

    def exact(self, scene: Scene, sides: Sequence[Axis]) -> str:
        """The proved minimisers, and other critical points within the picture, in order."""
        minimisers = within(scene.minimisers.tolist(), sides) or scene.minimisers.tolist()
        others = within(scene.stationary.tolist(), sides)
        kind = "global" if scene.minimum.kind is Kind.GLOBAL else "local minimum"
        pieces = []
        if minimisers and scene.minimum.value is not None:
            value = short(float(scene.minimum.value.evalf(20)))
            points = self.with_and(scene.names, minimisers)
            told = self.text(kind)
            pieces.append(
                self.text("proved", kind=told, title=scene.title, value=value, points=points)
            )
        if others:
            pieces.append(self.text("others", points=self.with_and(scene.names, others)))
        return " ".join(pieces)

    def with_and(self, names: Sequence[str], points: Sequence[Sequence[float]]) -> str:
        """Some points, the last after an "and"."""
        shown = [placed(names, point) for point in points[:SHOWN]]
        if len(points) > SHOWN:
            return "; ".join([*shown, "…"])
        return self.text("and").join(filter(None, ("; ".join(shown[:-1]), shown[-1])))


def within(points: Sequence[Sequence[float]], sides: Sequence[Axis]) -> list[Sequence[float]]:
    """The points that a picture shows, in ascending order."""
    shown = [
        point
        for point in points
        if all(side.low <= x <= side.high for x, side in zip(point, sides, strict=False))
    ]
    return sorted(shown, key=tuple)


def placed(names: Sequence[str], point: Sequence[float]) -> str:
    """x = 4, or (x, y) = (1, 1)."""
    shown = [short(x, DIGITS) for x in point[:FEW]]
    if len(point) == 1:
        return f"{name(names[0])} = {shown[0]}"
    dots = ["…"] * (len(point) > FEW)
    left = ", ".join([*map(name, names[:FEW]), *dots])
    return f"({left}) = ({', '.join([*shown, *dots])})"


def short(value: float, digits: int = 4) -> str:
    """A few digits, with a minus that is read as one."""
    text = f"{value:.{digits}g}" if value else "0"
    return re.sub(r"e([+-])0*", r"e\1", text).replace("e+", "e").replace("-", "−")


def value_gap(title: str, names: Sequence[str]) -> Text:
    """L(x_k) − L*."""
    return (above(Function(title, (at_step(names),)), title),)


def above(value: Written, title: str) -> Combined:
    """A value less L*."""
    return Combined(((True, value), (False, Starred(Function(title)))))


def gradient_norm(title: str, names: Sequence[str]) -> Text:
    """The norm of the gradient at x_k."""
    return ("‖", Nabla(Function(title, (at_step(names),))), "‖")


def at_step(names: Sequence[str], index: Node = STEP) -> Written:
    """x_k, bold where it is the point of several variables."""
    return Indexed(place(names), index)


def place(names: Sequence[str]) -> Written:
    """The variable; of several, the point by its letter."""
    return letter(names[0]) if len(names) == 1 else Bold("x")


def as_point(coordinates: tuple[Written, ...]) -> Written:
    """(x_k, y_k), or a coordinate alone."""
    return Point(coordinates) if len(coordinates) > 1 else coordinates[0]
