"""`symdescent minimum` at the terminal: the answer, its proof, the way to it, and its endings."""

import csv
import io
import json
import re
import signal
import time
from copy import deepcopy
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource
from running import begin, on_terminal, piped, run, shown

import symdescent
from symdescent.cli.main import main
from symdescent.proofs import Kind, Minimum

HOME = Path(symdescent.__file__).parent
COMMON = json.loads((HOME / "schema.json").read_text(encoding="utf-8"))
SCHEMA = json.loads((HOME / "minimum.schema.json").read_text(encoding="utf-8"))
KNOWN = Registry().with_resource(COMMON["$id"], Resource.from_contents(COMMON))
FITS = jsonschema.Draft202012Validator(SCHEMA, registry=KNOWN)
HARD = "x^6+y^6-3x*y^2+sin(x*y)+exp(x)"

ANSWERS = {  # hand arithmetic: kind, exact value, exit status
    "x^4 - 3x^3 + 2": (Kind.GLOBAL, "-6.54296875", 0),
    "(1-x)^2 + 100*(y-x^2)^2": (Kind.GLOBAL, "0", 0),
    "cos(x)": (Kind.GLOBAL, "-1", 0),
    "x^3": (Kind.UNBOUNDED, None, 0),
    "exp(-x)": (Kind.NOT_ATTAINED, "0", 0),
}


def no_such_number(token):
    raise AssertionError(f"{token} is not JSON")


def told(capsys, *words):
    status = main(["minimum", *words, "--format", "json"])
    out, err = capsys.readouterr()
    assert err == ""
    found = json.loads(out, parse_constant=no_such_number)
    FITS.validate(found)
    return status, found


@pytest.mark.parametrize("text", ANSWERS)
def test_the_answer_and_its_status(text, capsys):
    kind, value, status = ANSWERS[text]
    given, found = told(capsys, text)
    minimum = found["minimum"]
    assert (minimum["kind"], given) == (kind, status)
    assert value == (minimum["value"] and minimum["value"]["exact"])
    assert found["tried"][-1] == {
        "rung": minimum["rung"],
        "seconds": found["tried"][-1]["seconds"],
        "outcome": kind,
    }


@pytest.mark.slow
def test_undecided_is_status_1_and_tells_which_rung_had_no_time(capsys):
    status, found = told(capsys, HARD, "--time-limit", "0.5")
    assert status == 1
    assert found["minimum"]["kind"] == "undecided"
    last = found["tried"][-1]
    assert (last["outcome"], f"'{last['rung']}'" in found["minimum"]["reason"]) == (
        "out of time",
        True,
    )
    assert {entry["outcome"] for entry in found["tried"][:-1]} == {"nothing sure"}


def planted(found):
    for path in ((), ("formula",), ("minimum",), ("tried", 0), ("minimum", "value")):
        wrong = deepcopy(found)
        place = wrong
        for key in path:
            place = place[key]
        place["unheard"] = 1
        yield wrong
    yield {**found, "version": 2}
    yield {**found, "kind": "cases"}
    yield {key: value for key, value in found.items() if key != "tried"}


def test_the_schema_is_one_and_a_wrong_answer_does_not_fit(capsys):
    FITS.check_schema(SCHEMA)
    _, found = told(capsys, "x^4 - x", "--box", "0<=x<=10")
    for wrong in planted(found):
        assert not FITS.is_valid(wrong)


def test_the_proof_in_full_has_every_step_with_its_formula(capsys):
    main(["minimum", "(x-4)^2/2"])
    out = capsys.readouterr().out
    steps = re.findall(r"^(?:  Proof)? +(\d+)\. (.*)$", out, re.MULTILINE)
    assert [number for number, _ in steps] == ["1", "2", "3"]
    assert steps[0][1] == "L is convex, and its gradient vanishes there: ∇L(4) = 0"
    main(["minimum", "(x-4)^2/2", "--proof", "brief"])
    brief = capsys.readouterr().out
    assert "(proved: L is convex" in brief and "1. " not in brief


