"""Plots of every kind, each made once, for the tests of what draws them; and hostile words."""

import gzip
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import symdescent
from symdescent.experiments.many_starts import catchment
from symdescent.lessons.figures.basin_map import basins
from symdescent.lessons.figures.films import film, race
from symdescent.lessons.figures.landscapes import contours, curve, paths
from symdescent.lessons.figures.plots import Dots, Line
from symdescent.lessons.figures.progress import gap, optimizers, sweep

ROSENBROCK = "(1-x)^2 + 100*(y-x^2)^2"
BOWL = "(17x^2 - 24x*y + 10y^2)/2"
WELLS = "x^4/4 - x^2/2 + x/10"
PARABOLA = ("1/2*(x-4)^2", {"start": 14, "rate": "1/10", "steps": 100})
MAKERS = {
    "curve": lambda: curve(parabola()),
    "gap": lambda: gap(parabola()),
    "contours": lambda: contours(rosenbrock()),
    "optimizers": lambda: optimizers(contest()),
    "paths": lambda: paths(contest()),
    "sweep": lambda: sweep(symdescent.sweep(BOWL, {"lr": "1e-3..1:20"}, start="2,11", steps=500)),
    "basins": lambda: basins(catchment(ROSENBROCK_LIKE, "[-5,5]", 40, rate="0.01", steps=500)),
    "basins of one variable": lambda: basins(catchment(WELLS, "[-2,2]", 60, rate="0.1")),
}
ROSENBROCK_LIKE = "(x^2+y-11)^2 + (x+y^2-7)^2"  # D. Himmelblau 1972: four minima
KINDS = tuple(MAKERS)


@cache
def plot(kind):
    return MAKERS[kind]()


@cache
def parabola():
    text, given = PARABOLA
    return symdescent.study(text, **given)


@cache
def rosenbrock():
    return symdescent.study(ROSENBROCK, start="-1.2,1", optimizer="adam", rate="0.1", steps=200)


@cache
def contest():
    names = "gd@0.001,momentum@0.001,adam@0.05"
    return symdescent.compare(ROSENBROCK, names, start="-1.2,1", steps=300)


@cache
def parabola_film():
    return film(parabola())


@cache
def race_film():
    """Gradient descent, trapped, and Adam, on one curve."""
    names = "gradient descent,Adam"
    return race(symdescent.compare("1 - cos(x) + x^2/20", names, start=12, rate="0.7"))


def hostile_words():
    """What the collection of hostile inputs gives as titles."""
    path = Path(__file__).parent / "reference" / "hostile.json.gz"
    entries = json.loads(gzip.decompress(path.read_bytes()))["entries"]
    titles = [e["context"].get("title") for e in entries if e["stage"] == "export"]
    return [title for title in titles if title]


def with_words(words):
    """A plot that says these words wherever a word of a user could stand."""
    made = plot("gap")
    marks = [
        replace(mark, label=(words,)) if isinstance(mark, Line | Dots) else mark
        for mark in made.marks
    ]
    named = Dots(marks[0].role, (marks[0].pieces[0][0],), (), 0, ((words,),))
    across = replace(made.across, label=(words,))
    return replace(made, marks=(*marks, named), alternative=words, across=across)
