"""The site: `python -m sphinx -W docs docs/_build`. Its reference is made anew every time.

Mathematics becomes MathML while the site is built, by the converter that docutils has: a page
needs no script and no network for it.
"""

import re
import sys
from html import escape
from itertools import cycle
from pathlib import Path

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml

HERE = Path(__file__).parent
WIDE = 30  # characters of LaTeX, up to which a line fits on the narrowest screen
BAR = re.compile("<mo[^>]*>([|‖])</mo>")
sys.path[:0] = [str(HERE), str(HERE.parent)]

import reference
from sphinx.util import logging

from symdescent.version import VERSION

project, author = "symdescent", "the symdescent developers"
release = version = VERSION
extensions = ["myst_parser"]
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
nitpicky = True  # every type that a signature names is told, but for those of others:
OTHERS = ("Expr", "Symbol", "Rational", "Fraction", "ArrayLike")
nitpick_ignore = [("py:class", name) for name in OTHERS]
language = "en"

html_theme = "furo"
html_title = "symdescent"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = html_show_sourcelink = html_show_copyright = False
html_math_renderer = "mathml"


def inline(translator, node):
    """A formula within a line."""
    translator.body.append(mathml(node, False))
    raise nodes.SkipNode


def displayed(translator, node):
    """A formula on a line of its own, which scrolls where it is wider than the page."""
    wide = any(len(line) > WIDE for line in node.astext().split("\\\\"))
    stop = ' tabindex="0"' if wide else ""  # only what may have to be scrolled
    translator.body.append(f'<div class="formula"{stop}>{mathml(node, True)}</div>\n')
    raise nodes.SkipNode


def mathml(node, block):
    """The LaTeX of a node as MathML; a warning, and the LaTeX, where it cannot be read."""
    try:
        made = tex2mathml(node.astext().replace("{align*}", "{aligned}"), as_block=block)
    except MathError as mistake:
        logging.getLogger(__name__).warning("mathematics: %s", mistake, location=node)
        return f"<code>{escape(node.astext())}</code>"
    sides = cycle(("prefix", "postfix"))  # a bar opens or closes, and docutils does not say which
    return BAR.sub(lambda bar: f'<mo form="{next(sides)}" stretchy="false">{bar[1]}</mo>', made)


def reachable(app, pagename, templatename, context, doctree):
    """What scrolls can be scrolled by the keyboard, and captions are headings of a level."""
    for part in ("body", "furo_navigation_tree"):
        told = context.get(part) or ""
        told = told.replace("<pre>", '<pre tabindex="0">')
        told = told.replace('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper')
        context[part] = told.replace(' role="heading"', ' role="heading" aria-level="2"')


def setup(app):
    """The renderer, and the pages of the reference before any page is read."""
    app.add_html_math_renderer("mathml", (inline, None), (displayed, None))
    app.connect("html-page-context", reachable, priority=900)
    app.connect("builder-inited", lambda app: reference.write(Path(app.srcdir) / "_generated"))
