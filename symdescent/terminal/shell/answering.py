"""The name of a shell goes in, or nothing; a completion script, or the manual page, is printed."""

from collections.abc import Callable, Sequence
from typing import Final

from symdescent.terminal.shell import bash, fish, zsh
from symdescent.terminal.shell.man import page
from symdescent.terminal.shell.offers import Offer, offers

SCRIPTS: Final[dict[str, Callable[[Sequence[Offer]], str]]] = {
    "bash": bash.script,
    "zsh": zsh.script,
    "fish": fish.script,
}


def answer_completion(shell: str) -> int:
    """Print the script of a shell."""
    print(SCRIPTS[shell](offers()), end="")
    return 0


def answer_manual() -> int:
    """Print the manual page."""
    print(page(offers()), end="")
    return 0
