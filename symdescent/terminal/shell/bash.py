"""The commands and options go in, a completion script for bash comes out, which runs nothing.

It works without the package bash-completion, and with bash 3.2, which macOS still has.
"""

import shlex
from collections.abc import Iterator, Sequence
from typing import Final

from symdescent.terminal.shell.offers import Flag, Offer, Value

SCRIPT: Final = r"""# bash completion for symdescent, made by: symdescent completion bash

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


def script(offers: Sequence[Offer]) -> str:
    """The whole script."""
    return SCRIPT % {
        "options": "\n".join(f"    {shlex.quote(o.name)}) echo {listed(o)} ;;" for o in offers),
        "values": "\n".join(cases(offers)),
        "commands": shlex.quote(" ".join(o.name for o in offers if o.name)),
    }


def listed(offer: Offer) -> str:
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
