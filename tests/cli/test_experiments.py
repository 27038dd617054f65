"""`symdescent compare` and `symdescent sweep` at the terminal: formats, widths, mistakes."""

import csv
import io
import json
import re
import signal
import time
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource
from running import begin, on_terminal, run, shown

import symdescent
from symdescent.cli.main import main

HOME = Path(symdescent.__file__).parent
COMMON = json.loads((HOME / "schema.json").read_text(encoding="utf-8"))
SCHEMA = json.loads((HOME / "experiments.schema.json").read_text(encoding="utf-8"))
KNOWN = Registry().with_resource(COMMON["$id"], Resource.from_contents(COMMON))
FITS = jsonschema.Draft202012Validator(SCHEMA, registry=KNOWN)

BOWL = "(17x^2 - 24x*y + 10y^2)/2"
COMPARED = ("compare", "x^4/4 - x^2/2 + x/10", "--x0", "1", "--starts", "20", "--steps", "2000")
SWEPT = ("sweep", BOWL, "--lr", "1e-3..1:7", "--x0", "2,11")
GRID = (*SWEPT, "--optimizer", "momentum", "--over", "momentum=0,0.5")


def no_such_number(token):
    raise AssertionError(f"{token} is not JSON")


@pytest.mark.slow
@pytest.mark.parametrize("words", [COMPARED, SWEPT, GRID], ids=["compare", "sweep", "grid"])
def test_json_fits_its_schema(words, capsys):
    main([*words, "--format", "json"])
    told = json.loads(capsys.readouterr().out, parse_constant=no_such_number)
    FITS.validate(told)
    for wrong in ({**told, "unheard": 1}, {**told, "version": 2}, {**told, "kind": "other"}):
        assert not FITS.is_valid(wrong)


def test_the_schema_is_one():
    FITS.check_schema(SCHEMA)


@pytest.mark.slow
def test_csv_has_a_row_an_optimizer(capsys):
    main([*COMPARED, "--optimizers", "gd@0.1, adam@0.05", "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["optimizer"] for row in rows] == ["gd@0.1", "adam@0.05"]
    assert [row["lr"] for row in rows] == ["0.1", "0.05"]
    assert {row["steps_until_near"] for row in rows} == {""}
    assert {row["outcome"] for row in rows} == {"stopped at a local minimum"}


@pytest.mark.slow
def test_markdown_and_latex(capsys):
    main([*SWEPT, "--format", "md"])
    assert "| 0.01 | 882 |" in capsys.readouterr().out
    main([*SWEPT, "--format", "tex"])
    out = capsys.readouterr().out
    assert out.count(r"\begin{") == out.count(r"\end{") == 2
    assert r"$0.01$ & $882$ & $4.916 \cdot 10^{-21}$ & $2521$ & converged" in out
    assert out.isascii()


@pytest.mark.long_beyond(2)
@pytest.mark.slow
@pytest.mark.parametrize("words", [COMPARED, SWEPT, GRID], ids=["compare", "sweep", "grid"])
@pytest.mark.parametrize("columns", [60, 80])
def test_no_line_is_wider_than_the_terminal(words, columns):
    _, sent = on_terminal(*words, columns=columns)
    lines = shown(sent)
    assert max(map(len, lines)) <= columns, max(lines, key=len)


@pytest.mark.slow
def test_piped_nothing_is_left_out():
    status, out, err = run(*COMPARED)
    assert (status, err) == (1, "")
    assert "time" in out and "left out" not in out and "\x1b" not in out


def test_what_dresses_a_rule_is_swept_too(capsys):
    tables = set()
    for extra in ([], ["--clip-norm", "0.1"], ["--weight-decay", "0.5"]):
        main([*SWEPT, "--steps", "50", *extra, "--format", "csv"])
        tables.add(capsys.readouterr().out)
    assert len(tables) == 3


def test_the_sparkline_has_a_bar_a_value(capsys):
    main([*SWEPT])
    (line,) = re.findall(r"Final gap +([▁-█×]+)", capsys.readouterr().out)
    assert len(line) == 7
    assert line.endswith("××")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["compare"],
            'one formula is needed, not 0\n  type it in quotes, as  symdescent compare "',
        ),
        (["example"], 'type it in quotes, as  symdescent example "(x-4)^2"'),
        (["compare", "x^2", "--optimizers", "gd,adm"], "no optimizer 'adm'"),
        (["compare", "x^2", "--optimizers", "gd,"], "nothing to compare"),
        (["compare", "x^2", "--within", "[1,0]", "--starts", "3"], "empty"),
        (["compare", "2x+sen(x)"], "unknown function 'sen'"),
        (["compare", "x^2", "--seed", "-1"], "whole number"),
        (["sweep", "x^2", "--lr", "0..1"], "above 0"),
        (["sweep", "x^2", "--over", "beta=0..1"], "no setting 'beta'"),
        (["sweep", "x^2", "--over", "beta"], "--over cannot be read"),
        (["sweep", "x^2", "--lr", "1..0.1"], "empty"),
        (["sweep", "x^2", "y^2"], "2 formulas"),
        (["sweep", "x^2", "--tune"], "no option --tune"),
    ],
)
def test_mistakes_are_status_2(words, said, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert main(words) == 2
    err = capsys.readouterr().err
    assert err.startswith("error: ") and said in err


def test_a_rule_of_one_s_own_is_compared_and_swept(tmp_path, capsys):
    file = tmp_path / "mine.rule"
    file.write_text("m = 0.5*m + g\nx = x - lr*m\n", encoding="utf-8")
    assert main(["compare", "x^2", "--rule", str(file), "--lr", "0.1", "--optimizers", "gd"]) == 0
    assert "fewest steps: mine" in capsys.readouterr().out
    assert main(["sweep", "x^2", "--rule", str(file), "--lr", "0.1,0.2"]) == 0
    assert "Rule             mine" in capsys.readouterr().out


@pytest.mark.slow
def test_a_formula_may_come_by_pipe():
    status, out, err = run(*SWEPT[:1], *SWEPT[2:], given=BOWL.encode())
    assert (status, err) == (0, "")
    assert "best: η = 0.03162" in out


@pytest.mark.slow
def test_ctrl_c_ends_a_long_comparison_with_what_was_done():
    words = ("compare", "(1-x)^2 + 100*(y-x^2)^2", "--steps", "100000000", "--tol", "0")
    process = begin(*words, "--optimizers", "gd@0.001,adam", "--format", "json")
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    told = json.loads(out)
    assert told["interrupted"]
    assert told["contenders"][0]["steps"] > 1000
