"""A text that was typed or pasted goes in, its inputs come out; one may take several lines."""

import re
from typing import Final

OPENING: Final = "([{"
CLOSING: Final = ")]}"
GOES_ON: Final = ("+", "-", "*", "/", "^", "=", ",", "·", "−", "×")
ENVIRONMENT: Final = re.compile(r"\\(begin|end)\s*\{")


def inputs(text: str) -> list[str]:
    """The inputs of a text, each on one line; empty ones and comments are left out."""
    found, rest = grouped(text)
    return [whole for whole in (*found, rest) if whole and not whole.startswith("#")]


def goes_on(text: str) -> bool:
    """Whether the last input of a text waits for another line; an empty line ends it."""
    return bool(grouped(text)[1])


def grouped(text: str) -> tuple[list[str], str]:
    """Whole inputs, and the beginning of one that goes on below; lines are joined by a blank."""
    found, rest = [], ""
    for line in text.split("\n"):
        rest = f"{rest} {line.strip()}".strip()
        if not line.strip() or not unfinished(rest):
            found.append(rest)
            rest = ""
    return found, rest


def unfinished(line: str) -> bool:
    """Whether another line must follow: a bracket or what LaTeX begins is open, or an operator
    stands at the end."""
    if not line or line.startswith("#"):
        return False
    return line.endswith(GOES_ON) or depth(line) > 0 or begun(line)


def begun(line: str) -> bool:
    """Whether a LaTeX environment has no end yet, or $$ no other one."""
    found = [command[1] for command in ENVIRONMENT.finditer(line)]
    return found.count("begin") > found.count("end") or line.count("$$") % 2 == 1


def depth(line: str) -> int:
    """How many brackets are open at the end."""
    opened = sum(line.count(sign) for sign in OPENING)
    return opened - sum(line.count(sign) for sign in CLOSING)
