"""symdescent example writes pages and notebooks: by name, by ending, and never over others."""

import nbformat
import pytest

from tests.cli.running import run

ASKED = ("example", "1/2*(x-4)^2", "--x0", "14", "--lr", "1/10", "--steps", "20")


@pytest.mark.slow
def test_a_page_by_its_ending(tmp_path):
    path = tmp_path / "gd.html"
    assert run(*ASKED, "-o", str(path)) == (0, "", "")
    page = path.read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert 'type="range"' in page
    words = "symdescent example --to html &#x27;1/2*(x-4)^2&#x27; --x0 14 --lr 1/10 --steps 20"
    assert words in page
    assert str(tmp_path) not in page
    assert [entry.name for entry in tmp_path.iterdir()] == ["gd.html"]


@pytest.mark.slow
def test_a_notebook_by_its_ending_and_by_name(tmp_path):
    path = tmp_path / "gd.ipynb"
    assert run(*ASKED, "-o", str(path)) == (0, "", "")
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert code[0] == (
        "import symdescent\n\n"
        "study = symdescent.study('1/2*(x-4)^2', start='14', rate='1/10', steps=20)\n"
        "study"
    )
    status, out, err = run(*ASKED, "--to", "ipynb")
    assert (status, err) == (0, "")
    assert [c.source for c in nbformat.reads(out, as_version=4).cells][:-1] == [
        c.source for c in notebook.cells
    ][:-1]


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["html", "ipynb"])
def test_nothing_is_written_over(tmp_path, ending):
    path = tmp_path / f"gd.{ending}"
    path.write_text("mine")
    status, out, err = run(*ASKED, "-o", str(path))
    assert (status, out, path.read_text()) == (2, "", "mine")
    assert "--force" in err
    assert run(*ASKED, "-o", str(path), "--force")[0] == 0
    assert path.read_text() != "mine"


@pytest.mark.slow
def test_a_title_of_markup_is_text(tmp_path):
    title = "</script><script>alert(1)</script>"
    status, out, err = run(*ASKED, "--to", "html", "--title", title)
    assert (status, err) == (0, "")
    assert out.count("<script") == 1
    assert "&lt;/script&gt;&lt;script&gt;alert(1)" in out
