"""%descend and %%descend in a fresh kernel: records that show themselves, mistakes with a caret."""

import os
import queue
import re
import time
import xml.etree.ElementTree as ET

import nbformat
import pytest
from jupyter_client import KernelManager
from nbclient import NotebookClient

from symdescent.cli.magics import Mistake, Several, load_ipython_extension, words
from tests.cli.running import ROOT, run

KINDS = {"text/plain", "text/markdown", "text/html"}
SVG = "{http://www.w3.org/2000/svg}svg"
CELLS = {
    "load": "%load_ext symdescent",
    "classic": '%descend "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 100',
    "assigned": "study = %descend (x-4)^2 - 1 --x0 9\nprint(study.verdict.agrees)",
    "silent": '%descend "x^2" --x0 1;',
    "cell": "%%descend --x0 3\n# two of them\nx^2\n\nx^4 - x^2",
    "one cell": "%%descend --x0 14 --lr 0.1\n1/2*(x-4)^2",
    "bad line": "%%descend\nx^2\n2x + sen(x)\nx^4",
    "caret": '%descend "1/2*(x-4^2"',
    "option": '%descend "x^2" --stepz 3',
    "command": '%descend minimun "x^2"',
    "nothing": "%descend --x0 3",
    "quote": '%descend "x^2',
    "empty": "%%descend\n# nothing but a remark",
    "quiet cell": "%%descend -q\nx^2 - 4x\n(x-1)^2",
    "both": '%%descend "x^2"\nx^4',
    "minimum": '%descend minimum "x^4 - x^2" --critical',
    "cases": '%descend minimum "L(x) = a*x^2 + b*x"',
    "compare": '%descend compare "x^2 + 9y^2" --x0 9,1 --optimizers gd@0.1,momentum@0.1',
    "sweep": '%descend sweep "x^2 + 9y^2" --lr 0.01..0.2:5',
    "grid": '%descend sweep "x^2 + 9y^2" --optimizer momentum --lr 0.01..0.1:3'
    " --over momentum=0,0.5",
    "example": '%descend example "1/2*(x-4)^2" --x0 14 --lr 1/10',
    "exercises": "%descend exercises --kind quadratic --count 2 --seed 7",
    "plot": '%descend plot "x^2 + 9y^2" --x0 9,1 --lr 0.1 --kind gap',
    "animate": '%descend animate "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 20',
    "code": '%descend code "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 20 --to torch',
    "printed": '%descend "1/2*(x-4)^2" --x0 14 -q',
    "rows": '%descend "1/2*(x-4)^2" --x0 14 --lr 0.1 --steps 100 --every 25',
    "optimizers": "%descend optimizers heavy ball",
    "class": f"%descend check --batch {ROOT}/examples/check/claims.csv",
    "values": "start, rate = [9, 1.5], 0.05\n"
    'filled = %descend "x^2 + y^2" --x0 {start} --lr={rate}\n'
    "print(filled.setting.start, filled.setting.rate.value)",
    "help": "%descend --help",
    "asked": "print(get_ipython().find_line_magic('descend').__doc__)",
    "tab": "shell = get_ipython()\n"
    'for typed in ("%descend --op", "%descend minimum --cr", "%%descend --cl", "%descend swe"):\n'
    "    print(shell.Completer.complete(line_buffer=typed, cursor_pos=len(typed))[1])",
    "unwanted": "import sys\nprint('matplotlib' in sys.modules)",
}


@pytest.fixture(scope="module")
def outputs():
    """What each cell of a notebook shows, by its name."""
    notebook = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, CELLS.values())])
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", allow_errors=True)
    done = client.execute()
    return {name: cell.outputs for name, cell in zip(CELLS, done.cells, strict=True)}


pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def alone(shown):
    """The one output there is."""
    assert len(shown) == 1, shown
    return shown[0]


def record(shown):
    one = alone(shown)
    assert one.output_type == "execute_result", one
    return one.data


def printed(shown):
    return "".join(one.text for one in shown if one.output_type == "stream")


