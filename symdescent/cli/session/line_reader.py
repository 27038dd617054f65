"""A line of a session read: the state after it, and what it asks for, or what was meant."""

import re
import shlex
from collections.abc import Callable
from typing import Final

from symdescent.cli.arguments import COMMANDS, ONE_DASH
from symdescent.cli.glossary import named
from symdescent.cli.session import vocabulary
from symdescent.cli.session.state import Action, Definition, Run, Say, Sort, State, defined, short
from symdescent.cli.session.translation import ANSWERS, translated
from symdescent.cli.session.vocabulary import for_once, settings, words
from symdescent.errors import FormulaError, InputError, did_you_mean
from symdescent.language import demand_variable, parse
from symdescent.language.names import canonical
from symdescent.language.tokens import GREEK_NAMES
from symdescent.synonyms import nearest

FOR_THE_SHELL: Final = re.compile(r"(?:[$%>]\s+)?symdescent(?:\s+(.*))?", re.DOTALL)
QUOTED: Final = re.compile(r'"([^"]*)"')
SIGNS: Final = re.compile(r"[|<>&;]+")  # a word of such signs alone is the shell's
BEHIND: Final = re.compile(r"\s--([A-Za-z][\w-]+)[\s=]*(.*?)(?=\s--[A-Za-z]|$)", re.DOTALL)
NOTE: Final = "note: run as in the shell; the session keeps its own formula and settings"


def words_of(line: str) -> list[str] | None:
    """The words after symdescent in a line such as the README has; None for another line.

    >>> words_of('$ symdescent minimum "(x-4)^2"')
    ['minimum', '(x-4)^2']
    """
    found = FOR_THE_SHELL.fullmatch(line)
    if found is None:
        return None
    try:
        words = shlex.split(found[1] or "")
    except ValueError:
        hint = "a quotation mark needs another"
        raise InputError("syntax", "this command line cannot be read", hint) from None
    if sign := next((word for word in words if SIGNS.match(word)), ""):
        hint = "save FILE  writes one;  exit  leads back to the shell"
        raise InputError("not_allowed", f"{sign[:40]} is for the shell", hint)
    return words


def unquoted(line: str) -> str:
    """A formula without the quotes that a shell needs."""
    found = QUOTED.fullmatch(line)
    return found[1].strip() if found else line


def demand_no_option(line: str) -> None:
    """Refuse a formula with an option behind it: two minus signs and x0 would be a product."""
    for found in BEHIND.finditer(line):
        name = found[1].replace("-", "_")
        if name in settings():
            hint = f"write  {name} = {found[2].strip() or 'yes'}"
            raise InputError("syntax", f"--{found[1]} stands on a line of its own here", hint)
        if name in for_once():
            hint = f"write  run --{found[1]} {found[2]}".rstrip()
            raise InputError("syntax", f"--{found[1]} stands behind a command", hint)


ONLY_WORDS: Final = re.compile(r"([A-Za-z]{3,})((?:\s+[\w@.,:/-]+)*)")
WITHOUT_SIGN: Final = re.compile(r"([A-Za-z]\w*)\s+([\d.(\"\w][^=]*)")
HEADING: Final = re.compile(r"(arg)?(min|max)(imi[sz]e)?", re.IGNORECASE)
ELSEWHERE: Final = {
    "?": "help", "q": "quit", ":q": "quit", ":wq": "quit", "exit()": "quit", "quit()": "quit",
}  # fmt: skip


def demand_none(line: str) -> None:
    """Refuse what looks like a command and is none, and a word alone."""
    if line in ELSEWHERE:
        raise InputError("unknown_name", f"{line} is no word here", f"type  {ELSEWHERE[line]}")
    unsigned = WITHOUT_SIGN.fullmatch(line)
    if unsigned and unsigned[1] in vocabulary.settings():
        hint = f"write  {unsigned[1]} = {unsigned[2]}"
        raise InputError("syntax", f"{unsigned[1]} is a setting, and its = is missing", hint)
    if line in vocabulary.settings() and len(line) > 1:
        hint = f"give it a value:  {line} = ...   (help {line}  tells more)"
        raise InputError("empty", f"{line} is a setting", hint)
    found = ONLY_WORDS.fullmatch(line)
    if not found or is_meant(found[1]):
        return
    if named(line):
        hint = f"info {line}  explains it"
        raise InputError("unknown_name", f"{line[:40]} is a term, no formula", hint)
    near = did_you_mean(found[1], words())
    if near:
        raise InputError("unknown_name", f"there is no command {found[1][:40]}", near)
    if not found[2]:
        message = f"{found[1][:40]} is no command, and a variable alone is hardly meant"
        raise InputError("unknown_name", message, f"as a formula:  L = {found[1][:40]}")


