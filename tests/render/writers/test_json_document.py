"""JSON of a document is strict, follows its schema, and holds the same mathematics as LaTeX."""

import json
from pathlib import Path

import jsonschema
import pytest

import symdescent
from symdescent.lessons.blocks import Document, Paragraph
from symdescent.render.writers import Manner
from symdescent.render.writers.json_document import document_json
from tests.lessons.classic import NAMES, told
from tests.render.writers.test_tex import every_block

FILE = Path(symdescent.__file__).parent / "document.schema.json"
SCHEMA = json.loads(FILE.read_text(encoding="utf-8"))


def strict(text):
    def refuse(constant):
        raise ValueError(constant)

    return json.loads(text, parse_constant=refuse)


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("name", NAMES)
def test_examples_follow_the_schema(name):
    data = strict(told(name).to("json"))
    jsonschema.validate(data, SCHEMA)
    assert data["version"] == 1


def test_every_block_follows_the_schema():
    jsonschema.validate(strict(document_json(every_block(), Manner()).text), SCHEMA)


def test_another_field_is_noticed():
    data = strict(told("gd-parabola").to("json"))
    data["blocks"][0]["colour"] = "red"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, SCHEMA)


def test_what_is_no_number_is_null():
    document = Document((), (Paragraph(("a",)),), data={"x": float("nan"), "y": (1.5, True)})
    data = strict(document_json(document, Manner()).text)
    assert data["data"] == {"x": None, "y": [1.5, True]}
    jsonschema.validate(data, SCHEMA)


def test_mathematics_is_there_twice():
    text = told("gd-parabola").to("json")
    assert r"4 + 10 \\left(\\tfrac{9}{10}\\right)^{k}" in text and "4 + 10(9/10)ᵏ" in text
