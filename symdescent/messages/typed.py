"""The facts of proofs, and sentences with them, as they would be typed: for JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from symdescent.messages.sentences import about, line, reasons, words
from symdescent.proofs import proof_text
from symdescent.proofs.steps import Applied, Fact, ProofStep, Reason, Side, Statement, Total


@dataclass(frozen=True)
class Typed:
    """Mathematics as it would be typed: L'(4) = 0."""

    dots: str = "..."

    def fact(self, fact: Fact) -> str:
        """A relation, or what stands alone."""
        if isinstance(fact, str | Decimal):
            return str(fact).replace("E", "e") if isinstance(fact, Decimal) else str(fact)
        if not isinstance(fact, Statement):
            return self.side(fact)
        first, *rest = map(self.side, fact.sides)
        return first + "".join(f" {o} {s}" for o, s in zip(fact.operators, rest, strict=True))

    def place(self, statement: Statement) -> str:
        """x -> oo."""
        assert statement.towards is not None
        return f"{statement.towards.variable} -> {self.side(statement.towards.end)}"

    def side(self, side: Side) -> str:
        if isinstance(side, tuple):
            inner = ", ".join(map(proof_text.spell, side))
            return inner if len(side) == 1 else f"({inner})"
        if isinstance(side, Applied):
            return self.applied(side)
        if isinstance(side, Total):
            return " + ".join(map(proof_text.spell, side.terms)).replace("+ -", "- ")
        return proof_text.spell_number(side)

    def applied(self, applied: Applied) -> str:
        if applied.by is not None:
            return f"d{applied.name}/d{applied.by}"
        head = f"{'grad ' if applied.gradient else ''}{applied.name}{chr(39) * applied.primes}"
        inner = ", ".join(map(proof_text.spell, applied.arguments))
        return f"{head}({inner})" if inner else head


TYPED: Final = Typed()


def typed(one: ProofStep) -> tuple[str, str]:
    """The words of a step in English and its formula, as they would be typed."""
    return line(words(one, writer=TYPED)), line(about(one, writer=TYPED))


def typed_reasons(many: Sequence[Reason]) -> str:
    """The reasons in English, as they would be typed."""
    return line(reasons(many, writer=TYPED))
