"""A film as the bytes of a GIF or an MP4.

What stays in the picture is drawn once, by matplotlib; the path is drawn over it by Pillow, at
three times the size, so that its edges are smooth.
"""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

from symdescent.errors import InputError, MissingExtra, MissingProgram
from symdescent.lessons.figures.captions import short
from symdescent.lessons.figures.plots import Film, Line, Point, Role
from symdescent.render import plot_style
from symdescent.render.picture import FONT_FILE, pixels
from symdescent.render.plot_style import SCREEN, Layout, Size, laid_out

try:
    from PIL import Image, ImageDraw, ImageFont
except ImportError:
    raise MissingExtra("an animation", "plot") from None

FINER: Final = 3  # times, before edges are smoothed
SECONDS: Final = 8.0  # of a whole film
LONGEST: Final = 0.5  # of a frame
REST: Final = 1.5  # at the end
DOT: Final = plot_style.VERMILION
TINTS: Final = 20  # of each colour
SHADES: Final = 256  # of a GIF
ENCODER: Final = "ffmpeg"
RATE: Final = 25  # pictures a second of an MP4
BITEXACT: Final = ("-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1")
MOVABLE: Final = "frag_keyframe+empty_moov"  # so that it need not go back in a pipe


def gif(film: Film, size: Size = SCREEN) -> bytes:
    """The film as a GIF that begins again when it has ended."""
    drawn, palette_image = [*frames(film, size)], Image.new("P", (1, 1))
    palette_image.putpalette(shades(film))
    first, *rest = (
        frame.quantize(palette=palette_image, dither=Image.Dither.NONE) for frame in drawn
    )
    file = BytesIO()
    times = [round(1000 * seconds) for seconds in durations(len(drawn))]
    first.save(file, "GIF", save_all=True, append_images=rest, duration=times, loop=0)
    return file.getvalue()


def shades(film: Film) -> bytes:
    """The colours of a GIF: greys, and tints of what moves, so that edges stay smooth."""
    hues = dict.fromkeys([plot_style.BLACK, *(hue for pair in colours(film) for hue in pair)])
    tints = min(TINTS, SHADES // len(hues))
    mixed = [plot_style.mixed(hue, i / (tints - 1)) for hue in hues for i in range(tints)]
    return b"".join(bytes.fromhex(colour[1:]) for colour in mixed)


def durations(many: int) -> list[float]:
    """How long each frame stays, in seconds; the last one longer."""
    each = min(SECONDS / many, LONGEST)
    return [each] * (many - 1) + [REST]


def mp4(film: Film, size: Size = SCREEN) -> bytes:
    """The film as an MP4 (H.264), by ffmpeg.

    Raises MissingProgram where that is not found, InputError where it makes none.
    """
    program, drawn = encoder(), [*frames(film, size)]
    wide, high = drawn[0].size
    source = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{wide}x{high}", "-r", str(RATE)]
    even = ["-vf", "crop=trunc(iw/2)*2:trunc(ih/2)*2", "-pix_fmt", "yuv420p"]
    target = ["-c:v", "libx264", "-crf", "20", *BITEXACT, "-movflags", MOVABLE, "-f", "mp4"]
    command = [program, "-v", "error", *source, "-i", "-", *even, *target, "pipe:1"]
    sent = b"".join(repeated(drawn))
    done = subprocess.run(command, input=sent, capture_output=True, check=False)
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no reason"]
        raise InputError("type", f"ffmpeg made no MP4: {reason[0][:200]}")
    return done.stdout


def encoder() -> str:
    """Where ffmpeg is."""
    program = shutil.which(ENCODER)
    if program is None:
        raise MissingProgram("an MP4", ENCODER, "install it, or write a .gif or an .svg")
    return program


def repeated(drawn: Sequence[Any]) -> Iterator[bytes]:
    """The raw pictures at an even rate, each as often as it stays long."""
    for frame, seconds in zip(drawn, durations(len(drawn)), strict=True):
        yield frame.tobytes() * max(1, round(seconds * RATE))


def frames(film: Film, size: Size = SCREEN) -> Iterator[Any]:
    """The pictures one after the other: the paths so far, a dot at each end, step and values."""
    layout = laid_out(film.plot, size)
    base = Image.frombytes("RGBA", *pixels(layout)).convert("RGB")
    stage = Stage(layout, base, colours(film))
    ways = [[layout.at(point) for point in walk.points] for walk in film.walks]
    for frame in range(len(film.steps)):
        places = [way[frame] for way in ways]
        for i, way in enumerate(ways):
            stage.walk(i, way[max(frame - 1, 0)], way[frame])
        yield stage.picture(places, frame_words(film, frame))


def frame_words(film: Film, frame: int) -> str:
    """The step of a frame, and the value there of a descent that is alone."""
    step = f"k = {film.steps[frame]}"
    if len(film.walks) > 1:
        return step
    return f"{step}   {film.title} = {short(film.walks[0].values[frame])}"


@dataclass
class Stage:
    """The picture that stays, and the ink of each path on it."""

    layout: Layout
    base: Any
    colours: Sequence[tuple[str, str]]  # of each path, and of its dot
    inks: list[Any] = field(init=False)
    font: Any = field(init=False)

    def __post_init__(self) -> None:
        wide, high = self.base.size
        self.inks = [Image.new("L", (FINER * wide, FINER * high)) for _ in self.colours]
        self.font = ImageFont.truetype(FONT_FILE, round(self.layout.size.font))

    def walk(self, i: int, before: Point, place: Point) -> None:
        """One more piece of a path, with a dot at its end."""
        pen, scale = ImageDraw.Draw(self.inks[i]), FINER * self.layout.size.stroke
        ends = [(FINER * x, FINER * y) for x, y in (before, place)]
        pen.line(ends, fill=255, width=round(0.9 * scale))
        pen.ellipse(about(ends[1], 1.5 * scale), fill=255)

    def picture(self, places: Sequence[Point], words: str) -> Any:
        """The picture as it is now."""
        frame = self.base.copy()
        for ink, (colour, _) in zip(self.inks, self.colours, strict=True):
            frame.paste(colour, mask=ink.reduce(FINER))
        for place, (_, colour) in zip(places, self.colours, strict=True):
            self.dot(frame, place, colour)
        em = self.layout.size.font
        corner = (self.layout.right, self.layout.bottom + 2.8 * em)
        ImageDraw.Draw(frame).text(corner, words, plot_style.BLACK, self.font, anchor="rs")
        return frame

    def dot(self, frame: Any, place: Point, colour: str) -> None:
        """The dot that walks, smooth at its edge."""
        radius = 2.6 * self.layout.size.stroke
        left, top = (int(c - 2 * radius) for c in place)
        side = int(4 * radius) + 1
        mask = Image.new("L", (FINER * side, FINER * side))
        middle = (FINER * (place[0] - left), FINER * (place[1] - top))
        ImageDraw.Draw(mask).ellipse(about(middle, FINER * radius), fill=255)
        frame.paste(colour, (left, top), mask.reduce(FINER))


def colours(film: Film) -> list[tuple[str, str]]:
    """Of each path and its dot: of one path another colour for the dot, of several the same."""
    paths = [plot_style.stroke(Line(Role.PATH, (), (), i)).colour for i in range(len(film.walks))]
    return [(paths[0], DOT)] if len(paths) == 1 else [(colour, colour) for colour in paths]


def about(middle: Point, radius: float) -> tuple[float, float, float, float]:
    """The corners of the square round a circle."""
    x, y = middle
    return x - radius, y - radius, x + radius, y + radius