def is_meant(word: str) -> bool:
    """Whether a formula may well begin with this word."""
    known = word in words() or word in GREEK_NAMES or HEADING.fullmatch(word)
    return bool(known or canonical(word))


Understood = tuple[State, Action]
WORD: Final = re.compile(r"([A-Za-z]+)(?![\w])(.*)", re.DOTALL)
OPERATORS: Final = tuple("+*^=²³·×<>|)!,−") + ("/ ",)
KEYWORD_FORM: Final = re.compile(r"(let|set)\s+([A-Za-z]\w*)\s*=(?!=)(.*)", re.DOTALL)
ASSIGNED: Final = re.compile(r"([^\W\d]\w*)\s*:?=(?!=)(.*)", re.DOTALL)
FLAGGED: Final = re.compile(r"(--?[A-Za-z][\w-]*)(?:[\s=]\s*(.*))?", re.DOTALL)
UNSIGNED: Final = re.compile(r"([A-Za-z]\w+)\s+(.+)", re.DOTALL)
A_NUMBER: Final = re.compile(r"[+-]?[\d.(\[][\d.,;()\[\]\s/eE+-]*")
NAMES: Final = ("optimizer", "convention", "schedule")  # settings whose values are words


def understand(state: State, line: str) -> Understood:
    """What a line means. Raises FormulaError or InputError, and then nothing has changed."""
    line = unquoted(line.strip())
    if not line or line.startswith("#"):
        return state, Say()
    if (given := words_of(line)) is not None:
        return for_itself(state, given, line)
    if command := command_in(line):
        return carried_out(state, *command, line)
    for shape, meaning in SHAPES:
        found = shape.fullmatch(line)
        made = meaning(state, found) if found else None
        if made is not None:
            return checked(state, made)
    demand_none(line)
    demand_no_option(line)
    return checked(state, formula(state, line))


def for_itself(state: State, given: list[str], line: str) -> Understood:
    """A command line of the shell: run as it stands."""
    if not given:
        return state, Say("this is the session already: type a formula, or help")
    beside = given[0] not in COMMANDS or vocabulary.takes_formula(given[0])
    return state.wrote(line), Run(tuple(given), remark=NOTE if beside else "")


def command_in(line: str) -> tuple[str, str] | None:
    """The command with which a line begins, and the rest; None where it is a formula or another."""
    found = WORD.fullmatch(line)
    if not found or found[1] not in words():
        return None
    rest = found[2].strip()
    glued = found[2].startswith(("(", "/")) and found[1] != "at"
    is_formula = glued or rest.startswith(OPERATORS)
    is_formula = is_formula or rest.startswith("- ")
    return None if is_formula else (found[1], rest)


def carried_out(state: State, word: str, rest: str, line: str) -> Understood:
    """What a command of the session does; that of the command line is run."""
    if word in ANSWERS:
        return ANSWERS[word](state, rest, line)
    if word == "command":
        return state, Say(for_the_shell(state, rest))
    if word == "step":
        return stepped(state, rest, line)
    if word == "at" and not rest:
        raise InputError("empty", "at needs a point", "write  at (1, 2)  or  at x=1, y=2")
    return state.wrote(line), Run(translated(state, word, rest))


def for_the_shell(state: State, rest: str) -> str:
    """The command line that does the same as a line; by default as the last command did."""
    commands = [line for line in state.lines if command_in(line)]
    line = rest or (commands[-1] if commands else "run")
    _, action = understand(state, line)
    if not isinstance(action, Run):
        raise InputError("type", f"{line[:40]} is for the session alone", "command run  works")
    return shlex.join(["symdescent", *action.words])


