"""The gradient of a formula on one line, as it stands under the prompt of the session.

Loaded in the background process alone: this is where the session's mathematics comes from.
"""

import gc
from collections.abc import Mapping
from typing import Final

from symdescent.calculus.gradient import derive
from symdescent.cli import output
from symdescent.cli.commands import derivatives, minimum
from symdescent.errors import SymdescentError
from symdescent.language.notation import Function, Nabla
from symdescent.problem.options import Options
from symdescent.problem.problem import read
from symdescent.render import matrices

LOADED = (derivatives, output, minimum)  # so that the first commands find them ready


WARM: Final = (
    "L(x) = (x-4)^2",
    "100*(y-x^2)^2 + (1-x)^2/3 + x*y^3/7",
    "exp(-x^2/2)*y + sin(2x + y)*cos(y)^3 + log(1 + x^2) + sqrt(3 + x^2) + x/(1 + y^2)",
    "abs(x) + max(x, y) + x^x + tanh(x)",
)


def warm() -> None:
    """Do once what is slow only the first time, so that every child begins with it done."""
    gc.disable()
    for text in WARM:
        gradient(text, {})
    gc.collect()
    gc.freeze()


def gradient(text: str, let: Mapping[str, str]) -> str:
    """The slope, or a column of slopes as a row that is turned; or the mistake that only shows
    when they are worked out."""
    try:
        formula = read(text, Options(let=dict(let)))
    except SymdescentError as mistake:
        return f"mistake: {mistake.message}"
    left = Nabla(Function(formula.title))
    slopes, manner = derive(formula).gradient, matrices.IN_PASSING[0]
    told = matrices.fact(matrices.column(formula, left, slopes, manner, is_named=False))
    if told.remark != matrices.LONG:
        return told.text
    return f"{len(slopes)} slopes, {matrices.LONG}" if len(slopes) > 1 else matrices.LONG
