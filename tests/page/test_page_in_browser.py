"""The page as a person has it: in Chromium, where that is found, by hand, by keyboard, in the dark.

What the sliders make of the page is compared with what Python computes with the same settings.
"""

import os
from pathlib import Path

import pytest

from symdescent import descend, example, study
from symdescent.render.writers import Manner
from symdescent.render.writers.page import html
from tests.page.browser import CHROMIUM, Browser
from tests.page.documents import FOUR, document, studied
from tests.render.writers.test_page import HOSTILE, MORE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
OTHERS = {  # numbers alone are compared
    "boxed": ("(x-4)^2+x*y+y^2", {"start": "0,1", "box": "0<=x<=2, -1<=y<=1", "rate": "0.2"}),
    "scheduled": ("x^2-x*y+y^2", {"start": "1,2", "rate": "0.3", "schedule": "cosine:T=50"}),
    "timed": ("x^4+y^2", {"start": "1,2", "rate": "0.1/t"}),
    "three": ("x^2+2y^2+3z^2-x*y*z", {"start": "1,1,1", "rate": "0.1", "optimizer": "nesterov"}),
    "clipped": ("exp(x)+exp(-2x)", {"start": "3", "rate": "0.2", "clip_value": "1"}),
    "choice": ("abs(x)+where(x>1, x^2, 2x-1)", {"start": "3", "rate": "0.3"}),
}
AXE = os.environ.get("AXE_CORE", "")
MODES = ("light", "dark")
ASKED = FOUR | OTHERS


@pytest.fixture(scope="module")
def browser():
    with Browser() as made:
        yield made


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for key, (text, options) in FOUR.items():
        (folder / f"{key}.html").write_text(example(text, **options).to("html"), "utf-8")
    for key in OTHERS:
        (folder / f"{key}.html").write_text(
            html(document(study(ASKED[key][0], **ASKED[key][1])), Manner()).text, "utf-8"
        )
    return folder


@pytest.fixture(scope="module")
def wells():
    return studied("wells")


@pytest.fixture(params=FOUR)
def key(request):
    return request.param


@pytest.fixture
def opened(browser, pages, key):
    return browser.open(pages / f"{key}.html")


def test_nothing_is_said_and_nothing_is_fetched(opened):
    """A mistake in the script, a breach of the policy: all of it would be said in the console."""
    opened.run("document.querySelector('#play').click()")
    opened.until(f"{NOW} > 0")
    assert opened.said == []
    assert [url for url in opened.asked if not url.startswith("file:")] == []
    assert len(opened.asked) == 1


def test_what_is_wrong_would_be_said(browser, pages, tmp_path):
    text = (pages / "classic.html").read_text("utf-8")
    (tmp_path / "styled.html").write_text(text.replace("<h1>", '<h1 style="color:red">'), "utf-8")
    (tmp_path / "changed.html").write_text(text.replace("let rows", "let  rows"), "utf-8")
    (tmp_path / "fetching.html").write_text(text.replace("<h1>", '<img src="a.png"/><h1>'), "utf-8")
    for name in ("styled", "changed", "fetching"):
        assert browser.open(tmp_path / f"{name}.html").said, name
    browser.open(tmp_path / "changed.html")
    assert browser.run("document.querySelector('#controls').hidden")


@pytest.mark.parametrize("title", [*HOSTILE, *MORE], ids=lambda title: repr(title[:30]))
def test_a_hostile_title_is_only_read(browser, tmp_path, wells, title):
    text = html(document(wells, title), Manner()).text
    (tmp_path / "hostile.html").write_text(text, "utf-8")
    browser.open(tmp_path / "hostile.html")
    assert browser.said == []
    assert len(browser.asked) == 1
    counts = "[document.scripts.length, document.images.length, document.links.length]"
    assert browser.run(counts) == [1, 0, 0]
    assert browser.run("document.querySelectorAll('math').length") > 5
    assert browser.run("document.querySelectorAll('#iterates tr').length") == 10


def test_mathematics_is_rendered(opened):
    opened.run("document.querySelectorAll('details').forEach(d => d.open = true)")
    sizes = opened.run(
        "[...document.querySelectorAll('math')].map(m => [m.getBoundingClientRect().width, "
        "m.getBoundingClientRect().height, m.namespaceURI])"
    )
    assert len(sizes) > 5
    for width, height, space in sizes:
        assert width > 3
        assert height > 1  # three dots are low
        assert space == "http://www.w3.org/1998/Math/MathML"
    raised = opened.run(
        "(() => { const [a, b] = document.querySelector('msup').children;"
        "return b.getBoundingClientRect().bottom < a.getBoundingClientRect().bottom })()"
    )
    assert raised


