"""What a person writes for a schedule, against the frameworks' recorded rates and by hand."""

import gzip
import json
import math
from fractions import Fraction
from pathlib import Path

import pytest

from symdescent import InputError, descend
from symdescent.calculus.compilation import rate_at
from symdescent.cli.commands import schedule_list
from symdescent.optimizers.schedules import (
    BASES,
    FORMULAS,
    SHORT,
    named_schedule,
    schedule,
    settings,
)
from symdescent.problem.problem import posed
from symdescent.problem.setting import prepare

PATH = Path(__file__).parent.parent / "reference" / "schedules.json.gz"
ENTRIES = json.loads(gzip.decompress(PATH.read_bytes()))["entries"]


def is_written(value):
    """A number or a list of numbers: what fits on a command line."""
    return all(isinstance(v, int | float) for v in (value if isinstance(value, list) else [value]))


PLAIN = [
    entry
    for entry in ENTRIES
    if entry["schedule"] in FORMULAS[entry["framework"]]
    and all(is_written(v) for v in entry["hyperparameters"].values())
]


def written(entry):
    pairs = (f"{name}={value}" for name, value in entry["hyperparameters"].items())
    return f"{entry['framework']}:{entry['schedule']}:{','.join(pairs)}"


@pytest.mark.slow_beyond(41)
@pytest.mark.parametrize("entry", PLAIN, ids=written)
def test_the_frameworks_names_give_their_rates(entry):
    at = rate_at(named_schedule(written(entry), Fraction(1, 7)).before)
    wanted = entry.get("values_float64", entry["values"])
    assert max(abs(at(k + 1) - value) for k, value in enumerate(wanted)) <= 1e-12


def test_many_are_compared():
    assert len(PLAIN) > 40


@pytest.mark.parametrize("name", SHORT)
def test_a_short_name_is_the_schedule_that_it_stands_for(name):
    short = SHORT[name]
    given = {short.settings.get(n, n): v for n, v in settings(short.example).items()}
    whole = {short.base: Fraction(1, 10), **short.usual, **given}
    assert named_schedule(f"{name}:{short.example}", Fraction(1, 10)) == schedule(
        short.framework, short.name, whole
    )
    assert short.base in BASES


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("cosine:T=100", lambda k: 0.3 * (1 + math.cos(math.pi * min(k, 100) / 100)) / 2),
        ("step:every=10,factor=1/2", lambda k: 0.3 * 0.5 ** (k // 10)),
        ("exponential:factor=0.9", lambda k: 0.3 * 0.9**k),
        ("linear:T=50", lambda k: 0.3 * (1 - min(k, 50) / 50)),
        ("polynomial:T=50,power=3", lambda k: 0.3 * (1 - min(k, 50) / 50) ** 3),
        ("inverse-time:T=50,decay=2", lambda k: 0.3 / (1 + 2 * k / 50)),
        ("warmup:T=10", lambda k: 0.3 * min(k, 10) / 10),
        ("multistep:at=[5,20],factor=0.1", lambda k: 0.3 * 0.1 ** ((k >= 5) + (k >= 20))),
    ],
)
def test_by_hand(text, rate):
    at = rate_at(named_schedule(text, Fraction(3, 10)).before)
    assert max(abs(at(k + 1) - rate(k)) for k in range(120)) <= 1e-15


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cosin:T=9", "cosine"),
        ("cosine", "needs a value for T"),
        ("cosine:TT=9", "no setting 'TT'"),
        ("cosine:T", "cannot be read"),
        ("torch:StepL:step_size=3", "StepLR"),
        ("torch:StepLR", "step_size"),
        ("torch:StepLR:stepsize=3", "step_size"),
        ("cosine:T=1/0", "divides by zero"),
        ("multistep:at=3", "cannot be made"),
    ],
)
def test_mistakes_are_told(text, words):
    with pytest.raises(InputError) as caught:
        named_schedule(text, Fraction(1))
    assert words in str(caught.value)


def test_a_schedule_is_what_a_loop_would_do():
    run = descend("1/2*(x-4)^2", start=14, rate="0.3", schedule="step:every=3", steps=9)
    x = 14.0
    for k in range(9):
        x -= 0.3 * 0.1 ** (k // 3) * (x - 4)
    assert run.points[-1, 0] == pytest.approx(x, abs=1e-12)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"rate": "0.1*(1-t/50)"}, "0 at step 50"),
        ({"rate": "0.1/(t-3)"}, "at step 1"),
        ({"rate": "1/t", "schedule": "cosine:T=9"}, "one of them"),
        ({"schedule": "exponential:factor=-1"}, "at step 2"),
        ({"clip_norm": 0}, "above 0"),
        ({"average": 1}, "from 0 to 1"),
        ({"weight_decay": -1}, "from 0 on"),
        ({"rate": "nan"}, "finite"),
        ({"rate": "-1/2"}, "above 0"),
    ],
)
def test_options_that_cannot_be_meant(given, words):
    with pytest.raises(InputError) as caught:
        prepare(posed("x^2", given), given)
    assert words in str(caught.value)


def test_clipping_and_decay_by_hand():
    run = descend("x^2 + y^2", start=[3, 4], rate="0.1", clip_norm=1, weight_decay="0.5", steps=1)
    wanted = [3 - 0.1 * (0.6 + 1.5), 4 - 0.1 * (0.8 + 2.0)]
    assert run.points[-1].tolist() == pytest.approx(wanted, abs=1e-15)
    run = descend("x^2 + y^2", start=[3, 0.1], rate="0.1", clip_value="0.5", steps=1)
    assert run.points[-1].tolist() == pytest.approx([2.95, 0.08], abs=1e-15)


def test_the_list_names_all():
    text = schedule_list.every()
    assert all(name in text for table in FORMULAS.values() for name in table)
    for name in SHORT:
        assert "lr = " in schedule_list.one(name)
    assert "step_size" in schedule_list.one("StepLR")
    with pytest.raises(InputError, match="no schedule"):
        schedule_list.one("StepLRR")
