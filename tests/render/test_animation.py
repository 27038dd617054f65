"""GIF and MP4: as many frames as steps, the dot where the iterate is, the same bytes again."""

import io
import shutil

import pytest

import symdescent
from symdescent.errors import MissingProgram
from symdescent.lessons.figures.films import film
from symdescent.render.plot_style import SCREEN, laid_out
from tests.figure_cases import parabola_film, race_film

pytest.importorskip("matplotlib")
animation = pytest.importorskip("symdescent.render.animation")
Image = pytest.importorskip("PIL.Image")


def opened(raw):
    return Image.open(io.BytesIO(raw))


@pytest.mark.slow
def test_a_gif_has_a_frame_for_each_step():
    raw = animation.gif(parabola_film())
    shown = opened(raw)
    assert shown.format == "GIF" and shown.n_frames == len(parabola_film().steps)
    assert shown.info["loop"] == 0
    assert len(raw) < 150_000
    assert raw == animation.gif(parabola_film())


@pytest.mark.slow
@pytest.mark.parametrize("k", [0, 1, 30, 100])
def test_the_dot_is_where_the_iterate_is(k):
    shown = opened(animation.gif(parabola_film()))
    shown.seek(parabola_film().steps.index(k))
    frame = shown.convert("RGB")
    place = laid_out(parabola_film().plot, SCREEN).at((4 + 10 * 0.9**k, 50 * 0.81**k))
    red, green, blue = frame.getpixel(tuple(map(int, place)))
    assert red > 180 and green < 140 and blue < 60  # vermilion
    assert frame.getpixel((1, 1)) == (255, 255, 255)


def test_the_frames_last_as_long_as_they_should():
    seconds = animation.durations(101)
    assert sum(seconds[:-1]) == pytest.approx(8, abs=0.1) and seconds[-1] > 1
    assert max(animation.durations(3)[:-1]) <= animation.LONGEST


@pytest.mark.parametrize("given", [{"start": 0, "steps": 3}, {"start": 1, "rate": 5, "steps": 40}])
def test_a_film_of_no_step_and_one_that_leaves_the_window(given):
    made = film(symdescent.study("x^2", **given))
    assert opened(animation.gif(made)).n_frames == len(made.steps)


@pytest.mark.slow
def test_each_of_several_has_its_own_dot():
    """At the end gradient descent lies in the local minimum, Adam in the global one."""
    shown, layout = opened(animation.gif(race_film())), laid_out(race_film().plot, SCREEN)
    shown.seek(shown.n_frames - 1)
    frame = shown.convert("RGB")
    trapped, least = layout.at((5.6792, 1.7896)), layout.at((0, 0))
    assert frame.getpixel(tuple(map(int, trapped))) == pytest.approx((0x00, 0x72, 0xB2), abs=12)
    assert frame.getpixel(tuple(map(int, least))) == pytest.approx((0xD5, 0x5E, 0x00), abs=12)
    assert animation.frame_words(race_film(), 3) == "k = 3"
    assert animation.frame_words(parabola_film(), 3) == "k = 3   L = 26.57"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not found")
def test_an_mp4_is_one_that_ffmpeg_reads_again(tmp_path):
    import subprocess

    raw = animation.mp4(parabola_film())
    file = tmp_path / "film.mp4"
    file.write_bytes(raw)
    command = ["ffmpeg", "-v", "error", "-i", str(file), "-f", "framecrc", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    pictures = [line for line in done.stdout.splitlines() if not line.startswith("#")]
    lasting = animation.durations(len(parabola_film().steps))
    seconds = sum(max(1, round(s * animation.RATE)) for s in lasting)
    assert len(pictures) == seconds


def test_without_ffmpeg_one_sentence_says_so(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(MissingProgram, match="needs the program ffmpeg") as caught:
        animation.mp4(parabola_film())
    assert caught.value.exit_code == 3