NOW = "Number(document.getElementById('step-now').textContent)"
DIGITS = 5.01e-10  # ten of them are shown, so half of the last one
SHOWN = """
[...document.querySelectorAll('#iterates tr')].map(row => [...row.children].map(c => c.textContent))
"""


def table(browser):
    """The rows of the page's table as numbers."""
    signs = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
    return [
        [float(cell.replace("·10", "e").translate(signs)) for cell in row]
        for row in browser.run(SHOWN)
    ]


def expected(key, rate, last):
    """The last ten iterates by Python, up to a step."""
    text, options = ASKED[key]
    options = {**options, "rate": rate or options["rate"], "steps": last, "tolerance": 0}
    run = descend(text, **options)
    return [
        [k, *run.points[k].tolist(), float(run.values[k])]
        for k in range(max(0, last - 9), last + 1)
    ]


def move(browser, name, value):
    browser.run(
        f"(() => {{ const s = document.getElementById('{name}'); s.value = {value};"
        "s.dispatchEvent(new Event('input', {bubbles: true})) })()"
    )


@pytest.mark.parametrize(("place", "factor"), [(0, 1.0), (-13, 2**-1.3), (5, 2**0.5)])
def test_the_sliders_move_the_iterates_as_python_does(opened, key, place, factor):
    rate = f"{float(FOUR[key][1]['rate']) * factor:.3g}"
    move(opened, "rate", place)
    for step in (0, 7, 30):
        move(opened, "step", step)
        assert opened.run("document.getElementById('step-now').textContent") == str(step)
        rows, other = table(opened), expected(key, rate, step)
        assert len(rows) == len(other)
        for row, theirs in zip(rows, other, strict=True):
            assert row == pytest.approx(theirs, rel=DIGITS, abs=1e-15)
    assert float(opened.run("document.getElementById('rate-now').textContent")) == float(rate)


@pytest.mark.parametrize("key", OTHERS)
def test_other_descents_are_as_in_python(browser, pages, key):
    browser.open(pages / f"{key}.html")
    for step in (1, 5, 17):
        move(browser, "step", step)
        for row, theirs in zip(table(browser), expected(key, None, step), strict=True):
            assert row == pytest.approx(theirs, rel=DIGITS, abs=1e-15)
    assert browser.said == []


def test_a_rate_that_has_its_own_plan_has_no_slider(browser, pages):
    found = {
        key: browser.open(pages / f"{key}.html").run("!!document.getElementById('rate')")
        for key in ("boxed", "scheduled", "timed", "three")
    }
    assert found == {"boxed": True, "scheduled": False, "timed": False, "three": True}


def test_who_wants_less_motion_sees_few_steps(browser, pages):
    browser.open(pages / "classic.html", prefers_reduced_motion="reduce")
    browser.run("document.getElementById('play').click()")
    assert browser.run(f"{NOW}") == 0
    browser.until(f"{NOW} > 0")
    assert browser.run(NOW) == 13  # an eighth of the way


def test_a_wrong_number_would_be_noticed(browser, pages):
    browser.open(pages / "classic.html")
    move(browser, "step", 30)
    wrong = [row[1] * (1 + 2e-9) for row in expected("classic", "0.1", 30)]
    assert [row[1] for row in table(browser)] != pytest.approx(wrong, rel=DIGITS)


def test_the_picture_follows(opened):
    """The last place of the path is where the iterate is, by the axis."""
    places = []
    for step in (0, 3, 12):
        move(opened, "step", step)
        places.append(
            opened.run(
                "(() => { const p = document.querySelector('.live-path').getAttribute('points');"
                "const c = document.querySelector('.live-here');"
                "return [p.split(' ').length, c.getAttribute('cx'), c.getAttribute('cy')] })()"
            )
        )
    assert [count for count, _, _ in places] == [1, 4, 13]
    assert len({tuple(place) for place in places}) == 3
    hidden = opened.run("getComputedStyle(document.querySelector('.moving')).display")
    assert hidden == "none"


