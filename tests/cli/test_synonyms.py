"""Options under the names that other programs and books have for them."""

import json

import pytest

from symdescent import synonyms
from symdescent.cli import arguments
from symdescent.cli.main import main

CLASSIC = ["1/2*(x-4)^2", "--x0", "14", "--lr", "0.1", "--steps", "3"]
ALIKE = (  # the classic command as people type it
    "--eta 0.1 --init 14 --epochs 3",
    "--learning-rate 0.1 --x0 14 --iterations 3",
    "--learning_rate=0.1 --start=14 --iters=3",
    "--step-size .1 --x0=14 --n-iter 3",
    "--stepsize 1/10 --initial_guess [14] --max-iter 3",
    "--Learning-Rate 0.1 --X0 14 --maxiter 3",
    "-lr 0.1 -x0 14 -steps 3",
    "-eta=0.1 -x0=14 -epochs=3",
    "--lr=.1 --x0 (14) --num_epochs 3e0",
    "--rate 0.1 --x0 x=14 --steps 3",
)
ELSEWHERE = (  # another command, and the option of its own that is meant
    ("compare x^2 --optimizer gd,adam --no-time", "--optimizers"),
    ("compare x^2 --optimisers gd --no-time --epochs 4", "--steps"),
    ("sweep x^2 --eta 0.1..1 --x0 1", "--lr"),
    ("sweep x^2 --optimiser adam --x0 1", "--optimizer"),
    ("minimum x^2-5x --bounds [0,2]", "--box"),
    ("minimum x^2 --timeout 9", "--time-limit"),
    ("gradient x^2 --point 3", "--at"),
    ("example x^2 --format md", "--to"),
    ("check x^2 --gradient 2x --learning_rate 0.1", "--lr"),
    ("plot x^2 --epochs 3 -kind curve", "--kind"),
    ("x^2 --colour never", "--color"),
    ("x^2 --method adam --max_steps 1e1", "--optimizer"),
)
UNKNOWN = (  # what there is not, and what is suggested
    ("x^2 --iteratons 3", "did you mean  --steps ?"),
    ("x^2 --learning-rat 3", "did you mean  --lr ?"),
    ("x^2 --momentum 0.9", "write  --optimizer momentum --set momentum=0.9"),
    ("x^2 --alpha 0.1", "--set alpha="),
    ("4x-x^2 --maximize", '"maximize 4x - x^2"'),
    ("x^2 -stpes 3", "did you mean  --steps ?  As a formula:  (-stpes)"),
    ("x^2 -lr", "--lr needs a value"),
    ("minimum x^2 --lr 0.1", "there is no option --lr"),
    ("x^2 --lr 0.1 --eta 0.2", "--lr and --eta are the same option"),
    ("x^2 --epochs 3 -steps 4", "--epochs and -steps are the same option"),
    ("sweep x^2 -q", "there is no option -q here"),
    ("x^2+y^2 --lr 0.1 -n 7", "there is no option -n here"),
    ("minimum (x-2)^2 -n 5", "there is no option -n here"),
    ("gradient (x-2)^2 -x 3", "there is no option -x here"),
    ("x^2 --lr 0.1 -x", "as a part of the formula put it all in quotes:  (-x)"),
    ("x^2 -v", "there is no option -v here"),
    ("x^2+y^2 -n7", "there is no option -n7 here"),
    ("x^2+y^2 -s0.5", "there is no option -s0.5 here"),
    ("x^2+y^2 -t_max 5", "there is no option -t_max here"),
)
FORMULAS = (  # these begin with a minus, or have one: no options
    ("-x^2+x^4 --x0 -1", "-sqrt(2)/2"),
    ("x^2 -4x", "2"),
    ("x^2 - 4x", "2"),
    ("x^2+y^2 -xy --x0 -1,2", "0, 0"),
    ("x^2 -x -5", "0.5"),
    ("x_1^2 + x_2^2 -x_1", "0.5, 0"),
    ("-x^2 -x +x^4 --x0 1", None),
    ("x^4 -beta*x+beta^2 --x0 1,1", None),
)


def answered(words, capsys):
    status = main(words)
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def test_a_run_is_the_same_under_every_name(capsys):
    status, right, quiet = answered([*CLASSIC, "--format", "json"], capsys)
    assert status == 0 and not quiet
    right = json.loads(right)["run"]
    for words in ALIKE:
        typed = words.split()
        status, out, err = answered([CLASSIC[0], *typed, "--format", "json"], capsys)
        assert (status, json.loads(out)["run"]) == (0, right), words
        own = {word.partition("=")[0] for word in typed if word.startswith("-")}
        renamed = own - {"--lr", "--rate", "--x0", "--start", "--steps"}
        assert err.count("note: ") == len(renamed), words
        assert all(f"note: {flag} read as --" in err for flag in renamed)


@pytest.mark.slow
def test_every_command_understands_them(capsys):
    for words, flag in ELSEWHERE:
        status, out, err = answered(words.split(), capsys)
        assert status == 0 and out, (words, err)
        assert f" read as {flag}\n" in err, words


def test_what_is_no_option_is_told_with_a_sensible_way_on(capsys):
    for words, hint in UNKNOWN:
        status, _, err = answered(words.split(), capsys)
        assert status == 2 and hint in err, (words, err)


@pytest.mark.slow
def test_formulas_may_begin_with_a_minus(capsys):
    for words, answer in FORMULAS:
        status, out, err = answered([*words.split(), "-q"], capsys)
        assert status == 0 and "note: -" not in err, words
        assert answer is None or out.strip() == answer


def test_a_word_of_a_command_is_never_another_option_of_it():
    """Each option is found under its own name, and no synonym hides an option that there is."""
    for name in arguments.COMMANDS:
        flags = [flag[2:] for flag in arguments.flags_of(name)]
        assert all(synonyms.meant(flag, flags) == flag for flag in flags)
        assert len({synonyms.squashed(flag) for flag in flags}) == len(flags), name


@pytest.mark.parametrize(
    "start", ["1,2", "[1, 2]", "(1,2)", "x=1,y=2", "x=1 y=2", "y = 2; x = 1", "1 2"]
)
def test_a_point_may_be_written_in_many_ways(start, capsys):
    words = ["x^2+y^2", "--x0", start, "--steps", "0", "--format", "json"]
    _, out, _ = answered(words, capsys)
    assert json.loads(out)["run"]["points"] == [[1.0, 2.0]]


def test_a_file_of_defaults_may_have_them(tmp_path, monkeypatch, capsys):
    file = tmp_path / "defaults.toml"
    monkeypatch.setenv("SYMDESCENT_CONFIG", str(file))
    file.write_text("epochs = 3\nlearning_rate = 0.25\n")
    status, out, err = answered(["x^2", "--x0", "1", "--format", "csv"], capsys)
    assert status == 0 and len(out.splitlines()) == 5 and "0.125" in out
    assert "line 1: epochs read as steps" in err and "line 2: learning_rate read as lr" in err
    file.write_text("epochs = 3\nsteps = 4\n")
    status, _, err = answered(["x^2"], capsys)
    assert status == 2 and "steps is given twice: epochs = 3" in err
