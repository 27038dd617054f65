"""Where a formula comes from: arguments, a pipe, a file; a bad line costs itself only."""

import pytest
from running import piped, run

from symdescent.cli.main import main


@pytest.fixture
def from_pipe(monkeypatch, capsys):
    def asked(raw, *words):
        monkeypatch.setattr("sys.stdin", piped(raw))
        status = main(["-q", *words])
        return status, *capsys.readouterr()

    return asked


ONE = [
    (b"(x-4)^2", "4"),
    (b"(x-4)^2\n", "4"),
    (b"\n\n# a comment\n  (x-4)^2  \n", "4"),
    (b"\xef\xbb\xbf(x-4)^2\r\n", "4"),
    (b"(x-4)^2\r", "4"),
    ("(x−4)²".encode(), "4"),
]


@pytest.mark.parametrize("raw, minimiser", ONE, ids=repr)
@pytest.mark.parametrize("words", [[], ["-"]], ids=["pipe", "dash"])
def test_one_formula(raw, minimiser, words, from_pipe):
    assert from_pipe(raw, *words) == (0, f"{minimiser}\n", "")


MANY = [b"x^2\n(x-1)^2\n", b"x^2\r\n(x-1)^2\r\n", b"x^2\r(x-1)^2\r", b"\xef\xbb\xbfx^2\n(x-1)^2"]


@pytest.mark.parametrize("raw", MANY, ids=repr)
def test_one_a_line_whatever_ends_the_lines(raw, from_pipe, tmp_path, capsys):
    assert from_pipe(raw) == (0, "0\n1\n", "")
    file = tmp_path / "formulas.txt"
    file.write_bytes(raw)
    assert main(["-q", "-f", str(file)]) == 0
    assert capsys.readouterr().out == "0\n1\n"


@pytest.mark.parametrize("raw", [b"", b"\n \n\t\n", b"# nothing but a comment\n", b"\xef\xbb\xbf"])
def test_nothing_is_a_mistake(raw, from_pipe):
    status, out, err = from_pipe(raw)
    assert (status, out) == (2, "")
    assert err.startswith("error: there is no formula\n")


def test_an_empty_input_of_a_process():
    assert run("-", given=b"")[0] == 2


def test_bytes_that_are_not_utf_8_cost_their_line_only(from_pipe):
    status, out, err = from_pipe(b"x^2\n(x-1)\xb2\n(x-3)^2\n")
    assert (status, out) == (2, "0\n3\n")
    assert err.startswith("error: line 2: the character U+FFFD")


def test_too_much_is_refused_before_it_is_read(from_pipe):
    for raw, said in ((b"x" * 20_000_001, "20000000 bytes"), (b"x\n" * 10_001, "10000 lines")):
        status, out, err = from_pipe(raw)
        assert (status, out) == (2, "")
        assert said in err


BAD = {7: "(x-4", 23: "sen(x)", 50: "3+4"}


@pytest.fixture(scope="module")
def fifty(tmp_path_factory):
    lines = [BAD.get(number, f"(x-{number})^2 + {number}") for number in range(1, 51)]
    file = tmp_path_factory.mktemp("batch") / "fifty.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    return str(file)


def reported(err):
    return [line for line in err.splitlines() if line.startswith("error: ")]


@pytest.mark.slow
def test_three_bad_lines_of_fifty(fifty, capsys):
    assert main(["-f", fifty]) == 2
    out, err = capsys.readouterr()
    headings = [line for line in out.splitlines() if line.startswith("line ")]
    good = [number for number in range(1, 51) if number not in BAD]
    assert headings == [f"line {n}: (x-{n})^2 + {n}" for n in good] and len(good) == 47
    assert out.count("  ✓ agrees: ") == 47
    assert [line.split(": ")[1] for line in reported(err)] == [f"line {n}" for n in BAD]


@pytest.mark.slow
def test_they_are_so_in_every_form(fifty, capsys):
    for form, heads in (("csv", 1), ("json", 0)):
        assert main(["-f", fifty, "--format", form]) == 2
        out, err = capsys.readouterr()
        assert len(out.splitlines()) == 47 + heads
        assert len(reported(err)) == 3
    assert main(["-f", fifty, "-q"]) == 2
    good = [number for number in range(1, 51) if number not in BAD]
    assert capsys.readouterr().out.split() == [str(number) for number in good]


def test_the_status_of_a_batch_is_the_worst(tmp_path, capsys):
    file = tmp_path / "two.txt"
    for lines, status in (("x^2\ny^2", 0), ("x^2\n-x^2", 1), ("-x^2\nx^2 +", 2)):
        file.write_text(lines, encoding="utf-8")
        assert main(["-q", "-f", str(file), "--x0", "1", "--lr", "1/4"]) == status


def test_a_line_of_a_file_may_lack_what_an_option_names(tmp_path, capsys):
    """A value or a start that does not fit costs that line only."""
    file = tmp_path / "parameters.txt"
    file.write_text("a*x^2\nx^2\n", encoding="utf-8")
    assert main(["-q", "-f", str(file), "--let", "a=3"]) == 2
    out, err = capsys.readouterr()
    assert out == "0\n" and err.startswith("error: line 2: --let names 'a'")


def test_the_rows_of_a_batch_have_a_heading_and_no_spreadsheet_formula(tmp_path, capsys):
    file = tmp_path / "two.txt"
    file.write_text("-x^2+x^4\nx^2\n", encoding="utf-8")
    assert main(["-f", str(file), "--format", "csv"]) == 0
    heading, first, second = capsys.readouterr().out.splitlines()
    assert heading == "line,formula,kind,exact value,best value,standing"
    assert first.startswith("1,'-x^2+x^4,global,-0.25,") and second.startswith("2,x^2,global,0,")
