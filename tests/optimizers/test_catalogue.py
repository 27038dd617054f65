"""An optimizer is found by the names that people and frameworks give it."""

import re
from fractions import Fraction

import pytest

import symdescent
from symdescent.cli.commands import optimizer_list
from symdescent.cli.main import main
from symdescent.optimizers import Rule
from symdescent.optimizers.catalogue import FAMILIES, FRAMEWORKS, find, members, methods
from symdescent.optimizers.frameworks.keras import KERAS
from symdescent.optimizers.frameworks.optax import FORMS
from symdescent.optimizers.frameworks.script_names import key
from symdescent.optimizers.frameworks.torch import TORCH
from symdescent.optimizers.schedules import SHORT, schedule_names

SAME = [
    ("adam", "torch", "torch:Adam"),
    ("Adam", "keras", "keras:Adam"),
    ("nesterov", "torch", None),
    ("RMSprop", "optax", "optax:rmsprop"),
    ("gd", None, None),
    ("L-BFGS", "torch", "torch:LBFGS"),
    ("bfgs", "scipy", "scipy:BFGS"),
    ("cg", "scipy", "scipy:CG"),
]
WRONG = [
    (["--optimizer", "adm"], "did you mean  Adam ?"),
    (["--optimizer", "torch:Adm"], "did you mean  Adam ?"),
    (["--optimizer", "jax:Adam"], "there are torch, keras, optax"),
    (["--optimizer", "adam", "--convention", "tourch"], "did you mean  torch ?"),
    (["--optimizer", "adam", "--set", "beta3=0.9"], "it has lr, beta1, beta2, eps"),
    (["--optimizer", "newton", "--set", "shrinks=0.9"], "did you mean  shrink ?"),
    (["--optimizer", "newton", "--box", "[0,1]"], "Newton knows no bounds"),
    (["--optimizer", "trust region", "--lr", "0.1"], "has no learning rate"),
    (["--optimizer", "scipy:BFG"], "did you mean  BFGS ?"),
    (["--optimizer", "adam", "--lr", "0"], "must be above 0"),
    (["--optimizer", "Polyak step", "--lr", "0.1"], "has no learning rate"),
]


@pytest.mark.parametrize(("name", "convention", "other"), SAME)
def test_a_name_in_a_convention_is_the_framework_s_own(name, convention, other):
    rule = find(name, convention).rule
    if other:
        assert find(other).rule.text == rule.text


def test_settings_of_a_script_are_carried_over():
    given = {"lr": 0.01, "betas": [0.8, 0.99]}
    rule = symdescent.from_framework("torch", "Adam", given).rule
    assert rule.settings["beta1"] == Fraction(4, 5)
    assert rule.settings["lr"] == Fraction(1, 100)


def test_two_steps_of_momentum_by_hand():
    """x^2/2 from 1 at rate 1/10 and momentum 1/2: 1, 0.9, 0.9 - 0.1*(0.5*1 + 0.9) = 0.76."""
    run = symdescent.descend(
        "x^2/2", optimizer="momentum", rate=0.1, settings={"momentum": 0.5}, start=1, steps=2
    )
    assert run.points[:, 0].tolist() == pytest.approx([1, 0.9, 0.76], rel=1e-15)


def test_a_rule_of_one_s_own_runs_and_a_mistake_has_a_place():
    rule = symdescent.Rule("mine", "x = x - lr*sign(g)", {"lr": Fraction(1, 4)})
    run = symdescent.descend("(x-1)^2", optimizer=rule, start=2, steps=4)
    assert run.points[:, 0].tolist() == [2, 1.75, 1.5, 1.25, 1]
    with pytest.raises(symdescent.FormulaError) as caught:
        symdescent.descend("x^2", optimizer=symdescent.Rule("bad", "x = x - rate*g", {}), start=1)
    assert caught.value.pos == 8


@pytest.mark.parametrize(("options", "hint"), WRONG)
def test_what_cannot_be_meant_is_said(options, hint, capsys):
    assert main(["x^2", *options]) == 2
    assert hint in capsys.readouterr().err


def test_no_method_hides_another():
    tables = map(members, FAMILIES)
    names = [method.name for table in tables for method in table]
    assert len({key(name) for name in names}) == len(names) == len(methods())


WIDTHS = (60, 80, 100)


def told(width, make):
    """A list of some width, which it keeps, as one line without its line ends."""
    text = make(width)
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text and "\0" not in text
    return " ".join(text.split())


def test_the_list_is_a_dozen_that_fits_a_screen(capsys):
    assert main(["optimizers"]) == 0
    shown = capsys.readouterr().out
    assert shown == optimizer_list.known(100) + "\n"
    rows = re.findall(r"^\S.*", shown.partition("\n\n")[0], re.MULTILINE)
    assert len(rows) == 13 and len(set(optimizer_list.KNOWN)) == 12
    assert "all 92 of them" in shown and len(methods()) == 92
    for row, name in zip(rows[1:], optimizer_list.KNOWN, strict=True):
        typed = row.split()[0]
        assert find(typed).rule.name == name
        assert all((who in row) == (who in methods()[name].known_as) for who in FRAMEWORKS)
    assert len(optimizer_list.known(80).splitlines()) <= 24
    for width in WIDTHS:
        text = told(width, optimizer_list.known)
        assert all(methods()[name].purpose in text for name in optimizer_list.KNOWN)


