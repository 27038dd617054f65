"""One document, two spellings: Temml's MathML of our LaTeX looks like our own MathML.

Runs where node is found and TEMML names the file temml.cjs of the npm package temml.
"""

import json
import os
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest

from symdescent import example
from symdescent.language import parse
from symdescent.language.notation import Written
from symdescent.printing.latex import latex
from symdescent.printing.mathml import inline
from tests.page.documents import FOUR
from tests.printing.test_mathml import FORMULAS, SHOWN

TEMML, NODE = os.environ.get("TEMML", ""), shutil.which("node")
pytestmark = pytest.mark.skipif(
    not (TEMML and NODE), reason="TEMML does not name the file temml.cjs, or there is no node"
)
RENDER = """
const temml = require(process.argv[2]);
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
const shown = texts.map(t => temml.renderToString(t, {throwOnError: true, strict: true}));
console.log(JSON.stringify(shown));
"""
ALIKE = str.maketrans({"⋅": "·", "ˆ": "^", "⟺": "⇔", "⟹": "⇒", "∥": "‖", "ϵ": "ε", "φ": "ϕ"})
UNSEEN = dict.fromkeys(map(ord, "\u2061\u2062\u00a0 "))
LEAVES = ("mi", "mn", "mo", "mtext")
THROUGH = ("math", "mrow", "mstyle", "mpadded", "mtd")


def rendered(texts, folder):
    """What Temml makes of LaTeX."""
    (folder / "render.cjs").write_text(RENDER, "utf-8")
    done = subprocess.run(
        [NODE, folder / "render.cjs", TEMML],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[:2000]
    return json.loads(done.stdout)


def seen(element):
    """What a person sees, from left to right, and what stands above, below or under what."""
    tag, inside = element.tag, list(element)
    if tag in LEAVES:
        text = (element.text or "").translate(UNSEEN).translate(ALIKE).replace("″", "′′")
        return [*text]
    if tag in THROUGH:
        return [sign for child in inside for sign in seen(child)]
    if tag == "mspace":
        return []
    if tag == "msubsup":
        base, low, high = map(seen, inside)
        return [*base, ("msub", low), ("msup", high)]
    if tag in ("msub", "msup", "mover"):
        base, other = map(seen, inside)
        return [*base, (tag, other)]
    if tag == "msqrt":
        return [(tag, [sign for child in inside for sign in seen(child)])]
    return [(tag, *map(seen, inside))]


def differences(many, folder):
    """The mathematics that looks otherwise, with both looks."""
    theirs = rendered([latex(one) for one in many], folder)
    pairs = [
        (seen(ET.fromstring(inline(one))), seen(ET.fromstring(other.replace("&nbsp;", " "))))
        for one, other in zip(many, theirs, strict=True)
    ]
    return [(latex(m), *p) for m, p in zip(many, pairs, strict=True) if p[0] != p[1]]


def test_formulas(tmp_path):
    """All but 2.5e12, which LaTeX has in full."""
    many = [parse(text.replace("2.5e12", "25")).tree for text in FORMULAS]
    assert differences(many, tmp_path) == []


def test_what_is_no_formula(tmp_path):
    assert differences([written for written, *_ in SHOWN], tmp_path) == []


@pytest.mark.parametrize("key", FOUR)
def test_whole_examples(key, tmp_path):
    text, options = FOUR[key]
    many = [*mathematics(example(text, detail="full", **options).document.blocks)]
    assert len(many) > 30
    assert differences(many, tmp_path)[:3] == []


def mathematics(part):
    """All mathematics in blocks, lines and texts."""
    if isinstance(part, Written):
        yield part
    elif isinstance(part, tuple):
        for inner in part:
            yield from mathematics(inner)
    else:
        for name in ("blocks", "lines", "written", "reason", "text", "items", "columns", "cells"):
            yield from mathematics(getattr(part, name, ()))


def test_a_difference_is_found(tmp_path):
    tree = parse("(x - 1)^2").tree
    (theirs,) = rendered([latex(tree).replace("2", "3")], tmp_path)
    assert seen(ET.fromstring(theirs)) != seen(ET.fromstring(inline(tree)))
