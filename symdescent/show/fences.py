"""Spelt pieces of a document go in, the same between fences of a Markdown flavour come out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

PLACE = tuple[str, int]  # a label, and how many colons a fence has


@dataclass(frozen=True)
class Named:
    """What stands above an environment: kind, its name in the language, title and label."""

    kind: str
    name: str
    title: str
    label: str


@dataclass(frozen=True)
class Fences:
    """What one flavour puts around equations, tables, figures and environments."""

    equation: Callable[[str], str]  # label
    table: Callable[[str, str, str, int], str]  # rows, caption, label, colons
    figure: Callable[[str, str, str, PLACE], str]  # file, caption, what it shows
    environment: Callable[[Named, str, int], str]  # name, inner text, colons


def bold(named: Named) -> str:
    """**Example (title).**; a proof's title is its name."""
    if named.kind == "proof" and named.title:
        return f"**{named.title}.**"
    title = f" ({named.title})" if named.title and named.title != named.name else ""
    return f"**{named.name}{title}.**"


def fenced(head: str, inner: str, colons: int) -> str:
    return f"{':' * colons}{head}\n{inner}\n{':' * colons}"


def plain_table(rows: str, caption: str, _: str, __: int) -> str:
    return f"*{caption}*\n\n{rows}" if caption else rows


def plain_figure(file: str, caption: str, seen: str, _: PLACE) -> str:
    return f"![{seen}]({file})\n\n*{caption}*"


def plain_environment(named: Named, inner: str, _: int) -> str:
    return f"{bold(named)}\n\n{inner}"


PLAIN: Final = Fences(lambda _: "", plain_table, plain_figure, plain_environment)
DIRECTIVES: Final = {"example": "prf:example", "remark": "prf:remark", "exercise": "exercise"}


def myst_table(rows: str, caption: str, label: str, colons: int) -> str:
    """A table directive, where there is a caption."""
    if not caption:
        return rows
    name = f":name: {label}\n\n" if label else "\n"
    return fenced(f"{{table}} {caption}", f"{name}{rows}", colons)


def myst_figure(file: str, caption: str, seen: str, place: PLACE) -> str:
    name = f":name: {place[0]}\n" if place[0] else ""
    return fenced(f"{{figure}} {file}", f"{name}:alt: {seen}\n\n{caption}", place[1])


def myst_environment(named: Named, inner: str, colons: int) -> str:
    """A directive; a solution folds away below the exercise that its label names."""
    if named.kind in DIRECTIVES:
        label = f":label: {named.label}\n\n" if named.label else "\n"
        head = f"{{{DIRECTIVES[named.kind]}}} {named.title}".rstrip()
        return fenced(head, f"{label}{inner}", colons)
    if named.kind == "solution" and named.label:
        return fenced(f"{{solution}} {named.label}", f":class: dropdown\n\n{inner}", colons)
    if named.kind == "proof" and not named.title:
        return fenced("{prf:proof}", f"\n{inner}", colons)
    return plain_environment(named, inner, colons)


MYST: Final = Fences(lambda name: f" ({name})", myst_table, myst_figure, myst_environment)
QUARTO_KINDS: Final = {"example": "exm", "exercise": "exr"}
QUARTO_LABELS: Final = {"ex": "exm", "tab": "tbl"}


def quarto_label(label: str, kind: str = "") -> str:
    """The label with the beginning that Quarto knows: exm-, exr-, tbl-, fig-, eq-."""
    head, sign, rest = label.partition("-")
    return f"{kind or QUARTO_LABELS.get(head, head)}{sign}{rest}"


def quarto_table(rows: str, caption: str, label: str, _: int) -> str:
    name = f" {{#{quarto_label(label)}}}" if label else ""
    return f"{rows}\n\n: {caption}{name}" if caption else rows


def quarto_figure(file: str, caption: str, seen: str, place: PLACE) -> str:
    shown = seen.replace('"', "'").replace("\\", "")
    name = f"#{quarto_label(place[0])} " if place[0] else ""
    return f'![{caption}]({file}){{{name}fig-alt="{shown}"}}'


def quarto_environment(named: Named, inner: str, colons: int) -> str:
    """A fenced div; the title of one with a number is its first heading."""
    if named.kind in QUARTO_KINDS and named.label:
        head = f" {{#{quarto_label(named.label, QUARTO_KINDS[named.kind])}}}"
        title = f"## {named.title}\n\n" if named.title else ""
        return fenced(head, f"{title}{inner}", colons)
    if named.kind == "proof" and named.title:
        return plain_environment(named, inner, colons)
    return fenced(f" {{.{named.kind}}}", inner, colons)


QUARTO: Final = Fences(
    lambda name: f" {{#{quarto_label(name)}}}", quarto_table, quarto_figure, quarto_environment
)
