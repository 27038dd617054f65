"""A person's own rule, from text: what it leaves unsaid, and where a mistake in it is."""

from fractions import Fraction

import pytest

import symdescent
from symdescent import FormulaError, InputError, read_rule

WHOLE = """\
# after B. T. Polyak
name: my momentum
source: doi:10.1016/0041-5553(64)90137-5
settings: lr = 0.1, beta = 1/2   # as usual
memory: m = 0, mean = x
answer: mean

m = beta*m + g   # the ball
x = x - lr*m

mean = mean + (x - mean)/t
"""


def test_a_whole_text():
    rule = read_rule(WHOLE)
    assert (rule.name, rule.answer) == ("my momentum", "mean")
    assert rule.source == "doi:10.1016/0041-5553(64)90137-5"
    assert rule.settings == {"lr": Fraction(1, 10), "beta": Fraction(1, 2)}
    assert rule.memory == {"m": 0, "mean": "x"}
    assert rule.text == "m = beta*m + g\nx = x - lr*m\nmean = mean + (x - mean)/t"
    assert rule.notes == ()


def test_two_steps_by_hand():
    """x^2/2 from 1: m = 1, x = 0.9; m = 0.5 + 0.9, x = 0.76."""
    run = symdescent.descend("x^2/2", optimizer=read_rule(WHOLE), start=1, steps=2)
    assert run.points[:, 0].tolist() == pytest.approx([1, 0.9, 0.76], rel=1e-15)


def test_assignments_alone():
    rule = read_rule("m = beta*m + g\nx = x - lr*m", settings={"lr": 0.1, "beta": "1/2"})
    assert rule.settings == {"lr": Fraction(1, 10), "beta": Fraction(1, 2)}
    assert rule.memory == {"m": 0}
    assert rule.notes == ("m is read before it is assigned: memory that begins at 0",)
    run = symdescent.descend("x^2/2", optimizer=rule, start=1, steps=2)
    assert run.points[:, 0].tolist() == pytest.approx([1, 0.9, 0.76], rel=1e-15)


def test_a_name_assigned_before_it_is_read_is_no_memory():
    assert read_rule("u = g/2\nx = x - u").memory == {}


def test_a_given_value_goes_before_the_text_s():
    assert read_rule("settings: a = 1\nx = x - a*g", settings={"a": 2}).settings["a"] == 2


def test_a_setting_that_a_line_changes_begins_anew():
    rule = read_rule("settings: lr = 1\nlr = lr/2\nx = x - lr*g")
    assert rule.notes == ("lr begins every step at its value, as a setting does",)
    run = symdescent.descend("x^2/2", optimizer=rule, start=1, steps=2)
    assert run.points[:, 0].tolist() == [1, 0.5, 0.25]


MISTAKES = [  # the text, the marked part, its line, and what is said of it
    ("m = beta*m + g\nx = x - 0.1*m", "beta", 1, "give  --set beta=0.9"),
    ("x = x - lr*g", "lr", 1, "settings: lr = 0.01  at the top, or give  --lr 0.01"),
    ("x = x - 0.1*gg", "gg", 1, "did you mean  g ?"),
    ("settings: beta = 1\n\nx = x - bta*g", "bta", 3, "did you mean  beta ?"),
    ("# a\nm = g\nx = x - clp(m, 0, 1)", "clp", 3, "did you mean  clip ?"),
    ("# a\nm = g\nx = x - (m", "(", 3, "never closed"),
    ("m = g\nx - m", "x", 2, "write  name = expression"),
    ("m = g\ny = m", "m", 2, "no line assigns x"),
    ("answer: men\nmean = x\nx = x - g", "men", 1, "did you mean  mean ?"),
    ("setting: lr = 1\nx = x - lr*g", "setting", 1, "did you mean  settings ?"),
    ("settings:\nx = x - g", "settings", 1, "nothing stands after"),
    ("settings: a = 1, b\nx = x - g", "b", 1, "name = expression"),
    ("settings: a = pi\nx = x - a*g", "pi", 1, "an exact number"),
    ("settings: a = 1e400\nx = x - a*g", "1e400", 1, "beyond"),
    ("settings: a = 1/0\nx = x - a*g", "0", 1, "zero"),
    ("settings: a = 1, a = 2\nx = x - a*g", "a", 1, "declared twice"),
    ("memory: g = 1\nx = x - g", "g", 1, "known in every rule"),
    ("name: a\nname: b\nx = x - g", "b", 2, "a second 'name:'"),
    ("# nothing\n", "", 1, "there is no equation"),
    ("", "", 1, "there is no equation"),
]


@pytest.mark.parametrize(("text", "marked", "line", "words"), MISTAKES)
def test_a_mistake_has_its_line_and_its_place(text, marked, line, words):
    with pytest.raises(FormulaError) as caught:
        read_rule(text)
    mistake = caught.value
    assert mistake.message.startswith(f"line {line}: ")
    assert mistake.text[mistake.start : mistake.end] == marked
    assert mistake.text.count("\n", 0, mistake.start) == line - 1
    assert words in str(mistake)
    drawn = str(mistake).split("\n")
    if marked:
        assert drawn[1].strip() == text.split("\n")[line - 1].strip()
        place = drawn[2].index("^")
        assert drawn[1][place : place + drawn[2].count("^")] == marked


REFUSED = [
    ("x = x - g", {"b": 1}, "has no setting 'b'; it has none"),
    ("x = x - b*g", {"b": "one"}, "no exact number"),
    ("x = x - b*g", {"b": float("inf")}, "no exact number"),
    ("x = x - b*g", {"b": "1e999999999"}, "no exact number"),
    ("memory: b = 1\nx = x - b*g", {"b": 1}, "has no setting 'b'"),
    ("x = x - g" + " " * 20_000, {}, "at most 20,000 characters"),
]


@pytest.mark.parametrize(("text", "settings", "words"), REFUSED)
def test_what_cannot_be_meant(text, settings, words):
    with pytest.raises(InputError, match=words):
        read_rule(text, settings=settings)


def test_what_is_no_text():
    with pytest.raises(FormulaError):
        read_rule(b"x = x - g")
