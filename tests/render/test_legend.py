"""What an answer means: an entry for all that stands in it, and for nothing else."""

import re
from pathlib import Path

import pytest

from symdescent.claims import claim as claimed
from symdescent.cli.main import main
from symdescent.numeric.run import Ending
from symdescent.proofs import Kind
from symdescent.proofs.critical_points import Nature
from symdescent.render.legend import COLUMNS, ROWS, SIGNS, SOLVERS, WORDS, legend, legend_text
from symdescent.verdict.findings import Standing, Word

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
OUTPUTS = {
    path.name: path.read_text(encoding="utf-8").partition("\n")[2]
    for path in sorted(EXAMPLES.rglob("*.out"))
    if re.search(
        r"^  (?:Exact minimum|Case \d|  claimed) ", path.read_text(encoding="utf-8"), re.MULTILINE
    )
}
PARABOLA = ["1/2*(x-4)^2", "--x0", "14", "--lr", "0.1", "--steps", "100"]


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_row_and_column_of_an_example_is_explained(name):
    text = OUTPUTS[name]
    known = dict(legend(text))
    labels = re.findall(r"^  ((?:[A-Z]|  [a-z])[a-z]+(?: [a-z]+)*)  ", text, re.MULTILINE)
    labels = [label.strip() for label in labels]
    assert [label for label in labels if label not in known and not label.startswith("Case")] == []
    for rule, heading in re.findall(r"^( ─+)\n(.+)$", text, re.MULTILINE)[:1]:
        cells = re.split(r"  +", heading.strip())
        assert len(rule) > 10 and len(cells) > 1
        assert [c for c in cells if c not in known and not re.fullmatch(r"[\d.]+", c)] == []


@pytest.mark.parametrize("name", OUTPUTS)
def test_nothing_is_explained_that_is_not_there(name):
    text = OUTPUTS[name]
    for sign, _ in legend(text):
        bare = re.sub(r"^x(\*|_min|ₖ.*)$|^[–…] in a cell$", r"", sign).removeprefix("the ")
        words = {"checked numerically": "numerically", "stopped by hand": "stopped by",
                 "points": " points,", "– in a cell": "–", "fastest": "fast"}  # fmt: skip
        assert words.get(sign, bare) in text or sign in ("∂L/∂x", "∇L", "∇²L", "seed", "…"), sign


@pytest.mark.parametrize("enum", [Standing, Ending, Kind, Word, Nature, claimed.Word], ids=str)
def test_every_word_of_a_verdict_has_an_entry(enum):
    for member in enum:
        shown = "a local minimum" if member is Kind.LOCAL else str(member)
        assert any(re.search(pattern, shown) for pattern in WORDS), member


def test_every_entry_is_of_use():
    """Each one is found in an example, or is a word of the verdict."""
    whole = "\n".join(OUTPUTS.values())
    found = {sign for text in OUTPUTS.values() for sign, _ in legend(text)}
    assert set(ROWS) - found <= {"No more because", "but at", "Supremum"}
    assert {name for name, _ in SIGNS.values()} - found <= {"stopped by hand", "⋮"}
    rare = {"rung", "ms", "what it proves", "time", "…", "∇²L calls", "‖∇L‖", "exact x"}
    assert set(COLUMNS) - found <= rare
    assert whole.count("proved") > 20
    for meaning in (*ROWS.values(), *COLUMNS.values(), *SOLVERS.values()):
        assert 5 < len(meaning) < 130


def test_words_are_not_mixed_up():
    assert [sign for sign, _ in legend("not converged")] == ["not converged"]
    assert [sign for sign, _ in legend("converged")] == ["converged"]
    assert [sign for sign, _ in legend("checked numerically")] == ["checked numerically"]
    assert [sign for sign, _ in legend("checked: 12 exact iterates")] == ["checked"]
    assert legend("nothing to explain") == ()


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize(
    "words",
    [
        PARABOLA,
        ["compare", "x^2 + y^2", "--x0", "1,2", "--no-time"],
        ["sweep", "x^2", "--lr", "0.1,0.2", "--x0", "1"],
        ["minimum", "x^4 - x^2", "--critical"],
    ],
)
def test_it_stands_below_the_answer(words, capsys):
    status = main(words)
    plain = capsys.readouterr().out
    assert main([*words, "--explain"]) == status
    out = capsys.readouterr().out
    hidden = re.compile(r"\d+\.\d+ *(?= |$)", re.MULTILINE)  # times
    answer, _, below = out.partition("\n  What stands above\n")
    assert hidden.sub("", answer) == hidden.sub("", plain)
    assert below.rstrip("\n") == legend_text(answer, 80).partition("\n")[2]
    assert max(map(len, below.splitlines())) <= 80
    assert "Exact minimum  " in below


def test_a_check_is_explained_in_words_of_its_own(capsys):
    claim = ["check", "f(x) = (x-4)^2", "--gradient", "2x-4", "--value", "0"]
    assert main([*claim, "--explain"]) == 1
    known = dict(legend(capsys.readouterr().out.partition("What stands above")[0]))
    assert known["✗"] == "what you said is wrong" and "right" in known["✓"]
    assert {"claimed", "right", "fails at", "because", "proved right", "L*"} <= set(known)
    assert not {"x*", "agrees", "Exact minimum"} & set(known)


def test_a_table_of_solvers_has_words_of_its_own():
    table = " ─────\n  solver   point   L   L − L*   steps   ending\n"
    assert dict(legend(table)) == SOLVERS


@pytest.mark.parametrize("form", ["csv", "md", "tex"])
def test_machines_are_told_nothing_more(form, capsys):
    main([*PARABOLA, "--format", form])
    plain = capsys.readouterr().out
    main([*PARABOLA, "--format", form, "--explain"])
    assert capsys.readouterr().out == plain
