"""%descend in a notebook: a line or a cell answered by records that show themselves."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, Final

from symdescent.notebook_hook import Bundle

if TYPE_CHECKING:
    from symdescent.claims.claim import Check
    from symdescent.experiments.comparison import Comparison
    from symdescent.experiments.sweep import Sweep
    from symdescent.minimum_search import Cases, Search
    from symdescent.render.documents import Example, Exercises
    from symdescent.studies import Study
import re
import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from symdescent.cli import arguments
from symdescent.cli.main import ANSWERS, complain
from symdescent.cli.main import typed as joined
from symdescent.cli.sources import decoded
from symdescent.errors import InputError, SymdescentError

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
    from symdescent.cli import output
    from symdescent.cli.rule_file import ruled

    ruled(options)
    draw = output.picture(options) if options.plot else None
    done = output.examine(text, options)
    if draw:
        draw(done)
    output.kept(done.minimum, done.setting.formula, done.setting.bounds.sides, options.save)
    return done


def of_minimum(text: str, options: Namespace) -> "Search | Cases":
    """What is proved, and no descent."""
    from symdescent.cli import output
    from symdescent.cli.commands import minimum
    from symdescent.minimum_search import Cases

    done = minimum.examine(text, options)
    if not isinstance(done, Cases):
        output.kept(done.minimum, done.formula, done.bounds.sides, options.save)
    return done


def of_comparison(text: str, options: Namespace) -> "Comparison":
    from symdescent.cli.commands.experiments import compared

    return compared(text, options)


def of_sweep(text: str, options: Namespace) -> "Sweep":
    from symdescent.cli.commands.experiments import swept

    return swept(text, options)


def of_example(text: str, options: Namespace) -> "Example":
    from symdescent.cli.commands.documents import example_for

    return example_for(text, options)


def of_exercises(_: str, options: Namespace) -> "Exercises":
    """The first sheet, or the questions alone where solutions are apart, as where it is printed."""
    from symdescent.cli.commands.documents import wish
    from symdescent.lessons.exercises.sheet import demand, sheets
    from symdescent.render.documents import Exercises

    wanted = wish(options)
    demand(wanted)
    return Exercises(sheets(wanted)[0].documents[0])


def of_check(text: str, options: Namespace) -> "Check":
    """Claims about a formula, each with its verdict."""
    from symdescent.claims.answers import check
    from symdescent.cli.commands.check import wishes

    return check(text, **wishes(options))


def of_code(text: str, options: Namespace) -> Script:
    """A descent as a script."""
    from symdescent.cli.commands.derivatives import scripted

    return Script(scripted(text, options))


def of_plot(text: str, options: Namespace) -> Picture:
    """A figure, as a page would show it."""
    from symdescent.cli.commands.pictures import plotted, screen
    from symdescent.render.svg import svg

    plot, _ = plotted(text, options)
    return Picture(svg(plot, screen(options)), plot.alternative)


def of_film(text: str, options: Namespace) -> Picture:
    """A film that plays once, or its panels."""
    from symdescent.cli.commands.pictures import as_svg, filmed, svg_panels

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


NAME: Final = "descend"
# What IPython asks of a magic (core/magic.py): {1} is no Python, but LaTeX; a ; hides the answer.
IPYTHON_FLAGS: Final = ("_ipython_magic_no_var_expand", "_ipython_magic_output_can_be_silenced")
FILLED: Final = re.compile(r"([\w-]+=)?\{([^\W\d]\w*)\}")
FROM_A_FILE: Final = ("file", "batch")  # options that say where the formulas are
HELP: Final = """\
Gradient descent on a formula, beside its exact minimum, in a notebook.

    %descend "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 100
    study = %descend "1/2*(x-4)^2" --x0 14

    %%descend --lr 0.1
    (x-4)^2
    x^4 - x^2

A cell holds one formula a line. A word {name} is the value of that variable of the notebook. The
options are those of the command line:

"""


class Shell(Protocol):
    """What is used of IPython's shell."""

    user_ns: dict[str, Any]

    def register_magic_function(
        self, func: Callable[..., Any], magic_kind: str, magic_name: str
    ) -> None: ...

    def set_hook(self, name: str, hook: Callable[..., Any], *, str_key: str) -> None: ...


