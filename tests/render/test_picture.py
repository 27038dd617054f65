"""PDF, PNG and SVG by matplotlib: size, fonts, the same bytes, and nothing left behind."""

import io
import re
import shutil
import struct
import subprocess
import sys

import pytest

from symdescent.errors import MissingExtra
from symdescent.render import plot_style
from symdescent.render.plot_style import COLUMN, WIDE, laid_out
from tests.figure_cases import KINDS, hostile_words, plot, with_words

matplotlib = pytest.importorskip("matplotlib")
picture = pytest.importorskip("symdescent.render.picture")


@pytest.mark.slow_beyond(1)
@pytest.mark.parametrize("kind", KINDS)
def test_a_pdf_has_its_size_and_its_fonts(kind, tmp_path):
    made = picture.picture(plot(kind), "pdf")
    assert made.startswith(b"%PDF")
    (box,) = re.findall(rb"/MediaBox \[ 0 0 (\S+) (\S+) \]", made)
    assert float(box[0]) == pytest.approx(84 / 25.4 * 72)
    assert float(box[1]) == pytest.approx(laid_out(plot(kind), COLUMN).height)
    assert made.count(b"/FontFile2") == made.count(b"/Type /FontDescriptor") > 0
    assert b"/Type3" not in made and b"CreationDate" not in made


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="pdffonts is not found")
def test_every_font_is_embedded_as_truetype(tmp_path):
    file = tmp_path / "figure.pdf"
    file.write_bytes(picture.picture(plot("contours"), "pdf"))
    lines = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in lines.splitlines()[2:]]
    assert rows and all("TrueType" in row and row[-5] == "yes" for row in rows)


@pytest.mark.parametrize("size, wide", [(COLUMN, 992), (WIDE, 2055)])
def test_a_png_has_300_dots_an_inch(size, wide):
    made = picture.picture(plot("curve"), "png", size)
    width, _ = struct.unpack(">II", made[16:24])
    assert abs(width - wide) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("form", ["pdf", "png", "svg"])
def test_the_same_plot_gives_the_same_bytes(form):
    assert picture.picture(plot("basins"), form) == picture.picture(plot("basins"), form)


def test_the_words_go_with_the_picture():
    made = picture.picture(plot("curve"), "png")
    (length,) = struct.unpack(">I", made[made.index(b"iTXt") - 4 : made.index(b"iTXt")])
    told = made[made.index(b"iTXt") + 4 :][:length]
    assert plot("curve").alternative.encode() in told
    assert "Exact" not in picture.picture(plot("curve"), "svg").decode().partition("<desc")[0]


@pytest.mark.slow
def test_nothing_is_read_from_or_left_in_the_settings():
    before = dict(matplotlib.rcParams)
    plain = picture.picture(plot("curve"), "pdf")
    assert dict(matplotlib.rcParams) == before
    with matplotlib.rc_context({"font.size": 40, "lines.linewidth": 9, "pdf.fonttype": 3}):
        assert picture.picture(plot("curve"), "pdf") == plain


@pytest.mark.slow
def test_no_window_is_thought_of():
    code = (
        "import sys; from symdescent.render.picture import picture; "
        "from tests.figure_cases import plot; picture(plot('curve'), 'pdf'); "
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_lines_differ_without_colours():
    strokes = [(stroke.dashes, stroke.width) for stroke in plot_style.SERIES]
    assert len(set(strokes)) == len(strokes)
    forms = {(plot_style.FORMS[i % 4], i >= 4) for i in range(8)}
    assert len(forms) == 8


def luminance(colour):
    """By W3C's formula, from 0 to 1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_no_line_is_too_pale_to_print():
    first = [stroke.colour for stroke in plot_style.SERIES[:3]]
    assert all((1.05) / (luminance(colour) + 0.05) >= 3 for colour in first)
    fills = [luminance(plot_style.mixed(*plot_style.fill(rank))) for rank in range(8)]
    assert min(fills) > 0.3  # black lines and letters stay readable on them
    assert min(abs(a - b) for i, a in enumerate(fills[:4]) for b in fills[:i]) > 0.05


@pytest.mark.long_beyond(6)
@pytest.mark.slow
@pytest.mark.parametrize("words", hostile_words(), ids=lambda words: ascii(words)[:30])
@pytest.mark.filterwarnings("ignore:Glyph .* missing:UserWarning")
def test_words_of_a_user_stay_words(words):
    short = words[:200]  # a longer one is drawn, but takes its time
    assert picture.picture(with_words(short), "pdf").startswith(b"%PDF")


def test_pixels_are_white_paper_with_ink_on_it():
    (wide, high), raw = picture.pixels(laid_out(plot("curve"), picture.COLUMN))
    assert len(raw) == 4 * wide * high
    assert raw[:4] == b"\xff\xff\xff\xff" and min(raw) == 0


def test_without_matplotlib_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.delitem(sys.modules, "symdescent.render.picture")
    with pytest.raises(MissingExtra, match=r"pip install 'symdescent\[plot\]'") as caught:
        __import__("symdescent.render.picture")
    assert caught.value.exit_code == 3


def test_ink_is_where_the_start_is():
    image = pytest.importorskip("PIL.Image")
    shown = image.open(io.BytesIO(picture.picture(plot("curve"), "png"))).convert("L")
    layout = laid_out(plot("curve"), COLUMN)
    x, y = (round(c * 300 / 72) for c in layout.at((14.0, 50.0)))
    near = shown.crop((x - 14, y - 14, x + 15, y + 15))
    empty = shown.crop((x - 200, y - 14, x - 171, y + 15))
    assert min(near.tobytes()) < 60 and min(empty.tobytes()) == 255
