"""Rules by optax's names and arguments walk as optax did."""

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
from symdescent.optimizers.frameworks.optax import FORMS, SEARCHING, from_optax

SEARCHED = [
    ("lbfgs", "default_zoom_linesearch"),
    ("lbfgs", "memory3"),
    ("chain(sgd,scale_by_zoom_linesearch)", "wolfe"),
    ("chain(sgd,scale_by_zoom_linesearch)", "tight"),
]
SETTINGS = settings("optax")
AVERAGED = {
    "lookahead",
    "contrib.schedule_free",
    "contrib.schedule_free_sgd",
    "contrib.schedule_free_adamw",
}


@pytest.mark.long_beyond(80)
@pytest.mark.slow_beyond(5)
@pytest.mark.parametrize("setting", sorted(SETTINGS.keys() - {*SEARCHED}), ids="-".join)
def test_walks_as_optax_does(setting):
    for entry in SETTINGS[setting]:
        rule = from_optax(entry["optimizer"], hyperparameters(entry))
        assert deviation(entry, rule) <= entry["tolerance"], entry["formula"]


@pytest.mark.parametrize("setting", SEARCHED, ids="-".join)
def test_searches_as_optax_does(setting):
    for entry in SETTINGS[setting]:
        points = searched(entry, from_optax(entry["optimizer"], entry["hyperparameters"]))
        wanted = entry["iterates"][: entry["reproducible_steps"] + 1]
        assert distance(wanted, points) <= entry["tolerance"], entry["formula"]


@pytest.mark.parametrize(
    ("setting", "changed"),
    [
        (("lbfgs", "memory3"), {"memory_size": 4}),
        (("lbfgs", "default_zoom_linesearch"), {"scale_init_precond": False}),
        (("chain(sgd,scale_by_zoom_linesearch)", "wolfe"), {"curv_rtol": 0.8}),
        (("chain(sgd,scale_by_zoom_linesearch)", "tight"), {"learning_rate": 1.01}),
    ],
)
def test_another_search_is_found(setting, changed):
    misses = []
    for entry in SETTINGS[setting]:
        given = {**entry["hyperparameters"], **changed}
        points = searched(entry, from_optax(entry["optimizer"], given))
        wanted = entry["iterates"][: entry["reproducible_steps"] + 1]
        misses.append(distance(wanted, points) > entry["tolerance"])
    assert any(misses)


def test_all_functions_are_replayed():
    assert {optimizer for optimizer, _ in SETTINGS} == {*FORMS, *SEARCHING}


@pytest.mark.slow
def test_averages_are_optaxs():
    entries = [entry for entry in recorded("optax") if "answers" in entry]
    assert {entry["optimizer"] for entry in entries} == AVERAGED
    for entry in entries:
        rule = from_optax(entry["optimizer"], entry["hyperparameters"])
        assert answer_deviation(entry, rule) <= entry["tolerance"], entry["formula"]


@pytest.mark.parametrize("name", ["sgd", "adam", "contrib.prodigy", "yogi", "lars"])
def test_a_slightly_wrong_number_is_found(name):
    (entry, *_) = [e for e in recorded("optax") if e["optimizer"] == name and e["tolerance"] < 1e-7]
    given = hyperparameters(entry)
    wrong = from_optax(name, {**given, "learning_rate": given["learning_rate"] * 1.001})
    assert deviation(entry, wrong) > entry["tolerance"]


@pytest.mark.parametrize(
    ("name", "given", "hint"),
    [
        ("adm", {}, "adam"),
        ("adam", {"b_1": 0.9}, "b1"),
        ("contrib.prodigi", {}, "contrib.prodigy"),
    ],
)
def test_a_mistake_gets_the_nearest_name(name, given, hint):
    with pytest.raises(InputError) as caught:
        from_optax(name, given)
    assert hint in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("lbfgs", {"linesearch": "scale_by_backtracking_linesearch(15)"}),
        ("polyak_sgd", {"variant": "sps++"}),
        ("amsgrad", {"bias_correction_mu": False}),
    ],
)
def test_what_has_no_rule_says_so(name, given):
    with pytest.raises(InputError) as caught:
        from_optax(name, given)
    assert caught.value.kind == "unsupported"
