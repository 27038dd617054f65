"""Wrong answers of real mistakes go in; three that differ from the key and each other come out."""

from collections.abc import Mapping
from fractions import Fraction

from symdescent.worked.exercises.chance import Chance
from symdescent.worked.exercises.records import PLACES, Answer, Distractor, Promise


def three(
    chance: Chance, key: Answer, slips: Mapping[str, tuple[Fraction, ...]], promise: Promise
) -> tuple[Distractor, ...]:
    """Three of the slips, all short and all different; fewer where there are no three."""
    taken, found = {key.value}, []
    for mistake in chance.shuffled(tuple(slips)):
        value = slips[mistake]
        if value not in taken and promise.keeps(value):
            taken.add(value)
            found.append(Distractor(mistake, value))
    return tuple(found[: PLACES - 1])
