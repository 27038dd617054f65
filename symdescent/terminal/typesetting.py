"""LaTeX set as a PDF by the TeX that is there: in its own folder, without shell-escape, in time.

The first that is found of latexmk (with an engine), pdflatex, lualatex, xelatex and tectonic.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from symdescent.errors import TypesettingError, printable

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
