"""The commands and options go in, a completion script for fish comes out, which runs nothing."""

from collections.abc import Iterator, Sequence
from typing import Final

from symdescent.terminal.shell.offers import Flag, Offer, Value

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


def script(offers: Sequence[Offer]) -> str:
    """The whole script."""
    named, lists = [offer for offer in offers if offer.name], Lists(offers)
    lines = [HEAD, "set -g __symdescent_commands " + " ".join(o.name for o in named)]
    lines += [*lists.told(), "", "complete -c symdescent -e", "complete -c symdescent -f"]
    for offer in named:
        first = quoted("test (count (commandline -opc)) -eq 1")
        lines.append(
            f"complete -c symdescent -n {first} -a {offer.name} -d {quoted(offer.summary)}"
        )
    for offer in offers:
        lines += ["", *told(offer, lists)]
    return "\n".join(lines) + "\n"


class Lists:
    """One variable for each list of words: many options share one."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        values = [flag.value for offer in offers for flag in offer.flags]
        values += [argument.value for offer in offers for argument in offer.arguments]
        known = dict.fromkeys(value.words for value in values if value and value.words)
        self.numbers = {words: number for number, words in enumerate(known, 1)}

    def told(self) -> Iterator[str]:
        for words, number in self.numbers.items():
            lines = (f"{word}\t{meaning}".rstrip("\t") for word, meaning in words)
            yield f"set -g __symdescent_words_{number} {' '.join(map(quoted, lines))}"

    def choices(self, value: Value) -> str:
        """What follows -a: the words, or a list of them that goes on."""
        if not value.words:
            return ""
        name = f"$__symdescent_words_{self.numbers[value.words]}"
        return f" -a {quoted(f'(__symdescent_list {name})' if value.several else name)}"


def told(offer: Offer, lists: Lists) -> Iterator[str]:
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
