"""A telling goes in, what kind of function it is about comes out, in words and in a short name."""

import re
from typing import Final

from sympy import Poly, PolynomialError

from symdescent.worked.blocks import Text
from symdescent.worked.numbers import number
from symdescent.worked.telling import Telling

SHORT: Final = {"gradient descent": "gd"}


def degree(telling: Telling) -> int | None:
    """The degree of a polynomial; None for what is none, or has many variables."""
    formula = telling.study.setting.formula
    if len(formula.variables) > 20:
        return None
    try:
        return int(Poly(formula.expression, *formula.variables).total_degree())
    except PolynomialError:
        return None


def kind(telling: Telling) -> str:
    """parabola, quadratic, polynomial or function."""
    found, n = degree(telling), len(telling.names)
    if found == 2:
        return "parabola" if n == 1 else "quadratic"
    return "function" if found is None else "polynomial"


def shape(telling: Telling) -> Text:
    """a parabola, a quadratic function of 2 variables, ..."""
    n = len(telling.names)
    key = f"shape {kind(telling)}{'' if n == 1 else ' many'}"
    found = degree(telling)
    return telling.say(key, variables=(number(n),), degree=(number(found or 0),))


def slug(telling: Telling) -> str:
    """gd-parabola, momentum-quadratic-2d."""
    rule = telling.study.setting.rule.name
    n = len(telling.names)
    words = (SHORT.get(rule, rule.lower()), kind(telling), f"{n}d" if n > 1 else "")
    return re.sub("[^a-z0-9]+", "-", "-".join(filter(None, words))).strip("-")
