"""A line or a cell of a notebook goes in, records that show themselves come out: %descend.

The words are those of the command line, read by the same tables. What a record can show is shown;
what asks for a text (--format, -q, -o, ...) is printed, as in a terminal.
"""

import re
import shlex
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from symdescent.errors import InputError, SymdescentError
from symdescent.notebook_hook import Bundle
from symdescent.terminal import arguments
from symdescent.terminal.cli import ANSWERS, complain
from symdescent.terminal.cli import typed as joined
from symdescent.terminal.records import AS_TEXT, RECORDS
from symdescent.terminal.sources import decoded

NAME: Final = "descend"
# What IPython asks of a magic (core/magic.py): {1} is no Python, but LaTeX; a ; hides the answer.
ASKED: Final = ("_ipython_magic_no_var_expand", "_ipython_magic_output_can_be_silenced")
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
    descend.__dict__.update(dict.fromkeys(ASKED, True))
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
    return (found[1] or "") + spelt(known[found[2]])


def spelt(value: Any) -> str:
    """A value as one types it: numbers of an array with commas between them."""
    several = isinstance(value, Iterable) and not isinstance(value, str)
    return ",".join(map(spelt, value)) if several else str(value)


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