def bare(text):
    """Without the colours that a kernel asks for."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def mistake(shown):
    one = alone(shown)
    assert one.output_type == "error"
    return "\n".join(one.traceback)


@pytest.mark.long_beyond(1)
@pytest.mark.slow
@pytest.mark.parametrize("name", ["load", "silent"])
def test_nothing_is_shown(outputs, name):
    assert outputs[name] == []


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("name", ["classic", "one cell"])
def test_a_study_shows_table_figure_and_verdict(outputs, name):
    data = record(outputs[name])
    assert set(data) == KINDS
    page = ET.fromstring(data["text/html"])
    cells = [cell.text for cell in page.iter("td")]
    assert "12.100000000" in cells and "121/10" in cells
    assert page.find(f".//{SVG}") is not None
    assert any("agrees" in "".join(p.itertext()) for p in page.iter("p"))
    assert "](data:image/svg+xml;base64," in data["text/markdown"]
    assert "attachment:" not in data["text/markdown"]


def test_a_study_can_be_kept_and_is_not_shown_twice(outputs):
    assert printed(outputs["assigned"]) == "True\n"
    alone(outputs["assigned"])


def test_a_cell_has_an_answer_for_each_line(outputs):
    page = ET.fromstring(f"<div>{record(outputs['cell'])['text/html']}</div>")
    assert len(page.findall("div")) == 2
    names = [svg.get("aria-labelledby") for svg in page.iter(SVG)]
    assert len(set(names)) == 2


def test_a_bad_line_costs_itself_alone(outputs):
    told, shown = outputs["bad line"]
    assert told.name == "stderr" and told.text.startswith("error: line 3: unknown function 'sen'")
    assert len(ET.fromstring(f"<div>{shown.data['text/html']}</div>").findall("div")) == 2


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("caret", "error: this bracket is never closed\n  1/2*(x-4^2\n      ^\n"),
        ("option", "error: there is no option --stepz\n  did you mean  --steps ?"),
        ("command", "error: there is no command minimun\n  did you mean  minimum ?"),
        ("nothing", 'error: there is no formula\n  type one:  %descend "(x-4)^2"'),
        ("empty", "error: there is no formula\n  write one a line, below  %%descend"),
        ("quote", "error: a quotation mark is never closed"),
        ("both", "error: the formula stands in the cell alone"),
    ],
)
def test_a_mistake_has_its_caret_and_no_traceback(outputs, name, words):
    told = mistake(outputs[name])
    assert told.startswith(words)
    assert "Traceback" not in told and "magics" not in told


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("minimum", "saddle|maximum"),
        ("cases", "Case 1"),
        ("compare", "momentum"),
        ("sweep", "learning rate"),
        ("grid", "momentum"),
        ("example", "chain rule"),
        ("exercises", "Exercise"),
        ("code", "torch.optim.SGD([x], lr=lr)"),
    ],
)
def test_other_commands_show_their_records(outputs, name, words):
    data = record(outputs[name])
    assert set(data) == KINDS
    text = "".join(ET.fromstring(data["text/html"]).itertext())
    assert any(word in text for word in words.split("|")), text


@pytest.mark.parametrize("name", ["plot", "animate"])
def test_a_picture_is_a_picture(outputs, name):
    data = record(outputs[name])
    assert set(data) == {"text/plain", "image/svg+xml"}
    assert ET.fromstring(data["image/svg+xml"]).tag == SVG
    assert len(data["text/plain"]) > 40


def test_what_asks_for_a_text_is_printed(outputs):
    assert printed(outputs["printed"]) == "4\n"
    assert printed(outputs["quiet cell"]) == "2\n1\n"
    table = alone(outputs["rows"]).data["text/plain"]
    assert ["0", "25", "50", "75", "100"] == re.findall(r"^ +(\d+) ", bare(table), re.MULTILINE)
    assert printed(outputs["optimizers"]) == run("optimizers", "heavy", "ball")[1]
    assert "1,Ann,(3x+1)^4,gradient,12(3x+1)^3,proved right," in printed(outputs["class"])


def test_values_of_the_notebook(outputs):
    assert printed(outputs["values"]) == "(Fraction(9, 1), Fraction(3, 2)) 1/20\n"


def test_help_and_completion(outputs):
    assert printed(outputs["help"]) == run("--help")[1]
    assert "A cell holds one formula a line." in printed(outputs["asked"])
    lines = printed(outputs["tab"]).splitlines()
    assert lines[0] == "['--open', '--optimizer']"
    assert lines[1] == "['--critical']"
    assert lines[2] == "['--clip-norm', '--clip-value']"
    assert "sweep" in lines[3]


def test_nothing_else_is_loaded(outputs):
    assert printed(outputs["unwanted"]) == "False\n"


class Shell:
    """What is used of IPython's shell, without IPython."""

    def __init__(self, **known):
        self.user_ns, self.magics, self.hooks = known, {}, {}

    def register_magic_function(self, func, magic_kind, magic_name):
        assert magic_kind == "line_cell"
        self.magics[magic_name] = func

    def set_hook(self, name, hook, *, str_key):
        self.hooks[str_key] = hook


