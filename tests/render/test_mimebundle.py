"""Records show themselves in notebooks: plain, Markdown with $$, HTML; and as frames."""

import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

import symdescent
from symdescent import notebook_hook
from symdescent.errors import MissingExtra
from symdescent.numeric import run
from tests.page.documents import asked

KINDS = {"text/plain", "text/markdown", "text/html"}


@pytest.fixture(scope="module")
def classic():
    return symdescent.study("1/2*(x-4)^2", start="14", rate="0.1", steps=100)


@pytest.fixture(scope="module")
def records(classic):
    return {
        "study": classic,
        "run": classic.run,
        "minimum": classic.minimum,
        "document": asked("classic"),
        "search": symdescent.search("x^4 - x^2"),
        "cases": symdescent.cases("L(x) = a*x^2 + b*x"),
        "comparison": symdescent.compare("x^2 + 9y^2", ["gd", "momentum"], start="9, 1"),
        "sweep": symdescent.sweep("x^2 + 9y^2", {"lr": "0.01..0.1:5"}, start="9, 1"),
        "catchment": symdescent.catchment("x^4 - x^2", "[-2, 2]", rate="0.1"),
        "exercises": symdescent.exercises("quadratic", 2, seed=7),
    }


FORMULAS = ("study", "run", "minimum", "document", "exercises")
FIGURES = ("study", "document", "comparison", "sweep", "catchment")


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("name", [*FORMULAS, "search", "cases", "comparison", "sweep", "catchment"])
def test_the_texts_of_a_record(records, name):
    shown = records[name]._repr_mimebundle_(include=None, exclude=None)
    assert set(shown) == KINDS
    page = ET.fromstring(shown["text/html"])
    if name in FORMULAS:
        assert "$" in shown["text/markdown"]
        assert page.find(".//math") is not None
    drawn = page.find(".//{http://www.w3.org/2000/svg}svg") is not None
    assert drawn == ("](data:image/svg+xml;base64," in shown["text/markdown"]) == (name in FIGURES)
    assert "attachment:" not in shown["text/markdown"]
    assert not {"script", "style"} & {node.tag for node in page.iter()}


def test_what_a_study_says(classic):
    shown = classic._repr_mimebundle_()
    for line in ("x* = 4", "L* = 0", "η = 0.1", "agrees: after 100 steps 2.656e-04"):
        assert line in shown["text/plain"]
    assert shown["text/plain"] == str(classic) == repr(classic)
    assert "Closed form: xₖ = 4 + 10(9/10)ᵏ; checked: 12 exact iterates" in shown["text/markdown"]
    assert r"x^{\ast} & = 4" in shown["text/markdown"]
    cells = [cell.text for cell in ET.fromstring(shown["text/html"]).iter("td")]
    assert "12.100000000" in cells


def test_what_has_no_figure_shows_its_table():
    endless = symdescent.compare("x^2 - y^2", ["gd", "adam"], start="1, 1", steps=20)
    grid = {"lr": "0.01..0.1:2", "momentum": "0, 0.5"}
    two = symdescent.sweep("x^2 + y^2", grid, optimizer="momentum", steps=20)
    for record in (endless, two):
        page = ET.fromstring(record._repr_mimebundle_()["text/html"])
        assert len(page.findall(".//table")) == 1
        assert "<svg" not in record._repr_mimebundle_()["text/html"]


def test_how_doubtful_text_was_read_is_said():
    for text in symdescent.study("1/2x^2", steps=3)._repr_mimebundle_().values():
        assert "read as (1/2)·x²" in text.replace("&#40;", "(").replace("&#41;", ")")


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x^5-x", "unbounded below"),
        ("exp(x)", "infimum 0 is not attained"),
        ("x^6+x^4-x", "the root of"),
        ("x^4+y^4-4x*y", "(x, y)* = (−1, −1) or (1, 1), L* = −2"),
        ("sin(x)", "any integer"),
    ],
)
def test_minima_of_all_kinds(text, words):
    shown = symdescent.minimum(text)._repr_mimebundle_()
    assert words in shown["text/plain"]
    ET.fromstring(shown["text/html"])


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("x^2+y^2", {"optimizer": "adam", "steps": 0}),
        ("+".join(f"x{i}^2" for i in range(1, 12)), {"steps": 5}),
        ("log(x)", {"start": "1", "steps": 50}),
        ("x^2", {"optimizer": "bfgs"}),
    ],
)
def test_studies_of_all_kinds(text, options):
    done = symdescent.study(text, **options)
    for record in (done, done.run, done.minimum):
        assert set(record._repr_mimebundle_()) == KINDS


@pytest.mark.slow
def test_drawing_is_loaded_when_something_is_shown():
    code = (
        "import sys, symdescent; assert 'sympy' not in sys.modules;"
        "run = symdescent.descend('x^2', start='1', steps=3);"
        "assert 'symdescent.render' not in sys.modules;"
        "assert '$$' in run._repr_mimebundle_()['text/markdown'];"
        "assert 'symdescent.render.mimebundle' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_a_drawer_a_record_is_its_name(classic, monkeypatch):
    monkeypatch.setattr(notebook_hook, "_drawers", [])
    assert notebook_hook.bundle(classic) == {"text/plain": str(classic)}
    monkeypatch.setattr(notebook_hook, "_printers", [])
    assert (
        notebook_hook.bundle(classic) == {"text/plain": "<Study>"} == {"text/plain": str(classic)}
    )


def test_a_run_as_a_frame(classic):
    frame = classic.run.to_frame()
    assert list(frame.columns) == ["x", "value", "slope of x"]
    assert frame.index.name == "step"
    assert frame.loc[2].tolist() == pytest.approx([12.1, 32.805, 8.1])
    named = symdescent.descend("value^2", start="1", rate="0.1", steps=1).to_frame()
    assert list(named.columns) == ["value", "the value", "slope of value"]


def test_without_pandas_it_says_what_to_install(classic, monkeypatch):
    def absent(name):
        raise ImportError(name)

    monkeypatch.setattr(run, "import_module", absent)
    with pytest.raises(MissingExtra, match=r"pip install 'symdescent\[frame\]'") as caught:
        classic.run.to_frame()
    assert caught.value.exit_code == 3


def test_what_belongs_to_a_claim_stands_below_it():
    shown = symdescent.check("x^2", gradient="x", hessian="2")._repr_mimebundle_()
    plain = shown["text/plain"].splitlines()
    assert plain[0] == "L(x) = x²" and plain[1].startswith("✗ gradient: proved wrong: x = 1")
    assert "✓ hessian: proved right" in plain
    page = ET.fromstring(shown["text/html"])
    heads = ["".join(p.itertext()) for p in page.iter("p")]
    assert heads == ["L(x) = x²", "✗ gradient: proved wrong", "✓ hessian: proved right"]
    gradient, hessian = page.iter("ul")
    assert "claimed: ∇L = x" in ["".join(one.itertext()) for one in gradient]
    assert "claimed: ∇²L = 2" in ["".join(one.itertext()) for one in hessian]
    assert "\n- claimed: ∇L = x\n" in shown["text/markdown"]
