"""What check prints as JSON fits its published schema, for every kind of verdict."""

import json
from pathlib import Path

import jsonschema
import pytest

import symdescent
from symdescent.claims.claim import KINDS, Word
from symdescent.cli.main import main

PLACE = Path(symdescent.__file__).parent / "check.schema.json"
SCHEMA = json.loads(PLACE.read_text(encoding="utf-8"))
FITS = jsonschema.Draft202012Validator(SCHEMA)
ITERATES = {"start": "14", "rate": "0.1"}
CASES = [
    ("x^2", {"gradient": "2x"}, Word.RIGHT),
    ("x^2", {"gradient": "x"}, Word.WRONG),
    ("x*log(x^2)", {"gradient": "2log(x) + 2"}, Word.UNDECIDED),
    ("x^2*y", {"hessian": "2y, 0; 0, 0"}, Word.WRONG),
    ("(x-1/3)^2", {"minimum": "0.33"}, Word.ROUNDED),
    ("x^4 - 2x^2", {"minimum": "1"}, Word.MORE),
    ("x^2 + sin(x)", {"minimum": "-0.6"}, Word.WRONG),
    ("1/2*(x-4)^2", {"iterates": "14\n13\n12", **ITERATES}, Word.WRONG),
    ("exp(x) - x", {"iterates": "1\n0.9\n0.7", "rate": "0.1"}, Word.DISAGREES),
    ("exp(x) - x", {"iterates": "1\n0.8282", "rate": "0.1"}, Word.AGREES),
    ("1/2*(x-4)^2", {"closed_form": "4 + 14*0.9^k", **ITERATES}, Word.WRONG),
]


@pytest.mark.slow_beyond(6)
@pytest.mark.parametrize("formula, asked, word", CASES)
def test_a_check_fits_the_schema(formula, asked, word):
    check = symdescent.check(formula, **asked)
    told = json.loads(json.dumps(check.to_dict(), allow_nan=False))
    FITS.validate(told)
    assert told["claims"][0]["verdict"] == word
    assert told["holds"] is bool(check)


def test_solvers_side_by_side_fit_it_too(capsys):
    pytest.importorskip("scipy")
    main(["check", "x^2 + y^4", "--against", "scipy", "--format", "json"])
    FITS.validate(json.loads(capsys.readouterr().out))


def test_the_schema_knows_every_word_and_no_other():
    claim = SCHEMA["$defs"]["claim"]["properties"]
    assert claim["verdict"]["enum"] == [str(word) for word in Word]
    assert claim["kind"]["enum"] == list(KINDS)


def test_what_does_not_fit_is_found():
    told = symdescent.check("x^2", gradient="2x").to_dict()
    told["claims"][0]["verdict"] = "fine"
    with pytest.raises(jsonschema.ValidationError):
        FITS.validate(told)
