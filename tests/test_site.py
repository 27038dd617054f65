"""docs/ is built without a warning; its reference has all that the program has, and no network."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

import symdescent
from symdescent.cli import arguments
from symdescent.language.names import FUNCTIONS
from symdescent.optimizers.catalogue import methods
from symdescent.optimizers.schedules import SHORT
from symdescent.proofs.kernel.certificates import NAMES
from symdescent.proofs.ladder import RUNGS
from tests.page.browser import CHROMIUM, Browser

ROOT = Path(__file__).parent.parent
NEEDED = ("sphinx", "myst_parser", "furo")
pytestmark = pytest.mark.skipif(
    any(find_spec(name) is None for name in NEEDED), reason="no Sphinx with MyST and furo here"
)
AXE = os.environ.get("AXE_CORE", "")
in_browser = pytest.mark.skipif(
    not (AXE and CHROMIUM), reason="no Chromium, or AXE_CORE does not name the file axe.min.js"
)
FETCHED = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src")}


def build(sources, target):
    """Sphinx in a process of its own: warnings are errors."""
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", sources, target]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """A copy of the sources, so that nothing is written among them."""
    desk = tmp_path_factory.mktemp("site")
    copytree(ROOT / "docs", desk / "docs", ignore=ignore_patterns("_build", "_generated"))
    for beside in ("examples", "symdescent"):
        (desk / beside).symlink_to(ROOT / beside)
    return desk / "docs"


@pytest.fixture(scope="module")
def site(copied, tmp_path_factory):
    target = tmp_path_factory.mktemp("built")
    done = build(copied, target)
    assert done.returncode == 0, done.stderr
    return target


def words(page):
    """The text of a page, without its markup."""
    found = []
    parser = HTMLParser()
    parser.handle_data = found.append
    parser.feed(page.read_text(encoding="utf-8"))
    return " ".join("".join(found).split())


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("commands", [f"symdescent {name}" for name in filter(None, arguments.COMMANDS)]),
        ("commands", [f for name in arguments.COMMANDS for f in arguments.flags_of(name)]),
        ("functions", [f"{name}(" for name in FUNCTIONS]),
        ("rules", methods()),
        ("schedules", SHORT),
        ("rungs", [rung.name for rung in RUNGS]),
        ("rungs", NAMES.values()),
        ("api", symdescent.HOMES),
        ("fields", ["minimum.checked", "verdict.claims[].word"]),
        ("shown", ["121/10", "2.656e−04"]),
    ],
)
def test_the_reference_has_all_of_it(site, page, names):
    text = words(site / "_generated" / f"{page}.html")
    assert [name for name in names if name not in text] == []


def test_every_source_has_its_page(site):
    pages = {path.stem for path in (ROOT / "docs").glob("*.md")}
    assert pages <= {path.stem for path in site.glob("*.html")}


def fetched(text):
    """What a page fetches when it is opened."""
    found = []

    def start(tag, attributes):
        given = dict(attributes)
        linked = tag != "link" or "stylesheet" in given.get("rel", "")
        found.extend(v for k, v in attributes if (tag, k) in FETCHED and linked)

    parser = HTMLParser()
    parser.handle_starttag = start
    parser.feed(text)
    return found


def test_nothing_comes_from_the_network(site):
    assert fetched('<img src="https://a/b.png"><a href="https://a">') == ["https://a/b.png"]
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert [place for place in fetched(text) if re.match(r"(\w+:)?//", place)] == []
        assert "mathjax@" not in text and "katex" not in text


def test_mathematics_is_mathml(site):
    tutorial = (site / "tutorial.html").read_text(encoding="utf-8")
    assert tutorial.count("<math ") > 20
    assert "\\frac" not in tutorial and "$$" not in tutorial
    rules = (site / "_generated" / "rules.html").read_text(encoding="utf-8")
    assert rules.count('<div class="formula"') > 100
    assert "\\begin{" not in rules


@pytest.fixture(scope="module")
def browser():
    with Browser() as opened:
        yield opened


def violations(browser):
    """What axe-core has to say about a page, by the rules of WCAG 2 A and AA."""
    browser.run(Path(AXE).read_text(encoding="utf-8") + ";0")
    rules = "{runOnly: ['wcag2a', 'wcag2aa']}"
    return browser.run(f"axe.run(document, {rules}).then(r => r.violations.map(v => v.id))")


@in_browser
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("page", ["index", "tutorial", "python", "proofs"])
def test_axe_finds_nothing_and_nothing_is_fetched(site, browser, page, mode):
    browser.open(site / f"{page}.html", width=420, prefers_color_scheme=mode)
    assert violations(browser) == []
    assert [url for url in browser.asked if not url.startswith(("file:", "data:"))] == []


@in_browser
def test_axe_would_find_what_no_keyboard_reaches(site, browser):
    text = (site / "tutorial.html").read_text(encoding="utf-8")
    (site / "planted.html").write_text(text.replace('<pre tabindex="0">', "<pre>"), "utf-8")
    browser.open(site / "planted.html", width=420)
    assert violations(browser) == ["scrollable-region-focusable"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("[nowhere](nowhere.md)", "nowhere"),
        ("$\\nosuchcommand{x}$", "mathematics"),
        ("```{nosuchdirective}\n```", "nosuchdirective"),
    ],
)
def test_a_planted_mistake_is_a_warning(wrong, words, tmp_path):
    (tmp_path / "symdescent").symlink_to(ROOT / "symdescent")
    docs = tmp_path / "docs"
    docs.mkdir()
    for name in ("conf.py", "_static"):
        (docs / name).symlink_to(ROOT / "docs" / name)
    (docs / "reference").mkdir()
    (docs / "reference" / "__init__.py").write_text("def write(folder):\n    pass\n")
    (docs / "index.md").write_text(f"# A page\n\n{wrong}\n")
    done = build(docs, tmp_path / "built")
    assert done.returncode != 0 and words in done.stderr
