"""The commands and options go in, a completion script for zsh comes out, which runs nothing."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from symdescent.terminal.shell.offers import Argument, Flag, Offer, Value

SCRIPT: Final = r"""#compdef symdescent
# zsh completion for symdescent, made by: symdescent completion zsh

%(values)s

_symdescent_commands() {
    local -a commands=(
%(commands)s
    )
    _describe -t commands command commands
}

_symdescent_options() {
    case $1 in
%(options)s
    esac
}

_symdescent() {
    local curcontext=$curcontext context state state_descr line
    typeset -A opt_args
    if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
        _symdescent_commands
        return
    fi
    case $words[2] in
    (%(names)s)
        local command=$words[2]
        curcontext=${curcontext%%:*:*}:symdescent-$command:
        shift words
        (( CURRENT-- ))
        _symdescent_options $command
        ;;
    (*) _symdescent_options '' ;;
    esac
}

if [[ $funcstack[1] == _symdescent ]]; then
    _symdescent "$@"
else
    compdef _symdescent symdescent
fi
"""


TEXT: Final = " "  # the action that completes nothing
NO_BLANK: Final = " -S ''"


def script(offers: Sequence[Offer]) -> str:
    """The whole script."""
    named = [offer for offer in offers if offer.name]
    values = Functions(offers)
    return SCRIPT % {
        "values": "\n\n".join(values.told()),
        "commands": "\n".join(f"        {quoted(described(o.name, o.summary))}" for o in named),
        "options": "\n".join(line for offer in offers for line in branch(offer, values)),
        "names": "|".join(offer.name for offer in named),
    }


class Functions:
    """One function for each list of words: many options share one."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        values = [flag.value for offer in offers for flag in offer.flags]
        values += [argument.value for offer in offers for argument in offer.arguments]
        known = dict.fromkeys((v.words, v.several) for v in values if v and v.words)
        self.numbers = {key: number for number, key in enumerate(known, 1)}

    def name(self, value: Value) -> str:
        """What completes the value; a blank for any text."""
        if value.is_file:
            return "_files"
        if not value.words:
            return TEXT
        return f"_symdescent_words_{self.numbers[value.words, value.several]}"

    def told(self) -> Iterator[str]:
        for (words, several), number in self.numbers.items():
            yield "\n".join(
                [
                    f"_symdescent_words_{number}() {{",
                    "    local -a known=(",
                    *(f"        {quoted(described(word, about))}" for word, about in words),
                    "    )",
                    *(["    compset -P '*,'"] if several else []),
                    f"    _describe -t values value known{NO_BLANK if several else ''}",
                    "}",
                ]
            )


def branch(offer: Offer, values: Functions) -> Iterator[str]:
    """What a command takes, for _arguments."""
    yield f"    ({quoted(offer.name)})"
    yield "        _arguments -S \\"
    specs = [spec(flag, values) for flag in offer.flags]
    specs += [positional(argument, values) for argument in offer.arguments]
    yield " \\\n".join(f"            {one}" for one in specs)
    yield "        ;;"


def spec(flag: Flag, values: Functions) -> str:
    """An option: which others it excludes, its names, its help, its value."""
    help = re.sub(r"([\[\]\\:])", r"\\\1", flag.help)
    value = ""
    if flag.value is not None:
        colons = "::" if flag.optional else ":"
        value = f"{colons}{colonless(flag.value.name)}:{values.name(flag.value)}"
    names = [f"{name}=" if value and name.startswith("--") else name for name in flag.names]
    tail = quoted(f"[{help}]{value}")
    if flag.repeated:
        return " ".join(f"'*'{name}{tail}" for name in names)
    if len(names) == 1:
        return f"{names[0]}{tail}"
    return f"'({' '.join(flag.names)})'{{{','.join(names)}}}{tail}"


def positional(argument: Argument, values: Functions) -> str:
    """A word that is no option."""
    number = "*" if argument.repeated else "1"
    colons = "::" if argument.optional and not argument.repeated else ":"
    name, what = colonless(argument.value.name), values.name(argument.value)
    action = f'_guard "^-*" {name}' if what == TEXT else what  # so that options go on completing
    return quoted(f"{number}{colons}{name}:{action}")


def described(word: str, about: str) -> str:
    """word:meaning, as _describe reads it."""
    shown = word.replace("\\", "\\\\").replace(":", "\\:")
    return f"{shown}:{about}" if about else shown


def colonless(text: str) -> str:
    return text.replace(":", " ")


def quoted(text: str) -> str:
    """The text between single quotes."""
    return "'" + text.replace("'", "'\\''") + "'"