def test_a_rate_too_large_is_told(browser, pages):
    browser.open(pages / "wells.html")
    move(browser, "rate", 45)
    move(browser, "step", 60)
    browser.until("document.getElementById('status').textContent.includes('no number any more')")
    browser.run("document.getElementById('reset').click()")
    browser.until("document.getElementById('status').textContent.startsWith('Step 60: x = 1.36')")


def test_by_keyboard(browser, pages):
    """Every control is reached by Tab, moved by arrows, and says what it is and where it stands."""
    browser.open(pages / "classic.html")
    browser.run("document.activeElement.blur()")
    reached = []
    for _ in range(25):
        browser.press("Tab")
        reached.append(browser.run("document.activeElement.id"))
        if reached[-1] == "step":
            browser.press("Home")
            browser.press("ArrowRight", 3)
        if reached[-1] == "rate":
            browser.press("ArrowLeft", 10)
        if reached[-1] == "reset":
            break
    wanted = ["step", "rate", "play", "reset"]
    assert [name for name in reached if name in wanted] == wanted
    assert browser.run("document.getElementById('step-now').textContent") == "3"
    assert browser.run("document.getElementById('rate-now').textContent") == "0.05"
    assert browser.run("document.getElementById('step').getAttribute('aria-valuetext')") == "step 3"
    assert browser.run("document.getElementById('step').labels[0].textContent") == "Step"
    outlined = browser.run("getComputedStyle(document.activeElement).outlineStyle")
    assert outlined != "none"
    browser.press("Enter")
    assert browser.run("document.getElementById('step-now').textContent") == "100"


def test_it_plays_when_it_is_asked_to_and_stops(browser, pages):
    browser.open(pages / "classic.html")
    browser.until("document.getElementById('status').textContent")
    assert browser.run(NOW) == 100  # not by itself
    browser.run("document.getElementById('play').focus()")
    browser.press(" ")
    assert browser.run("document.getElementById('play').textContent") == "Pause"
    browser.until(f"{NOW} > 2 && {NOW} < 100")
    browser.press(" ")
    stood = browser.run(NOW)
    assert browser.run("document.getElementById('play').textContent") == "Play"
    browser.until(f"document.getElementById('status').textContent.startsWith('Step {stood}:')")
    assert browser.run(NOW) == stood


@pytest.mark.parametrize("mode", MODES)
def test_nothing_is_wider_than_a_narrow_screen(browser, pages, key, mode):
    browser.open(pages / f"{key}.html", width=360, height=700, prefers_color_scheme=mode)
    browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert browser.run("document.documentElement.scrollWidth") == 360
    browser.run("window.scrollTo(1000, 0)")
    assert browser.run("window.scrollX") == 0


def test_dark_and_print(browser, pages):
    ground = "getComputedStyle(document.body).backgroundColor"
    found = [
        browser.open(pages / "classic.html", prefers_color_scheme=mode).run(ground)
        for mode in MODES
    ]
    assert found == ["rgb(255, 255, 255)", "rgb(21, 23, 26)"]
    browser.ask("Emulation.setEmulatedMedia", media="print")
    assert browser.run(ground) == "rgb(255, 255, 255)"
    assert browser.run("getComputedStyle(document.getElementById('controls')).display") == "none"
    browser.ask("Emulation.setEmulatedMedia", media="")


@pytest.mark.skipif(not AXE, reason="AXE_CORE does not name the file axe.min.js")
@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing(browser, pages, key, mode):
    found = violations(browser.open(pages / f"{key}.html", prefers_color_scheme=mode))
    assert found == []


@pytest.mark.skipif(not AXE, reason="AXE_CORE does not name the file axe.min.js")
def test_axe_would_find_a_slider_without_its_label(browser, pages, tmp_path):
    text = (pages / "classic.html").read_text("utf-8")
    (tmp_path / "bare.html").write_text(text.replace('<label for="step">', "<label>"), "utf-8")
    assert [name for name, *_ in violations(browser.open(tmp_path / "bare.html"))] == ["label"]


def violations(browser):
    """What axe-core has to say about the page with all that is folded opened."""
    browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
    browser.until("document.getElementById('status').textContent")
    browser.run(Path(AXE).read_text(encoding="utf-8") + ";0")
    return browser.run(
        "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map("
        "v => [v.id, v.help, ...v.nodes.slice(0, 3).map(n => n.html.slice(0, 200))]))"
    )
