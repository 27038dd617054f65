"""Whatever tells of a minimum, or of a descent, within a box says which box it is."""

import pytest

import symdescent
from symdescent.cli.main import main

BOXED = ["x^2+y", "--box", "y>=2"]
TOLD = [
    (BOXED, "within 2 ≤ y"),
    ([*BOXED, "--format", "md"], "within 2 ≤ y"),
    ([*BOXED, "--format", "tex"], r"x^{2} + y, \quad 2 \le y"),
    (["minimum", *BOXED], "within 2 ≤ y"),
    (["minimum", *BOXED, "--format", "tex"], r"x^{2} + y, \quad 2 \le y"),
    (["compare", *BOXED, "--steps", "20"], "within 2 ≤ y"),
    (["sweep", *BOXED, "--steps", "20"], "within 2 ≤ y"),
    (["example", *BOXED], r"$2 \le y$"),
]


@pytest.mark.parametrize(("words", "told"), TOLD)
def test_the_box_stands_beside_the_answer(capsys, words, told):
    main(words)
    assert told in capsys.readouterr().out


@pytest.mark.parametrize("optimizer", ["gd", "adam", "momentum"])
def test_a_step_in_a_box_is_told_with_its_projection(capsys, optimizer):
    words = ["x^2", "--box", "1<=x<=3", "--optimizer", optimizer, "--steps", "5"]
    main(words)
    assert "then the nearest point within 1 ≤ x ≤ 3" in capsys.readouterr().out
    main([*words, "--format", "tex"])
    told = capsys.readouterr().out
    assert r"Then the nearest point with $1 \le x \le 3$ is taken." in told


def test_records_print_their_box():
    found = symdescent.minimum("x^2+y", box="y>=2")
    done = symdescent.study("x^2+y", box="y>=2", steps=5)
    for record in (found, done):
        assert "within 2 ≤ y" in str(record)
    assert "within 2 ≤ y" in found._repr_mimebundle_()["text/markdown"]
    assert r"2 & \le y" in done._repr_mimebundle_()["text/markdown"]
    assert "within" not in str(symdescent.minimum("x^2+y^2"))