def stepped(state: State, rest: str, line: str) -> Understood:
    """The iterates after those that were shown already: a descent of so many steps."""
    count, _, others = rest.partition(" ")
    if not count.isdigit():
        count, others = "1", rest
    first, last = state.taken, state.taken + int(count[:6])
    quick = ("--steps", str(last), "--time-limit", "0", "--format", "csv")
    asked = translated(without_rows(state), "step", others)
    moved = State(state.definitions, (*state.lines, line), last, state.before, state.after)
    return moved, Run((*asked, *quick), (first + 1 if first else 0, last))


def without_rows(state: State) -> State:
    """The state without what says how many steps are taken, and how they are shown."""
    shown = {"--format", "--every", "--rows", "--exact"}
    aside = {"--steps", "--time-limit", "--require-converged", *shown}
    return State(tuple(d for d in state.definitions if d.name not in aside))


def checked(state: State, made: Definition) -> Understood:
    """The state with the definition, and what shows how it was taken."""
    if made.sort is Sort.LETTER:
        demand_free_variable(state, made)
    after = defined(state, made)
    read = made.sort is Sort.FORMULA or (made.sort is Sort.LETTER and made.name in after.letters)
    if read and after.formula:
        return after, Run(translated(after, "gradient", ""), remark=remark(state, made))
    return after, Say(setting_line(state, made))


def remark(state: State, made: Definition) -> str:
    """What should be said of a formula that begins with a command, and of a variable fixed."""
    if made.sort is Sort.LETTER and varied(state, made.name):
        return (
            f"note: {made.name} is fixed now; to start there instead: undo, then  x0 = {made.value}"
        )
    found = WORD.fullmatch(made.value)
    if made.sort is not Sort.FORMULA or not found or found[1] not in words():
        return ""
    return f"note: {found[1]} is a variable here; as a command it stands alone, or before a blank"


def demand_free_variable(state: State, made: Definition) -> None:
    """Refuse a value for the only variable that a formula has."""
    if varied(state, made.name) and not names_of(state) - {made.name, *state.letters}:
        hint = f"to start there:  x0 = {made.value}   for the value there:  at {made.value}"
        raise InputError("type", f"{made.name} is the only variable of the formula", hint)


def names_of(state: State) -> set[str]:
    """The names that stand in the formula."""
    return set(parse(state.formula, let=numbers(state)).names)


def varied(state: State, name: str) -> bool:
    """Whether a letter would first be thought to be minimised over: x, or one of a header."""
    if not state.formula or name in state.letters:
        return False
    sentence = parse(state.formula, let=numbers(state))
    return name in ("x", "y", "z", *(sentence.declared or ()))


def setting_line(state: State, made: Definition) -> str:
    """How a setting was taken."""
    if made.sort is Sort.LETTER:
        told = f"  {made.name} is {made.value}, in a formula with the letter {made.name}"
        return told + meant(made)
    if made.sort is Sort.RULE:
        return f"  set: --set {made.name}={made.value}"
    if made.value == "no":
        return f"  not set: {made.name}"
    own = vocabulary.by_flag(made.name)
    read = "" if short(made) in own.names else f"   note: {short(made)} read as {own.names[0]}"
    return f"  set: {made.name} {made.value}".rstrip() + read


def meant(made: Definition) -> str:
    """The setting that a letter may have been meant for: lr for learning_rate."""
    entry = named(made.name)
    near = (
        [vocabulary.settings()[n] for n in entry.also if n in vocabulary.settings()]
        if entry
        else []
    )
    return f"\n  for the setting write  {near[0].names[0]} = {made.value}" if near else ""


def keyword_definition(state: State, found: re.Match[str]) -> Definition:
    """let a = 3, or set beta1 = 0.8."""
    sort = Sort.LETTER if found[1] == "let" else Sort.RULE
    return Definition(sort, found[2], demanded(found[3], found[2]), found[0])


