"""A Rule goes in; its lines come out as people read them, spelt from what is run."""

from dataclasses import replace
from typing import Any, Final

from symdescent.language import pretty
from symdescent.language.tree import Call, Name
from symdescent.language.walking import exchanged, names
from symdescent.optimizers.rule import Rule

SIGNS: Final = {"lr": "eta", "eps": "epsilon"}  # the letters for what everybody calls so
GRADIENT: Final = "∇L(x)"
CALLS: Final = {"slope": "∇L", "value": "L", "dot_all": "dot", "norm_all": "norm"}


def lines(rule: Rule) -> tuple[str, ...]:
    """One line of Unicode for each line of the rule: m ← β₁m + (1 − β₁)g."""
    taken = {*rule.settings, *rule.memory, *(equation.name for equation in rule.equations)}
    signs = {name: sign for name, sign in SIGNS.items() if sign not in taken}
    once = sum(name == "g" for e in rule.equations for name in names(e.tree)) == 1
    if once and "g" not in taken:
        signs["g"] = GRADIENT

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
    return tuple(f"{pretty_name(signs.get(name, name))} ← {text}" for name, text in shown)


def pretty_name(name: str) -> str:
    return pretty(Name(name, 0, 0))
