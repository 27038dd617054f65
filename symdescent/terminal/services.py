"""The options of a command that answers no formula go in; what it is for is done."""

from argparse import Namespace
from collections.abc import Callable
from typing import Final

from symdescent.terminal import arguments


def completion(options: Namespace) -> int:
    """A completion script."""
    from symdescent.terminal.shell.answering import answer_completion

    return answer_completion(options.shell)


def manual(_: Namespace) -> int:
    """The manual page."""
    from symdescent.terminal.shell.answering import answer_manual

    return answer_manual()


def helped(options: Namespace) -> int:
    """One screen of help, all of it, or the help of a command."""
    if options.name in arguments.ALL:
        print(arguments.parser().format_help(), end="")
    else:
        arguments.named(options.name).print_help()
    return 0


def config(options: Namespace) -> int:
    """The defaults that hold, or the file that they come from."""
    from symdescent.terminal.config.telling import answer

    return answer(options)


SERVICES: Final[dict[str, Callable[[Namespace], int]]] = {
    "config": config,
    "completion": completion,
    "man": manual,
    "help": helped,
}