def test_methods_has_a_row_a_rung(capsys):
    main(["minimum", "x^4 - x", "--methods"])
    out = capsys.readouterr().out
    rows = re.findall(r"^  (constant|quadratic|univariate) +(\S.*?)  +[\d.e-]+ ", out, re.MULTILINE)
    assert rows == [
        ("constant", "nothing sure"),
        ("quadratic", "nothing sure"),
        ("univariate", "global"),
    ]
    main(["minimum", "x^4 - x"])
    assert "nothing sure" not in capsys.readouterr().out


def test_a_rung_that_breaks_is_told(monkeypatch, capsys):
    from symdescent.proofs import ladder

    def broken(problem):
        raise ZeroDivisionError

    monkeypatch.setattr(ladder, "RUNGS", (ladder.Rung("broken", "", broken),))
    status, found = told(capsys, "x^4 - x")
    assert (status, found["minimum"]["kind"]) == (1, "undecided")
    assert [entry["outcome"] for entry in found["tried"]] == ["broke (ZeroDivisionError)"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["(x-1/3)^2 + (y+sqrt(2))^4"], "1/3, -sqrt(2)"),
        (["cos(x)"], "pi"),
        (["a*x^2 - x", "--let", "a=2"], "0.25"),
        (["x^4 - x", "--box", "2<=x<=3"], "2"),
    ],
)
def test_quiet_is_the_exact_minimiser(words, said, capsys):
    assert main(["minimum", "-q", *words]) == 0
    assert capsys.readouterr() == (f"{said}\n", "")


@pytest.mark.parametrize("text", ["x^3", "exp(-x)"])
def test_quiet_without_a_minimiser_is_status_1(text, capsys):
    assert main(["minimum", "-q", text]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("no minimiser is proved: ")


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_bad_line_costs_itself(form, tmp_path, capsys):
    file = tmp_path / "lines.txt"
    file.write_text("# three\nx^2 - 4x\n\nsen(x)\n-x^4\n", encoding="utf-8")
    assert main(["minimum", "-f", str(file), "--format", form]) == 2
    out, err = capsys.readouterr()
    assert err.startswith("error: line 4: unknown function 'sen'")
    if form == "json":
        found = [json.loads(line) for line in out.splitlines()]
        assert [one["line"] for one in found] == [2, 5]
        for one in found:
            FITS.validate(one)
    elif form == "csv":
        rows = list(csv.DictReader(io.StringIO(out)))
        assert [row["value"] for row in rows] == ["-4", ""]
        assert [row["formula"] for row in rows] == ["x^2 - 4x", "'-x^4"]
    else:
        assert "line 2: x^2 - 4x\n  x* = 2, L* = −4; unique, global" in out


def test_a_formula_may_come_by_pipe(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", piped(b"(x-4)^2\n"))
    assert main(["minimum", "-q"]) == 0
    assert capsys.readouterr().out == "4\n"


def test_markdown_and_latex(capsys):
    main(["minimum", "x^2 + x*y + y^2 - x", "--format", "md", "--methods"])
    out = capsys.readouterr().out
    assert "- **Exact minimum:** (x, y)\\* = (⅔, −⅓), L\\* = −⅓" in out
    assert "| rung | outcome | ms |" in out
    main(["minimum", "x^2 + x*y + y^2 - x", "--format", "tex"])
    out = capsys.readouterr().out
    assert r"$(x, y)^{\ast} = \left(\tfrac{2}{3}, -\tfrac{1}{3}\right)$" in out
    assert out.count(r"\begin{") == out.count(r"\end{") == 2
    assert out.count(r"\item") == 3 and out.isascii()


@pytest.mark.slow
@pytest.mark.parametrize("columns", [60, 80])
def test_no_line_is_wider_than_the_terminal(columns):
    words = ("minimum", "x^4 - 3x^3 + 2", "--box", "0<=x<=10", "--methods")
    status, sent = on_terminal(*words, columns=columns)
    lines = shown(sent)
    assert status == 0
    assert max(map(len, lines)) <= columns, max(lines, key=len)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["x^2", "y^2"], "2 formulas"),
        (["x^2", "--lr", "0.1"], "no option --lr"),
        (["x^2", "--proof", "long"], "--proof"),
        (["x^2", "--box", "1<=x<=0"], "empty"),
        (["3"], "nothing to minimise"),
        (["2x+sen(x)"], "unknown function 'sen'"),
    ],
)
def test_mistakes_are_status_2(words, said, capsys):
    assert main(["minimum", *words]) == 2
    err = capsys.readouterr().err
    assert err.startswith("error: ") and said in err


