"""A sentence on how the descent ended, and what was otherwise."""

from collections.abc import Iterator
from typing import Final

from symdescent.calculus.accurate_evaluation import is_smooth
from symdescent.exact import Kind
from symdescent.language.notation import Relation, Written
from symdescent.verdict import Standing
from symdescent.worked.blocks import Block, Paragraph, Text
from symdescent.worked.convergence import rates
from symdescent.worked.iterates import target
from symdescent.worked.numbers import decimal, exact_point, number, turned
from symdescent.worked.telling import Telling

DIGITS: Final = 4
UNDECIDED: Final = "undecided run"


def ending(telling: Telling) -> Iterator[Block]:
    """Where the run stands against the proved minimum."""
    yield Paragraph(telling.say(key(telling), **parts(telling)))


def key(telling: Telling) -> str:
    """Which sentence says it."""
    standing = telling.study.verdict.finding.standing
    near = target(telling)
    if standing is Standing.UNDECIDED or (near is None and standing in LOCATED):
        return "agrees value" if standing is Standing.AGREES else UNDECIDED
    if standing is Standing.STATIONARY and telling.study.minimum.kind is Kind.UNBOUNDED:
        return "rests"
    if standing is Standing.AGREES and near is not None and near.distance == 0:
        return "ends at once"
    return stuck(telling) if standing is Standing.NOT_CONVERGED else str(standing)


def stuck(telling: Telling) -> str:
    """Whether more steps would help a run that has not arrived, as far as that is known."""
    known = rates(telling.study)
    if known is not None and not known.is_local and not known.converges:
        return "never nearer"
    smooth = is_smooth(telling.study.derivation.formula.expression)
    return str(Standing.NOT_CONVERGED) if smooth else "not settled"


LOCATED: Final = (Standing.AGREES, Standing.NOT_CONVERGED, Standing.LOCAL_MINIMUM)


def parts(telling: Telling) -> dict[str, Text]:
    """Steps, where it ended, how far from the minimiser, how far above the minimum."""
    near, run, minimum = target(telling), telling.run, telling.study.minimum
    last = run.steps
    told: dict[str, Text] = {
        "steps": steps(telling, last),
        "sure": telling.say(minimum.word),
        "found": (approximately(telling, run.points[last].tolist()),),
        "value": (decimal(float(run.values[last]), DIGITS),),
        "distance": (),
        "point": (telling.starred,),
        "gap": (),
    }
    if near is not None:
        told["distance"] = (decimal(near.distance, DIGITS),) if near.distance else (number(0),)
        operator, shown = exact_point(near.exact)
        told["point"] = (told_point(telling, operator, shown),)
    if minimum.value is not None and minimum.kind in (Kind.GLOBAL, Kind.LOCAL):
        gap = float(run.values[last]) - float(minimum.value.evalf(30))
        told["gap"] = (decimal(gap, DIGITS),)
    return told


def told_point(telling: Telling, operator: str, shown: Written) -> Written:
    return telling.starred if telling.is_long else Relation((telling.starred, shown), (operator,))


def steps(telling: Telling, count: int) -> Text:
    return telling.say("one step" if count == 1 else "many steps", count=(number(count),))


def approximately(telling: Telling, place: list[float]) -> Written:
    """x about 1.131."""
    shown = turned([decimal(x, DIGITS) for x in place])
    return Relation((telling.point, shown), ("~",))
