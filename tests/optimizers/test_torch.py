"""Rules by torch's names and hyperparameters walk as torch.optim did."""

import pytest
from framework_replay import (
    answer_deviation,
    deviation,
    hyperparameters,
    recorded,
    settings,
)

from symdescent.errors import InputError
from symdescent.optimizers.from_torch import TORCH, from_torch

MEMORY = "L-BFGS remembers a list of steps and stops within one; it is no rule of a few numbers"
EXCEPTIONS = {
    ("LBFGS", "default_20_inner"): MEMORY,
    ("LBFGS", "one_inner_lr1"): MEMORY,
    ("LBFGS", "one_inner_lr0.1"): MEMORY,
    ("LBFGS", "one_inner_strong_wolfe"): MEMORY + "; it also searches along a line",
    ("LBFGS", "strong_wolfe_20_inner"): MEMORY + "; it also searches along a line",
}
SETTINGS = settings("torch")
AVERAGED = [entry for entry in recorded("torch") if "answers" in entry]


@pytest.mark.parametrize("setting", SETTINGS.keys() - EXCEPTIONS.keys(), ids="-".join)
def test_walks_as_torch_does(setting):
    for entry in SETTINGS[setting]:
        rule = from_torch(entry["optimizer"], hyperparameters(entry))
        assert deviation(entry, rule) <= entry["tolerance"], entry["formula"]


def test_exceptions_are_settings():
    assert SETTINGS.keys() >= EXCEPTIONS.keys()
    assert {optimizer for optimizer, _ in SETTINGS.keys() - EXCEPTIONS.keys()} == TORCH.keys()


def test_averages_are_torchs():
    assert {entry["optimizer"] for entry in AVERAGED} == {"ASGD"}
    for entry in AVERAGED:
        rule = from_torch(entry["optimizer"], entry["hyperparameters"])
        assert answer_deviation(entry, rule) <= entry["tolerance"]


@pytest.mark.parametrize("name", TORCH)
def test_defaults_are_torchs(name):
    (entry, *_) = SETTINGS[name, "default"]
    assert from_torch(name, {}) == from_torch(name, hyperparameters(entry))


@pytest.mark.parametrize("name", [name for name in TORCH if name != "Muon"])
def test_a_slightly_wrong_rate_is_found(name):
    entry = next(e for e in SETTINGS[name, "lr"] if e["reproducible_steps"] >= 5)
    given = hyperparameters(entry)
    wrong = from_torch(name, {**given, "lr": given["lr"] * 1.001})
    assert deviation(entry, wrong) > entry["tolerance"]


def test_momentum_moves_with_a_cyclic_rate():
    scheduler = {"class": "CyclicLR", "max_lr": 0.1, "step_size_up": 10}
    rule = from_torch("SGD", {"lr": 0.01, "momentum": 0.9, "lr_scheduler": scheduler})
    assert [e.name for e in rule.equations] == ["k", "lr", "momentum", "b", "x"]
    still = {**scheduler, "cycle_momentum": False}
    rule = from_torch("SGD", {"lr": 0.01, "momentum": 0.9, "lr_scheduler": still})
    assert [e.name for e in rule.equations] == ["k", "lr", "b", "x"]


@pytest.mark.parametrize(
    ("name", "given", "hint"),
    [
        ("Adan", {}, "Adam"),
        ("Adam", {"beta": 0.9}, "betas"),
        ("SGD", {"lr_scheduler": {"class": "StepLr", "step_size": 3}}, "StepLR"),
        ("SGD", {"lr_scheduler": {"class": "StepLR", "stepsize": 3}}, "step_size"),
        ("SGD", {"gradient_clipping": {"function": "clip_grad_norm"}}, "clip_grad_norm_"),
    ],
)
def test_unknown_words_get_the_nearest_known(name, given, hint):
    with pytest.raises(InputError) as caught:
        from_torch(name, given)
    assert caught.value.hint == f"did you mean  {hint} ?"


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("SGD", {"nesterov": True}),
        ("SGD", {"lr": "fast"}),
        ("SGD", {"lr": float("nan")}),
        ("SGD", {"lr_scheduler": {"class": "StepLR"}}),
        ("Muon", {"layout": "vector"}),
    ],
)
def test_impossible_settings_are_refused(name, given):
    with pytest.raises(InputError):
        from_torch(name, given)
