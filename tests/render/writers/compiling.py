"""LaTeX goes in, what TeX says of it comes out; where there is no TeX, the test is skipped.

Written for the tests alone: a page is compiled once, as an author would, without shell-escape.
"""

import re
import shutil
import subprocess

import pytest

TEX = shutil.which("pdflatex")
needs_tex = pytest.mark.skipif(TEX is None, reason="no pdflatex here")
BAD = re.compile(
    r"^(!.*|Overfull.*|LaTeX Warning: (?!Label\(s\) may have changed).*)$", re.MULTILINE
)


def compiled(source, folder):
    """The log of one run of pdflatex."""
    (folder / "page.tex").write_text(source, encoding="utf-8")
    command = [TEX, "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "page.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    return done.stdout.decode("utf-8", "replace")


def complaints(source, folder):
    """Errors, overfull boxes and warnings; that nothing came out is one too."""
    log = compiled(source, folder)
    found = [line[0] for line in BAD.finditer(log)]
    return found + ([] if (folder / "page.pdf").exists() else ["no PDF"])


def preamble(fragment):
    """The lines that the first comment of a fragment asks for."""
    head = fragment.split("\n\n", 1)[0].splitlines()
    return "\n".join(line.removeprefix("% ") for line in head[1:])


def around(fragment):
    """An author's own document that takes the fragment in."""
    lines = (r"\documentclass{article}", preamble(fragment), r"\begin{document}", fragment)
    return "\n".join((*lines, r"\end{document}"))
