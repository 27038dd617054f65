"""A film goes in, the bytes of a GIF or an MP4 come out.

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
from symdescent.show import palette
from symdescent.show.layout import SCREEN, Layout, Size, laid_out
from symdescent.show.picture import FONT_FILE, pixels
from symdescent.worked.captions import short
from symdescent.worked.plots import Film, Line, Point, Role

try:
    from PIL import Image, ImageDraw, ImageFont
except ImportError:
    raise MissingExtra("an animation", "plot") from None

FINER: Final = 3  # times, before edges are smoothed
SECONDS: Final = 8.0  # of a whole film
LONGEST: Final = 0.5  # of a frame
REST: Final = 1.5  # at the end
DOT: Final = palette.VERMILION
TINTS: Final = 20  # of each colour
ENCODER: Final = "ffmpeg"
RATE: Final = 25  # pictures a second of an MP4
BITEXACT: Final = ("-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1")
MOVABLE: Final = "frag_keyframe+empty_moov"  # so that it need not go back in a pipe


def gif(film: Film, size: Size = SCREEN) -> bytes:
    """The film as a GIF that begins again when it has ended."""
    drawn, colours = [*frames(film, size)], Image.new("P", (1, 1))
    colours.putpalette(shades())
    first, *rest = (frame.quantize(palette=colours, dither=Image.Dither.NONE) for frame in drawn)
    file = BytesIO()
    times = [round(1000 * seconds) for seconds in durations(len(drawn))]
    first.save(file, "GIF", save_all=True, append_images=rest, duration=times, loop=0)
    return file.getvalue()


def shades() -> bytes:
    """The colours of a GIF: greys, and tints of what moves, so that edges stay smooth."""
    hues = (palette.BLACK, palette.stroke(Line(Role.PATH, ())).colour, DOT)
    mixed = [palette.mixed(hue, i / (TINTS - 1)) for hue in hues for i in range(TINTS)]
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
    """The pictures one after the other: the path so far, a dot where it is, step and value."""
    layout = laid_out(film.plot, size)
    stage = Stage(layout, Image.frombytes("RGBA", *pixels(layout)).convert("RGB"))
    before: Point | None = None
    for point, step, value in zip(film.points, film.steps, film.values, strict=True):
        place = layout.at(point)
        stage.walk(before or place, place)
        yield stage.picture(place, f"k = {step}   {film.title} = {short(value)}")
        before = place


@dataclass
class Stage:
    """The picture that stays, and the ink of the path on it."""

    layout: Layout
    base: Any
    ink: Any = field(init=False)
    font: Any = field(init=False)

    def __post_init__(self) -> None:
        wide, high = self.base.size
        self.ink = Image.new("L", (FINER * wide, FINER * high))
        self.font = ImageFont.truetype(FONT_FILE, round(self.layout.size.font))

    def walk(self, before: Point, place: Point) -> None:
        """One more piece of the path, with a dot at its end."""
        pen, scale = ImageDraw.Draw(self.ink), FINER * self.layout.size.stroke
        ends = [(FINER * x, FINER * y) for x, y in (before, place)]
        pen.line(ends, fill=255, width=round(0.9 * scale))
        pen.ellipse(about(ends[1], 1.5 * scale), fill=255)

    def picture(self, place: Point, words: str) -> Any:
        """The picture as it is now."""
        frame = self.base.copy()
        frame.paste(palette.stroke(Line(Role.PATH, ())).colour, mask=self.ink.reduce(FINER))
        self.dot(frame, place)
        em = self.layout.size.font
        corner = (self.layout.right, self.layout.bottom + 2.8 * em)
        ImageDraw.Draw(frame).text(corner, words, palette.BLACK, self.font, anchor="rs")
        return frame

    def dot(self, frame: Any, place: Point) -> None:
        """The dot that walks, smooth at its edge."""
        radius = 2.6 * self.layout.size.stroke
        left, top = (int(c - 2 * radius) for c in place)
        side = int(4 * radius) + 1
        mask = Image.new("L", (FINER * side, FINER * side))
        middle = (FINER * (place[0] - left), FINER * (place[1] - top))
        ImageDraw.Draw(mask).ellipse(about(middle, FINER * radius), fill=255)
        frame.paste(DOT, (left, top), mask.reduce(FINER))


def about(middle: Point, radius: float) -> tuple[float, float, float, float]:
    """The corners of the square round a circle."""
    x, y = middle
    return x - radius, y - radius, x + radius, y + radius
