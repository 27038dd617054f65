"""Lines of a derivation go in, their values at 80 digits or their text come out.

Written for the tests on top of `precise`: it shares nothing with the room of calculus. A derivative
that is not taken yet is a difference of fourth order, good to some 60 digits.
"""

import contextlib

import precise
from mpmath import mp, mpf
from precise import DIGITS, STEP, Reading

from symdescent.language import notation as n
from symdescent.language import plain
from symdescent.language import tree as t


class Paper(Reading):
    """A reading of notation; no result is too large, no denominator too near to zero."""

    def value(self, node):
        match node:
            case n.Pending(operand=operand, variable=variable):
                return self.difference(operand, variable)
            case n.Chain(factors=factors):
                return mp.fprod(map(self.value, factors))
            case n.Combined(terms=terms):
                return mp.fsum((1 if plus else -1) * self.value(term) for plus, term in terms)
            case n.Over(top=top, bottom=bottom):
                return self.value(top) / self.value(bottom)
        return super().value(node)

    def difference(self, operand, variable):
        """f'(x) = (8*(f(x+h) - f(x-h)) - (f(x+2h) - f(x-2h)))/(12h), up to h^4."""
        at = {
            k: Paper({**self.point, variable: self.point[variable] + k * STEP}).value(operand)
            for k in (-2, -1, 1, 2)
        }
        return (8 * (at[1] - at[-1]) - (at[2] - at[-2])) / (12 * STEP)

    def rounded(self, result):
        return result


@contextlib.contextmanager
def no_margin():
    """Points are chosen clear of kinks and poles; a line may divide by a small number's power."""
    margin, precise.MARGIN = precise.MARGIN, mpf(0)
    try:
        yield
    finally:
        precise.MARGIN = margin


def evaluate(written, point):
    """The value of a line at a point {name: number}."""
    with no_margin(), mp.workdps(DIGITS):
        return Paper({name: mpf(x) for name, x in point.items()}).value(written)


SUM, PRODUCT, POWER, ATOM = range(4)
HOLDS = {
    n.Combined: SUM,
    t.Sum: SUM,
    t.Negative: SUM,
    n.Chain: PRODUCT,
    n.Over: PRODUCT,
    t.Product: PRODUCT,
    t.Power: POWER,
}


def spelt(written):
    """A line as text: a dot for the factors of a chain, square brackets for a derivative."""
    match written:
        case n.Pending(operand=operand, variable=variable):
            return f"d/d{variable}[{spelt(operand)}]"
        case n.Chain(factors=factors):
            return " . ".join(within(factor, PRODUCT) for factor in factors)
        case n.Combined(terms=terms):
            text = "".join((" + " if plus else " - ") + within(x, PRODUCT) for plus, x in terms)
            return text[3:] if terms[0][0] else "-" + text[3:]
        case n.Over(top=top, bottom=bottom):
            return f"{within(top, PRODUCT)} / {within(bottom, POWER)}"
    return plain(written)


def within(written, least):
    text = spelt(written)
    return text if HOLDS.get(type(written), ATOM) >= least else f"({text})"


def told(steps):
    """All lines, each with its rules."""
    return [f"{spelt(line.written)}  {', '.join(line.rules)}".strip() for line in steps.lines]
