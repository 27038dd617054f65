"""The schedules of a training script, against the same rates reckoned by hand."""

import inspect
import math
from itertools import pairwise

import pytest

import symdescent
from symdescent.cli.main import main
from symdescent.errors import InputError
from symdescent.optimizers.catalogue import known_to
from symdescent.optimizers.frameworks.signatures import SCHEDULES, optimizer_order
from symdescent.optimizers.schedules import FRAMEWORKS, schedule_names

RATES = {  # the rate at step k, the first being 0
    "torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9)": lambda k: 0.5 * 0.9**k,
    "ExponentialLR(gamma=0.9)": lambda k: 0.5 * 0.9**k,
    "exponential(0.9)": lambda k: 0.5 * 0.9**k,
    "scheduler = lr_scheduler.StepLR(opt, 3, 0.5)": lambda k: 0.5 * 0.5 ** (k // 3),
    "StepLR(torch.optim.SGD(params, 0.1), step_size=3, last_epoch=-1)": lambda k: (
        0.5 * 0.1 ** (k // 3)
    ),
    "torch.optim.lr_scheduler.MultiStepLR(optimizer, [2, 4])": lambda k: (
        0.5 * 0.1 ** ((k >= 2) + (k >= 4))
    ),
    "keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)": lambda k: 0.1 * 0.9 ** (k / 10),
    "tf.keras.optimizers.schedules.InverseTimeDecay(0.1, 2, 0.5, name='a')": lambda k: (
        0.1 / (1 + 0.5 * k / 2)
    ),
    "optax.exponential_decay(0.1, transition_steps=10, decay_rate=0.9)": lambda k: (
        0.1 * 0.9 ** (k / 10)
    ),
    "optax.cosine_decay_schedule(0.1, 100)": lambda k: 0.05 * (1 + math.cos(math.pi * k / 100)),
    "optax.piecewise_constant_schedule(0.1, {2: 0.5, 4: 0.1})": lambda k: (
        0.1 * (1, 1, 0.5, 0.5, 0.05, 0.05)[k]
    ),
    "optax.join_schedules([optax.linear_schedule(0.1, 0.3, 2), "
    "optax.constant_schedule(0.3)], [2])": lambda k: (0.1, 0.2, 0.3, 0.3, 0.3, 0.3)[k],
}
WRONG = {  # the part under the caret, and a word of the message or the hint
    "ExponentialLR(0.9)": ("0.9", "write  gamma=0.9"),
    "ExponentialLR(optimizer)": ("ExponentialLR", "needs a value for gamma"),
    "torch.optim.lr_scheduler.ExponentalLR(optimizer)": ("ExponentalLR", "ExponentialLR ?"),
    "CosineAnnealingLR(optimizer, 50, eta_mim=0)": ("eta_mim", "did you mean  eta_min ?"),
    "LambdaLR(optimizer, lambda k: 0.9**k)": ("lambda k: 0.9**k", "--lr"),
    "StepLR(optimizer, step_size=n)": ("n", "a value is a number"),
    "optax.exponential_decay(0.1": ("(", "never closed"),
    "get_linear_schedule_with_warmup(optimizer, 1, 9)": (
        *("get_linear_schedule_with_warmup", "did you mean  linear_schedule ?"),
    ),
    "foo.StepLR(optimizer, 3)": ("StepLR", "foo has no schedule"),
    "cosine(T=100, end=0)": ("end", "it has T, share"),
}


def test_a_schedule_of_a_script_has_the_rates_of_the_script():
    """On L = x the step at k is the rate at k."""
    for text, rate in RATES.items():
        given = None if text.startswith(("keras", "tf", "optax")) else 0.5
        run = symdescent.descend("x", start=0, rate=given, schedule=text, steps=6)
        taken = [float(a - b) for a, b in pairwise(run.points[:, 0])]
        assert taken == pytest.approx([rate(k) for k in range(6)], rel=1e-12), text


def test_what_cannot_be_meant_has_a_caret():
    for text, (part, words) in WRONG.items():
        with pytest.raises(InputError) as caught:
            symdescent.descend("x^2", schedule=text)
        begin, end = caught.value.span
        assert text[begin:end] == part, text
        assert words in str(caught.value), text


def test_it_is_told_how_the_schedule_was_read(capsys):
    told = {
        "torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9)": "exponential:factor=0.9",
        "optax.cosine_decay_schedule(0.1, 100)": "--lr 0.1  --schedule cosine:T=100",
        "keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)": "keras:ExponentialDecay:"
        "initial_learning_rate=0.1,decay_steps=10,decay_rate=0.9",
    }
    for text, words in told.items():
        main(["x^2", "--x0", "1", "--steps", "3", "--schedule", text])
        shown = capsys.readouterr().out
        assert f"note: the schedule read as  {'--schedule ' * (words[0] != '-')}{words}\n" in shown


def test_the_rate_of_a_schedule_is_not_contradicted(capsys):
    """Not by --lr, whether the schedule is a script's or written our way; the same rate is fine."""
    ours = "optax:exponential_decay:init_value=0.1,transition_steps=10,decay_rate=0.9"
    for text in ("optax.exponential_decay(0.1, 10, 0.9)", ours):
        assert main(["x^2", "--lr", "0.5", "--steps", "3", "--schedule", text]) == 2
        error = capsys.readouterr().err
        assert "the learning rate is given twice: 0.5, and 0.1 in the schedule" in error
        assert main(["x^2", "--x0", "1", "--lr", "0.1", "--steps", "3", "--schedule", text]) != 2
        capsys.readouterr()


def test_every_schedule_has_an_order():
    names = {name for framework in FRAMEWORKS for name in schedule_names(framework)}
    assert names == {*SCHEDULES}


@pytest.mark.slow
def test_the_orders_are_those_of_the_frameworks():
    """Where they are installed."""
    torch, keras, optax = map(pytest.importorskip, ("torch", "keras", "optax"))
    homes = {
        "torch": (torch.optim, torch.optim.lr_scheduler, torch.optim.swa_utils),
        "keras": (keras.optimizers, keras.optimizers.schedules, keras.callbacks),
        "optax": (optax, optax.contrib),
    }
    for framework, places in homes.items():
        orders = {name: optimizer_order(framework, name) for name in known_to(framework)}
        orders |= {name: SCHEDULES[name].split() for name in schedule_names(framework)}
        for name, order in orders.items():
            last = name.rpartition(".")[2]
            home = next((place for place in places if hasattr(place, last)), None)
            theirs = [*inspect.signature(getattr(home, last)).parameters] if home else order
            assert order == theirs[: len(order)], (framework, name)
