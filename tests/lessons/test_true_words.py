"""What a document must not say: formulas for which a careless sentence would be false."""

import pytest

import symdescent
from symdescent.calculus.steps.agreement import Agreement
from symdescent.lessons.example import statement

NEVER = [
    # text, options, what is false of it
    ("5-x", {"start": 0, "rate": "1/10", "steps": 5}, "the error is"),  # there is no minimum
    ("-x^2", {"start": 1, "rate": "1/10", "steps": 5}, r"x^{\ast}"),
    ("(x-4)^2", {"start": 1, "rate": "1/10", "box": "0<=x<=3"}, "unique global minimum"),
    ("abs(x-2) + x^2/4", {"start": 5, "rate": "1/4"}, "L''"),  # there is none at the kink
    ("x^2", {"start": 3, "rate": 1, "steps": 50}, "more steps are needed"),
    ("abs(x)", {"start": 1, "rate": "3/10", "steps": 50}, "more steps are needed"),
    ("x^4", {"start": 1, "rate": "1/10", "steps": 50}, "does not shrink"),
    ("x^2 + 3y^2", {"start": "3,1", "rate": "1/10", "optimizer": "momentum"}, "fastest"),
]
ALWAYS = [
    ("(x-4)^2", {"start": 1, "rate": "1/10", "box": "0<=x<=3"}, "is put back to its end"),
    ("abs(x-2) + x^2/4", {"start": 5, "rate": "1/4"}, "Where the function has a kink"),
    ("x^2", {"start": 3, "rate": 1, "steps": 50}, "a smaller one is needed"),
    ("x^4", {"start": 1, "rate": "1/10", "steps": 50}, "more slowly than by any fixed factor"),
    # |x_k| is above 1e-6 once more after it was below: from 281 on it stays, by a loop by hand
    ("x^2 + 3y^2", {"start": "3,1", "rate": "1/10", "optimizer": "momentum"}, "from $k = 281$ on"),
]


@pytest.mark.slow_beyond(3)
@pytest.mark.parametrize(("text", "options", "words"), NEVER, ids=str)
def test_it_is_not_said(text, options, words):
    assert words not in symdescent.example(text, **options).to("md")


@pytest.mark.slow_beyond(3)
@pytest.mark.parametrize(("text", "options", "words"), ALWAYS, ids=str)
def test_it_is_said(text, options, words):
    assert words in symdescent.example(text, **options).to("md")


def test_the_count_by_hand():
    """Momentum as it is run: v = 9/10 v + g, x = x - v/10, in floats far above rounding."""
    x, v, above = [3.0, 1.0], [0.0, 0.0], 0
    for k in range(1, 400):
        slope = [2 * x[0], 6 * x[1]]
        v = [0.9 * a + g for a, g in zip(v, slope, strict=True)]
        x = [a - b / 10 for a, b in zip(x, v, strict=True)]
        above = k if (x[0] ** 2 + x[1] ** 2) ** 0.5 > 1e-6 else above
    assert above + 1 == 281


PROVED = "Each of these lines is proved equal to the one before it."


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("text", ["x^2*exp(-x)*sin(3x)", "(1-x)^2 + 100*(y-x^2)^2"])
def test_lines_are_called_proved_where_they_are(text):
    told = symdescent.example(text, rate="1/10", steps=3, detail="full")
    assert PROVED in told.to("md")
    brief = symdescent.example(text, rate="1/10", steps=3)
    assert PROVED not in brief.to("md")


def test_lines_that_are_only_checked_are_called_so(monkeypatch):
    def partly(steps, _):
        return (Agreement.CHECKED, *[Agreement.PROVED] * (len(steps.lines) - 2))

    monkeypatch.setattr(statement, "agreements", partly)
    told = symdescent.example("x^3", rate="1/10", steps=3, detail="full").to("md")
    assert "checked numerically, at points, to 30 digits" in told and PROVED not in told


def test_a_line_that_differs_is_our_mistake(monkeypatch):
    monkeypatch.setattr(statement, "agreements", lambda *_: (Agreement.DIFFERENT,))
    with pytest.raises(ArithmeticError):
        symdescent.example("x^3", rate="1/10", steps=3, detail="full")
