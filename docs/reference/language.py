"""The table of functions goes in, a page about the language of formulas comes out."""

import symdescent
from reference.markdown import code, page, table
from symdescent.calculus.from_sympy import tree
from symdescent.calculus.gradient import derive
from symdescent.language import pretty
from symdescent.language.names import ALIASES, CONSTANTS, FUNCTIONS


def functions():
    """Every function of the language: how it may be written, what is read, its derivative."""
    written = {name: [a for a, to in ALIASES.items() if to == name] for name in FUNCTIONS}
    rows = [
        [code(call(f)), code(", ".join(written[f.name])), *map(code, meaning(f))]
        for f in FUNCTIONS.values()
    ]
    heads = ["function", "also written", "read as", "derivative (by the first argument)"]
    told = (
        "What stands in a formula besides `+ - * / ^`, brackets and numbers. *Read as* and the "
        "derivative are what the program makes of the call."
    )
    names = ", ".join(map(code, CONSTANTS))
    return page("Functions", told, table(heads, rows), f"Constants: {names}.")


def call(function):
    letters = ["x", "y", "z"][: min(max(function.least, 2 if function.most > 1 else 1), 3)]
    return f"{function.name}({', '.join(letters)})"


def meaning(function):
    """The formula as it is written out, and its slope."""
    letters = "".join(c for c in "xy" if c in call(function).partition("(")[2])
    formula = symdescent.parse(f"f({', '.join(letters)}) = {call(function)}")
    shown = [formula.expression, derive(formula).gradient[0]]
    return [pretty(tree(one)) for one in shown]
