"""Schedules as formulas of the step give the rates that the frameworks gave."""

import gzip
import json
from dataclasses import replace
from fractions import Fraction
from itertools import chain, islice
from pathlib import Path

import pytest

from symdescent.calculus.compilation import step
from symdescent.calculus.formula import build
from symdescent.calculus.gradient import derive
from symdescent.calculus.rule_step import fuse
from symdescent.errors import InputError
from symdescent.language import parse
from symdescent.numeric.descent import Descent, walk
from symdescent.optimizers import Rule
from symdescent.optimizers.schedules import FORMULAS, TORCH_MOMENTA, WATCHING, schedule

PATH = Path(__file__).parent.parent / "reference" / "schedules.json.gz"
ENTRIES = json.loads(gzip.decompress(PATH.read_bytes()))["entries"]
IDS = [f"{entry['framework']}-{entry['setting']}" for entry in ENTRIES]
LINE = derive(build(parse("x")))
# Functions of Python, as formulas in k.
FUNCTIONS = {
    "0.95**t": "0.95^k",
    "(t+1)**-0.5": "(k + 1)^(-0.5)",
    "0.97": "0.97",
    "0.5 if t%15==0 else 1.0": "where(k - 15*floor(k/15) <= 0, 0.5, 1)",
}
# Keras computes a cosine in single precision.
SINGLE = 5e-8


def given(entry):
    settings = {name: v for name, v in entry["hyperparameters"].items() if name != "metric"}
    if "lr_lambda" in settings:
        settings["lr_lambda"] = FUNCTIONS[settings["lr_lambda"].partition("  ")[0]]
    return settings


def rates(lines, many, metric=()):
    """The value of lr at each step; `metric` is what the schedule sees as the value."""
    rule = lines.around(Rule("rate", "now = lr", {"lr": Fraction(1)}))
    seen = "L = noise\n" if metric else ""
    update = fuse(LINE, replace(rule, text=f"{seen}{rule.text}\nx = now"))
    memory = tuple(map(float, update.memory_at([Fraction(0)])))
    draws = chain(((value,) for value in metric), [(0.0,)]) if metric else None
    descent = Descent("rate", ("x",), step(update), (0.0,), memory, draws=draws)
    return [here.point[0] for here in islice(walk(descent), 1, many + 1)]


def furthest(wanted, found):
    return max(abs(a - b) for a, b in zip(wanted, found, strict=True))


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_rates_are_the_frameworks(entry):
    lines = schedule(entry["framework"], entry["schedule"], given(entry))
    found = rates(lines, len(entry["values"]), entry.get("metric", ()))
    assert furthest(entry.get("values_float64", entry["values"]), found) <= 1e-12
    assert furthest(entry["values"], found) <= (SINGLE if "values_float64" in entry else 1e-12)


@pytest.mark.parametrize("entry", [e for e in ENTRIES if "momentum_values" in e])
def test_momenta_are_torchs(entry):
    text = TORCH_MOMENTA[entry["schedule"]](given(entry))
    lines = replace(schedule("torch", "ExponentialLR", {"base_lr": 1, "gamma": 1}))
    found = rates(replace(lines, before=f"k = t - 1\nlr = {text}"), len(entry["values"]))
    assert furthest(entry["momentum_values"], found) <= 1e-12


def test_every_schedule_is_checked():
    known = {(f, name) for f in FORMULAS for name in [*FORMULAS[f], *WATCHING[f]]}
    assert known == {(entry["framework"], entry["schedule"]) for entry in ENTRIES}


@pytest.mark.parametrize(("n", "m"), [(7, 3), (10, 2), (5, 1.5), (1, 2)])
def test_restarts_begin_where_they_should(n, m):
    settings = {"initial_learning_rate": 1, "first_decay_steps": n, "t_mul": m}
    found = rates(schedule("keras", "CosineDecayRestarts", settings), 2000)
    begin = 0
    while begin < 2000:
        if begin == int(begin):
            assert found[int(begin)] == pytest.approx(1, abs=1e-6)
        begin = begin * m + n


def test_a_wrong_factor_is_found():
    entry = next(e for e in ENTRIES if e["schedule"] == "ExponentialLR")
    wrong = {**given(entry), "gamma": 0.9501}
    found = rates(schedule("torch", "ExponentialLR", wrong), len(entry["values"]))
    assert furthest(entry["values"], found) > 1e-6


@pytest.mark.parametrize(
    ("framework", "name", "settings"),
    [
        ("torch", "CosineAnealingLR", {}),
        ("torch", "StepLR", {"base_lr": 1}),
        ("torch", "CyclicLR", {"base_lr": 1, "max_lr": 2, "mode": "triangle"}),
        ("keras", "CosineDecay", {"initial_learning_rate": 1, "decay_steps": 9, "alfa": 1}),
        ("optax", "join_schedules", {"schedules": [["linear", {}]], "boundaries": []}),
    ],
)
def test_mistakes_are_told(framework, name, settings):
    with pytest.raises(InputError):
        schedule(framework, name, settings)
