"""A name, a text and numbers as they are written in a table go in, a Rule comes out."""

from collections.abc import Mapping
from fractions import Fraction

from symdescent.optimizers.rule import Rule


def rule(name: str, text: str, settings: str = "", memory: str = "", answer: str = "x") -> Rule:
    """`settings` and `memory` are written "lr=0.1 beta=0.9" and "m=0 start=x"."""
    return Rule(name, text.strip(), numbers(settings), firsts(memory), answer=answer)


def numbers(text: str) -> Mapping[str, Fraction]:
    """Names with the exact value of their decimals."""
    return {name: Fraction(value) for name, _, value in map(parted, text.split())}


def firsts(text: str) -> Mapping[str, Fraction | str]:
    """Names with a first value, or with x for the start."""
    pairs = [(name, value) for name, _, value in map(parted, text.split())]
    return {name: "x" if value == "x" else Fraction(value) for name, value in pairs}


def parted(pair: str) -> tuple[str, str, str]:
    return pair.partition("=")