@pytest.mark.slow
def test_ctrl_c_prints_the_best_so_far():
    for after in (1.5, 5, 15):  # seconds until it has surely begun, on a slow machine too
        process = begin("minimum", HARD, "--time-limit", "600", "--format", "json")
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        if out:
            break
    assert (process.returncode, err) == (130, b"")
    found = json.loads(out)
    FITS.validate(found)
    assert found["interrupted"]
    assert found["minimum"]["reason"] == "stopped before the search was at its end"
    assert "out of time" not in {entry["outcome"] for entry in found["tried"]}


def test_ctrl_c_keeps_a_local_minimum(monkeypatch):
    from symdescent import minimum_search, proofs
    from symdescent.proofs.steps import Why, reason

    class Proving:
        def result(self, seconds):
            if seconds:
                raise KeyboardInterrupt
            return Minimum(Kind.LOCAL, reasons=(reason(Why.UNSETTLED),))

        def attempts(self, cut="out of time"):
            return (proofs.Attempt("local", 0.1, cut),)

        def cancel(self):
            pass

    monkeypatch.setattr(proofs, "start", lambda problem: Proving())
    found = minimum_search.search("x^4 + exp(x)")
    assert found.interrupted and found.minimum.kind is Kind.LOCAL
    assert found.attempts[0].outcome == "stopped"


def test_help_tells_the_statuses_and_loads_nothing(capsys):
    with pytest.raises(SystemExit):
        main(["minimum", "--help"])
    out = capsys.readouterr().out
    assert "1  less than that: undecided" in out and "--methods" in out


@pytest.mark.slow
def test_without_a_formula_the_help_of_the_command_is_shown():
    status, sent = on_terminal("minimum")
    assert status == 2 and sent.startswith("usage: symdescent minimum")
    assert run("minimum", "x^2", "-q") == (0, "0\n", "")


PARABOLA = "L(x) = a*x^2 + b*x + c"


def test_letters_are_told_case_by_case(capsys):
    assert main(["minimum", PARABOLA]) == 0
    out = capsys.readouterr().out
    told = [re.sub(r"  +", "  ", line).strip() for line in out.splitlines()]
    for case, answer in (
        ("Case 1  a > 0", "x* = −b/(2a), L* = c − b²/(4a)  unique, global, derived"),
        ("Case 2  a = 0, b ≠ 0", "none: L is unbounded below  derived"),
        ("Case 3  a = 0, b = 0", "x* = t; t any real number, L* = c  all of them, global, derived"),
        ("Case 4  a < 0", "none: L is unbounded below  derived"),
    ):
        assert told[told.index(case) + 1] == answer
    assert "1. by completing the square: L = a·(x + b/(2a))² + c − b²/(4a)" in told


def test_letters_may_be_named_and_assumed(capsys):
    words = ["minimum", "a*x^2 + b*x", "--parameters", "a,b", "--assume", "a>0"]
    assert main([*words, "-q"]) == 0
    assert capsys.readouterr().out == "always: -b/(2*a)\n"
    assert main([*words, "--proof", "brief"]) == 0
    out = capsys.readouterr().out
    assert "where a > 0" in out and "for all values of the letters" in out and "1. " not in out


