"""Two collections of formulas, ordinary and hostile: each is read, refused or noted as due."""

import ast
import gzip
import json
import math
import random
from pathlib import Path

import pytest
from tree_values import python_value, value

from symdescent.errors import FormulaError
from symdescent.language import demand_variable, parse
from symdescent.language.tokens import GREEK

REFERENCE = Path(__file__).parent.parent / "reference"


def stored(name):
    return json.loads(gzip.decompress((REFERENCE / f"{name}.json.gz").read_bytes()))


TEXTS = stored("text_inputs")
LATEX = stored("latex_inputs")
ENTRIES = stored("hostile")["entries"]
HOSTILE = [e for e in ENTRIES if e["stage"] in ("parse", "variables")]
HOSTILE_LATEX = [e for e in ENTRIES if e["stage"] == "latex"]
# Read by us in another way than the collection would have it; each is a decision.
TEXT_DECISIONS = {"floor(x)": "refused: a step has no slope to descend"}


def bare(name):
    """A name without what the two spellings of a subscript differ in."""
    return "".join(GREEK.get(c, c) for c in name if c not in "_{}")


def python_names(text):
    calls = {n.func.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call)}
    names = {n.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Name)}
    return names - calls - {"pi", "E"}


def agree(sentence, expected):
    """Whether a sentence has the expected variables and the expected value at many points."""
    names = python_names(expected)
    if {bare(name) for name in sentence.names} != {bare(name) for name in names}:
        return False
    draw, seen = random.Random(4), 0
    for _ in range(24):
        point = {bare(name): draw.uniform(0.15, 0.85) for name in sorted(names)}
        wanted = python_value(expected, {name: point[bare(name)] for name in names})
        found = value(sentence.tree, {name: point[bare(name)] for name in sentence.names})
        if not isinstance(wanted, complex):
            seen += 1
            if not math.isclose(found, wanted, rel_tol=1e-12, abs_tol=1e-12):
                return False
    return seen > 5


@pytest.mark.parametrize("entry", TEXTS, ids=lambda entry: entry["id"])
def test_text(entry):
    """Read as expected; or refused, where that is right; or another reading, with a note."""
    try:
        sentence = parse(entry["text"])
    except FormulaError:
        allowed = entry["kind"] == "error" or entry.get("refusal_ok")
        assert allowed or entry["text"] in TEXT_DECISIONS
        return
    assert entry["kind"] != "error"
    if entry.get("should_warn"):
        assert sentence.notes
    readings = [entry["expected"], *entry.get("alternatives", [])]
    assert any(agree(sentence, reading) for reading in readings)


@pytest.mark.parametrize("entry", LATEX, ids=lambda entry: entry["id"])
def test_latex(entry):
    """The same for LaTeX; what is read in another of its readings is noted."""
    try:
        sentence = parse(entry["latex"], notation="latex")
    except FormulaError:
        assert entry["kind"] == "error" or entry.get("refusal_ok")
        return
    assert entry["kind"] != "error"
    if not agree(sentence, entry["expected"]):
        assert sentence.notes
        assert any(agree(sentence, reading) for reading in entry["alternatives"])


def given(shape):
    """The object of an entry, or None where only trusted code could make it."""
    if isinstance(shape, str):
        return shape
    if "repeat" in shape:
        return "".join(
            part if isinstance(part, str) else repeated(*part) for part in shape["repeat"]
        )
    if "bytes_hex" in shape:
        return bytes.fromhex(shape["bytes_hex"])
    return shape["json"]


def repeated(piece, count, between=""):
    return between.join(piece.replace("{i}", str(i)) for i in range(count))


def read(entry, notation="auto"):
    """A tree or a FormulaError."""
    variables = entry.get("context", {}).get("variables")
    try:
        sentence = parse(given(entry["input"]), notation=notation, variables=variables)
        demand_variable(sentence)
    except FormulaError as error:
        return error
    return sentence


def is_wanted(answer, wanted):
    """Whether an answer is the one described."""
    if isinstance(answer, FormulaError):
        return wanted["result"] == "error" and answer.kind == wanted["kind"]
    if wanted["result"] == "error":
        return False
    if not set(map(bare, answer.names)) <= set(map(bare, wanted.get("variables", answer.names))):
        return False
    return all(has_value(answer, check) for check in wanted.get("checks", []))


def has_value(sentence, check):
    point = {name: 1.0 for name in sentence.names}
    if check["at"] != "ones":
        given_at = {bare(name): number for name, number in check["at"].items()}
        point = {name: given_at[bare(name)] for name in sentence.names}
    found = value(sentence.tree, point)
    return math.isclose(found, check["value"], rel_tol=1e-9, abs_tol=1e-12)


def is_strict(answer, wanted):
    """Whether place and hint are right, too."""
    if not is_wanted(answer, wanted):
        return False
    if "pos" in wanted and abs(answer.pos - wanted["pos"]) > 1:
        return False
    return wanted.get("hint_contains", "") in str(answer)


FOREIGN = [e for e in HOSTILE if isinstance(e["input"], dict) and "python" in e["input"]]
READABLE = [e for e in HOSTILE if e not in FOREIGN]


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("entry", READABLE, ids=lambda entry: entry["id"])
def test_hostile(entry):
    """Exactly what is expected, or one of the other answers that are right."""
    answer = read(entry)
    others = entry.get("also_ok", [])
    assert is_strict(answer, entry["expected"]) or any(is_wanted(answer, w) for w in others)
    if isinstance(answer, FormulaError):
        message = str(answer)
        assert len(message) < 1_000
        assert all(sign == "\n" or sign.isprintable() for sign in message)


@pytest.mark.parametrize("entry", HOSTILE_LATEX, ids=lambda entry: entry["id"])
def test_hostile_latex(entry):
    answer = read(entry, "latex")
    others = entry.get("also_ok", [])
    assert is_strict(answer, entry["expected"]) or any(is_wanted(answer, w) for w in others)


@pytest.mark.slow
def test_most_hostile_answers_are_the_expected_ones():
    """What is read differently was decided: I, Pi, SIN, minimize, x^{2}, LaTeX; it is no more."""
    strict = sum(is_strict(read(entry), entry["expected"]) for entry in READABLE)
    assert strict >= 0.93 * len(READABLE)


class Disguised(str):
    def __str__(self):
        return "y"


FOREIGNERS = [None, 5, 2.5, math.nan, 1j, b"x+1", object(), range(3), Disguised("x"), ["x"]]


@pytest.mark.parametrize("thing", FOREIGNERS, ids=lambda thing: type(thing).__name__)
def test_only_text_is_read(thing):
    with pytest.raises(FormulaError) as caught:
        parse(thing)
    assert caught.value.kind == "type"
