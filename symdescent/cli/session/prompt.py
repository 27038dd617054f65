"""Lines typed at a terminal with prompt_toolkit, with a preview under the prompt."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any, Final

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.styles import Style

from symdescent.cli.session import line_reader
from symdescent.cli.session.background import Background
from symdescent.cli.session.line_reader import command_in, numbers, understand
from symdescent.cli.session.plain import MORE, PROMPT, History
from symdescent.cli.session.state import Action, Run, Say, Sort, State, goes_on, inputs
from symdescent.cli.session.vocabulary import completed, words
from symdescent.cli.transliteration import transliterated
from symdescent.errors import FormulaError, SymdescentError
from symdescent.language import parse, pretty
from symdescent.language.names import natural
from symdescent.language.textbook import name as printed

LONGEST = 2000  # characters that are read while typing


@dataclass(frozen=True)
class Preview:
    """The line as it was read, or its first mistake; `text`: a formula whose gradient may be shown
    beside it, its letters having the values `let`."""

    said: str
    wrong: bool = False
    text: str = ""
    let: dict[str, str] = field(default_factory=dict)


OPEN = "open: a bracket, an operator or a \\begin waits; Enter goes on below, twice ends it"
READY = "the formula goes on here; Enter once more reads it as it is"
HELLO = Preview("type a formula, or help")
SHELL = Preview("a command line of the shell: run as it stands, beside the session")


def preview(state: State, typed: str) -> Preview:
    """How the line would be taken; nothing is run."""
    if len(typed) > LONGEST:
        return Preview(f"{len(typed)} characters: too long for a preview")
    found = inputs(typed)
    if len(found) > 1:
        return Preview(f"{len(found)} inputs, one after the other")
    if not found:
        return present(state)
    if goes_on(typed.rstrip("\n")):
        return of_unfinished(typed)
    try:
        return of_command(found[0]) or of_line(*understand(state, found[0]))
    except FormulaError as mistake:
        return Preview(pointed(mistake), wrong=True)
    except SymdescentError as mistake:
        return Preview(
            f"{mistake.message}{f'; {mistake.hint}' if mistake.hint else ''}", wrong=True
        )


def present(state: State) -> Preview:
    """The formula that commands would work on."""
    return of_formula(state) if state.formula else HELLO


def of_command(line: str) -> Preview | None:
    """How a command is used; None for what is none."""
    if line_reader.words_of(line) is not None:
        return SHELL
    command = command_in(line)
    if command is None:
        return None
    word = words()[command[0]]
    return Preview(f"{word.usage}: {word.summary}")


def of_unfinished(typed: str) -> Preview:
    """A line that goes on below; Enter twice reads it as it is."""
    below = typed.endswith("\n")
    return of_command(typed.strip()) or Preview(READY if below else OPEN)


def of_line(after: State, action: Action) -> Preview:
    """What a line means that is no command."""
    made = after.definitions[-1] if after.definitions else None
    if isinstance(action, Run) and made:
        return of_formula(after)
    return Preview(action.text if isinstance(action, Say) else "")


def of_formula(state: State) -> Preview:
    """The formula as it is read, for its gradient to be put beside."""
    sentence = parse(state.formula, let=numbers(state))
    named = sentence.declared
    names = sorted(sentence.names, key=natural) if named is None else named
    free = [printed(name) for name in names if name not in state.letters]
    head = f"{sentence.title}({', '.join(free[:6])}{', …' if len(free) > 6 else ''})"
    let = {d.name: d.value for d in state.of(Sort.LETTER) if d.name in state.letters}
    return Preview(f"{head} = {pretty(sentence.tree)}", text=state.formula, let=let)


def pointed(mistake: FormulaError) -> str:
    """The mistake and its place, in one line."""
    wrong = mistake.text[mistake.start : mistake.end].strip()
    where = f"column {mistake.start + 1}" + (f", at {wrong[:20]}" if wrong else "")
    hint = f"; {mistake.hint}" if mistake.hint else ""
    return f"{where}: {mistake.message}{hint}"


MOST_REQUESTS: Final = 8  # gradients at once: a pipe that is full would hold up the keys
MOST_KEPT: Final = 1000
LINES: Final = 3  # under the prompt, at most
TOO_LONG: Final = "the gradient takes longer"
STYLE: Final = Style.from_dict(
    {"bottom-toolbar": "noreverse", "wrong": "fg:ansired", "prompt": "bold"}
)


class Words(Completer):
    """The completions of the session, by Tab."""

    def __init__(self, prompting: "Prompting") -> None:
        self.prompting = prompting

    def get_completions(self, document: Document, _: CompleteEvent) -> Iterable[Completion]:
        """What the word before the cursor may become."""
        before = document.current_line_before_cursor
        begin, words = completed(self.prompting.state, before)
        yield from (Completion(word, begin - len(before)) for word in words)


class Prompting:
    """Asks with a preview under the prompt, which a background adds the gradient to."""

    def __init__(self, history: History, background: Background | None) -> None:
        self.history, self.background, self.state = history, background, State()
        self.gradients: dict[object, str] = {}
        self.asked, self.open, self.wanted = 0, 0, dict[int, object]()
        self.latest: tuple[object, Preview] = (None, Preview(""))
        if background:
            background.saw = self.saw
        self.session: PromptSession[str] = PromptSession(
            PROMPT,
            history=InMemoryHistory(history.entries),
            completer=Words(self),
            complete_while_typing=False,
            multiline=Condition(lambda: goes_on(get_app().current_buffer.text)),
            prompt_continuation=MORE,
            bottom_toolbar=self.under,
            style=STYLE,
            reserve_space_for_menu=6,
        )

    def ask(self, state: State) -> str:
        """One paste or one line, edited until it is whole."""
        self.state, self.open = state, 0
        if len(self.gradients) > MOST_KEPT:
            self.gradients.clear()
        text = self.session.prompt()
        self.history.add(text)
        return text

    def under(self) -> FormattedText:
        """What stands under the prompt: the reading, and the gradient once it is known."""
        shown = self.previewed(get_app().current_buffer.text)
        columns = max(get_app().output.get_size().columns - 1, 20)
        lines = fitted(shown.said, columns)
        lines += fitted(self.slope(shown), columns) if shown.text else []
        style = "class:wrong" if shown.wrong else ""
        return FormattedText([(style, displayed("\n".join(lines[:LINES]), self.state))])

    def previewed(self, text: str) -> Preview:
        """The preview of a text, worked out once."""
        key = (self.state, text)
        if self.latest[0] != key:
            self.latest = (key, preview(self.state, text))
        return self.latest[1]

    def slope(self, shown: Preview) -> str:
        """The gradient of a formula, where it is known; else the background is asked for it."""
        key = (shown.text, *sorted(shown.let.items()))
        if key not in self.gradients and self.background:
            if key not in self.wanted.values() and self.open < MOST_REQUESTS:
                self.asked += 1
                self.open += 1
                self.wanted = {self.asked: key}
                self.background.send({"look": self.asked, "text": shown.text, "let": shown.let})
            return ""
        return self.gradients.get(key, "")

    def saw(self, message: Mapping[str, Any]) -> None:
        """A gradient comes in, on a thread of its own."""
        self.open -= 1
        key = self.wanted.pop(message["look"], None)
        told = message["told"]
        if key is not None and told != "":
            self.gradients[key] = TOO_LONG if told is None else told
        self.session.app.invalidate()


def fitted(text: str, columns: int) -> list[str]:
    """The text in lines of the screen."""
    return wrap(text, columns, break_on_hyphens=False)


def displayed(text: str, state: State) -> str:
    """The text, spelt in ASCII where the terminal has nothing else, or where that is set."""
    encoding = (sys.stdout.encoding or "ascii").lower()
    wanted = any(d.name == "--ascii" and d.value == "yes" for d in state.of(Sort.OPTION))
    poor = encoding in ("ascii", "us-ascii", "646")
    return transliterated(text) if wanted or poor else text
