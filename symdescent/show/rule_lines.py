"""The lines of a Rule as people read them, spelt from what is run: m ← β₁m + (1 − β₁)g."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from symdescent.calculus.rule_step import vectors
from symdescent.language import pretty
from symdescent.language.textbook import name as letter
from symdescent.language.tokens import BOLD
from symdescent.language.tree import Call, Name, exchanged, names
from symdescent.optimizers.rule import GIVEN, Rule

SIGNS: Final = {"lr": "eta", "eps": "epsilon"}  # the letters for what everybody calls so
CALLS: Final = {"slope": "∇L", "value": "L", "dot_all": "dot", "norm_all": "norm"}


def lines(rule: Rule, variables: Sequence[str] = ()) -> tuple[str, ...]:
    """One line of Unicode for each line of the rule.

    `variables`: of the formula that it is run on; of several, its vectors are in bold type.
    """
    signs = letters(rule, variables)

    def better(node: Any) -> Any:
        if isinstance(node, Name) and node.name in signs:
            return replace(node, name=signs[node.name])
        match node:
            case Call("min", (Call("max", parts) as inner, high)) if inner.start == node.start:
                function, arguments = "clip", (*parts, high)
            case Call(function, arguments) if function in CALLS:
                function = CALLS[function]
            case _:
                return None
        return replace(node, function=function, arguments=exchanged(arguments, better))

    shown = [(e.name, pretty(exchanged(e.tree, better))) for e in rule.equations]
    return tuple(f"{letter(signs.get(name, name))} ← {text}" for name, text in shown)


def letters(rule: Rule, variables: Sequence[str]) -> Mapping[str, str]:
    """What is written for a name of the rule where that is not the name itself.

    A gradient that is read once is written out.
    """
    taken = {*rule.settings, *rule.memory, *(equation.name for equation in rule.equations)}
    signs = {name: sign for name, sign in SIGNS.items() if sign not in taken}
    if len(variables) > 1:
        signs |= {name: letter(name).translate(BOLD) for name in vectors(rule)}
    elif variables and variables[0] not in taken | {*GIVEN, *signs.values()}:
        signs["x"] = variables[0]
    once = sum(name == "g" for e in rule.equations for name in names(e.tree)) == 1
    if once and "g" not in taken:
        signs["g"] = f"∇L({letter(signs.get('x', 'x'))})"
    return signs
