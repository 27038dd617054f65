"""A formula and the options of a command go in, the record that a notebook shows comes out."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, Final

from symdescent.notebook_hook import Bundle

if TYPE_CHECKING:
    from symdescent.claims.records import Check
    from symdescent.experiments.comparison import Comparison
    from symdescent.experiments.sweep import Sweep
    from symdescent.minimum_search import Cases, Search
    from symdescent.render.documents import Example, Exercises
    from symdescent.studies import Study

AS_TEXT: Final = (  # the options that ask for a text, or for a file
    *("format", "quiet", "every", "rows", "exact", "file", "output", "to", "standalone"),
    *("explain", "methods", "proof", "no_time", "check", "batch", "ascii", "open"),
)


@dataclass(frozen=True)
class Script:
    """A script in Python."""

    text: str

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        return {
            "text/plain": self.text,
            "text/markdown": f"```python\n{self.text}```\n",
            "text/html": f"<pre><code>{escape(self.text)}</code></pre>\n",
        }


@dataclass(frozen=True)
class Picture:
    """A figure or a film, as SVG, and what it shows in words."""

    svg: str = field(repr=False)
    alternative: str

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        return {"text/plain": self.alternative, "image/svg+xml": self.svg}


def of_descent(text: str, options: Namespace) -> "Study":
    """A study; its proof and its picture are kept in files where that was asked for."""
    from symdescent.terminal import output
    from symdescent.terminal.rule_file import ruled

    ruled(options)
    draw = output.picture(options) if options.plot else None
    done = output.examine(text, options)
    if draw:
        draw(done)
    output.kept(done.minimum, done.setting.formula, done.setting.bounds.sides, options.save)
    return done


def of_minimum(text: str, options: Namespace) -> "Search | Cases":
    """What is proved, and no descent."""
    from symdescent.minimum_search import Cases
    from symdescent.terminal import output, proving

    done = proving.examine(text, options)
    if not isinstance(done, Cases):
        output.kept(done.minimum, done.formula, done.bounds.sides, options.save)
    return done


def of_comparison(text: str, options: Namespace) -> "Comparison":
    from symdescent.terminal.experiments import compared

    return compared(text, options)


def of_sweep(text: str, options: Namespace) -> "Sweep":
    from symdescent.terminal.experiments import swept

    return swept(text, options)


def of_example(text: str, options: Namespace) -> "Example":
    from symdescent.terminal.documents import told_example

    return told_example(text, options)


def of_exercises(_: str, options: Namespace) -> "Exercises":
    """The first sheet, or the questions alone where solutions are apart, as where it is printed."""
    from symdescent.lessons.exercises.sheet import demand, sheets
    from symdescent.render.documents import Exercises
    from symdescent.terminal.exercising import wish

    wanted = wish(options)
    demand(wanted)
    return Exercises(sheets(wanted)[0].documents[0])


def of_check(text: str, options: Namespace) -> "Check":
    """Claims about a formula, each with its verdict."""
    from symdescent.claims.checking import check
    from symdescent.terminal.checking import wishes

    return check(text, **wishes(options))


def of_code(text: str, options: Namespace) -> Script:
    """A descent as a script."""
    from symdescent.terminal.coding import scripted

    return Script(scripted(text, options))


def of_plot(text: str, options: Namespace) -> Picture:
    """A figure, as a page would show it."""
    from symdescent.render.svg import svg
    from symdescent.terminal.pictures import plotted, screen

    plot, _ = plotted(text, options)
    return Picture(svg(plot, screen(options)), plot.alternative)


def of_film(text: str, options: Namespace) -> Picture:
    """A film that plays once, or its panels."""
    from symdescent.terminal.pictures import as_svg, filmed, svg_panels

    made, _ = filmed(text, options)
    write = as_svg() if options.panels is None else svg_panels()
    return Picture(write(made, options).decode(), made.plot.alternative)


RECORDS: Final[dict[str, Callable[[str, Namespace], Any]]] = {
    "": of_descent,
    "minimum": of_minimum,
    "compare": of_comparison,
    "sweep": of_sweep,
    "check": of_check,
    "example": of_example,
    "exercises": of_exercises,
    "code": of_code,
    "plot": of_plot,
    "animate": of_film,
}
