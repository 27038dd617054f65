"""A terminal with prompt_toolkit goes in; lines that were typed there, with a preview, come out."""

import sys
from collections.abc import Iterable, Mapping
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

from symdescent.terminal.ascii import transliterated
from symdescent.terminal.session.completion import completed
from symdescent.terminal.session.history import History
from symdescent.terminal.session.inputs import goes_on
from symdescent.terminal.session.plain import MORE, PROMPT
from symdescent.terminal.session.preview import Preview, preview
from symdescent.terminal.session.state import Sort, State
from symdescent.terminal.session.workshop import Workshop

MOST_ASKED: Final = 8  # gradients at once: a pipe that is full would hold up the keys
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
    """Asks with a preview under the prompt, which a workshop adds the gradient to."""

    def __init__(self, history: History, workshop: Workshop | None) -> None:
        self.history, self.workshop, self.state = history, workshop, State()
        self.gradients: dict[object, str] = {}
        self.asked, self.open, self.wanted = 0, 0, dict[int, object]()
        self.latest: tuple[object, Preview] = (None, Preview(""))
        if workshop:
            workshop.saw = self.saw
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
        """The gradient of a formula, where it is known; else the workshop is asked for it."""
        key = (shown.text, *sorted(shown.let.items()))
        if key not in self.gradients and self.workshop:
            if key not in self.wanted.values() and self.open < MOST_ASKED:
                self.asked += 1
                self.open += 1
                self.wanted = {self.asked: key}
                self.workshop.send({"look": self.asked, "text": shown.text, "let": shown.let})
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