def test_the_whole_list_leaves_out_nobody(capsys):
    """Every method stands in one family, with its purpose and what each framework calls it."""
    grouped = [family for families in optimizer_list.GROUPS.values() for family in families]
    assert sorted(grouped) == sorted(FAMILIES)
    assert main(["optimizers", "--all"]) == 0
    assert capsys.readouterr().out == optimizer_list.every(100) + "\n"
    for width in WIDTHS:
        text = told(width, optimizer_list.every)
        assert all(f"{title} " in text for title in optimizer_list.GROUPS)
        for method in methods().values():
            assert f"{method.name} {method.purpose}" in text
            assert all(f"{who}: {what}" in text for who, what in method.known_as.items())


def test_every_name_of_a_framework_stands_in_its_list(capsys):
    for framework, table in (("torch", TORCH), ("keras", KERAS), ("optax", FORMS)):
        assert main(["optimizers", "--framework", framework]) == 0
        cells = set(re.findall(r"[\w.]+", capsys.readouterr().out))
        combined = {name for name in table if "(" in name}  # a chain's parts are methods themselves
        assert {*table} - cells <= combined
        for width in WIDTHS:
            told(width, lambda columns, who=framework: optimizer_list.of_framework(who, columns))


def test_a_framework_may_be_named_by_its_house(capsys):
    for house, framework in optimizer_list.HOUSES.items():
        assert optimizer_list.of_framework(house) == optimizer_list.of_framework(framework)
    assert main(["optimizers", "--framework", "troch"]) == 2
    assert "did you mean  torch ?" in capsys.readouterr().err
    assert main(["schedules", "--framework", "scipy"]) == 2
    assert "there are no schedules of scipy" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["optimizers", "adam", "--all"],
                                   ["schedules", "cosine", "--framework", "torch"]])  # fmt: skip
def test_one_and_all_are_not_asked_at_once(words, capsys):
    assert main(words) == 2
    assert f"symdescent {words[0]} {words[1]}  shows one whole" in capsys.readouterr().err


def test_the_lists_of_schedules_fit(capsys):
    assert main(["schedules"]) == 0
    shown = capsys.readouterr().out
    assert len(shown.splitlines()) <= 24 and max(map(len, shown.splitlines())) <= 80
    assert all(f"\n{name} " in shown for name in SHORT)
    assert main(["schedules", "--all"]) == 0
    shown = capsys.readouterr().out
    words = set(re.findall(r"[\w.]+", shown))
    assert {name for who in FRAMEWORKS[:3] for name in schedule_names(who)} <= words
    assert max(map(len, shown.splitlines())) <= 100


def test_one_method_in_latex(capsys):
    assert main(["optimizers", "adam", "--format", "tex"]) == 0
    out = capsys.readouterr().out
    assert out.count(r"\begin{align*}") == len(methods()["Adam"].rules)
    assert r"m_{t} &= \beta_{1} m_{t-1} + (1 - \beta_{1}) g_{t}" in out


def test_one_method_is_told_with_its_rule_and_source(capsys):
    assert main(["optimizers", "lion"]) == 0
    told = capsys.readouterr().out
    assert "arXiv:2302.06675" in told
    assert "sign(" in told


def test_an_algorithm_is_told_and_run_like_a_rule(capsys):
    assert main(["(x-4)^2/2", "--optimizer", "newton", "--x0", "14"]) == 0
    told = capsys.readouterr().out
    assert "Newton   lr = 1, shift = 0.001" in told
    assert "after 1 step exactly at the proved minimum" in told
    assert "Closed form" not in told and "exact xₖ" not in told


def test_the_study_of_another_rule_prints_what_was_run(capsys):
    assert main(["(x-4)^2/2", "--optimizer", "adam", "--lr", "0.5", "--x0", "14"]) == 0
    told = capsys.readouterr().out
    assert "m ← β₁m + (1 − β₁)·g" in told
    assert "Closed form" not in told


def test_settings_show_what_memory_begins_with():
    """Where that is not zero; the lines of a rule alone do not have it."""
    begun = {
        ("Adagrad", "keras"): "; at first s = 0.1",
        ("FTRL", "keras"): "; at first s = 0.1",
        ("NAdam", "torch"): "; at first p = 1",
        ("Rprop", "torch"): "; at first d = 0.01",
        ("Nesterov momentum", "paper"): "; at first previous = x",
    }
    for (name, convention), text in begun.items():
        assert methods()[name].rule(convention).settings_text.endswith(text)
    assert methods()["Adagrad"].rule("torch").settings_text.endswith("eps = 1e-10")
    for method in methods().values():
        for rule in method.rules.values():
            if isinstance(rule, Rule):
                begins = any(first != 0 for first in rule.memory.values())
                assert ("at first" in rule.settings_text) == begins
