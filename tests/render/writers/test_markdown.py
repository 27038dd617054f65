"""Three flavours of Markdown say the same; MyST is built by Sphinx without a warning."""

import re
import subprocess
import sys
from importlib.util import find_spec
from shutil import which

import pytest

from symdescent.lessons.blocks import Code, Document, Environment, Paragraph, Provenance
from symdescent.render.writers import Manner
from symdescent.render.writers.markdown import myst, plain, quarto
from tests.lessons.classic import NAMES, told
from tests.render.writers.test_tex import every_block

SPHINX = ("sphinx", "myst_parser", "sphinx_proof", "sphinx_exercise")
needs_sphinx = pytest.mark.skipif(
    any(find_spec(name) is None for name in SPHINX), reason="no Sphinx with MyST here"
)
FENCES = re.compile(
    r"^:{3,}.*$|^:(label|name|alt|class):.*$|^#+ |^: |\{#.*?\}|fig-alt=.*$"
    r"|^\*\*.*\*\*$|^!\[.*$|^\*|\*$",
    re.MULTILINE,
)
CONF = """
extensions = ["myst_parser", "sphinx_proof", "sphinx_exercise"]
myst_enable_extensions = ["colon_fence", "dollarmath", "amsmath"]
"""


def bare(text):
    """The lines without fences, captions and their marks."""
    lines = (line.strip() for line in FENCES.sub("", text).splitlines())
    return sorted(line for line in lines if line)


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("name", NAMES)
def test_quarto_differs_from_plain_in_fences_only(name):
    document = told(name).document
    texts = [bare(write(document, Manner()).text) for write in (plain, quarto, myst)]
    captions = {plain_caption(line) for line in texts[0]} | {"Solution", "Exercise"}
    kept = [[line for line in text if plain_caption(line) not in captions] for text in texts]
    assert kept[0] == kept[1] == kept[2]
    assert set(texts[0]) - set(texts[1]) == set()


def plain_caption(line):
    return line if len(line) < 3 else ""


needs_pandoc = pytest.mark.skipif(which("pandoc") is None, reason="no pandoc here")
PANDOC = ("pandoc", "--fail-if-warnings", "-f", "markdown", "-t", "html", "--mathml")


@pytest.mark.slow
@needs_pandoc
@pytest.mark.parametrize("name", NAMES)
def test_pandoc_by_which_quarto_reads_has_no_warning(name):
    text = told(name).to("quarto")
    done = subprocess.run(PANDOC, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert '<div id="exm-' in done.stdout and 'class="solution"' in done.stdout
    assert done.stdout.count("<math ") > 20 and ":::" not in done.stdout


@needs_pandoc
def test_pandoc_says_what_is_wrong():
    done = subprocess.run(PANDOC, input="$\\frac{1$", capture_output=True, text=True, check=False)
    assert done.returncode != 0 and "WARNING" in done.stderr


def test_quarto_has_its_labels():
    text = told("gd-parabola").to("quarto")
    assert "::: {#exm-gd-parabola}\n## Gradient descent on a parabola\n" in text
    assert "::: {#exr-gd-parabola}" in text and "::: {.solution}" in text
    assert "{#tbl-gd-parabola}" in text


def test_myst_has_its_directives():
    text = told("gd-parabola").to("myst")
    assert ":::{prf:example} Gradient descent on a parabola\n:label: ex-gd-parabola\n" in text
    assert ":::{exercise} Another learning rate\n:label: exr-gd-parabola\n" in text
    assert ":::{solution} exr-gd-parabola\n:class: dropdown\n" in text


def test_plain_markdown_has_bold_headings():
    text = told("gd-parabola", "de").to("md")
    assert text.startswith("**Beispiel (Gradientenverfahren an einer Parabel).**\n")


def test_pictures_lie_beside_the_text():
    page = myst(told("gd-parabola").document, Manner(stem="gd"))
    assert list(page.files) == ["gd-1.svg"]
    assert ":::{figure} gd-1.svg\n:name: fig-gd-parabola\n:alt: The graph of L(x)" in page.text
    assert plain(told("gd-parabola").document, Manner()).files == {}


def test_a_fence_is_longer_than_those_within():
    inner = Environment("remark", (Paragraph(("p",)),), label="rem:a")
    document = Document(("t",), (Environment("example", (inner,), ("t",), "ex:b"),))
    text = myst(document, Manner()).text
    assert text.startswith("::::{prf:example} t") and "\n:::{prf:remark}" in text


def test_code_cannot_end_its_fence():
    document = Document((), (Code("```\n<b>\n````", ""), Provenance("a\nb", "1", 2)))
    text = plain(document, Manner()).text
    assert text.startswith("`````\n```\n<b>\n````\n`````\n")
    assert text.endswith("seed 2:\n\n```sh\na b\n```\n")


@pytest.mark.parametrize("write", [plain, myst, quarto])
def test_every_block_is_spelt(write):
    text = write(every_block(), Manner(standalone=True)).text
    assert text.startswith("# t\n") and "1. one" in text and "- (a) a" in text


@needs_sphinx
@pytest.mark.slow
def test_sphinx_builds_myst_without_a_warning(tmp_path):
    (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
    index = "# Gallery\n\n```{toctree}\n:glob:\n*\n```\n"
    (tmp_path / "index.md").write_text(index, encoding="utf-8")
    for name in NAMES:
        page = myst(told(name).document, Manner(standalone=True, stem=name))
        for file, content in {f"{name}.md": page.text, **page.files}.items():
            (tmp_path / file).write_text(content, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    done = subprocess.run([*command, tmp_path, tmp_path / "out"], capture_output=True, check=False)
    assert done.stderr.decode() == "" and done.returncode == 0
    built = (tmp_path / "out" / "gd-parabola.html").read_text(encoding="utf-8")
    assert "admonition-title" in built and "k = 153" in built


@needs_sphinx
@pytest.mark.slow
def test_sphinx_says_what_is_wrong(tmp_path):
    (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
    (tmp_path / "index.md").write_text("# t\n\n:::{nothing}\n:::\n", encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html", tmp_path, tmp_path / "out"]
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0