def assigned(state: State, found: re.Match[str]) -> Definition | None:
    """An option, or a letter with a number; None for a formula with a title."""
    name, value = found[1], found[2].strip()
    if set_by(state, name):
        return option(name, demanded(value, name), found[0])
    if name in vocabulary.for_once():
        hint = f"write it behind the command:  run --{name}"
        raise InputError("not_allowed", f"{name} is for one command, no setting", hint)
    if value and is_constant(value):
        return Definition(Sort.LETTER, name, value, found[0])
    return None


def flagged(state: State, found: re.Match[str]) -> Definition | None:
    """--lr 0.1, as on the command line; None for a formula with two minus signs."""
    flag, value = found[1], (found[2] or "").strip()
    if flag in ("--let", "--set") and "=" in value:
        name, _, number = (part.strip() for part in value.partition("="))
        sort = Sort.LETTER if flag == "--let" else Sort.RULE
        return Definition(sort, name, demanded(number, name), found[0])
    name = flag.lstrip("-").replace("-", "_")
    two = flag.startswith("--")
    setting = vocabulary.meant(name) if two or ONE_DASH.fullmatch(flag) else None
    if setting and (two or is_value(setting, value)):
        shown = value or ("yes" if setting.bare else demanded("", name))
        return option(name, shown, f"{name} = {shown}")
    if two and len(name) > 2:
        near = nearest(name, vocabulary.settings())
        hint = f"did you mean  {vocabulary.settings()[near].flag} ?" if near else ""
        raise InputError("unknown_name", f"there is no option {flag[:40]}", hint)
    return None


def unsigned(state: State, found: re.Match[str]) -> Definition | None:
    """optimizer adam, steps 100: a setting without its =, where the value can be no formula."""
    setting, value = set_by(state, found[1]), found[2].strip()
    if setting is None or not is_value(setting, value):
        return None
    return option(found[1], value, f"{found[1]} = {value}")


def is_value(setting: vocabulary.Setting, text: str) -> bool:
    """Whether a text behind a name is rather a value than a part of a formula."""
    return bool(A_NUMBER.fullmatch(text)) or setting.dest in NAMES


def set_by(state: State, name: str) -> vocabulary.Setting | None:
    """The setting that a name before a value is: ours, or another's that no letter bears."""
    if name in vocabulary.settings():
        return vocabulary.settings()[name]
    taken = bool(state.formula) and name in names_of(state)
    return None if taken else vocabulary.meant(name)


def demanded(value: str, name: str) -> str:
    """The value, if there is one."""
    if not value.strip():
        raise InputError(
            "empty", f"{name[:40]} needs a value", f"forget {name[:40]}  takes it away"
        )
    return value.strip()


def option(name: str, value: str, line: str) -> Definition:
    """An option of the command line that is set from now on."""
    setting, value = vocabulary.meant(name), unquoted(value)
    assert setting is not None  # as the caller has found
    if setting.dest in ("start", "at"):
        value = value.strip("()[] ")
    if setting.dest == "optimizer":
        from symdescent.optimizers.catalogue import find

        find(value)
    return Definition(Sort.OPTION, setting.flag, vocabulary.checked(setting, value), line)


def is_constant(text: str) -> bool:
    """Whether this is a number, or what a number is made of."""
    try:
        return not parse(text).names
    except FormulaError:
        return False


def formula(state: State, line: str) -> Definition:
    """A formula to be worked on from now on."""
    demand_variable(parse(line, let=numbers(state)), numbers(state))
    return Definition(Sort.FORMULA, "", line, line)


def numbers(state: State) -> dict[str, int]:
    """The letters that are whole numbers: they end sums over an index."""
    found = {d.name: d.value for d in state.of(Sort.LETTER)}
    return {name: int(value) for name, value in found.items() if value.isdigit()}


Meaning = Callable[[State, re.Match[str]], Definition | None]
SHAPES: Final[tuple[tuple[re.Pattern[str], Meaning], ...]] = (
    (KEYWORD_FORM, keyword_definition),
    (ASSIGNED, assigned),
    (FLAGGED, flagged),
    (UNSIGNED, unsigned),
)
