"""The SVG of every plot: well-formed, small, inert, and fit for dark pages."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from symdescent.lessons.figures.films import panels
from symdescent.render.plot_style import COLUMN, SCREEN, WIDE, laid_out
from symdescent.render.svg import SECONDS, animated, strip, svg
from tests.figure_cases import (
    KINDS,
    hostile_words,
    parabola_film,
    plot,
    race_film,
    with_words,
)

SPACE = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "title", "desc", "style", "g", "path", "text", "tspan"}
STYLE = re.compile(r"(fill|stroke):var\(--sd-\w+,#[0-9a-f]{6}\)")


def tags(root):
    return {element.tag.removeprefix(SPACE) for element in root.iter()}


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_well_formed_and_says_what_it_shows(kind):
    text = svg(plot(kind), SCREEN, "figure-1")
    root = ET.fromstring(text)
    assert tags(root) <= DRAWN
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "figure-1-title figure-1-desc"
    assert root.find(f"{SPACE}desc").text == plot(kind).alternative
    assert root.find(f"{SPACE}title").text and "nan" not in text
    assert len(text) < 60_000


@pytest.mark.parametrize("kind", KINDS)
def test_everything_lies_on_the_page(kind):
    text = svg(plot(kind), COLUMN)
    wide, high = map(float, re.search(r'viewBox="0 0 (\S+) (\S+)"', text).groups())
    for x, y in re.findall(r'<text x="(\S+)" y="(\S+)"', text):
        assert 0 <= float(x) <= wide and 0 <= float(y) <= high
    for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", text):
        assert -1 <= float(x) <= wide + 1 and -1 <= float(y) <= high + 1


def test_print_sizes_are_in_points_and_the_screen_in_pixels():
    assert 'width="238.1pt"' in svg(plot("curve"), COLUMN)  # 84 mm
    assert 'width="493.2pt"' in svg(plot("curve"), WIDE)  # 174 mm
    assert 'width="480px"' in svg(plot("curve"))


@pytest.mark.parametrize("kind", KINDS)
def test_its_colours_can_be_set_by_a_page(kind):
    root = ET.fromstring(svg(plot(kind)))
    for element in root.iter():
        for what in ("fill", "stroke"):
            colour = element.get(what)
            assert colour in (None, "none", "currentColor") or STYLE.fullmatch(element.get("style"))


def test_the_iterates_stand_where_they_should():
    layout = laid_out(plot("curve"), SCREEN)
    x, y = layout.at((14.0, 50.0))
    assert f"M{x:.1f} {y:.1f}" in svg(plot("curve"))
    assert layout.at((plot("curve").across.low, plot("curve").up.low)) == pytest.approx(
        (layout.left, layout.bottom)
    )


@pytest.mark.parametrize("words", hostile_words(), ids=lambda words: ascii(words)[:30])
def test_words_of_a_user_stay_words(words):
    text = svg(with_words(words))
    root = ET.fromstring(text)
    assert tags(root) <= DRAWN
    assert "<!DOCTYPE" not in text and "<script" not in text.lower()
    plain = ET.fromstring(svg(with_words("words")))
    assert [e.attrib.keys() for e in root.iter() if e.tag != f"{SPACE}tspan"] == [
        e.attrib.keys() for e in plain.iter() if e.tag != f"{SPACE}tspan"
    ]


def test_hostile_words_there_are():
    assert len(hostile_words()) > 10


def test_the_same_plot_gives_the_same_text():
    assert svg(plot("contours")) == svg(plot("contours"))


def test_a_strip_holds_every_panel():
    made = panels(parabola_film(), 6)
    root = ET.fromstring(strip(made, COLUMN, 3))
    groups = [g for g in root if g.tag == f"{SPACE}g"]
    assert len(groups) == len(made)
    assert len({g.get("transform") for g in groups}) == len(made)


def test_a_hundred_steps_are_a_small_film():
    text = animated(parabola_film(), name="gd")
    root = ET.fromstring(text)
    assert len(text) < 12_000 and tags(root) <= DRAWN
    style = root.find(f"{SPACE}style").text
    dot, path = re.findall(r"@keyframes (gd-\w+)", style)
    assert (dot, path) == ("gd-dot", "gd-path")
    assert "prefers-reduced-motion" in style and SECONDS <= 5 and "infinite" not in style


def test_the_dot_goes_from_iterate_to_iterate():
    film = parabola_film()
    style = ET.fromstring(animated(film)).find(f"{SPACE}style").text
    moves = re.findall(r"([\d.]+)%\{transform:translate\(([\d.]+)px,([\d.]+)px\)\}", style)
    layout = laid_out(film.plot, SCREEN)
    assert len(moves) == len(film.steps)
    for k in (0, 1, 50, 100):
        i = film.steps.index(k)
        time, x, y = map(float, moves[i])
        assert time == pytest.approx(100 * i / (len(moves) - 1), abs=0.01)
        assert (x, y) == pytest.approx(layout.at((4 + 10 * 0.9**k, 50 * 0.81**k)), abs=0.06)


def test_without_motion_the_film_shows_its_end():
    film = parabola_film()
    text = animated(film)
    x, y = laid_out(film.plot, SCREEN).at(film.walks[0].points[-1])
    assert f'style="transform:translate({x:.1f}px,{y:.1f}px)"' in text


def test_words_at_ends_that_lie_close_are_left_out():
    one = race_film().walks[0]
    both = replace(race_film(), walks=(one, one))
    assert "-words" not in animated(both) and "-words" in animated(race_film())


def test_several_walk_in_one_film():
    """Each in its own colour and form, named in the key, its value at the end; all stand still for
    who asks for it."""
    text = animated(race_film(), name="race")
    root = ET.fromstring(text)
    assert tags(root) <= DRAWN and len(text) < 20_000
    style = root.find(f"{SPACE}style").text
    moving = ["race-dot", "race-path", "race-words", "race-2-dot", "race-2-path", "race-2-words"]
    assert re.findall(r"@keyframes (\S+?)\{", style) == moving
    assert re.findall(r"\.(race[\w-]*)", style.partition("@media")[2]) == moving
    assert sorted(re.findall(r"animation:(\S+) 5s linear", style)) == sorted(moving)
    colours = {e.get("class"): ET.tostring(e, "unicode") for e in root.iter() if e.get("class")}
    assert "--sd-blue" in colours["race-dot"] and "--sd-blue" in colours["race-path"]
    assert "--sd-vermilion" in colours["race-2-dot"] and "--sd-vermilion" in colours["race-2-path"]
    words = ["".join(e.itertext()) for e in root.iter(f"{SPACE}text")]
    assert {"gradient descent", "Adam", "L = 1.79", "L = 0"} <= set(words)
    assert "Gradient descent starts at x = 12" in root.find(f"{SPACE}desc").text
