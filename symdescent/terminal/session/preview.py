"""A state and a line that is being typed go in; what stands under the prompt comes out."""

from dataclasses import dataclass, field

from symdescent.errors import FormulaError, SymdescentError
from symdescent.language import parse, pretty
from symdescent.language.names import natural
from symdescent.language.textbook import name as printed
from symdescent.terminal.session import pasted
from symdescent.terminal.session.actions import Action, Run, Say
from symdescent.terminal.session.inputs import goes_on, inputs
from symdescent.terminal.session.reading import command_in, numbers, understand
from symdescent.terminal.session.state import Sort, State
from symdescent.terminal.session.words import words

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
    if pasted.words_of(line) is not None:
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
