"""The commands and options go in, a manual page in roff comes out, in the words of --help."""

from collections.abc import Iterator, Sequence
from typing import Final

from symdescent.terminal.shell.offers import Flag, Group, Offer
from symdescent.version import VERSION

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
        *section("DESCRIPTION", described()),
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


def described() -> list[str]:
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
