"""Two blocks go in, whether a reader opens the second one only when ready comes out."""

from typing import TypeGuard

from symdescent.worked.blocks import Block, Environment


def is_answer(block: Block, before: Block | None) -> TypeGuard[Environment]:
    """Whether a block is the solution of the exercise before it."""
    match before, block:
        case Environment(kind="exercise"), Environment(kind="solution"):
            return True
    return False
