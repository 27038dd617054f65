"""Rules by Keras' names and configurations walk as keras.optimizers did."""

import pytest
from framework_replay import (
    answer_deviation,
    deviation,
    hyperparameters,
    recorded,
    settings,
)

from symdescent.errors import InputError
from symdescent.optimizers.frameworks.keras import KERAS, from_keras

EXCEPTIONS: dict[tuple[str, str], str] = {}
SETTINGS = settings("keras")
AVERAGED = [entry for entry in recorded("keras") if "answers" in entry]


@pytest.mark.slow_beyond(4)
@pytest.mark.parametrize("setting", sorted(SETTINGS.keys() - EXCEPTIONS.keys()), ids="-".join)
def test_walks_as_keras_does(setting):
    for entry in SETTINGS[setting]:
        rule = from_keras(entry["optimizer"], hyperparameters(entry))
        assert deviation(entry, rule) <= entry["tolerance"], entry["formula"]


def test_all_optimizers_are_replayed():
    assert {optimizer for optimizer, _ in SETTINGS.keys() - EXCEPTIONS.keys()} == KERAS.keys()


@pytest.mark.slow
def test_averages_are_keras():
    assert {entry["optimizer"] for entry in AVERAGED} == {"SGD", "ScheduleFreeAdamW"}
    for entry in AVERAGED:
        rule = from_keras(entry["optimizer"], entry["hyperparameters"])
        assert answer_deviation(entry, rule) <= entry["tolerance"]


@pytest.mark.parametrize("name", KERAS)
def test_defaults_are_keras(name):
    (entry, *_) = SETTINGS[name, "default"]
    assert from_keras(name, {}) == from_keras(name, hyperparameters(entry))


@pytest.mark.parametrize("name", KERAS)
def test_a_slightly_wrong_rate_is_found(name):
    entry = next(e for e in SETTINGS[name, "lr"] if e["reproducible_steps"] >= 5)
    given = hyperparameters(entry)
    wrong = from_keras(name, {**given, "learning_rate": given["learning_rate"] * 1.001})
    assert deviation(entry, wrong) > entry["tolerance"]


@pytest.mark.parametrize(
    ("name", "given", "hint"),
    [
        ("NAdam", {}, "Nadam"),
        ("Adam", {"beta1": 0.9}, "beta_1"),
        ("SGD", {"learning_rate": {"schedule": "CosinDecay"}}, "CosineDecay"),
    ],
)
def test_unknown_words_get_the_nearest_known(name, given, hint):
    with pytest.raises(InputError) as caught:
        from_keras(name, given)
    assert caught.value.hint == f"did you mean  {hint} ?"


@pytest.mark.parametrize(
    "given", [{"clipnorm": 1, "clipvalue": 1}, {"learning_rate": None}, {"momentum": "much"}]
)
def test_impossible_settings_are_refused(given):
    with pytest.raises(InputError):
        from_keras("SGD", given)