def test_it_needs_no_ipython():
    shell = Shell()
    load_ipython_extension(shell)
    assert shell.magics["descend"]("(x-4)^2 --x0 3 --steps 5").minimum.value == 0
    assert len(shell.magics["descend"]("--steps 5", "x^2\nx^4")) == 2
    with pytest.raises(Mistake, match="unknown function"):
        shell.magics["descend"]("sen(x)")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (r'"\frac{1}{2}(x-4)^2" --x0 14', [r"\frac{1}{2}(x-4)^2", "--x0", "14"]),
        (r"\frac{x}{2}", [r"\frac{x}{2}"]),
        ("x^2 # 1", ["x^2", "#", "1"]),
        ("'a b' --x0={p} --let a={q}", ["a b", "--x0=1.0,2", "--let", "a=1/10"]),
        ("{missing}", ["{missing}"]),
        ("{q}{q}", ["{q}{q}"]),
    ],
)
def test_words(line, expected):
    assert words(line, {"p": [1.0, 2], "q": "1/10", "x": 3}) == expected


def test_several_answers_are_a_sequence():
    answers = Several(("a", None))
    assert (len(answers), list(answers)) == (2, ["a", None])


@pytest.mark.slow
def test_an_interrupt_gives_the_best_so_far():
    """A descent of many steps is stopped as the kernel's interrupt does it."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(env=dict(os.environ))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        client.execute("%load_ext symdescent\nimport symdescent.studies", reply=True, timeout=60)
        client.execute(
            'kept = %descend "(1-x)^2 + 100*(y-x^2)^2 + sin(x*y)^2" --x0 -1.2,1 --lr 1e-9'
            " --steps 100000000 --time-limit 60\n"
            "print(kept.interrupted, kept.run.outcome.ending)"
        )
        time.sleep(4)
        manager.interrupt_kernel()
        reply = client.get_shell_msg(timeout=60)
        assert reply["content"]["status"] == "ok", reply["content"]
        assert "True stopped" in streamed(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def streamed(client):
    text = ""
    while True:
        try:
            message = client.get_iopub_msg(timeout=2)
        except queue.Empty:
            return text
        text += message["content"].get("text", "")


def cells(page):
    """The ```ipython blocks of a page as cells; a list of magics is a cell a line."""
    for block in re.findall(r"^```ipython\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        lines = block.splitlines()
        listed = all(line.startswith("%descend") for line in lines)
        yield from lines if listed else [block.rstrip()]


@pytest.mark.slow
def test_the_example_notebook_and_the_page_run():
    """Each cell of the example, which is kept without outputs, and of docs/notebooks.md."""
    notebook = nbformat.read(ROOT / "examples" / "notebooks" / "descend.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    page = (ROOT / "docs" / "notebooks.md").read_text(encoding="utf-8")
    notebook.cells += [*map(nbformat.v4.new_code_cell, cells(page))]
    done = NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    shown = [out for cell in done.cells for out in cell.get("outputs", [])]
    assert [out for out in shown if out.get("name") == "stderr"] == []
    assert [out.output_type for out in shown].count("execute_result") == 18
    assert sum("<svg" in str(out.get("data")) for out in shown) > 10
