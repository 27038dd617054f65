"""The command `exercises`: what it prints, which files it writes, what it refuses."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import symdescent
from symdescent.cli.main import main
from symdescent.lessons.exercises.drawing import KINDS


def run(capsys, *words):
    status = main(["exercises", *words])
    out, err = capsys.readouterr()
    return status, out, err


def test_a_sheet_is_printed_and_the_same_again(capsys):
    words = ("--kind", "quadratic", "--count", "3", "--seed", "7", "--to", "tex")
    first, second = run(capsys, *words), run(capsys, *words)
    assert first == second
    status, out, err = first
    assert (status, err) == (0, "")
    assert out.count(r"\begin{exercise}") == 3 and out.count(r"\begin{proof}") == 3
    assert "% symdescent exercises --kind quadratic --count 3 --seed 7 --to tex" in out


def test_python_makes_the_same_sheet(capsys):
    _, out, _ = run(capsys, "--kind", "gradient", "--count", "2", "--seed", "3", "--to", "md")
    sheet = symdescent.exercises("gradient", 2, 3, command=out.split("```sh\n")[-1].split("\n")[0])
    assert sheet.to("md") == out
    assert sheet.solutions is None


@pytest.mark.slow
def test_variants_in_python():
    first, second = (symdescent.exercises("momentum", 2, 5, variant=v) for v in (0, 1))
    assert first.to("md") != second.to("md")
    assert second.document.title == ("The heavy ball on parabolas: exercises, variant B",)
    apart = symdescent.exercises("momentum", 2, 5, solutions="apart")
    assert "Solution" not in apart.to("md") and "Solution" in apart.solutions.to("md")
    with pytest.raises(symdescent.InputError, match="variant must be from 0 to 8, not 9"):
        symdescent.exercises("momentum", variant=9)


def test_files_of_variants_with_solutions_apart(capsys, tmp_path):
    words = ("--kind", "momentum", "--count", "2", "--variants", "2", "--solutions", "apart")
    status, out, err = run(capsys, *words, "-o", str(tmp_path / "test.md"))
    assert (status, out, err) == (0, "", "")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["test-a-solutions.md", "test-a.md", "test-b-solutions.md", "test-b.md"]
    texts = {name: (tmp_path / name).read_text(encoding="utf-8") for name in names}
    assert len(set(texts.values())) == 4
    assert all(("Answer key" in text) == ("solutions" in name) for name, text in texts.items())


def test_a_file_that_is_there_is_kept_and_nothing_is_written_beside_it(capsys, tmp_path):
    (tmp_path / "test-b.md").write_text("mine", encoding="utf-8")
    words = ("--kind", "quadratic", "--count", "1", "--variants", "2", "-o")
    status, _, err = run(capsys, *words, str(tmp_path / "test.md"))
    assert status == 2 and "the file is there already" in err
    assert [path.name for path in tmp_path.iterdir()] == ["test-b.md"]
    assert run(capsys, *words, str(tmp_path / "test.md"), "--force")[0] == 0
    assert (tmp_path / "test-b.md").read_text(encoding="utf-8") != "mine"


@pytest.mark.slow_beyond(7)
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--kind is needed"),
        (("quadratic",), "write  --kind quadratic"),
        (("--kind", "momentun"), "did you mean  momentum ?"),
        (("--kind", "momentum", "--count", "0"), "count must be from 1 to 500, not 0"),
        (("--kind", "momentum", "--variants", "2"), "-o sheet.tex"),
        (("--kind", "momentum", "--solutions", "apart"), "-o sheet.tex"),
        (("--kind", "momentum", "--solutions", "off"), "there are inline, end, apart"),
        (("--kind", "momentum", "--to", "doc"), "there is no format 'doc'"),
        (("--kind", "momentum", "--language", "fr"), "there is no language 'fr'"),
        (("--kind", "momentum", "--output", ""), "-o needs the name of a file"),
        (("--kind", "momentum", "-o", "/nowhere/at/all.tex"), "no folder /nowhere/at"),
        (("--check", "0"), "count must be from 1 to 500, not 0"),
    ],
)
def test_what_cannot_be_meant(capsys, words, said):
    status, out, err = run(capsys, *words)
    assert (status, out) == (2, "")
    assert err.startswith("error: ") and said in err


@pytest.mark.slow
def test_the_check_says_what_it_found(capsys):
    status, out, _ = run(capsys, "--check", "8", "--kind", "gradient")
    assert status == 0
    first, second, third = out.splitlines()
    assert first == "gradient: 8 exercises, every key verified, none twice"
    assert re.fullmatch(r"  numbers of at most [3-6] characters; in solutions up to \d+", second)
    assert third.endswith("the right one at each place: 2, 2, 2, 2")


def test_numbers_for_machines(capsys):
    _, out, _ = run(capsys, "--kind", "quadratic", "--count", "2", "--seed", "7", "--to", "json")
    first, _ = json.loads(out)["data"]["exercises"]
    assert first["formula"] == "6*x^2 - 96*x + 380"
    assert first["given"] == {"start": ["-40"], "rate": ["1/48"], "steps": ["3"]}
    assert first["answers"][1] == {"asked": "iterates", "value": ["-28", "-19", "-49/4"]}
    assert first["choices"][first["right"]] == {"mistake": "", "value": ["-49/4"]}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_json_is_as_its_schema_says(kind):
    file = Path(symdescent.__file__).parent / "document.schema.json"
    schema = Draft202012Validator(json.loads(file.read_text(encoding="utf-8")))
    for choices in (False, True):
        sheet = symdescent.exercises(kind, 4, 1, solutions="apart", choices=choices)
        for document in (sheet, sheet.solutions):
            told = json.loads(document.to("json"))
            assert list(schema.iter_errors(told)) == []
    told["blocks"][2]["number"] = "one"
    assert list(schema.iter_errors(told))


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("pdflatex"), reason="needs pdflatex")
@pytest.mark.long_beyond(3)
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_sheet_is_set_without_a_complaint(capsys, tmp_path, kind, language):
    words = ("--kind", kind, "--count", "14", "--seed", "2", "--language", language, "--standalone")
    for name, more in (("parts", ()), ("choices", ("--choices", "--solutions", "inline"))):
        path = tmp_path / f"{name}.tex"
        assert run(capsys, *words, *more, "-o", str(path))[0] == 0
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", path.name]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        log = done.stdout.decode(errors="replace")
        assert done.returncode == 0, log[-2_000:]
        assert [x for x in log.splitlines() if x.startswith(("Overfull", "!"))] == []