class Mistake(Exception):
    """What went wrong, as a notebook shows it: with its caret, and without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


@dataclass(frozen=True)
class Several:
    """The answers to several lines, in their order; None for a line with a mistake."""

    answers: tuple[Any, ...]

    def __len__(self) -> int:
        return len(self.answers)

    def __getitem__(self, place: int) -> Any:
        return self.answers[place]

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        bundles = [one._repr_mimebundle_() for one in self.answers if one is not None]
        kinds = ("text/plain", "text/markdown", "text/html")
        return {kind: "\n\n".join(shown[kind] for shown in bundles) for kind in kinds}


def load_ipython_extension(shell: Shell) -> None:
    """Give a notebook the magics %descend and %%descend; called by `%load_ext symdescent`."""

    def descend(line: str, cell: str | None = None) -> Any:
        return shown(line, cell, shell.user_ns)

    descend.__doc__ = HELP + arguments.parser().format_help()
    descend.__dict__.update(dict.fromkeys(IPYTHON_FLAGS, True))
    shell.register_magic_function(descend, "line_cell", NAME)
    for mark in ("%", "%%"):
        shell.set_hook("complete_command", completed, str_key=f"{mark}{NAME}")


def shown(line: str, cell: str | None, known: Mapping[str, Any]) -> Any:
    """The answer; a mistake of the user's, or a stop, without a traceback."""
    try:
        return answered(words(line, known), cell)
    except SymdescentError as mistake:
        raise Mistake(f"error: {mistake}") from mistake
    except KeyboardInterrupt:
        raise Mistake("stopped") from None
    except SystemExit:  # argparse, once it has printed the help
        return None


def words(line: str, known: Mapping[str, Any]) -> list[str]:
    """The words of a line, in quotes or not; a backslash is one, as LaTeX has them."""
    said = line.rstrip().removesuffix(";")  # which only keeps the answer from being shown
    reader = shlex.shlex(said, posix=True, punctuation_chars=False)
    reader.whitespace_split, reader.commenters, reader.escape = True, "", ""
    try:
        return [filled(word, known) for word in reader]
    except ValueError:
        hint = 'write  %descend "(x-4)^2"'
        raise InputError("syntax", "a quotation mark is never closed", hint) from None


def filled(word: str, known: Mapping[str, Any]) -> str:
    """{name} and --flag={name} with the value of that variable, where there is one."""
    found = FILLED.fullmatch(word)
    if found is None or found[2] not in known:
        return word
    return (found[1] or "") + as_typed(known[found[2]])


def as_typed(value: Any) -> str:
    """A value as one types it: numbers of an array with commas between them."""
    several = isinstance(value, Iterable) and not isinstance(value, str)
    return ",".join(map(as_typed, value)) if several else str(value)


def answered(typed: list[str], cell: str | None) -> Any:
    """What the words ask for, of the formula among them, or of each line of the cell."""
    if cell is None and not typed:
        sys.stdout.write(arguments.parser().format_help())
        return None
    if cell is None:
        return one(typed)
    _, options = arguments.read(typed)
    if getattr(options, "formula", True) or getattr(options, "file", None):
        raise InputError("syntax", "the formula stands in the cell alone", f"write  %{NAME}")
    lines = decoded(cell.encode(errors="replace"))
    if not lines:
        raise InputError("empty", "there is no formula", f"write one a line, below  %%{NAME}")
    options_alone = list(options.typed)  # under our own names: what was noted is noted once
    if len(lines) == 1:
        return one([*options_alone, "--", lines[0][1]])
    answers = Several(tuple(each(options_alone, lines)))
    return answers if any(one is not None for one in answers.answers) else None


def each(typed: list[str], lines: Sequence[tuple[int, str]]) -> Iterator[Any]:
    """The answer to every line; a mistake is told with its number, and costs that line alone."""
    for number, text in lines:
        try:
            yield one([*typed, "--", text])
        except SymdescentError as mistake:
            complain(mistake, f"line {number + 1}: ")  # as the cell counts
            yield None


def one(typed: list[str]) -> Any:
    """The record that the words ask for; None where they ask for a text, which is printed."""
    name, options = arguments.read(typed)
    text = formula(options)
    if name in RECORDS and not printed(name, options):
        return RECORDS[name](text, options)
    ANSWERS[name](options)
    return None


def formula(options: Namespace) -> str:
    """The one formula of the words, "" for a command that takes none or reads a file."""
    typed = getattr(options, "formula", None)
    if typed is None or any(getattr(options, name, None) is not None for name in FROM_A_FILE):
        return ""
    if not typed or typed == ["-"]:
        hint = f'type one:  %{NAME} "(x-4)^2"'
        raise InputError("empty", "there is no formula", hint)
    return joined(options)


def printed(name: str, options: Namespace) -> bool:
    """Whether the options ask for a text."""
    usual = arguments.parser(name).get_default
    return any(getattr(options, flag, usual(flag)) != usual(flag) for flag in AS_TEXT)


def completed(_: object, event: Any) -> list[str]:
    """The options of the command that is being typed, or the commands."""
    typed = str(event.line).split()[1:]
    name = typed[0] if typed and typed[0] in arguments.COMMANDS else arguments.PLAIN
    begun = str(event.symbol)
    known = arguments.flags_of(name) if begun.startswith("-") else filter(None, arguments.COMMANDS)
    return [word for word in known if word.startswith(begun)]
