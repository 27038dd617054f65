"""What a mistake is told at the command line, and that what it is told helps."""

import re
import shlex

import pytest

from symdescent.cli.main import main

BOWL = "1/2*(x-4)^2"
SETTINGS = {  # what stands on the line, and what is to be written for it
    "--betas 0.9 0.99": "--optimizer adam --set beta1=0.9 --set beta2=0.99",
    "--betas=0.9,0.99": "--optimizer adam --set beta1=0.9 --set beta2=0.99",
    "--betas (0.9,0.99)": "--optimizer adam --set beta1=0.9 --set beta2=0.99",
    "--beta_1 0.8": "--optimizer adam --set beta1=0.8",
    "--beta-2=0.99": "--optimizer adam --set beta2=0.99",
    "--eps 1e-6": "--optimizer adam --set eps=1e-6",
    "--epsilon=1e-6": "--optimizer adam --set eps=1e-6",
    "--momentum 0.9": "--optimizer momentum --set momentum=0.9",
    "--rho 0.9": "--optimizer rmsprop --set rho=0.9",
}
KINKS = {  # formulas, and starts from which steps of one length jump over a kink for ever
    "abs(x)": "3",
    "max(x,1-x)": "3",
    "abs(x)+(y-1)^2": "3,3",
    "max(x^2,1-x)": "-3",
    "abs(x^2-2)": "5",
    "abs(x)/100": "3",
}


def test_a_setting_as_an_option_is_told_with_its_value_and_runs(capsys):
    for typed, words in SETTINGS.items():
        assert main([BOWL, "--x0", "3", *typed.split()]) == 2
        assert f"  write  {words}\n" in capsys.readouterr().err, typed
        assert main([BOWL, "--x0", "3", "--steps", "9", *words.split()]) in (0, 1)
        capsys.readouterr()
    assert main([BOWL, "--optimizer", "adam", "--eps", "1e-6"]) == 2
    assert "is given with  --set eps=1e-6\n" in capsys.readouterr().err
    assert main(["minimum", BOWL, "--eps", "1e-6"]) == 2  # it has no settings
    assert "--set" not in capsys.readouterr().err


def test_a_value_is_given_once(capsys):
    wrong = {
        "--lr 0.1 --lr 0.2": "--lr is given twice",
        "--lr=0.1 --lr 0.1": "--lr is given twice",
        "--lr 0.1 --rate 0.2": "--lr and --rate are the same option",
        "--lr 0.1 --eta 0.2": "--lr and --eta are the same option",
        "--steps 5 --lr 0.1 --steps 6": "--steps is given twice",
    }
    for typed, words in wrong.items():
        assert main([BOWL, *typed.split()]) == 2
        assert f"error: {words}\n  leave one of them out\n" in capsys.readouterr().err, typed
    many = "--optimizer adam --set beta1=0.8 --set beta2=0.9 --let a=4 --let b=1 --steps 3"
    assert main(["b*(x-a)^2", "--x0", "3", *many.split()]) != 2
    assert main([BOWL, "--x0", "3", "--steps", "3", "--exact", "--exact"]) != 2


def test_functions_of_other_names(capsys):
    assert main(["sigma(x)"]) == 2
    assert capsys.readouterr().err == (
        "error: unknown function 'sigma'\n  sigma(x)\n  ^^^^^\n"
        "  the sigmoid 1/(1 + e^(-x)) is  sigmoid(x)\n"
    )
    told = {
        "log(x,2)": "note: log(x, b) read as the logarithm of x to the base b",
        "ln(x,3)": "note: ln(x, b) read as the logarithm of x to the base b",
        "log(x)": "note: log read as the natural logarithm; write log10(x) or log2(x) for the",
        "ln(x)": "",
    }
    for formula, words in told.items():
        main([formula, "--x0", "3", "--steps", "1"])
        notes = [line.strip() for line in capsys.readouterr().out.split("\n") if "note:" in line]
        assert len(notes) == bool(words), formula
        assert not words or notes[0].startswith(words), formula


def test_a_target_has_the_names_that_people_give_it(capsys):
    names = {"tf": "tensorflow", "pytorch": "torch", "np": "numpy", "py": "python", "jnp": "jax"}
    for typed, own in names.items():
        assert main(["code", BOWL, "--lr", "0.1", "--to", own]) == 0
        script = capsys.readouterr().out
        assert main(["code", BOWL, "--lr", "0.1", "--to", typed]) == 0
        out, err = capsys.readouterr()
        assert err == f"note: --to {typed} read as {own}\n"
        assert out.replace(f"--to {typed}", f"--to {own}") == script


def test_a_script_is_not_written_into_another_kind_of_file(capsys, tmp_path):
    for name in ("gd.ipynb", "gd.tex", "gd.png", "gd.json"):
        assert main(["code", BOWL, "--lr", "0.1", "-o", str(tmp_path / name)]) == 2
        error = capsys.readouterr().err
        assert "code writes a script" in error and "write it to  gd.py" in error
        assert ("example -o" in error) == (name in ("gd.ipynb", "gd.tex"))
    assert not [*tmp_path.iterdir()]
    for name in ("gd.py", "gd", "gd.txt"):
        assert main(["code", BOWL, "--lr", "0.1", "-o", str(tmp_path / name)]) == 0


@pytest.mark.slow
def test_what_is_advised_at_a_kink_helps(capsys):
    for formula, start in KINKS.items():
        main([formula, "--x0", start, "--no-plot"])
        advice = re.search(r"jump over a kink: let them shrink, (.*)", capsys.readouterr().out)
        assert advice, formula
        assert main([formula, "--x0", start, "--no-plot", *shlex.split(advice[1])]) == 0
        assert "✓ agrees" in capsys.readouterr().out, formula
