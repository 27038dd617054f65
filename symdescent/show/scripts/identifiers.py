"""The names of a script: valid in Python, and no two things under one."""

import keyword
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from symdescent.calculus.formula import Formula
from symdescent.calculus.script_targets import Target

BUILTINS: Final = ("print", "range", "abs", "max", "min", "sum", "list", "__debug__")
MODULES: Final = {
    "python": ("math", "sign"),
    "numpy": ("np",),
    "torch": ("torch", "math", "optimizer", "closure", "value"),
    "keras": ("os", "jax", "jnp", "keras", "math", "optimizer"),
    "jax": ("jax", "jnp", "optax", "math", "optimizer", "state", "updates"),
    "tensorflow": ("tf", "np", "math", "optimizer", "tape", "value"),
}
STEM: Final = re.compile(r"([^\W\d]+?)_?\d+")
MOST_UNPACKED: Final = 8  # variables; more are written x[0], x[1], ...
LONGEST_UNPACKED: Final = 50  # characters


@dataclass
class Identifiers:
    """Which names are taken, and what was called otherwise than a person did."""

    taken: set[str]
    renamed: dict[str, str] = field(default_factory=dict)

    def claim(self, wanted: str, told: bool = False) -> str:
        """A free name as near as can be to the one wanted; `told`: it is told if it is another."""
        name = identifier(wanted)
        while name in self.taken or keyword.iskeyword(name):
            name += "_"
        self.taken.add(name)
        if told and name != wanted:
            self.renamed[wanted] = name
        return name


@dataclass(frozen=True)
class Cast:
    """Who is called what.

    `value`, `slope`: the functions L and dL; `variables`: the code of each variable within them;
    `point`: the name that the descent moves; `unpacked`: whether the variables are taken out of it.
    """

    identifiers: Identifiers
    value: str
    slope: str
    variables: dict[str, str]
    point: str
    unpacked: bool = False

    @property
    def several(self) -> bool:
        """Whether there is more than one variable."""
        return len(self.variables) > 1

    def own(self, wanted: Iterable[str]) -> dict[str, str]:
        """Names for the rule's settings, memory and lines."""
        return {name: self.identifiers.claim(name, told=True) for name in wanted}


def cast(formula: Formula, target: Target) -> Cast:
    """The names of the functions, the variables and the point; those of a person win over ours."""
    made = Identifiers({*BUILTINS, *MODULES[target.name], "epoch", "lr"})
    value = made.claim(formula.title, told=True)
    slope = made.claim(f"d{value}")
    variables = [str(x.name) for x in formula.variables]
    if len(variables) == 1:
        name = made.claim(variables[0], told=True)
        return Cast(made, value, slope, {variables[0]: name}, name)
    if len(variables) <= MOST_UNPACKED and len(", ".join(variables)) <= LONGEST_UNPACKED:
        spelled = {name: made.claim(name, told=True) for name in variables}
        return Cast(made, value, slope, spelled, made.claim(stem(variables)), True)
    point = made.claim(stem(variables))
    spelled = {name: f"{point}[{i}]" for i, name in enumerate(variables)}
    return Cast(made, value, slope, spelled, point)


def stem(variables: Sequence[str]) -> str:
    """x for x_1, x_2, ...; point for variables that have nothing in common."""
    found = {match[1] if (match := STEM.fullmatch(name)) else "" for name in variables}
    [one] = found if len(found) == 1 else [""]
    return one or "point"


def identifier(name: str) -> str:
    """The name as Python reads it, with a _ for what it does not take."""
    plain = re.sub(r"\W", "_", unicodedata.normalize("NFKC", name))
    return plain if plain.isidentifier() else f"_{plain}"
