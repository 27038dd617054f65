"""The text of a person's own rule as a Rule; what it leaves unsaid is worked out."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import Final, NoReturn

from symdescent.errors import FormulaError, InputError, did_you_mean, printable
from symdescent.language.sentences import (
    Declaration,
    assigned_names,
    assignments,
    check_text,
    declarations,
)
from symdescent.language.tokens import DEFAULT
from symdescent.language.tree import Assignment, names
from symdescent.optimizers.rule import GIVEN, Rule

HEADER: Final = re.compile(r"[ \t]*(?P<word>[A-Za-z]+)[ \t]*:(?!=)(?P<body>.*)")
Span = tuple[int, int]


@dataclass
class Page:
    """A rule's text while it is read.

    `lines` is the text with its headers made comments; `headers` are those of one word, with
    their places.
    """

    text: str
    lines: str = ""
    headers: dict[str, tuple[str, Span]] = field(default_factory=dict)
    settings: dict[str, Fraction] = field(default_factory=dict)
    memory: dict[str, Fraction | str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def fail(self, kind: str, message: str, span: Span, hint: str = "") -> NoReturn:
        raise FormulaError(kind, message, self.text, span, hint)

    def word(self, header: str, default: str) -> str:
        """What a header says."""
        return self.headers[header][0] if header in self.headers else default


def read_rule(
    text: str, *, name: str = "own rule", settings: Mapping[str, object] | None = None
) -> Rule:
    """The rule of a text: assignments one a line, and headers such as `settings: lr = 0.01`.

    `settings`: values of names that the text gives none, or another one. Raises FormulaError with
    the line and the place of a mistake, and InputError for a value that is no number.
    """
    check_text(text)
    if len(text) > DEFAULT.characters:
        most = f"{DEFAULT.characters:,}"
        raise InputError("too_large", f"a rule has at most {most} characters, not {len(text):,}")
    values = {name: constant(name, value) for name, value in (settings or {}).items()}
    try:
        return made(Page(text), name, values)
    except FormulaError as mistake:
        raise placed(mistake, text) from None


def placed(mistake: FormulaError, text: str) -> FormulaError:
    """The same mistake, its message beginning with the number of its line."""
    line = text.count("\n", 0, mistake.start) + 1
    message = f"line {line}: {mistake.message}"
    return FormulaError(mistake.kind, message, text, (mistake.start, mistake.end), mistake.hint)


def made(page: Page, name: str, values: Mapping[str, Fraction]) -> Rule:
    read_headers(page)
    equations = read_lines(page, values)
    answer = page.word("answer", "x")
    demand_answer(page, equations, answer)
    remember(page, equations, answer)
    return Rule(
        page.word("name", printable(name)),
        spelled(page.lines),
        MappingProxyType(page.settings),
        MappingProxyType(page.memory),
        source=page.word("source", ""),
        answer=answer,
        notes=tuple(page.notes),
    ).with_settings(values)


def spelled(lines: str) -> str:
    """The assignments alone, without comments and empty lines."""
    kept = [line.partition("#")[0].strip() for line in lines.split("\n")]
    return "\n".join(line for line in kept if line)


def read_headers(page: Page) -> None:
    """Take in the lines `word: ...`, and put a comment of the same length in their place."""
    start, kept = 0, []
    for line in page.text.split("\n"):
        header = HEADER.match(line.partition("#")[0])
        if header:
            read_header(page, header, start)
            line = "#" * len(line)
        kept.append(line)
        start += len(line) + 1
    page.lines = "\n".join(kept)


def read_header(page: Page, header: re.Match[str], start: int) -> None:
    word, place = header["word"].lower(), (start + header.start("word"), start + header.end("word"))
    if word not in HEADERS:
        hint = did_you_mean(word, HEADERS) or f"there are {', '.join(HEADERS)}"
        page.fail("unknown_name", f"there is no header '{word[:40]}:'", place, hint)
    body = header["body"].rstrip()
    if not body:
        page.fail("empty", f"nothing stands after '{word}:'", place)
    first = start + header.start("body") + len(body) - len(body.lstrip())
    HEADERS[word](page, (first, first + len(body.lstrip())))


def take_word(word: str, page: Page, span: Span) -> None:
    if word in page.headers:
        page.fail("syntax", f"a second '{word}:'", span)
    page.headers[word] = (printable(page.text[slice(*span)]), span)


def take_settings(page: Page, span: Span) -> None:
    """`lr = 0.01, beta = 9/10`."""
    for found in declarations(page.text, span):
        demand_new(page, found)
        page.settings[found.name] = Fraction(found.value)


def take_memory(page: Page, span: Span) -> None:
    """`m = 0, start = x`."""
    for found in declarations(page.text, span, ("x",)):
        demand_new(page, found)
        page.memory[found.name] = found.value


def demand_new(page: Page, found: Declaration) -> None:
    """Refuse what every rule has, and what was declared before."""
    place = (found.start, found.start + len(found.name))
    if found.name in GIVEN:
        page.fail("not_allowed", f"{found.name} is known in every rule", place)
    if found.name in page.memory or found.name in page.settings:
        page.fail("not_allowed", f"{found.name} is declared twice", place)


HEADERS: Final[dict[str, Callable[[Page, Span], None]]] = {
    "settings": take_settings,
    "memory": take_memory,
    **{word: partial(take_word, word) for word in ("answer", "name", "source")},
}


def read_lines(page: Page, values: Collection[str]) -> tuple[Assignment, ...]:
    """The assignments; a name without a value is told how to get one."""
    names_assigned = assigned_names(page.lines)
    known = {*GIVEN, *page.settings, *page.memory, *names_assigned}
    try:
        equations = assignments(page.lines, {*known, *values})
    except FormulaError as mistake:
        raise valueless(mistake, known) from None
    if "x" not in names_assigned:
        last = equations[-1].tree
        page.fail("syntax", NO_STEP, (last.start, last.end), "end with  x = x - lr*g")
    used = {name for equation in equations for name in names(equation.tree)}
    page.settings |= {n: Fraction(0) for n in values if n in used and n not in known}
    return equations


NO_STEP: Final = "no line assigns x, so nothing would move"


def valueless(mistake: FormulaError, known: Collection[str]) -> FormulaError:
    """A name that is read and never assigned: misspelt, or a setting that needs a value."""
    name = mistake.text[mistake.start : mistake.end]
    if mistake.message != f"unknown name '{name}'":
        return mistake
    near = did_you_mean(name, known) if name != "lr" else ""
    option = "--lr 0.01" if name == "lr" else f"--set {name}=0.9"
    hint = f"write  settings: {name} = {option[-4:].strip('=')}  at the top, or give  {option}"
    span = (mistake.start, mistake.end)
    hint = f"{near}  if not, {hint}" if near else hint
    return FormulaError("unknown_name", f"{name} has no value", mistake.text, span, hint)


def remember(page: Page, equations: Sequence[Assignment], answer: str) -> None:
    """What is read before it is assigned is memory; so is the answer."""
    for name in dict.fromkeys([*read_early(equations), answer]):
        if name in page.settings:
            page.notes.append(f"{name} begins every step at its value, as a setting does")
        elif name not in page.memory and name != "x" and assigned(equations, name):
            page.memory[name] = Fraction(0)
            page.notes.append(f"{name} is read before it is assigned: memory that begins at 0")


def read_early(equations: Sequence[Assignment]) -> Iterator[str]:
    """The names that are read before a later line, or their own, assigns them."""
    done = set(GIVEN)
    for equation in equations:
        for name in names(equation.tree):
            if name not in done and assigned(equations, name):
                yield name
        done.add(equation.name)


def assigned(equations: Sequence[Assignment], name: str) -> bool:
    return any(equation.name == name for equation in equations)


def demand_answer(page: Page, equations: Sequence[Assignment], answer: str) -> None:
    if answer != "x" and not assigned(equations, answer):
        hint = did_you_mean(answer, ["x", *(equation.name for equation in equations)])
        message = f"no line assigns the answer '{answer[:40]}'"
        page.fail("unknown_name", message, page.headers["answer"][1], hint)


def constant(name: str, value: object) -> Fraction:
    """A setting's value exactly; InputError for what is no number."""
    text = f"{name} = {value}"
    try:
        (found,) = declarations(text, (0, len(text)))
    except (FormulaError, ValueError) as error:
        raise InputError("type", f"{name[:40]} = {value!s:.40} is no exact number") from error
    return Fraction(found.value)
