"""Lines computed by hand, with the letters and indices that the rule has."""

from collections.abc import Sequence
from dataclasses import replace

from symdescent.language.notation import Bold, Indexed, Relation, Written
from symdescent.language.tree import Name
from symdescent.optimizers import Rule
from symdescent.optimizers.paper_notation import Quantity, indexed
from symdescent.recurrence.first_steps import Computed
from symdescent.worked.blocks import Line
from symdescent.worked.numbers import number
from symdescent.worked.rule import Steps, every, is_plain, moment
from symdescent.worked.telling import INDEX, NEXT, Telling


def by_hand(telling: Telling, rule: Rule, lines: Sequence[Computed]) -> list[Line]:
    """Each line under the name of its quantity; as in the code where the rule is shown as code."""
    story = indexed(rule)
    if not is_plain(story):
        return [Line(line.written) for line in lines]
    quantities = {q.name: q for q in every(story) if q.back in (0, None)}
    spelt = Steps.of_rule(telling, rule)
    return [Line(renamed(line, quantities.get(line.of), spelt)) for line in lines]


def renamed(line: Computed, quantity: Quantity | None, spelt: Steps) -> Relation:
    """g_k of the rule is g_0 in the first step, m_{k+1} is m_1, and a constant has no index."""
    written = line.written
    if quantity is None or line.of == "x":
        return written
    base: Written = spelt.of(replace(quantity, back=None))
    if line.along and isinstance(base, Bold | Name):  # a coordinate of a vector is a number
        letter = base.letter if isinstance(base, Bold) else base.name
        base = Indexed(Name(letter, 0, 0), Name(line.along, 0, 0))
    left = {INDEX: line.step - 1, NEXT: line.step}.get(moment(quantity))
    named = base if left is None else Indexed(base, number(left))
    return replace(written, sides=(named, *written.sides[1:]))
