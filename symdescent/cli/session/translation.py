"""A line of a session as the words of a command line, or as an action of the session itself."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath
from typing import Final

from symdescent.cli.session.state import (
    Action,
    Load,
    Quit,
    Run,
    Save,
    Say,
    Sort,
    State,
    cleared,
    forgotten,
    redone,
    short,
    undone,
)
from symdescent.cli.session.vocabulary import (
    BEHIND,
    CLAIMS,
    INSTEAD,
    JOINED,
    PLACES,
    Setting,
    by_flag,
    everything,
    explained,
    flag_of,
    one,
    taken,
    takes_formula,
)
from symdescent.errors import InputError
from symdescent.synonyms import meant, nearest

PIECES = re.compile(r"""(?<![\w)])"[^"]*"|(?<!\S)'[^']*'|\S""")
EQUATED = re.compile(r"(?<!--set )(?<!--let )(?<!--over )(?<![\w=,-])([A-Za-z]\w*)\s*=(?![=<>])\s*")


def translated(state: State, word: str, rest: str) -> tuple[str, ...]:
    """The words of the command line for one line of the session; InputError where there are none.

    >>> translated(State(), "optimizers", "adam")
    ('optimizers', 'adam')
    """
    command = BEHIND.get(word, word)
    name = [command] if command else []
    if not takes_formula(command):
        return (*name, *pieces(rest))
    if not state.formula:
        hint = "type one, for example  (x-4)^2"
        raise InputError("empty", f"{word} needs a formula, and there is none yet", hint)
    own = placed(word, command, spoken(word, pieces(equated(rest, command))))
    given = {dest for option in own for dest in dests(command, option)}
    return (*name, state.formula, *kept(state, command, given), *own)


def spoken(word: str, given: Sequence[str]) -> list[str]:
    """The words without an at before a point; of check, with the claims as options.

    >>> spoken("check", ["minimum", "at", "x=4"])
    ['--minimum', 'x=4']
    """
    if word not in ("check", "gradient", "hessian"):
        return list(given)
    names = {name: f"--{name}" for name in CLAIMS} if word == "check" else {}
    found = [names.get(piece.replace("_", "-"), piece) for piece in given if piece != "at"]
    if found and names and not found[0].startswith("--"):
        hint = "say what is claimed:  check gradient 2(x-4)   or hessian, minimum, value"
        raise InputError("syntax", f"{found[0][:40]} cannot stand after check", hint)
    return found


def kept(state: State, command: str, given: set[str]) -> Iterator[str]:
    """The letters and settings of the session that a command takes, but for those given anew."""
    known = taken(command)
    for letter, value in state.letters.items() if "let" in known else ():
        yield from ("--let", f"{letter}={value}")
    aside = given | {dest for name in given for dest in INSTEAD.get(name, ())}
    for made in state.of(Sort.OPTION):
        setting = by_flag(made.name)
        if applies(setting, command) and setting.dest not in aside and made.value != "no":
            yield setting.flag
            yield from () if setting.bare else (made.value,)
    for made in state.of(Sort.RULE) if "set" in known else ():
        yield from ("--set", f"{made.name}={made.value}")


def applies(setting: Setting, command: str) -> bool:
    """Whether a command has this option, and means the same by it."""
    found = taken(command).get(setting.dest)
    return found is not None and setting.flag in found.flags


def dests(command: str, option: str) -> Iterator[str]:
    """What a word of the command line sets, if it is an option."""
    flag = flag_of(command, option)
    for setting in taken(command).values():
        if flag in setting.flags:
            yield setting.dest


def placed(word: str, command: str, given: Sequence[str]) -> list[str]:
    """The options as they are, and the values of those that go without saying put behind theirs."""
    options, found = [], dict[str, list[str]]()
    rest = list(given)
    while rest:
        piece = rest.pop(0)
        if is_option(command, piece):
            options += [piece, *value_of(command, piece, rest, word not in PLACES)]
        elif word not in PLACES:
            options.append(piece)
        else:
            found.setdefault(place(word, piece), []).append(piece)
    for flag, values in found.items():
        options += [flag, single(word, flag, values)]
    return options


def single(word: str, flag: str, values: Sequence[str]) -> str:
    """The value of an option that several words may make up."""
    if len(values) > 1 and flag not in JOINED:
        raise InputError("syntax", f"{word} takes one of these: {' '.join(values)[:60]}")
    return re.sub(
        r",[\s,]*", ", " if flag != "--optimizers" else ",", JOINED.get(flag, "").join(values)
    )


def place(word: str, piece: str) -> str:
    """The option whose value a word is."""
    for fits, flag in PLACES[word]:
        if fits(piece):
            return flag
    hint = f"help {word}  tells what may; a formula stands on a line of its own"
    raise InputError("syntax", f"{piece[:40]} cannot stand after {word}", hint)


def is_option(command: str, piece: str) -> bool:
    """Whether a word is an option; InputError for one that begins like one, and is none."""
    if flag_of(command, piece):
        return True
    flag = piece.partition("=")[0]
    if re.match(r"--[A-Za-z]", flag):
        names = [name[2:] for s in taken(command).values() for name in s.flags if name[1] == "-"]
        near = nearest(flag, names)
        hint = f"did you mean  --{near} ?" if near else ""
        raise InputError("unknown_name", f"there is no option {flag[:40]}", hint)
    return False


def value_of(command: str, piece: str, rest: list[str], greedy: bool) -> list[str]:
    """The value after an option; a greedy one goes on until the next option."""
    setting = next(taken(command)[dest] for dest in dests(command, piece))
    if setting.bare or "=" in piece or not rest:
        return []
    values = [rest.pop(0)]
    while greedy and rest and not is_option(command, rest[0]):
        values.append(rest.pop(0))
    return [" ".join(values)]


