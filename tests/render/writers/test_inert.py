"""Nothing that a person typed becomes a command, markup or a link; JSON holds it unchanged."""

import gzip
import json
import re
from pathlib import Path

import pytest

from symdescent.errors import InputError
from symdescent.printing.escaping import in_latex, in_markdown
from symdescent.render.documents import WRITERS, example
from tests.render.writers.compiling import complaints, needs_tex

STORED = Path(__file__).parents[2] / "reference" / "hostile.json.gz"
ENTRIES = json.loads(gzip.decompress(STORED.read_bytes()))["entries"]
TITLES = [e["context"]["title"] for e in ENTRIES if "title" in e.get("context", ())]
SHORT = [title for title in TITLES if len(title) < 1000]
NAMES = ("input", "x_1_2", "max_rate", "alpha", "theta_12", "lambda")


def titled(title, form="tex", **more):
    return example("x^2 + 1", start="1", rate="1/10", steps=3, title=title, detail="brief").to(
        form, **more
    )


def test_there_are_titles():
    assert len(TITLES) >= 15


@pytest.mark.slow_beyond(5)
@pytest.mark.parametrize("title", SHORT, ids=repr)
def test_no_command_of_a_title_is_left_in_latex(title):
    spelt = in_latex(title)
    known = r"\\(text(backslash|asciitilde|asciicircum|less|greater|bar)\{\}|[&%$#_{}])|\$\\\w+\$"
    rest = re.sub(known, "", spelt)
    assert not re.search(r"[\\${}%&#^~\n]", rest), spelt
    assert titled(title).count(r"\begin{document}") == 0


@pytest.mark.long_beyond(6)
@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize("title", [*SHORT, "🤯 é α₁ ² “x” \u202e"], ids=repr)
def test_a_title_compiles(title, tmp_path):
    assert complaints(titled(title, standalone=True), tmp_path) == []


@pytest.mark.slow_beyond(7)
@pytest.mark.parametrize("title", SHORT, ids=repr)
@pytest.mark.parametrize("form", ["md", "myst", "quarto"])
def test_no_markup_of_a_title_is_left_in_markdown(title, form):
    spelt = in_markdown(title)
    assert "\n" not in spelt
    assert not re.search(
        r"(?<!\\)(?:[<>\[\]`*_{}$!|~#&@]|://)|www\.", re.sub(r"\\\\", "", spelt)
    ), spelt
    fences = re.findall("^`{3,}", titled(title, form), re.MULTILINE)
    assert len(fences) == 2  # those of the command


@pytest.mark.slow_beyond(5)
@pytest.mark.parametrize("title", TITLES, ids=lambda t: repr(t)[:30])
def test_json_holds_a_title_unchanged(title):
    assert json.loads(titled(title, "json"))["title"] == [title]


def test_a_command_stays_in_its_comment():
    text = example("x^2", start="1", steps=1, command="a\n\\input{x}\r\n b").to("tex")
    last = [line for line in text.splitlines() if "input" in line]
    assert [line[:2] for line in last] == ["% "]


@pytest.mark.slow_beyond(4)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", WRITERS)
def test_names_in_formulas_are_inert(name, form):
    text = example(f"({name}-1)^2", start="2", rate="1/4", steps=2, detail="brief").to(form)
    assert not re.search(r"\\(input|max|x_1)", text) or form == "json"


def test_a_label_of_signs_is_refused():
    with pytest.raises(InputError):
        example("x^2", start="1", steps=1, label="}\\input{x}")


def test_a_format_that_there_is_not_is_refused():
    with pytest.raises(InputError, match="did you mean  tex"):
        titled("t", "latex")
