"""A formula's text and the values of its letters go in, its gradient comes out as one line.

Loaded in the workshop alone: this is where the session's mathematics comes from.
"""

import gc
from collections.abc import Mapping
from typing import Final

from symdescent.errors import SymdescentError
from symdescent.options import Options
from symdescent.setting import read
from symdescent.show.facts import FEW, WIDE
from symdescent.show.words import name, short
from symdescent.symbolic.derivation import derive
from symdescent.terminal import derivatives, output, proving

LOADED = (derivatives, output, proving)  # so that the first commands find them ready


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
    """The partial derivatives, or the mistake that only shows when they are worked out."""
    try:
        formula = read(text, Options(let=dict(let)))
    except SymdescentError as mistake:
        return f"mistake: {mistake.message}"
    derivation = derive(formula)
    told = [short(slope, WIDE) for slope in derivation.gradient[: FEW + 1]]
    if len(told) > FEW or None in told:
        return f"{len(derivation.gradient)} slopes, too long to show" if len(told) > 1 else LONG
    if len(told) == 1:
        return f"∇{formula.title} = {told[0]}"
    names = [name(str(x.name)) for x in formula.variables]
    return "   ".join(f"∂/∂{x} = {slope}" for x, slope in zip(names, told, strict=True))


LONG = "too long to show"