def equated(rest: str, command: str) -> str:
    """lr = 0.1 in the midst of words as --lr 0.1; within brackets it is an argument of a call."""
    names = {name: s for s in taken(command).values() for name in s.names if len(name) > 1}

    def flagged(found: re.Match[str]) -> str:
        own = names.get(found[1]) or names.get(meant(found[1], names))
        before = rest[: found.start()]
        if own is None or own.bare or before.count("(") > before.count(")"):
            return found[0]
        return f"{own.flag} " if found[1] in names else f"--{found[1]} "

    return EQUATED.sub(flagged, rest)


def pieces(text: str) -> list[str]:
    """The text cut at blanks that stand in no brackets and no quotes; quotes are taken off.

    >>> pieces('adam --box "0 <= x" x0=(1, 2)')
    ['adam', '--box', '0 <= x', 'x0=(1, 2)']
    """
    found, depth, last = [""], 0, 0
    for match in PIECES.finditer(text):
        sign = match[0]
        if match.start() > last and not depth:
            found.append("")
        elif match.start() > last:
            found[-1] += " "
        depth += (sign in "([{") - (sign in ")]}")
        found[-1] += sign[1:-1] if len(sign) > 1 else sign
        last = match.end()
    return [piece for piece in found if piece]


Answer = Callable[[State, str, str], tuple[State, Action]]
EXPORTS: Final = {
    ".tex": ("example", "--output"),
    ".md": ("example", "--output"),
    ".qmd": ("example", "--output"),
    ".html": ("example", "--output"),
    ".ipynb": ("example", "--output"),
    ".svg": ("plot", "--output"),
    ".pdf": ("plot", "--output"),
    ".png": ("plot", "--output"),
    ".gif": ("animate", "--output"),
    ".mp4": ("animate", "--output"),
    ".json": ("minimum", "--save"),
    ".py": ("code", "--output"),
}
SESSION: Final = ("", ".txt", ".session")


def shown(state: State, rest: str, line: str) -> tuple[State, Action]:
    """What is defined, in order."""
    return state, Say(
        "\n".join(definition_lines(state)) or "nothing is defined yet: type a formula"
    )


def definition_lines(state: State) -> list[str]:
    """A line for each definition, and what it becomes on the command line."""
    told = {Sort.FORMULA: "formula", Sort.LETTER: "letter", Sort.OPTION: "setting"}
    lines = [(told.get(d.sort, "setting of the rule"), d.line) for d in state.definitions]
    idle = [d.name for d in state.of(Sort.LETTER) if d.name not in state.letters]
    notes = [f"not in the formula: {', '.join(idle)}"] if idle and state.formula else []
    return [*(f"{what:8} {line}" for what, line in lines), *notes]


def back(state: State, rest: str, line: str) -> tuple[State, Action]:
    """One definition less."""
    after = undone(state)
    return after, Say("\n".join(["now defined:", *indented(after)]))


def forth(state: State, rest: str, line: str) -> tuple[State, Action]:
    """The undo taken back."""
    after = redone(state)
    return after, Say("\n".join(["now defined:", *indented(after)]))


def indented(state: State) -> list[str]:
    return [f"  {line}" for line in definition_lines(state)] or ["  nothing"]


def forget(state: State, rest: str, line: str) -> tuple[State, Action]:
    """A definition that is taken away."""
    if not rest:
        raise InputError("empty", "forget needs a name", "write  forget lr  or  forget formula")
    after = forgotten(state, rest, line)
    gone = [short(d) for d in state.definitions if d not in after.definitions]
    return after, Say(f"forgotten: {', '.join(gone)}")


def clear(state: State, rest: str, line: str) -> tuple[State, Action]:
    return cleared(state), Say("nothing is defined now; undo brings it back")


def save(state: State, rest: str, line: str) -> tuple[State, Action]:
    """The session, or what the ending of the file asks for."""
    names = [piece for piece in pieces(rest) if piece != "--force"]
    if len(names) != 1:
        raise InputError("empty", "save needs the name of one file", "write  save session.txt")
    ending = PurePath(names[0]).suffix.lower()
    force = len(names) < len(pieces(rest))
    if ending in SESSION:
        return state, Save(names[0], force)
    if ending not in EXPORTS:
        known = ", ".join(EXPORTS)
        raise InputError(
            "unknown_name", f"no export ends in {ending[:20]}", f"known: .txt, {known}"
        )
    command, flag = EXPORTS[ending]
    more = ("--force",) if force and command != "minimum" else ()
    asked = (*translated(state, command, ""), flag, names[0], *more)
    return state.wrote(line), Run(asked, remark=f"saved: {names[0]}")


def load(state: State, rest: str, line: str) -> tuple[State, Action]:
    """A session file, read here."""
    if len(pieces(rest)) != 1:
        raise InputError("empty", "load needs the name of one file", "write  load session.txt")
    return state, Load(pieces(rest)[0])


def end(state: State, rest: str, line: str) -> tuple[State, Action]:
    return state, Quit()


def alone(answer: Answer) -> Answer:
    """The same for a word that nothing may follow."""

    def checked(state: State, rest: str, line: str) -> tuple[State, Action]:
        if rest:
            raise InputError("syntax", f"nothing follows {line.split()[0]}", "type it alone")
        return answer(state, rest, line)

    return checked


ANSWERS: Final[dict[str, Answer]] = {
    "show": alone(shown),
    "undo": alone(back),
    "redo": alone(forth),
    "forget": forget,
    "clear": alone(clear),
    "save": save,
    "load": load,
    "help": lambda state, rest, line: (state, Say(one(rest) if rest else everything())),
    "info": lambda state, rest, line: (state, Say(explained(rest))),
    "quit": alone(end),
    "exit": alone(end),
}
