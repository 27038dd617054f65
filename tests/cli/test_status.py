"""The exit status of every kind of question, and the words that go with it."""

import pytest

from symdescent.cli.main import main

ANSWERED = [
    (["1/2*(x-4)^2", "--x0", "14", "--lr", "0.1", "--steps", "100"], 0, "✓ agrees"),
    (["(1-x)^2 + 100*(y-x^2)^2", "--x0", "-1.2,1", "--steps", "9"], 0, "– not converged"),
    (["x^3", "--x0", "-1", "--steps", "20"], 0, "– follows the escape"),
    (["exp(-x)", "--steps", "20"], 0, "– follows the escape"),
    (["x^2", "--steps", "3"], 0, "– not converged"),
    (["x^2", "--steps", "3", "--require-converged"], 1, "– not converged"),
    (["x^2", "--require-converged"], 0, "✓ agrees"),
    (["x^2", "--x0", "1", "--lr", "2"], 1, "✗ diverged"),
    (["x^4/4 - x^2/2 + x/10", "--x0", "1"], 1, "✗ stopped at a local minimum"),
    (["-x^2+x^4", "--x0", "0"], 1, "✗ at a saddle or a maximum"),
    (["-log(x)-log(1-x)", "--x0", "0.1", "--lr", "1"], 1, "✗ left the domain"),
]


@pytest.mark.slow_beyond(8)
@pytest.mark.parametrize("words, status, verdict", ANSWERED, ids=repr)
def test_the_verdict_is_the_status(words, status, verdict, capsys):
    assert main(words) == status
    out, err = capsys.readouterr()
    assert f"  {verdict}: " in out
    assert err == ""


MISTAKEN = [
    (["1/2*(x-4^2"], "never closed"),
    (["2x+sen(x)"], "did you mean  sin ?"),
    ([""], "no formula"),
    (["3+4"], "no variable"),
    (["a*x^2", "--let", "b=3"], "'b'"),
    (["L(x) = a*x^2"], "--let a=3"),
    (["a*x^2", "--let", "a"], "write  --let a=3"),
    (["a*x^2", "--let", "a=nan"], "must be finite"),
    (["x^2", "--x0", "nan"], "must be finite"),
    (["x^2", "--x0", "1e999"], "too large"),
    (["x^2", "--x0", "1,2"], "2 numbers for 1 variable (x)"),
    (["x^2", "--x0", "1/0"], "divides by zero"),
    (["log(x)", "--x0", "-1"], "no finite value at the start -1"),
    (["x^2", "--lr", "0"], "must be above 0"),
    (["x^2", "--lr", "-0.1"], "must be above 0"),
    (["x^2", "--lr", "nan"], "must be finite"),
    (["x^2", "--lr", "inf"], "must be finite"),
    (["x^2", "--lr", "fast"], "must be a number"),
    (["x^2", "--box", "2<=x<=1"], "is empty"),
    (["x^2", "--box", "x<1"], "write <= or >="),
    (["x^2", "--box", "y>=1"], "'y'"),
    (["x^2", "--box", "[0,1]", "--x0", "2"], "outside the box"),
    (["x^2", "--stesp", "3"], "did you mean  --steps ?"),
    (["x^2", "--nothing-like-it"], "there is no option --nothing-like-it"),
    (["x^2", "--x0"], "--x0 needs a value"),
    (["x^2", "--x0", "--steps", "3"], "--x0 needs a value"),
    (["x^2", "--format", "xml"], "'xml'"),
    (["x^2", "--color", "blue"], "'blue'"),
    (["x^2", "--steps", "-3"], "not a whole number"),
    (["x^2", "--steps", "1.5"], "not a whole number"),
    (["x^2", "--steps", "9" * 20], "not a whole number"),
    (["x^2", "--every", "0"], "at least 1"),
    (["x^2", "--tol", "nan"], "tolerance"),
    (["x^2", "--tol", "-1"], "tolerance"),
    (["x^2", "y^2"], "2 formulas were given\n  put one in quotes"),
    (["exampel", "x^2"], "no command exampel\n  did you mean  example ?"),
    (["exampel", "x^2", "--to", "md"], "no command exampel\n  did you mean  example ?"),
    (["anmate", "x^2"], "did you mean  animate ?"),
    (["plot", "exampel", "x^2"], "put one in quotes"),
    (["x^2", "--time-limit", "abc"], "must be a number of seconds"),
    (["x^2", "--time-limit", "nan"], "--time-limit"),
    (["x^2", "--time-limit", "-1"], "--time-limit"),
    (["-f", "/no/such/file"], "cannot be read: No such file"),
    (["-f", "/"], "cannot be read: Is a directory"),
    (["-f", "nul\0byte"], "cannot be read"),
    (["--color", "never", "optimizers"], "comes before its options"),
    (["optimizers", "--steps", "1"], "no option --steps"),
]


@pytest.mark.parametrize("words, said", MISTAKEN, ids=repr)
def test_a_wrong_input_is_status_2_with_a_sentence(words, said, capsys):
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert said in err
    assert "Traceback" not in err


def test_a_caret_stands_under_the_wrong_part(capsys):
    main(["2x+sen(x)"])
    err = capsys.readouterr().err.splitlines()
    assert err == [
        "error: unknown function 'sen'",
        "  2x+sen(x)",
        "     ^^^",
        "  did you mean  sin ?",
    ]


MINUS = [
    (["-x^2+x^4"], "L(x) = −x² + x⁴"),
    (["-x", "--steps", "1"], "L(x) = −x"),
    (["--x^2"], "L(x) = x²"),
    (["--steps", "3", "--", "-x^2+x^4"], "L(x) = −x² + x⁴"),
    (["x^2", "+", "y^2", "--steps", "3"], "L(x, y) = x² + y²"),
    (["x^2 + y^2", "--x0", "-1,2"], "0 -1.000000000"),
    (["x^2 + y^2", "--x0=-1,2"], "0 -1.000000000"),
    (["x^2", "--x0=5"], "0 5.000000000"),
    (["x^2", "--x0=-1"], "0 -1.000000000"),
    (["x^2", "--x0=x=1"], "0 1.000000000"),
    (["--x0", "-1,2", "x^2 + y^2"], "0 -1.000000000"),
    (["x^2", "--x0", "-x0", "--steps", "1"], None),
    (["x^2", "--box", "-1<=x<=1", "--start", "-1/2"], "0 -0.500000000"),
]


@pytest.mark.parametrize("words, printed", MINUS, ids=repr)
def test_what_begins_with_a_minus_is_no_option(words, printed, capsys):
    status = main(words)
    out, err = capsys.readouterr()
    if printed is None:
        assert status == 2 and "must be a number, not -x0" in err
    else:
        assert status == 0 and printed in " ".join(out.split())


def test_the_classic_line(capsys):
    main(["1/2*(x-4)^2", "--x0", "14", "--lr", "0.1", "--steps", "100"])
    out = capsys.readouterr().out.splitlines()
    assert "  x_min = 4.000\t=> L(4.000) = 0.000" in out


@pytest.mark.parametrize("flag", ["--help", "-h", "--version"])
def test_help_and_version(flag, capsys):
    with pytest.raises(SystemExit) as ended:
        main([flag])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert out.startswith("symdescent 0." if flag == "--version" else "usage: symdescent ")


def test_the_version_is_one(capsys):
    import symdescent
    from symdescent.cli import arguments

    assert arguments.VERSION == symdescent.__version__