def test_cases_fit_the_schema(capsys):
    status, found = told(capsys, PARABOLA, "--assume", "a>=0")
    assert (status, found["kind"], found["parameters"]) == (0, "cases", ["a", "b", "c"])
    assert found["assumed"] == ["a >= 0"]
    assert [case["conditions"] for case in found["cases"]] == [
        ["a > 0"],
        ["a = 0", "b != 0"],
        ["a = 0", "b = 0"],
    ]
    assert found["cases"][0]["minimum"]["points"] == [[{"exact": "-b/(2*a)", "float": None}]]
    for wrong in ({**found, "cases": []}, {**found, "kind": "minimum"}, {**found, "box": []}):
        assert not FITS.is_valid(wrong)


def test_csv_has_a_row_a_case_and_latex_an_item(capsys):
    assert main(["minimum", PARABOLA, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["conditions"] for row in rows] == [
        "a > 0",
        "a = 0, b != 0",
        "a = 0, b = 0",
        "a < 0",
    ]
    assert rows[0]["points"] == "-b/(2*a)"
    assert main(["minimum", PARABOLA, "--format", "tex", "--proof", "brief"]) == 0
    out = capsys.readouterr().out
    assert r"\item $a > 0$: $x^{\ast} = -\frac{b}{2 a}$, $L^\ast = c - \frac{b^{2}}{4 a}$;" in out
    assert r"\item $a = 0$, $b \ne 0$: none" in out
    assert out.count(r"\begin{") == out.count(r"\end{") == 2 and out.isascii()


def test_a_case_that_is_open_is_status_1(capsys):
    assert main(["minimum", "L(x) = x^4 + a*x^2 + b*x"]) == 1
    out = capsys.readouterr().out
    assert "1 of 5 cases not decided" in out
    assert main(["minimum", PARABOLA, "-q"]) == 1  # not every case has a minimiser
    assert "a < 0: none, unbounded below" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([PARABOLA, "--box", "0<=x<=1"], "--box is for"),
        ([PARABOLA, "--methods"], "--methods is for"),
        ([PARABOLA, "--assume", "a>0, a<0"], "no values fulfil them"),
        (["x^2", "--assume", "x>0"], "no letter is without a value"),
        (["a*x^2", "--parameters", "k"], "names 'k'"),
    ],
)
def test_mistakes_with_letters(words, said, capsys):
    assert main(["minimum", *words]) == 2
    assert said in capsys.readouterr().err


def test_lines_with_and_without_letters(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", piped(b"L(x) = a*x^2\nx^2 - 2x\n"))
    assert main(["minimum"]) == 0
    out = capsys.readouterr().out
    assert "line 1: L(x) = a*x^2\n  a > 0: x* = 0, L* = 0; unique, global, derived" in out
    assert "line 2: x^2 - 2x\n  x* = 1, L* = −1; unique, global" in out


@pytest.mark.slow
def test_critical_points_are_listed_with_their_nature(capsys):
    text = "x^4 + y^4 - 4x*y + 1"
    assert main(["minimum", text, "--critical"]) == 0
    lines = [re.sub(r"  +", "  ", line).strip() for line in capsys.readouterr().out.splitlines()]
    assert lines[-4:] == [
        "Critical points  (x, y) = (−1, −1), L = −1  local minimum",
        "(x, y) = (0, 0), L = 1  saddle",
        "(x, y) = (1, 1), L = −1  local minimum",
        "these are all: derived",
    ]
    _, found = told(capsys, text, "--critical")
    assert found["critical"]["complete"]
    natures = [entry["nature"] for entry in found["critical"]["points"]]
    assert natures == ["local minimum", "saddle", "local minimum"]
    _, found = told(capsys, text)
    assert found["critical"] is None
    main(["minimum", text, "--critical", "--format", "tex"])
    out = capsys.readouterr().out
    assert r"\item these are all: derived" in out and out.isascii()


def test_the_schema_knows_every_nature():
    from symdescent.proofs.critical_points import Nature

    listed = SCHEMA["$defs"]["minimum"]["properties"]["critical"]["properties"]["points"]
    assert listed["items"]["properties"]["nature"]["enum"] == [str(n) for n in Nature]


def test_critical_points_within_a_box_are_a_mistake(capsys):
    assert main(["minimum", "x^2", "--critical", "--box", "[0,1]"]) == 2
    assert "whole space" in capsys.readouterr().err
