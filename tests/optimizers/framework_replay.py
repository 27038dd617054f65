"""Recorded walks of frameworks go in; how far our rule's walk is from each comes out."""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import chain, islice, repeat
from pathlib import Path

import numpy as np

from symdescent.calculus.compilation import objective, step
from symdescent.calculus.formula import build
from symdescent.calculus.gradient import Derivation, derive
from symdescent.calculus.rule_step import Update, fuse
from symdescent.language import parse
from symdescent.numeric.algorithms import iterates
from symdescent.numeric.box import unbounded
from symdescent.numeric.descent import Descent, walk
from symdescent.numeric.line_search import Search
from symdescent.optimizers import Algorithm, Rule

REFERENCE = Path(__file__).parent.parent / "reference"
SHAPED = ("Muon", "contrib.muon", "contrib.galore")
Setting = tuple[str, str]


@cache
def recorded(framework: str) -> list[dict]:
    """The entries of one framework."""
    with gzip.open(REFERENCE / f"{framework}.json.gz", "rt") as file:
        return json.load(file)["entries"]


def settings(framework: str) -> dict[Setting, list[dict]]:
    """The entries by optimizer and setting."""
    found: dict[Setting, list[dict]] = {}
    for entry in recorded(framework):
        found.setdefault((entry["optimizer"], entry["setting"]), []).append(entry)
    return found


def hyperparameters(entry: dict) -> dict:
    """What a user would write; the shape where a method goes by it."""
    shaped = {"layout": entry["layout"]} if entry["optimizer"] in SHAPED else {}
    return {**entry["hyperparameters"], **shaped}


@cache
def derivation(text: str) -> Derivation:
    return derive(build(parse(text)))


def fused(entry: dict, rule: Rule) -> Update:
    """The rule on the entry's formula, with its variables in one tensor or each in its own."""
    apart = entry["layout"] == "scalars"
    blocks = [(i,) for i in range(len(entry["start"]))] if apart else None
    found = derivation(entry["formula"])
    assert [str(x) for x in found.formula.variables] == entry["variables"]
    return fuse(found, rule, blocks)


def deviation(entry: dict, rule: Rule) -> float:
    """The largest |x - y|/(1 + |x|) over the steps that can be reproduced."""
    update = fused(entry, rule)
    names, start = tuple(entry["variables"]), tuple(entry["start"])
    descent = Descent(rule.name, names, step(update), start, first_memory(update, start))
    descent = replace(descent, draws=drawn(entry))
    points = [here.point for here in islice(walk(descent), entry["reproducible_steps"] + 1)]
    return distance(entry["iterates"], points)


def searched(entry: dict, algorithm: Algorithm) -> list[tuple[float, ...]]:
    """As many points as can be reproduced; a method that ended stays where it is."""
    many = entry["reproducible_steps"] + 1
    found = objective(derivation(entry["formula"]))
    start, settings = tuple(entry["start"]), {k: float(v) for k, v in algorithm.settings.items()}
    search = Search(algorithm.name, found, start, settings, unbounded(len(start)))
    points = [here.point for here in islice(iterates(algorithm, search), many)]
    return points + points[-1:] * (many - len(points))


def drawn(entry: dict) -> Iterator[tuple[float, ...]] | None:
    """The recorded random numbers of each step, zeros after the last."""
    zeros = repeat((0.0,) * len(entry["start"]))
    return chain(map(tuple, entry["draws"]), zeros) if "draws" in entry else None


def answer_deviation(entry: dict, rule: Rule) -> float:
    """The same for the answers, where they are not the points: averages."""
    update = fused(entry, rule)
    found = islice(answers(update, entry["start"]), entry["reproducible_steps"])
    return distance(entry["answers"], list(found))


def answers(update: Update, start: Iterable[float]) -> Iterator[tuple[float, ...]]:
    """The rule's answer after each step."""
    scalars, n = step(update).scalars, len(list(start))
    state = (*start, *first_memory(update, start))
    for t in range(1, 10**6):
        state = scalars(*state, t)[n + 1 :]
        yield state[update.answer]


def first_memory(update: Update, start: Iterable[float]) -> tuple[float, ...]:
    exact = [Fraction(repr(float(x))) for x in start]
    return tuple(map(float, update.memory_at(exact)))


def distance(wanted: list, found: list) -> float:
    a, b = np.array(wanted), np.array(found)
    assert a.shape == b.shape
    return float(np.max(np.abs(a - b) / (1 + np.abs(a)), initial=0.0))
