"""The completion scripts, which run nothing, and the manual page, in the words of --help."""

import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from symdescent.cli.shell.offers import Argument, Flag, Group, Offer, Value, offers
from symdescent.version import VERSION

BASH_TEMPLATE: Final = r"""# bash completion for symdescent, made by: symdescent completion bash

# The options of a command.
_symdescent_options() {
    case $1 in
%(options)s
    esac
}

# What follows an option, or a command itself: nothing known, words, or a file.
_symdescent_value() {
    kind=words
    case $1 in
%(values)s
    *) kind=none choices= ;;
    esac
}

_symdescent() {
    local commands=%(commands)s
    local words=() word command= before= current= head= kind= choices= i n=0 IFS=$' \t\n'
    # bash cuts words at : = and @; put them together again
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if ((n > 1)) && { [[ $word == [:=@]* ]] || [[ ${words[n - 1]} == *[:=@] ]]; }; then
            words[n - 1]=${words[n - 1]}$word
        else
            words[n]=$word
            n=$((n + 1))
        fi
    done
    current=${words[n - 1]}
    [[ $n -gt 2 && " $commands " == *" ${words[1]} "* ]] && command=${words[1]}
    for ((i = 1; i < n - 1; i++)); do
        [[ ${words[i]} == -- ]] && return
    done
    [[ $n -gt 2 ]] && before=${words[n - 2]}
    if [[ $current == --*=* ]]; then
        before=${current%%%%=*} head=$before= current=${current#*=}
    fi
    COMPREPLY=()
    _symdescent_value "$command $before"
    if [[ $kind == none ]]; then
        if [[ $current == -* ]]; then
            kind=words choices=$(_symdescent_options "$command")
        elif ((n == 2)); then
            kind=words choices=$commands
        else
            _symdescent_value "$command"
        fi
    fi
    _symdescent_offer
}

# The words, or files, that go on from what was typed.
_symdescent_offer() {
    local cut= shown found
    case $kind in
    file)
        compopt -o filenames 2> /dev/null
        while IFS= read -r found; do
            COMPREPLY+=("$found")
        done < <(compgen -f -- "${current#[\"\']}")
        return
        ;;
    list)
        shown=${current##*,} cut=${current%%"$shown"}
        compopt -o nospace 2> /dev/null
        ;;
    words) shown=$current ;;
    *) return ;;
    esac
    while IFS= read -r found; do
        COMPREPLY+=("$found")
    done < <(compgen -P "$head$cut" -W "$choices" -- "$shown")
    # bash puts the reply after the last : or = of the word, where it cuts there, and from an @ on
    local whole=$head$current i
    local rest=$whole
    [[ $COMP_WORDBREAKS == *:* ]] && rest=${rest##*:}
    [[ $COMP_WORDBREAKS == *=* ]] && rest=${rest##*=}
    [[ $COMP_WORDBREAKS == *@* && $rest == *@* ]] && rest=@${rest##*@}
    for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do
        COMPREPLY[i]=${COMPREPLY[i]#"${whole%%"$rest"}"}
    done
}

complete -F _symdescent symdescent
"""


def bash_script(offers: Sequence[Offer]) -> str:
    """The whole script."""
    return BASH_TEMPLATE % {
        "options": "\n".join(
            f"    {shlex.quote(o.name)}) echo {option_words(o)} ;;" for o in offers
        ),
        "values": "\n".join(cases(offers)),
        "commands": shlex.quote(" ".join(o.name for o in offers if o.name)),
    }


def option_words(offer: Offer) -> str:
    """All options of a command, as one word for the shell."""
    return shlex.quote(" ".join(name for flag in offer.flags for name in flag.names))


