"""A critical point of which no more is known is never headed as the minimum."""

import pytest

from symdescent.cli.main import main

FLAT = "cos(x)+cos(sqrt(2)*x)"  # its supremum 2 is taken at the only point that is found, 0


@pytest.mark.parametrize("form", ["table", "md", "tex"])
@pytest.mark.parametrize("command", [[], ["minimum"]])
def test_a_critical_point_is_no_minimum(capsys, command, form):
    words = [*command, FLAT, *([] if form == "table" else ["--format", form])]
    main([*words, *([] if command else ["--steps", "3"])])
    told = capsys.readouterr().out
    assert "undecided; a critical point is x = 0" in told
    assert "x*" not in told and r"x^{\ast} = 0" not in told
