"""A formula and the options of `example` go in; a document is printed, or kept in a file."""

import gc
import re
import shlex
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from symdescent.errors import InputError, printable
from symdescent.lessons.blocks import Document
from symdescent.render.documents import Example, ExampleOptions, example, written
from symdescent.render.writers import Manner
from symdescent.terminal import opening
from symdescent.terminal.files import demand_free, write_whole
from symdescent.terminal.output import wishes
from symdescent.terminal.printing import print_page
from symdescent.terminal.rule_file import ruled
from symdescent.terminal.spinner import Spinner
from symdescent.terminal.typesetting import Typesetter, typeset, typesetter

PDF, PAGE = "pdf", "html"
SEEN: Final = (PDF, PAGE)  # what a browser shows
ENDINGS: Final = {
    ".tex": "tex",
    ".md": "md",
    ".qmd": "quarto",
    ".html": "html",
    ".ipynb": "ipynb",
    ".json": "json",
    ".pdf": PDF,
}
USUAL: Final = "tex"
SILENT: Final = ("-", "--force", "--open", "--ascii", "--no-ascii")  # nor do these
NOT_TOLD: Final = ("-o", "--output")  # where it goes does not change what it says


def answer(text: str, options: Namespace) -> int:
    """Tell one formula as a worked example; 0 once it is written, whatever the verdict."""
    gc.freeze()
    gc.enable()
    path = None if options.output is None else Path(options.output)
    if path is not None:
        demand_free(path, options.force)
    by = demand_form(path, options)
    made = told_example(text, options)
    if path is None and not options.open:
        page = written(made.document, form(None, options), manner(None, options))
        print_page(page.text, form(None, options))
        return 0
    if path is None:
        path = opening.temporary(written(made.document, PAGE, Manner()).text)
    else:
        keep(files(made.document, path, options, by), options.force)
    if options.open:
        opening.open_page(path)
    return 0


def demand_form(path: Path | None, options: Namespace) -> Typesetter | None:
    """Say what is wrong with the format before any work; the TeX there is, where one is needed."""
    named = form(path, options)
    if getattr(options, "open", False) and named not in SEEN:
        raise InputError(
            "syntax", f"a browser opens no {named}", "write  --to html  or  -o gd.html"
        )
    if named != PDF:
        return None
    if path is None:
        raise InputError("syntax", "a PDF needs a file", "name it:  -o gd.pdf")
    return typesetter()


def told_example(text: str, options: Namespace) -> Example:
    """The formula as a worked example; KeyboardInterrupt where it was stopped: none is half."""
    ruled(options)
    asked: ExampleOptions = {**wishes(options), "command": command(text, options)}  # type: ignore[typeddict-item]
    asked |= {"language": options.language, "detail": options.detail, "title": options.title}
    asked |= {"rounding": options.rounding, "label": options.label}
    made = example(text, meanwhile=Spinner(sys.stderr), **asked)
    if made.study.interrupted:
        raise KeyboardInterrupt
    return made


def files(
    document: Document, path: Path, options: Namespace, by: Typesetter | None
) -> dict[Path, bytes]:
    """The document as a file, with its pictures beside it; a PDF by the TeX there is."""
    if by is not None:
        source = written(document, "tex", Manner(standalone=True)).text
        with Spinner(sys.stderr, "typesetting"):
            return {path: typeset(source, by)}
    page = written(document, form(path, options), manner(path, options))
    texts = {path: page.text, **{path.parent / name: text for name, text in page.files.items()}}
    return {place: text.encode() for place, text in texts.items()}


def keep(news: Mapping[Path, bytes], force: bool) -> None:
    """All files, or none where another one is there already."""
    for path, content in news.items():
        demand_free(path, force or is_same(path, content))
    for path, content in news.items():
        write_whole(path, content)


def is_same(path: Path, content: bytes) -> bool:
    """Whether the file is there, and what it would become: a picture of another format's text."""
    return path.is_file() and path.read_bytes() == content


def form(path: Path | None, options: Namespace) -> str:
    """The format that was asked for, or that of the file's ending."""
    ending = "" if path is None else path.suffix.lower()
    if options.to or not ending:
        return options.to or (PAGE if getattr(options, "open", False) else USUAL)
    if ending not in ENDINGS:
        known = ", ".join(f"{name} ({end})" for end, name in ENDINGS.items())
        hint = f"choose an ending, or a format with --to: {known}"
        raise InputError("unknown_name", f"no format ends in {printable(ending)[:40]}", hint)
    return ENDINGS[ending]


def manner(path: Path | None, options: Namespace) -> Manner:
    """A name for pictures beside a file, of letters and digits alone."""
    name = "" if path is None else path.name.partition(".")[0] or path.stem
    stem = "".join(c if c.isascii() and c.isalnum() else "-" for c in name)
    return Manner(options.standalone, stem)


def command(text: str, options: Namespace) -> str:
    """The command that makes the same text again."""
    name, *words = map(on_one_line, told(options.words))
    piped = not options.formula or options.formula == ["-"]
    formula = [on_one_line(text)] if piped else []
    return shlex.join(["symdescent", name, *told_form(options), *formula, *words])


def told_form(options: Namespace) -> list[str]:
    """The format, where the ending of the file alone said it."""
    path = None if options.output is None else Path(options.output)
    named = form(path, options)
    if path is not None and named == PDF:  # it is made in a file alone
        return ["-o", path.name]
    return [] if options.to or named == USUAL else ["--to", named]


def on_one_line(word: str) -> str:
    """LaTeX of several lines on one, without the comments in it."""
    if "\n" not in word:
        return word
    bare = re.sub(r"(\\.)|%[^\n]*", lambda found: found[1] or "", word)
    return " ".join(bare.split())


def told(words: Sequence[str]) -> Iterator[str]:
    """The words without those that say where the text goes."""
    rest = iter(words)
    for word in rest:
        if word in NOT_TOLD:
            next(rest, None)
        elif word not in SILENT and not word.startswith("--output="):
            yield word