def cases(offers: Sequence[Offer]) -> Iterator[str]:
    """One branch for all the places where the same may follow."""
    places: dict[Value, list[str]] = {}
    for offer in offers:
        for flag in offer.flags:
            if flag.value is not None:
                alike = Value("", flag.value.words, flag.value.is_file, flag.value.several)
                places.setdefault(alike, []).extend(patterns(offer, flag))
        for argument in offer.arguments:
            known = Value("", argument.value.words, argument.value.is_file)
            if offer.name and known != Value(""):
                places.setdefault(known, []).append(offer.name)
    for value, names in places.items():
        yield f"    {'|'.join(map(shlex.quote, names))})"
        yield f"        {effect(value)} ;;"


def patterns(offer: Offer, flag: Flag) -> Iterator[str]:
    """How the place is called: the command, a blank, the option."""
    return (f"{offer.name} {name}" for name in flag.names)


def effect(value: Value) -> str:
    """What the branch sets."""
    if value.is_file:
        return "kind=file"
    if not value.words:
        return "kind=text"
    kind = "kind=list " if value.several else ""
    return f"{kind}choices={shlex.quote(' '.join(word for word, _ in value.words))}"


HEAD: Final = """\
# fish completion for symdescent, made by: symdescent completion fish

# Whether the command in hand is this one; "" is the one without a name.
function __symdescent_is
    set -l words (commandline -opc)
    set -l command ""
    contains -- "$words[2]" $__symdescent_commands; and set command $words[2]
    test "$command" = "$argv[1]"
end

# The words that may come next in a list with commas.
function __symdescent_list
    set -l done (string match -r '.*,' -- (string replace -r '^--[^=]*=' '' -- (commandline -ct)))
    printf '%s\\n' $done$argv
end
"""


def fish_script(offers: Sequence[Offer]) -> str:
    """The whole script."""
    named, lists = [offer for offer in offers if offer.name], Lists(offers)
    lines = [HEAD, "set -g __symdescent_commands " + " ".join(o.name for o in named)]
    lines += [*lists.functions(), "", "complete -c symdescent -e", "complete -c symdescent -f"]
    for offer in named:
        first = quoted("test (count (commandline -opc)) -eq 1")
        lines.append(
            f"complete -c symdescent -n {first} -a {offer.name} -d {quoted(offer.summary)}"
        )
    for offer in offers:
        lines += ["", *offer_lines(offer, lists)]
    return "\n".join(lines) + "\n"


class Lists:
    """One variable for each list of words: many options share one."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        values = [flag.value for offer in offers for flag in offer.flags]
        values += [argument.value for offer in offers for argument in offer.arguments]
        known = dict.fromkeys(value.words for value in values if value and value.words)
        self.numbers = {words: number for number, words in enumerate(known, 1)}

    def functions(self) -> Iterator[str]:
        for words, number in self.numbers.items():
            lines = (f"{word}\t{meaning}".rstrip("\t") for word, meaning in words)
            yield f"set -g __symdescent_words_{number} {' '.join(map(quoted, lines))}"

    def choices(self, value: Value) -> str:
        """What follows -a: the words, or a list of them that goes on."""
        if not value.words:
            return ""
        name = f"$__symdescent_words_{self.numbers[value.words]}"
        return f" -a {quoted(f'(__symdescent_list {name})' if value.several else name)}"


def offer_lines(offer: Offer, lists: Lists) -> Iterator[str]:
    """A line an option, and one for the words of the command."""
    start = f"complete -c symdescent -n {quoted('__symdescent_is ' + (offer.name or quoted('')))}"
    for flag in offer.flags:
        names = " ".join(option(name) for name in flag.names)
        about = f" -d {quoted(flag.help)}" if flag.help else ""
        yield f"{start} {names}{follows(flag, lists)}{about}"
    for argument in offer.arguments:
        if offer.name and (argument.value.words or argument.value.is_file):
            after = " -F" if argument.value.is_file else lists.choices(argument.value)
            yield f"{start}{after}"


def option(name: str) -> str:
    """-l long or -s s."""
    return f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}"


def follows(flag: Flag, lists: Lists) -> str:
    """What the value of an option may be."""
    if flag.value is None:
        return ""
    return " -r -F" if flag.value.is_file else f" -x{lists.choices(flag.value)}"


def quoted(text: str) -> str:
    """The text between single quotes, in which fish reads only \\\\ and \\'."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


