"""What --format json prints fits the published schema, strictly, for every kind of answer."""

import json
from copy import deepcopy
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

import symdescent
from symdescent.cli.main import main
from symdescent.numeric.run import Ending
from symdescent.proofs import Kind
from symdescent.verdict import Standing, Word

SCHEMA = json.loads((Path(symdescent.__file__).parent / "schema.json").read_text(encoding="utf-8"))
FITS = jsonschema.Draft202012Validator(SCHEMA)

FORMULAS = {
    "global": (["1/2*(x-4)^2", "--x0", "14", "--lr", "0.1", "--steps", "100"], Kind.GLOBAL),
    "several points": (["-x^2+x^4"], Kind.GLOBAL),
    "irrational": (["x^4 - x"], Kind.GLOBAL),
    "several variables": (["(1-x)^2 + 100*(y-x^2)^2", "--steps", "20"], Kind.GLOBAL),
    "many variables": (["sum(i=1..25, (x[i]-i)^2)", "--steps", "5"], Kind.GLOBAL),
    "family": (["(x+y)^2"], Kind.GLOBAL),
    "periodic": (["cos(x)"], Kind.GLOBAL),
    "box": (["-x^2+x^4+y^2", "--box", "0<=x<=10, y>=-1"], Kind.GLOBAL),
    "notes": (["1/2x^2"], Kind.GLOBAL),
    "parameter": (["a*x^2", "--let", "a=1/3"], Kind.GLOBAL),
    "diverged": (["x^2", "--x0", "1", "--lr", "2"], Kind.GLOBAL),
    "unbounded": (["x^3", "--steps", "50"], Kind.UNBOUNDED),
    "not attained": (["exp(-x)", "--steps", "50"], Kind.NOT_ATTAINED),
    "undecided": (
        ["x^6+y^6-3x*y^2+sin(x*y)+exp(x)", "--steps", "50", "--time-limit", "0.2"],
        Kind.UNDECIDED,
    ),
    "averaged": (["x^2", "--average", "0.9", "--lr", "0.1", "--steps", "50"], Kind.GLOBAL),
    "left the domain": (["x - log(x)", "--x0", "0.1", "--lr", "10"], Kind.GLOBAL),
}


def no_such_number(token):
    raise AssertionError(f"{token} is not JSON")


def strictly(text):
    return json.loads(text, parse_constant=no_such_number)


@pytest.fixture
def answer(capsys):
    def asked(*words):
        main([*words, "--format", "json"])
        out, err = capsys.readouterr()
        assert err == ""
        return strictly(out)

    return asked


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("what", FORMULAS)
def test_an_answer_fits_the_schema(what, answer):
    words, kind = FORMULAS[what]
    told = answer(*words)
    FITS.validate(told)
    assert told["minimum"]["kind"] == kind
    assert what != "notes" or told["formula"]["notes"]
    assert (told["answer"] is None) == (what != "averaged")


def test_the_schema_is_one_and_names_all_that_can_be():
    FITS.check_schema(SCHEMA)
    parts = SCHEMA["properties"]
    listed = {
        Kind: parts["minimum"]["properties"]["kind"],
        Ending: parts["run"]["properties"]["ending"],
        Standing: parts["verdict"]["properties"]["standing"],
        Word: parts["verdict"]["properties"]["claims"]["items"]["properties"]["word"],
    }
    for names, entry in listed.items():
        assert entry["enum"] == [str(name) for name in names]


def objects(schema):
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from objects(part)


def test_no_object_takes_a_field_that_is_not_described():
    for described in objects(SCHEMA):
        assert "additionalProperties" in described
        assert set(described.get("required", ())) <= set(described.get("properties", {}))
        unlisted = described["additionalProperties"]
        assert unlisted is False or unlisted == {"type": "string"}  # the parameters of a family


def planted(told):
    """The same answer with one thing wrong in each."""
    for path in (("version",), ("minimum", "kind"), ("run", "points"), ("setting", "rate")):
        wrong = deepcopy(told)
        place = wrong
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = "something else"
        yield wrong
        del place[path[-1]]
        yield deepcopy(wrong)
    for path in ((), ("formula",), ("setting", "rule"), ("minimum", "value"), ("verdict",)):
        wrong = deepcopy(told)
        place = wrong
        for key in path:
            place = place[key]
        place["unheard"] = 1
        yield wrong


def test_a_wrong_answer_does_not_fit(answer):
    for wrong in planted(answer("1/2*(x-4)^2")):
        assert not FITS.is_valid(wrong)


def test_exact_values_are_text_beside_floats(answer):
    told = answer("3*(x-1/3)^2 + 1/7", "--x0", "0.1", "--lr", "1/10", "--steps", "40")
    minimum, setting = told["minimum"], told["setting"]
    assert setting["start"] == [{"exact": "1/10", "float": 0.1}]
    assert setting["rate"] == {"exact": "1/10", "float": 0.1}
    assert minimum["points"] == [[{"exact": "1/3", "float": 1 / 3}]]
    assert minimum["value"] == {"exact": "1/7", "float": 1 / 7}
    exact = [Fraction(point[0]) for point in told["run"]["exact"]]
    assert exact[:2] == [Fraction(1, 10), Fraction(1, 10) - Fraction(6, 10) * Fraction(-7, 30)]


def test_an_irrational_minimiser_is_its_own_closed_form(answer):
    point = answer("x^4-x^2")["minimum"]["points"][1][0]
    assert point == {"exact": "sqrt(2)/2", "float": 0.7071067811865476}


def test_a_member_of_a_family_has_no_float(answer):
    minimum = answer("cos(x)")["minimum"]
    assert minimum["points"] == [[{"exact": "2*pi*k + pi", "float": None}]]
    assert minimum["parameters"] == {"k": "any integer"}


def test_points_values_and_gradients_have_a_row_a_step(answer):
    run = answer("(x-1)^2 + y^2", "--x0", "3,4", "--lr", "1/4", "--steps", "7")["run"]
    assert run["steps"] == 7
    assert len(run["points"]) == len(run["values"]) == len(run["gradients"]) == 8
    assert run["points"][0] == [3, 4] and run["gradients"][0] == [4, 8]
    assert run["values"][run["best"]] == min(run["values"])


@pytest.mark.parametrize("steps, stride", [(10_000, 1), (10_001, 2), (25_000, 3)])
def test_a_long_run_is_thinned_out(steps, stride, answer):
    run = answer("x^2", "--x0", "1", "--lr", "1e-6", "--steps", str(steps))["run"]
    assert (run["steps"], run["stride"], run["best"]) == (steps, stride, steps)
    assert len(run["points"]) == len(run["values"]) == len(run["gradients"]) <= 10_001
    for row in (1, 7):
        assert run["points"][row][0] == pytest.approx((1 - 2e-6) ** (row * stride), rel=1e-13)
    assert run["points"][-1][0] == pytest.approx((1 - 2e-6) ** steps, rel=1e-9)


def test_many_formulas_are_one_object_a_line_with_its_number(tmp_path, capsys):
    lines = tmp_path / "lines.txt"
    lines.write_text("# two formulas\nx^2\n\nx^2 +\n(y-1)^2\n", encoding="utf-8")
    assert main(["-f", str(lines), "--format", "json"]) == 2
    out, err = capsys.readouterr()
    told = [strictly(line) for line in out.splitlines()]
    assert [one["line"] for one in told] == [2, 5]
    for one in told:
        FITS.validate(one)
    assert err.startswith("error: line 4: ")
