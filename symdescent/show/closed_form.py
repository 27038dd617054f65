"""A study goes in, the line of its closed form comes out: x_k = 4 + 10(9/10)^k, unless long."""

from typing import Any, Final

from symdescent.language import pretty
from symdescent.language.notation import Chain, Combined, Indexed, Point, Relation
from symdescent.language.tree import Name, Negative, Sum
from symdescent.show.words import Fact, indexed_name
from symdescent.studies import Study
from symdescent.symbolic.closed_form import ClosedForm
from symdescent.symbolic.solution import angles, solution

WIDE: Final = 110  # characters of the line, but for gradient descent in one variable


def closed_form(study: Study) -> tuple[Fact, ...]:
    """The line with what was checked; nothing where there is no closed form, or a long one."""
    form, names = study.closed, study.run.names
    if form is None:
        return ()
    line = "; ".join(map(text, (solution(form, names), *angles(form))))
    if len(line) > WIDE and not (len(names) == 1 and study.setting.is_plain):
        return ()
    return (Fact("Closed form", line, agreement(study, form)),)


def agreement(study: Study, form: ClosedForm) -> str:
    """How many exact iterates on the screen the closed form agrees with, if with all of them."""
    many = len(study.iterates)
    agrees = many > 0 and list(form.first(many)) == list(study.iterates)
    return f"checked: {many} exact iterate{'s' * (many > 1)}" if agrees else ""


def text(written: Any) -> str:
    """The mathematics of a closed form on one line of Unicode."""
    match written:
        case Relation(sides, _):
            return " = ".join(map(text, sides))
        case Indexed(Name(base), _):
            return indexed_name(base, "ₖ")
        case Indexed(base, _):
            return f"{text(base)}ₖ"
        case Point((only,)):
            return text(only)
        case Point(coordinates):
            return f"({', '.join(map(text, coordinates))})"
        case Chain(factors):
            return "·".join(map(factor, factors))
        case Combined(terms):
            first, *rest = ((plus, text(term)) for plus, term in terms)
            lead = first[1] if first[0] else f"−{first[1]}"
            return lead + "".join(f" {'+' if plus else '−'} {said}" for plus, said in rest)
    return pretty(written)


def factor(part: Any) -> str:
    """A factor, a sum in brackets."""
    loose = isinstance(part, Sum | Negative)
    return f"({text(part)})" if loose else text(part)
