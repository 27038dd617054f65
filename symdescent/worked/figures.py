"""A telling goes in, its figures come out: the descent, and how the value falls."""

from collections.abc import Iterator
from typing import Any, Final

from symdescent.exact import Kind
from symdescent.worked.blocks import Block, Figure
from symdescent.worked.landscapes import contours, curve
from symdescent.worked.progress import gap
from symdescent.worked.statement import label
from symdescent.worked.telling import Telling

LANDSCAPES: Final[dict[int, tuple[str, Any]]] = {
    1: ("figure curve", curve),
    2: ("figure contours", contours),
}


def figures(telling: Telling) -> Iterator[Block]:
    """The curve or the level lines of up to two variables; the gap by step of several."""
    study, language = telling.study, telling.wishes.language
    many = len(telling.names)
    critical = telling.critical.points if telling.critical else ()
    if many in LANDSCAPES:
        key, draw = LANDSCAPES[many]
        plot = draw(study, critical, language)
        yield Figure(plot, telling.say(key), plot.alternative, f"fig:{label(telling)}")
    if many > 1 and study.minimum.kind is Kind.GLOBAL and study.run.steps > 1:
        plot = gap(study, language)
        name = f"fig:{label(telling)}-gap"
        yield Figure(plot, telling.say("figure gap"), plot.alternative, name)
