"""A session in a file: saved, run again, told apart from formulas; and the history."""

import stat

import pytest

from symdescent.cli.main import main
from symdescent.cli.session.loop import FIRST, Session, answer_all, attend, perform
from symdescent.cli.session.plain import MOST, History, place

LINES = ["L(x) = 1/2*(x-4)^2", "x0 = 14", "lr = 0.1", "steps = 20", "step 2", "minimum"]


def session():
    return Session(lambda asked: perform(asked, main))


def test_what_is_saved_runs_again(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    first = session()
    answer_all(first, [*LINES, "show", "help", "lr = 5", "undo", "save it.txt"])
    said = capsys.readouterr().out
    assert "saved 6 lines; symdescent -f it.txt  runs them again" in said
    text = (tmp_path / "it.txt").read_text(encoding="utf-8")
    assert text == "\n".join([FIRST, *LINES, ""])
    assert main(["-f", "it.txt"]) == 0
    out = capsys.readouterr().out
    assert [line[2:] for line in out.splitlines() if line.startswith("> ")] == LINES
    assert "k = 2   x = 12.1   L = 32.805   exact x = 121/10" in out
    assert "independently checked" in out


def test_a_file_of_defaults_is_no_option_of_a_session(tmp_path, monkeypatch, capsys):
    file, config = tmp_path / "it.txt", tmp_path / "config.toml"
    file.write_text(f"{FIRST}\n(x-1)^2\nrun 2\n", encoding="utf-8")
    config.write_text('lr = 0.2\noptimizer = "adam"\n', encoding="utf-8")
    monkeypatch.setenv("SYMDESCENT_CONFIG", str(config))
    assert main(["-f", str(file)]) == 0
    assert "Adam   lr = 0.2" in capsys.readouterr().out


def test_a_file_that_is_there_is_kept(tmp_path, capsys):
    held = session()
    file = tmp_path / "it.txt"
    file.write_text("mine", encoding="utf-8")
    assert held.answer("x^2") == 0
    assert held.answer(f"save {file}") == 2
    assert file.read_text(encoding="utf-8") == "mine"
    assert held.answer(f"save {file} --force") == 0
    assert file.read_text(encoding="utf-8") == f"{FIRST}\nx^2\n"


def test_a_bad_line_costs_itself(tmp_path, capsys):
    file = tmp_path / "it.txt"
    lines = ["# a remark", "x^2", "rnu", "(x +", " 1))", "x/(x-x)", "at 3"]
    file.write_text("\n".join([FIRST, *lines]), encoding="utf-8")
    assert main(["-f", str(file)]) == 2
    out, err = capsys.readouterr()
    assert "L = 9" in out  # the formula is still x^2
    told = [line for line in err.splitlines() if line.startswith("error: line ")]
    assert told == [
        "error: line 4: there is no command rnu",
        "error: line 5: this bracket was never opened",
        "error: line 7: division by zero",
    ]


def test_a_definition_that_is_refused_is_not_kept(capsys):
    held = session()
    assert held.answer("x^2") == 0
    assert held.answer("x/(x-x)") == 2
    assert held.state.formula == "x^2"
    assert "division by zero" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--lr", "1"], ["x^2"], ["-q"]])
def test_a_session_file_takes_no_options(words, tmp_path, capsys):
    file = tmp_path / "it.txt"
    file.write_text(f"{FIRST}\nx^2\n", encoding="utf-8")
    assert main(["-f", str(file), *words]) == 2
    assert "a session file takes no other options" in capsys.readouterr().err


def test_formulas_are_still_formulas(tmp_path, capsys):
    file = tmp_path / "it.txt"
    file.write_text("# my formulas\nx^2\n(x-1)^2\n", encoding="utf-8")
    assert main(["-q", "-f", str(file)]) == 0
    assert capsys.readouterr().out == "0\n1\n"
    assert session().answer(f"load {file}") == 2
    assert "this is no session file" in capsys.readouterr().err


def test_a_file_that_loads_itself_ends(tmp_path, capsys):
    file = tmp_path / "it.txt"
    file.write_text(f"{FIRST}\nx^2\nload {file}\n", encoding="utf-8")
    assert main(["-f", str(file)]) == 2
    assert "files that load each other" in capsys.readouterr().err


def test_a_pipe_of_formulas_is_read_once(tmp_path, capsys):
    import os
    import threading

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    threading.Thread(target=pipe.write_text, args=("x^2\n(x-1)^2\n",), daemon=True).start()
    assert main(["-q", "-f", str(pipe)]) == 0
    assert capsys.readouterr().out == "0\n1\n"


def test_a_file_cannot_speak_to_the_terminal(tmp_path, capsys):
    file = tmp_path / "it.txt"
    file.write_text(f"{FIRST}\nschedule = \x1b[31mred\nshow\n", encoding="utf-8")
    main(["-f", str(file)])
    assert "\x1b" not in "".join(capsys.readouterr())


class Typing:
    """A person who types these lines; one that is Ctrl-C is given up."""

    def __init__(self, *lines):
        self.lines = list(lines)

    def ask(self, state):
        if not self.lines:
            raise EOFError
        line = self.lines.pop(0)
        if line is None:
            raise KeyboardInterrupt
        return line


def test_neither_a_mistake_nor_ctrl_c_ends_it(capsys):
    held = session()
    attend(held, Typing("(x-4", None, "", "x^2", "rnu", None, "at 3"))
    out, err = capsys.readouterr()
    assert "L = 9" in out and "did you mean  run ?" in err
    attend(held, Typing("quit", "at 4"))
    assert capsys.readouterr().out == ""


def test_the_history_is_the_persons_own(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    file = place()
    assert file == tmp_path / "symdescent" / "history"
    first, second = History(file), History(file)
    first.add("x^2")
    second.add("a = 3")
    first.add(" lr = 1")  # begins with a blank
    first.add("x^2 +\n y^2")
    first.add("x^2 + y^2")
    assert History(file).entries == ["x^2", "a = 3", "x^2 + y^2"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_long_history_is_cut(tmp_path):
    file = tmp_path / "history"
    file.write_text("".join(f"x^{n}\n" for n in range(2 * MOST + 1)), encoding="utf-8")
    assert History(file).entries[0] == f"x^{MOST + 1}"
    assert len(file.read_text(encoding="utf-8").splitlines()) == MOST


def test_a_history_that_cannot_be_kept_is_told_once(tmp_path, capsys):
    (tmp_path / "file").write_text("", encoding="utf-8")
    history = History(tmp_path / "file" / "history")
    history.add("x^2")
    history.add("y^2")
    assert capsys.readouterr().err.count("the history is not kept") == 1
    assert history.entries == ["x^2", "y^2"]
