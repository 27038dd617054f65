"""A document goes in, one page of HTML comes out that needs nothing else: no network, no fonts.

Its policy lets nothing run but its own script, known by its hash.
"""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from symdescent.printing.escaping import element, inert
from symdescent.show import lab
from symdescent.show.fragments import Fragments, plain, spelt
from symdescent.show.page_words import words_of
from symdescent.show.spelling import Manner, Page
from symdescent.show.stage import numbers, picture
from symdescent.worked.blocks import Document, Figure


def html(document: Document, _: Manner) -> Page:
    """The document as a page for any browser, with controls where it holds a step to walk by."""
    return Page(page(document))


def page(document: Document) -> str:
    """The text of the page."""
    style = lab.compact(files("symdescent.show").joinpath("page.css").read_text(encoding="utf-8"))
    words = words_of(document.language)
    plays = "simulation" in document.data
    script = lab.script(document, words) if plays else ""
    head = [
        '<meta charset="utf-8"/>',
        f'<meta http-equiv="Content-Security-Policy" content="{policy(script, style)}"/>',
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
        element("title", inert(plain(document.title))),
        f"<style>{style}</style>",
    ]
    body = element("main", element("h1", spelt(document.title)), *told(document))
    running = f"<script>{script}</script>" if plays else ""
    opening = f'<html lang="{inert(document.language)}">'
    parts = ["<!DOCTYPE html>", opening, element("head", *head), element("body", body, running)]
    return "\n".join([*parts, "</html>\n"])


def told(document: Document) -> list[str]:
    """The blocks; the controls stand with the figure that they move, else behind all blocks."""
    words, shown = words_of(document.language), lab.stage(document.blocks)
    simulation = document.data.get("simulation")
    controls = lab.controls(simulation, words) if simulation else ""

    def draw(figure: Figure, name: str) -> tuple[str, str]:
        played = bool(controls) and figure is shown
        data = numbers(figure.plot, words["data"])
        return picture(figure.plot, name, played), (controls if played else "") + data

    blocks = Fragments(document.language, draw).all(document.blocks)
    return [blocks, "" if shown else controls]


def policy(script: str, style: str) -> str:
    """What the page may do: run this script, use this style, and nothing else."""
    runs = f"script-src '{fingerprint(script)}'" if script else "script-src 'none'"
    return f"default-src 'none'; {runs}; style-src '{fingerprint(style)}'; base-uri 'none'; " + (
        "form-action 'none'"
    )


def fingerprint(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}"
