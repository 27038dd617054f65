"""The commands `example` and `exercises`: a document printed, kept in a file, or set by TeX.

LaTeX is set as a PDF by the TeX that is there: in its own folder, without shell-escape, in time.
"""

import gc
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from symdescent.cli import files as opening
from symdescent.cli.console import Spinner, print_page
from symdescent.cli.files import demand_free, write_whole
from symdescent.cli.output import wishes
from symdescent.cli.rule_file import ruled
from symdescent.errors import InputError, TypesettingError, printable
from symdescent.lessons.blocks import Document
from symdescent.lessons.exercises.drawing import KINDS, Findings, Source, examined
from symdescent.lessons.exercises.sheet import LETTERS, SheetRequest, demand, sheets
from symdescent.render.documents import Example, ExampleOptions, example, written
from symdescent.render.writers import Manner
from symdescent.version import VERSION

NAME: Final = "document"
ENGINES: Final = ("pdflatex", "lualatex", "xelatex")
LATEXMK: Final = {"pdflatex": "-pdf", "lualatex": "-pdflua", "xelatex": "-pdfxe"}
QUIETLY: Final = ("-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape")
SECONDS: Final = 120.0  # for one run; the first run of lualatex makes its list of fonts
MOST_RUNS: Final = 3
AGAIN: Final = re.compile(r"Rerun to get|Label\(s\) may have changed")
TROUBLE: Final = re.compile(r"^(?:! |error: )(.+(?:\n(?!l\.|!).+)?)", re.MULTILINE)
LACKING: Final = re.compile(r"File [`'\"]?([\w.-]+)\.(?:sty|cls|def|code\.tex)['\"]? not found")
INSTALL: Final = "apt install texlive-science texlive-pictures lmodern, or tectonic"
ADVICE: Final = "write the LaTeX with  -o FILE.tex --standalone  and set it yourself"
DEBIAN: Final = {  # the Debian package that holds a package of LaTeX
    "siunitx": "texlive-science",
    "pgfplots": "texlive-pictures",
    "tikz": "texlive-pictures",
    "pgf": "texlive-pictures",
    "lmodern": "lmodern",
    **dict.fromkeys(("amsmath", "amsthm", "graphicx"), "texlive-latex-base"),
    **dict.fromkeys(("booktabs", "amssymb", "mathtools"), "texlive-latex-recommended"),
}


@dataclass(frozen=True)
class Typesetter:
    """A program with the words that set `document.tex`; `runs`: at most so often."""

    words: tuple[str, ...]
    runs: int = 1

    @property
    def name(self) -> str:
        """What the program is called."""
        return Path(self.words[0]).stem


def typesetter() -> Typesetter:
    """The first that is found; TypesettingError, with what to install, where there is none."""
    engines = [name for name in ENGINES if shutil.which(name)]
    latexmk, tectonic = shutil.which("latexmk"), shutil.which("tectonic")
    if latexmk and engines:
        return Typesetter((latexmk, "-norc", LATEXMK[engines[0]], *QUIETLY, NAME))
    if engines:
        return Typesetter((str(shutil.which(engines[0])), *QUIETLY, NAME), MOST_RUNS)
    if tectonic:
        return Typesetter((tectonic, "--untrusted", f"{NAME}.tex"))
    raise TypesettingError(f"a PDF needs TeX: {INSTALL}")


def typeset(source: str, by: Typesetter) -> bytes:
    """The PDF of a whole LaTeX file; TypesettingError with TeX's first complaint."""
    with tempfile.TemporaryDirectory(prefix="symdescent-", ignore_cleanup_errors=True) as folder:
        Path(folder, f"{NAME}.tex").write_text(source, encoding="utf-8")
        made, said = Path(folder, f"{NAME}.pdf"), ""
        for _ in range(by.runs):
            status, said = run(by, folder)
            if status or not made.is_file():
                raise complaint(by, said)
            if not AGAIN.search(said):
                break
        return made.read_bytes()


