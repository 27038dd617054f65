"""A sum whose terms have exact lower bounds goes in; where all are met at once, it is proved.

Method: range arithmetic with exact ends (R. E. Moore, 1966): L is at least the sum of the least
values of its terms, and equal to it exactly where every term is least.
"""

from symdescent.exact.enclosure import enclose, sign_of
from symdescent.exact.equations import Place, places
from symdescent.exact.problem import Kind, Minimum, Problem, ProofStep
from symdescent.exact.ranges import End, defined_everywhere, range_of
from symdescent.exact.sides import box_of
from symdescent.exact.spans import Unknown
from symdescent.exact.spelling import spell, spell_points
from symdescent.exact.substitution import put


def bounds(problem: Problem) -> Minimum | None:
    """The minimum where a lower bound, term by term, is met; None where it is not seen to be."""
    box = box_of(problem)
    low = range_of(problem.expression, box).low if box is not None else None
    if low is None or low.never or low.loose or not low.equations:
        return None
    found = places(list(low.equations), problem.variables)
    if not found or not all(_verified(problem, p, low) for p in found):
        return None
    inside = [_inside(problem, p) for p in found]
    if None in inside:
        return None
    kept = [p for p, held in zip(found, inside, strict=True) if held]
    return _minimum(problem, low, kept) if kept else None


def _inside(problem: Problem, place: Place) -> bool | None:
    """True where a point surely lies in the box, False where surely not, else None."""
    known: list[int | None] = []
    for v, (low, high) in zip(problem.variables, problem.box, strict=True):
        gaps = [place.values[v] - low] if low is not None else []
        gaps += [high - place.values[v]] if high is not None else []
        known += [sign_of(gap) for gap in gaps]
    return None if None in known else -1 not in known


def _verified(problem: Problem, place: Place, low: End) -> bool:
    """The function is defined at the place, and nothing speaks against its value there."""
    if place.parameters:
        return defined_everywhere(problem.expression)
    value = put(problem.expression, place.values)
    if value is None:
        return False
    gap = value - low.value
    try:
        return gap == 0 or enclose(gap, {}, 80).sign is None
    except Unknown:
        return False


def _minimum(problem: Problem, low: End, found: list[Place]) -> Minimum:
    points = tuple(tuple(p.values[v] for v in problem.variables) for p in found)
    parameters: dict[str, str] = {}
    for place in found:
        parameters |= place.parameters
    shown = spell(low.value)
    return Minimum(
        kind=Kind.GLOBAL,
        points=points,
        value=low.value,
        proof=(
            ProofStep("no term can be less, and there every term is at its least", f"L >= {shown}"),
            *(ProofStep("equality means", f"{spell(e)} = 0") for e in low.equations[:8]),
            ProofStep("which holds exactly at", spell_points(points)),
        ),
        complete=True,
        parameters=parameters,
        rung="bounds",
    )
