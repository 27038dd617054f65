"""Rules by torch's names and hyperparameters walk as torch.optim did."""

import pytest
from framework_replay import (
    answer_deviation,
    deviation,
    distance,
    hyperparameters,
    recorded,
    searched,
    settings,
)

from symdescent.errors import InputError
from symdescent.optimizers.frameworks.torch import SEARCHING, TORCH, from_torch

SETTINGS = settings("torch")
AVERAGED = [entry for entry in recorded("torch") if "answers" in entry]


@pytest.mark.slow_beyond(11)
@pytest.mark.parametrize("setting", [s for s in SETTINGS if s[0] in TORCH], ids="-".join)
def test_walks_as_torch_does(setting):
    for entry in SETTINGS[setting]:
        rule = from_torch(entry["optimizer"], hyperparameters(entry))
        assert deviation(entry, rule) <= entry["tolerance"], entry["formula"]


@pytest.mark.parametrize("setting", [s for s in SETTINGS if s[0] in SEARCHING], ids="-".join)
def test_searches_as_torch_does(setting):
    for entry in SETTINGS[setting]:
        algorithm = from_torch(entry["optimizer"], entry["hyperparameters"])
        points = searched(entry, algorithm)
        assert distance(walked(entry), points) <= entry["tolerance"], entry["formula"]


def walked(entry):
    return entry["iterates"][: entry["reproducible_steps"] + 1]


def test_all_optimizers_are_replayed():
    assert {optimizer for optimizer, _ in SETTINGS} == {*TORCH, *SEARCHING}


@pytest.mark.parametrize(
    ("setting", "changed"),
    [
        ("one_inner_lr0.1", {"lr": 0.1001}),
        ("one_inner_lr0.1", {"history_size": 1}),
        ("default_20_inner", {"max_eval": 24, "max_iter": 19}),
        ("one_inner_strong_wolfe", {"line_search_fn": None}),
        ("strong_wolfe_20_inner", {"max_eval": 20}),
    ],
)
def test_another_search_is_found(setting, changed):
    entries = SETTINGS["LBFGS", setting]
    misses = [
        distance(walked(e), searched(e, from_torch("LBFGS", {**e["hyperparameters"], **changed})))
        for e in entries
    ]
    assert any(miss > e["tolerance"] for miss, e in zip(misses, entries, strict=True))


def test_the_most_evaluations_follow_the_most_steps():
    assert from_torch("LBFGS", {}).settings["max_eval"] == 25
    assert from_torch("LBFGS", {"max_iter": 1}).settings["max_eval"] == 1


@pytest.mark.slow
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
        ("LBFGS", {"max_evals": 3}, "max_eval"),
        ("LBFGS", {"line_search_fn": "strong_wolf"}, "strong_wolfe"),
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
        ("LBFGS", {"line_search_fn": "backtracking"}),
        ("LBFGS", {"lr_scheduler": {"class": "StepLR", "step_size": 3}}),
    ],
)
def test_impossible_settings_are_refused(name, given):
    with pytest.raises(InputError):
        from_torch(name, given)
