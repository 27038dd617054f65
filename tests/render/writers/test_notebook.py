"""Notebooks are valid, the same every time, inert, and run from top to bottom in a fresh kernel."""

import base64
import json
import re
import xml.etree.ElementTree as ET
from fractions import Fraction
from html import escape

import nbformat
import pytest
from markdown_it import MarkdownIt
from nbclient import NotebookClient

from symdescent import example
from symdescent.lessons.example.document import request
from symdescent.render.writers import Manner
from symdescent.render.writers.notebook import inert, ipynb, text_markdown
from tests.page.documents import FOUR, asked, document, studied
from tests.render.writers.test_page import HOSTILE, MORE


def written(told):
    return ipynb(told, Manner()).text


def sources(text, kind):
    return ["".join(c["source"]) for c in json.loads(text)["cells"] if c["cell_type"] == kind]


@pytest.fixture(scope="module")
def classic():
    return studied("classic")


@pytest.mark.slow_beyond(2)
@pytest.mark.parametrize("key", FOUR)
def test_it_is_valid_and_always_the_same(key):
    text = written(asked(key))
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook, relax_add_props=False)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    assert text == written(asked(key))
    assert all(cell.outputs == [] for cell in notebook.cells if cell.cell_type == "code")


def test_what_is_not_valid_is_noticed():
    notebook = json.loads(written(asked("classic")))
    notebook["cells"][1]["id"] = "not an id"
    with pytest.raises(nbformat.ValidationError):
        nbformat.validate(nbformat.from_dict(notebook))


def test_the_notebook_of_a_whole_example_is_valid():
    text, options = FOUR["momentum"]
    notebook = nbformat.reads(example(text, language="de", **options).to("ipynb"), as_version=4)
    nbformat.validate(notebook, relax_add_props=False)
    (study, *_) = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert "settings={'momentum': '0.4'}" in study
    assert "<details><summary>Lösung</summary>" in notebook.cells[-7].source


@pytest.mark.long_beyond(2)
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("key", FOUR)
def test_it_runs_in_a_fresh_kernel(key):
    notebook = nbformat.reads(written(asked(key)), as_version=4)
    done = NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    outputs = [output for cell in done.cells for output in cell.get("outputs", [])]
    assert [output.output_type for output in outputs] == [
        "execute_result",
        "execute_result",
        "stream",
        "execute_result",
    ]
    shown = outputs[0].data
    assert set(shown) == {"text/plain", "text/markdown", "text/html"}
    assert "<math" in shown["text/html"]
    run = studied(key).run
    printed = outputs[2].text.splitlines()
    assert printed[5] == f"5 {run.points[5].tolist()} {run.values[5]}"


def test_it_ends_with_how_it_was_made(classic):
    assert (
        f'symdescent example "{FOUR["classic"][0]}"'
        in sources(written(document(classic)), "markdown")[-1]
    )


def test_a_picture_is_attached_with_its_words(classic):
    cells = [c for c in json.loads(written(document(classic)))["cells"] if "attachments" in c]
    ((picture,),) = [[*cell["attachments"].values()] for cell in cells]
    drawn = ET.fromstring(base64.b64decode(picture["image/svg+xml"]))
    assert drawn.tag.endswith("svg")
    assert re.search(
        r"!\[The graph of .*\]\(attachment:figure-1.svg\)", "".join(cells[0]["source"])
    )


@pytest.mark.parametrize("title", [*HOSTILE, *MORE], ids=lambda title: repr(title[:30]))
def test_a_title_is_in_no_code_and_does_nothing(classic, title):
    text = written(document(classic, title))
    nbformat.validate(nbformat.reads(text, as_version=4))
    assert title not in "".join(sources(text, "code"))
    text.encode("utf-8")
    shown = inert(title)
    assert not re.search(r"[\\`*_{}\[\]<>|~$!@^\n]", shown)
    assert not re.search(r"&(?!#\d+;)|#(?!\d+;)", shown)


@pytest.mark.parametrize("title", [*HOSTILE, *MORE], ids=lambda title: repr(title[:30]))
def test_markdown_shows_a_title_as_it_is(title):
    """Another program's reading of it: a paragraph of exactly these characters."""
    line = " ".join(title.translate({0: 0xFFFD, 0x0B: 0xFFFD, 0xD800: 0xFFFD}).split())
    shown = MarkdownIt("commonmark").enable("table").render(text_markdown((title,)))
    told = escape(line, quote=False).replace('"', "&quot;")
    assert shown.replace("\u200b", "") == f"<p>{told}</p>\n"


UNWANTED = [
    "http://evil.invalid",
    "www.evil.invalid",
    "a@evil.invalid",
    "javascript:alert(1)",
    r"\(x\)",
    "$$x$$",
    "1. item",
    "- item",
    "+ item",
    "===",
]


@pytest.mark.parametrize("words", UNWANTED)
def test_words_begin_nothing_in_markdown(words):
    shown = text_markdown((words,))
    assert not re.search(r"(?i)(https?|javascript):|www\.|@|\\|\$|^([-+]|\d+\.) |^=", shown)
    assert re.sub("&#(\\d+);", lambda n: chr(int(n[1])), shown).replace("\u200b", "") == words


HOSTILE_FORMULA = "x^2')\nimport os#"


def test_what_was_typed_is_a_literal(classic):
    """The formula as it was typed, and options, are strings of Python and nothing else."""
    told = document(classic)
    told.data["request"] = request(
        HOSTILE_FORMULA, {"start": "0'); boom('", "rate": Fraction(1, 10)}
    )
    (code, *_) = sources(written(told), "code")
    tree = compile(code, "cell", "exec", flags=0x400)  # ast.PyCF_ONLY_AST
    call = tree.body[1].value
    assert [a.value for a in call.args] == [HOSTILE_FORMULA]
    assert {k.arg: k.value.value for k in call.keywords} == {"start": "0'); boom('", "rate": "1/10"}


def test_what_cannot_be_written_down_is_no_request():
    assert request("x^2", {"optimizer": object()}) is None
    asked_for = request("x^2", {"start": (1, Fraction(1, 2)), "box": None, "let": {"a": 2}})
    assert asked_for == {"text": "x^2", "options": {"start": [1, "1/2"], "let": {"a": 2}}}