ZSH_TEMPLATE: Final = r"""#compdef symdescent
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


def zsh_script(offers: Sequence[Offer]) -> str:
    """The whole script."""
    named = [offer for offer in offers if offer.name]
    values = Functions(offers)
    return ZSH_TEMPLATE % {
        "values": "\n\n".join(values.functions()),
        "commands": "\n".join(
            f"        {zsh_quoted(zsh_described(o.name, o.summary))}" for o in named
        ),
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

    def functions(self) -> Iterator[str]:
        for (words, several), number in self.numbers.items():
            yield "\n".join(
                [
                    f"_symdescent_words_{number}() {{",
                    "    local -a known=(",
                    *(f"        {zsh_quoted(zsh_described(word, about))}" for word, about in words),
                    "    )",
                    *(["    compset -P '*,'"] if several else []),
                    f"    _describe -t values value known{NO_BLANK if several else ''}",
                    "}",
                ]
            )


def branch(offer: Offer, values: Functions) -> Iterator[str]:
    """What a command takes, for _arguments."""
    yield f"    ({zsh_quoted(offer.name)})"
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
    tail = zsh_quoted(f"[{help}]{value}")
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
    return zsh_quoted(f"{number}{colons}{name}:{action}")


def zsh_described(word: str, about: str) -> str:
    """word:meaning, as _describe reads it."""
    shown = word.replace("\\", "\\\\").replace(":", "\\:")
    return f"{shown}:{about}" if about else shown


def colonless(text: str) -> str:
    return text.replace(":", " ")


def zsh_quoted(text: str) -> str:
    """The text between single quotes."""
    return "'" + text.replace("'", "'\\''") + "'"


SIGNS: Final = {  # what roff would turn into typographic signs, or takes for its own
    "\\": r"\e",
    "-": r"\-",
    "^": r"\(ha",
    "~": r"\(ti",
    "'": r"\(aq",
    '"': r"\(dq",
    "`": r"\(ga",
}
DESCRIPTION: Final = (
    "A formula is read as you would write it. Its gradient is derived exactly, descent is run, the "
    "minimum is proved where it can be, and both are judged side by side.",
    "Proved, derived, checked numerically and observed are four different words here. Nothing that "
    "is typed is ever run as code. A formula may begin with a minus; quote it for the shell.",
)
ENVIRONMENT: Final = {
    "NO_COLOR": "not empty: no colour, unless --color always.",
    "FORCE_COLOR, CLICOLOR_FORCE": "not empty (and, for the second, not 0): colour even where the "
    "output is no terminal, unless NO_COLOR or --color never.",
    "CLICOLOR": "0: no colour.",
    "TERM": "dumb: no colour, no moving sign of life.",
    "COLUMNS": "the width of a terminal, in place of what it says itself.",
    "SYMDESCENT_CONFIG": "another file of defaults; empty: none.",
    "XDG_CONFIG_HOME": "the folder of the file of defaults, if not ~/.config; on Windows APPDATA.",
    "PYTHONIOENCODING": "the encoding of the output; one that lacks our signs gets them in ASCII.",
}
FILES: Final = {
    "$XDG_CONFIG_HOME/symdescent/config.toml": "your own defaults: see symdescent config.",
}


def page(offers: Sequence[Offer]) -> str:
    """The whole page."""
    plain, *named = offers
    parts = [
        f'.TH SYMDESCENT 1 "" "symdescent {VERSION}" "User Commands"',
        *section("NAME", [f"symdescent \\- {sentence(plain.summary)}"]),
        *section("SYNOPSIS", synopsis(named)),
        *section("DESCRIPTION", man_described()),
        *section("OPTIONS", options(plain)),
        *section("COMMANDS", [line for offer in named for line in command(offer)]),
        *section("EXIT STATUS", verbatim(block(plain.epilog, "exit status"))),
        *section("ENVIRONMENT", tagged(ENVIRONMENT)),
        *section("FILES", tagged(FILES)),
        *section("EXAMPLES", verbatim(block(plain.epilog, "examples"))),
    ]
    return "\n".join(parts) + "\n"


def section(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield f".SH {title}"
    yield from lines


def sentence(text: str) -> str:
    """A sentence as the name of a page has it: no capital, no full stop."""
    return literal(text[0].lower() + text[1:].rstrip("."))


def synopsis(named: Sequence[Offer]) -> list[str]:
    """How each command is called."""
    lines = [".B symdescent", ".RI [ options ]", ".I formula"]
    for offer in named:
        lines += [".br", f".B symdescent {literal(offer.name)}"]
        lines += [".RI [ options ]"] if offer.groups else []
        for argument in offer.arguments:
            name = literal(argument.value.name.lower())
            dots = "..." if argument.repeated else ""
            lines.append(f".RI [ {name} ]{dots}" if argument.optional else f".I {name}")
    return lines


def man_described() -> list[str]:
    first, *others = DESCRIPTION
    return [literal(first), *(line for text in others for line in (".PP", literal(text)))]


def options(offer: Offer) -> list[str]:
    return [line for group in offer.groups for line in grouped(group)]


def grouped(group: Group) -> Iterator[str]:
    """The options of a group, under its title."""
    yield f".SS {literal(group.title)}"
    for flag in group.flags:
        yield from (".TP", signature(flag), literal(flag.help))


def signature(flag: Flag) -> str:
    """-o, --output FILE in bold and italic type."""
    names = ", ".join(rf"\fB{literal(name)}\fR" for name in flag.names)
    if flag.value is None:
        return names
    shown = (
        "|".join(word for word, _ in flag.value.words)
        if flag.value.name == "WORD"
        else flag.value.name
    )
    value = rf"\fI{literal(shown)}\fR"
    return f"{names} [{value}]" if flag.optional else f"{names} {value}"


def command(offer: Offer) -> Iterator[str]:
    """A command: what it is for, its words, its options, what stands below its help."""
    yield f".SS symdescent {literal(offer.name)}"
    yield literal(offer.summary)
    for argument in offer.arguments:
        yield ".TP"
        yield rf"\fI{literal(argument.value.name.lower())}\fR"
        yield literal(argument.help)
    for group in offer.groups:
        for flag in group.flags:
            if flag.names[0] not in ("-h", "--ascii", "--no-config"):
                yield from (".TP", signature(flag), literal(flag.help))
    if offer.epilog:
        yield ".PP"
        yield from verbatim(offer.epilog.splitlines())


def tagged(entries: dict[str, str]) -> list[str]:
    return [
        line
        for name, words in entries.items()
        for line in (".TP", rf"\fB{literal(name)}\fR", literal(words))
    ]


def block(epilog: str, title: str) -> list[str]:
    """The lines below `title:` in the words below a help."""
    lines = epilog.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"{title}:"))
    ends = [i for i, line in enumerate(lines) if i > start and not line.startswith(" ")]
    return [line.removeprefix("  ") for line in lines[start + 1 : min(ends, default=len(lines))]]


def verbatim(lines: Sequence[str]) -> list[str]:
    """Lines as they stand."""
    return [".nf", *map(literal, lines), ".fi"]


def literal(text: str) -> str:
    """The text so that roff shows it as it is, in ASCII."""
    shown = "".join(SIGNS.get(c) or (c if c.isascii() else rf"\[u{ord(c):04X}]") for c in text)
    return rf"\&{shown}" if shown.startswith(".") else shown


SCRIPTS: Final[dict[str, Callable[[Sequence[Offer]], str]]] = {
    "bash": bash_script,
    "zsh": zsh_script,
    "fish": fish_script,
}


def answer_completion(shell: str) -> int:
    """Print the script of a shell."""
    print(SCRIPTS[shell](offers()), end="")
    return 0


def answer_manual() -> int:
    """Print the manual page."""
    print(page(offers()), end="")
    return 0
