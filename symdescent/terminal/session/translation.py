"""A word of the session and what follows it go in; the words of a command line come out."""

import re
from collections.abc import Iterator, Sequence

from symdescent.errors import InputError
from symdescent.synonyms import meant, nearest
from symdescent.terminal.session.settings import (
    INSTEAD,
    Setting,
    by_flag,
    flag_of,
    taken,
    takes_formula,
)
from symdescent.terminal.session.state import Sort, State
from symdescent.terminal.session.words import BEHIND, CLAIMS, JOINED, PLACES

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