def run(by: Typesetter, folder: str) -> tuple[int, str]:
    """(status, what was said); at the time limit, or at Ctrl-C, it is ended with its children."""
    child = subprocess.Popen(
        by.words,
        cwd=folder,
        env={**os.environ, "max_print_line": "1000", "openout_any": "p", "shell_escape": "f"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        said, _ = child.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        message = f"{by.name} did not end within {SECONDS:.0f} s"
        raise TypesettingError(message, ADVICE) from None
    finally:
        ended(child)
    return child.returncode, said.decode("utf-8", "replace")


def ended(child: "subprocess.Popen[bytes]") -> None:
    """End the process, if it still runs, and those that it has started."""
    if child.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)  # its own group: start_new_session
        else:
            child.kill()
        child.communicate()


def complaint(by: Typesetter, said: str) -> TypesettingError:
    """The first error of a log, and what to do."""
    lacking = LACKING.search(said)
    if lacking:
        name = lacking[1]
        source = f"apt install {DEBIAN.get(name, 'texlive-latex-extra')}, or tlmgr install {name}"
        return TypesettingError(f"{by.name} lacks the LaTeX package {name}: {source}")
    reason = next(reasons(said), "it made no PDF, and gave no reason")
    return TypesettingError(f"{by.name} failed: {printable(reason)[:200]}", ADVICE)


def reasons(said: str) -> Iterator[str]:
    """The errors of a log, each on one line."""
    return (" ".join(found[1].split()) for found in TROUBLE.finditer(said))


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
OUTPUT_OPTIONS: Final = ("-o", "--output")  # where it goes does not change what it says


def answer_example(text: str, options: Namespace) -> int:
    """Tell one formula as a worked example; 0 once it is written, whatever the verdict."""
    gc.freeze()
    gc.enable()
    path = None if options.output is None else Path(options.output)
    if path is not None:
        demand_free(path, options.force)
    by = demand_form(path, options)
    made = example_for(text, options)
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


def example_for(text: str, options: Namespace) -> Example:
    """The formula as a worked example; KeyboardInterrupt where it was stopped: none is half."""
    ruled(options)
    asked: ExampleOptions = {**wishes(options), "command": example_command(text, options)}  # type: ignore[typeddict-item]
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


def example_command(text: str, options: Namespace) -> str:
    """The command that makes the same text again."""
    name, *words = map(on_one_line, content_words(options.words))
    piped = not options.formula or options.formula == ["-"]
    formula = [on_one_line(text)] if piped else []
    return shlex.join(["symdescent", name, *format_words(options), *formula, *words])


def format_words(options: Namespace) -> list[str]:
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


def content_words(words: Sequence[str]) -> Iterator[str]:
    """The words without those that say where the text goes."""
    rest = iter(words)
    for word in rest:
        if word in OUTPUT_OPTIONS:
            next(rest, None)
        elif word not in SILENT and not word.startswith("--output="):
            yield word


def answer_exercises(options: Namespace) -> int:
    """Print a sheet, or write files; with --check, say what a look at many exercises finds."""
    gc.freeze()
    gc.enable()
    if options.rest:
        word = options.rest[0][:40]
        raise InputError("syntax", f"'{word}' belongs to no option", f"write  --kind {word}")
    if options.check is not None:
        return check(options)
    wanted = wish(options)
    demand(wanted)
    paths = list(places(options))
    for path in paths:
        demand_free(path, options.force)
    by = demand_form(paths[0] if paths else None, options)
    documents = [document for sheet in sheets(wanted) for document in sheet.documents]
    if not paths:
        page = written(documents[0], form(None, options), manner(None, options))
        print_page(page.text, form(None, options))
        return 0
    made: dict[Path, bytes] = {}
    for path, document in zip(paths, documents, strict=True):
        made |= files(document, path, options, by)
    keep(made, options.force)
    return 0


def wish(options: Namespace) -> SheetRequest:
    """The sheets that were asked for."""
    if options.kind is None:
        raise InputError("empty", "--kind is needed", f"there are {', '.join(KINDS)}")
    return SheetRequest(
        options.kind,
        options.count,
        options.seed,
        options.variants,
        options.solutions,
        options.choices,
        options.language,
        sheet_command(options),
        VERSION,
    )


def sheet_command(options: Namespace) -> str:
    """The command that makes the same sheets again; of several sheets, with the name of a file."""
    name, *words = content_words(options.words)
    several = options.variants > 1 or options.solutions == "apart"
    file = ["-o", Path(options.output).name] if several and options.output else []
    where = file or format_words(options)
    return shlex.join(["symdescent", name, *words, *where])


def places(options: Namespace) -> Iterator[Path]:
    """The files: name, name-solutions; of several variants name-a, name-b-solutions, ..."""
    apart = options.solutions == "apart"
    if options.output is None:
        if apart or options.variants > 1:
            hint = "-o sheet.tex  names them"
            raise InputError("syntax", "several files are made, so -o is needed", hint)
        return
    path = Path(options.output)
    if not path.name:
        raise InputError("empty", "-o needs the name of a file", "-o sheet.tex")
    letters = [f"-{letter}" for letter in LETTERS[: options.variants]]
    for middle in letters if options.variants > 1 else [""]:
        for end in ("", "-solutions") if apart else ("",):
            yield path.with_name(f"{path.stem}{middle}{end}{path.suffix}")


def check(options: Namespace) -> int:
    """Three lines a kind."""
    demand(SheetRequest("quadratic", options.check))
    kinds = list(KINDS) if options.kind is None else [options.kind]
    for kind in kinds:
        for line in lines(examined(Source(kind, options.seed), options.check)):
            print(line, flush=True)
    return 0


def lines(found: Findings) -> Iterator[str]:
    """What was found, in words."""
    twice = f"{found.doubles} twice" if found.doubles else "none twice"
    yield f"{found.kind}: {found.count} exercises, every key verified, {twice}"
    yield f"  numbers of at most {found.longest} characters; in solutions up to {found.largest:,}"
    share, places = 100 * found.commonest / found.count, ", ".join(map(str, found.places))
    yield f"  the commonest answer: {share:.1f}%; the right one at each place: {places}"
