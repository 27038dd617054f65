"""Texts of rules: what each line assigns, and where a mistake in it is."""

import pytest

from symdescent.errors import FormulaError
from symdescent.language import assignments, plain

ADAM = """\
m = beta1*m + (1 - beta1)*g   # first moment
v = beta2*v + (1 - beta2)*g^2

# bias
x = x - rate*m/(1 - beta1^t)/(sqrt(v/(1 - beta2^t)) + eps)
"""
KNOWN = ["x", "g", "t", "m", "v", "beta1", "beta2", "rate", "eps"]


def test_lines():
    first, second, third = assignments(ADAM, KNOWN)
    assert (first.name, first.line, plain(first.tree)) == ("m", 1, "beta1*m + (1 - beta1)*g")
    assert (second.name, second.line) == ("v", 2)
    assert (third.name, third.line) == ("x", 5)


def test_known_names_win_over_constants_and_functions():
    (line,) = assignments("x = x - e*sign", ["x", "e", "sign"])
    assert plain(line.tree) == "x - e*sign"


def test_forms():
    (line,) = assignments("x = where(g > 0, clip(g, -1, 1), min(x, 0))", ["x", "g"])
    assert plain(line.tree) == "where(g > 0, min(max(g, -1), 1), min(x, 0))"


MISTAKES = [
    ("x = x - rat*g", "unknown_name", 8, "did you mean  rate ?"),
    ("m = g\nx = x - q", "unknown_name", 14, ""),
    ("x = y\ny = x", "unknown_name", 4, ""),
    ("x - g", "syntax", 0, "name = expression"),
    ("m = (g\nx = x)", "syntax", 4, ""),
    ("x = g +", "syntax", 7, ""),
    ("x = g g = 2", "syntax", 8, ""),
    ("# nothing", "empty", 0, ""),
    ("", "empty", 0, ""),
    ("x = gg", "unknown_name", 4, ""),
]


@pytest.mark.parametrize(("text", "kind", "column", "hint"), MISTAKES)
def test_mistakes_have_columns_of_the_whole_text(text, kind, column, hint):
    with pytest.raises(FormulaError) as caught:
        assignments(text, KNOWN)
    assert (caught.value.kind, caught.value.start) == (kind, column)
    assert hint in caught.value.hint
