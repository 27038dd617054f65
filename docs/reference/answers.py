"""Lines of a notebook go in, a page with what they show comes out."""

import symdescent
from reference.markdown import fenced, page

SHOWN = {
    '%descend "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 100': lambda: symdescent.study(
        "1/2*(x-4)^2", start="14", rate="0.1", steps=100
    ),
    '%descend minimum "x^4 + y^4 - 4x*y + 1"': lambda: symdescent.search("x^4 + y^4 - 4x*y + 1"),
    '%descend sweep "x^2 + 9y^2" --x0 9,1 --lr 0.01..0.2': lambda: symdescent.sweep(
        "x^2 + 9y^2", {"lr": "0.01..0.2"}, start="9,1"
    ),
}


def shown():
    """What a notebook shows of some answers: their own HTML, as a front end gets it."""
    parts = [answer(line, make()) for line, make in SHOWN.items()]
    return page("What a notebook shows", "The answers of [the magics](../notebooks.md).", *parts)


def answer(line, record):
    """A line of a notebook, and the HTML of its answer."""
    html = record._repr_mimebundle_()["text/html"].replace("\n", " ")
    return f"{fenced(line, 'ipython')}\n\n```{{raw}} html\n{html}\n```"
