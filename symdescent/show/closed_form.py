"""The line of a closed form in the answer: xₖ = 4 + 10(9/10)ᵏ; none where it is long."""

from typing import Final

from symdescent.printing.text import text
from symdescent.recurrence.closed_form import ClosedForm, angles, solution
from symdescent.show.words import Fact
from symdescent.studies import Study

WIDE: Final = 110  # characters of the line, but for gradient descent in one variable


def closed_form(study: Study) -> tuple[Fact, ...]:
    """The line with what was checked; nothing where there is no closed form, or a long one."""
    form, names = study.closed, study.run.names
    if form is None:
        return ()
    line = "; ".join(map(text, (solution(form, names), *angles(form, names))))
    if len(line) > WIDE and not (len(names) == 1 and study.setting.is_plain):
        return ()
    return (Fact("Closed form", line, agreement(study, form)),)


def agreement(study: Study, form: ClosedForm) -> str:
    """How many exact iterates on the screen the closed form agrees with, if with all of them."""
    many = len(study.iterates)
    agrees = many > 0 and list(form.first(many)) == list(study.iterates)
    return f"checked: {many} exact iterate{'s' * (many > 1)}" if agrees else ""
