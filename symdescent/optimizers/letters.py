"""The names of a rule go in, letters as papers have them come out in LaTeX, no two alike."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from symdescent.language.tokens import GREEK_NAMES


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter and what stands below it in every step."""

    base: str
    below: str = ""


# What every rule has; `noise` and the start have letters of their own.
GIVEN: Final = {
    "x": Letter("x"),
    "g": Letter("g"),
    "t": Letter("t"),
    "L": Letter("L"),
    "h": Letter("h"),
    "n": Letter("n"),
    "noise": Letter(r"\xi"),
    "#start": Letter("x", "0"),
}
USUAL: Final = {
    "lr": (Letter(r"\eta"), Letter(r"\gamma"), Letter(r"\eta", "0")),
    "rate": (Letter(r"\eta"), Letter(r"\gamma"), Letter(r"\alpha")),
    "momentum": (Letter(r"\mu"), Letter(r"\beta")),
    "dampening": (Letter(r"\tau"),),
    "decay": (Letter(r"\rho"),),
    "weight_decay": (Letter(r"\lambda"), Letter(r"\omega")),
    "weight_decay_rate": (Letter(r"\lambda"),),
    "lambd": (Letter(r"\lambda"),),
    "l1": (Letter(r"\lambda", "1"),),
    "l2": (Letter(r"\lambda", "2"),),
    "eps": (Letter(r"\varepsilon"),),
    "eps1": (Letter(r"\varepsilon", "1"),),
    "eps2": (Letter(r"\varepsilon", "2"),),
    "epsilon": (Letter(r"\varepsilon"),),
    "eps_root": (Letter(r"\bar\varepsilon"),),
    "eta_plus": (Letter(r"\eta", "+"),),
    "eta_minus": (Letter(r"\eta", "-"),),
    "average": (Letter(r"\bar x"),),
    "least": (Letter(r"\ell", r"\min"),),
    "largest": (Letter(r"\ell", r"\max"),),
    "step": (Letter(r"\Delta"),),
    "step_min": (Letter(r"\Delta", r"\min"),),
    "step_max": (Letter(r"\Delta", r"\max"),),
    "min_step_size": (Letter(r"\Delta", r"\min"),),
    "max_step_size": (Letter(r"\Delta", r"\max"),),
    "f_min": (Letter(r"f", r"\min"),),
    "sigma": (Letter(r"\sigma"),),
    "omicron": (Letter("o"),),
}
INDEXED: Final = re.compile(r"(?P<stem>[A-Za-z]+)_?(?P<digits>\d+)")


def letters(names: Iterable[str]) -> dict[str, Letter]:
    """A letter for each name: its own first, then the usual one, else the word upright."""
    found = dict(GIVEN)
    asked = [name for name in dict.fromkeys(names) if name not in found]
    for name in sorted(asked, key=lambda name: name in USUAL):
        taken = {*found.values()}
        found[name] = next(letter for letter in candidates(name, asked) if letter not in taken)
    return found


def candidates(name: str, all_names: Iterable[str]) -> Iterator[Letter]:
    """The letters that a name may have, best first; the last is its own alone."""
    yield from USUAL.get(name, ())
    indexed = INDEXED.fullmatch(name)
    if name in GREEK_NAMES:
        yield Letter(f"\\{name}")
    elif len(name) == 1:
        yield Letter(name)
    elif indexed and not (set(indexed["digits"]) == {"0"} and indexed["stem"] in all_names):
        yield Letter(next(candidates(indexed["stem"], ())).base, indexed["digits"])
    escaped = name.replace("_", r"\_")
    yield Letter(rf"\mathrm{{{escaped}}}")
