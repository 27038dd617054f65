"""Outputs in symbols go in; a function in the language of pages, made of our own names, comes out.

The same lines that Python runs: what a page computes is what the study computed, to rounding.
"""

import re
from collections.abc import Sequence

from sympy import Expr, Symbol

from symdescent.symbolic.dialects import SCRIPT
from symdescent.symbolic.writing import Assignments, written


def script(inputs: Sequence[Symbol], outputs: Sequence[Expr], assignments: Assignments = ()) -> str:
    """A function expression of JavaScript, one argument an input, that returns an array.

    nan and Infinity stand where Python raises or has them. No text of a person is in it: inputs
    are a0, a1, ..., lines v0, v1, ..., and all else comes from the table of the dialect.
    """
    code = written(SCRIPT, inputs, outputs, assignments)
    said = " ".join([*(line for _, line in code.lines), *code.outputs])
    used = [name for name in SCRIPT.namespace if re.search(rf"\b{name}\b", said)]
    known = [f"const {name} = {SCRIPT.namespace[name]};" for name in used]
    lines = [f"const {name} = {line};" for name, line in code.lines]
    answer = f"return [{', '.join(code.outputs)}];"
    return "\n".join([f"({', '.join(code.inputs)}) => {{", *known, *lines, answer, "}"])
