"""A document as one page of HTML that needs nothing else: no network, no fonts."""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

from symdescent.language.textbook import name
from symdescent.lessons.blocks import Block, Document, Environment, Figure
from symdescent.printing.escaping import element, inert
from symdescent.render.html import (
    PLAYED,
    Fragments,
    coordinates,
    numbers,
    picture,
    plain,
    text_html,
    words_of,
)
from symdescent.render.writers import Manner, Page

REACH: Final = 45  # of the rate's slider, in tenths of a doubling to both sides
ACTIVE: Final = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


def played_figure(blocks: Iterable[Block]) -> Figure | None:
    """The first figure that a descent can be drawn in."""
    for block in blocks:
        if isinstance(block, Environment):
            found = played_figure(block.blocks)
            if found:
                return found
        elif isinstance(block, Figure) and getattr(block.plot, "kind", "") in PLAYED:
            return block
    return None


def page_controls(simulation: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """Sliders, buttons, what is so at this step in words, and a table; hidden until they work."""
    last = str(simulation["taken"])
    sliders = [slider("step", words["step"], "0", str(simulation["steps"]), last)]
    if simulation["rate"] is not None:
        sliders.append(slider("rate", words["rate"], str(-REACH), str(REACH), "0"))
    buttons = element("p", button("play", words["play"]), button("reset", words["reset"]))
    status = element("p", role="status", class_="status", id="status")
    return element(
        "section",
        element("h2", inert(words["controls"]), class_="kind", id="try"),
        *sliders,
        buttons,
        status,
        iterates(simulation, words),
        class_="controls",
        id="controls",
        aria_labelledby="try",
        hidden="",
    )


def slider(key: str, label: str, low: str, high: str, value: str) -> str:
    """A slider with its label and what it stands at."""
    named = element("label", inert(label), for_=key)
    moved = f'<input type="range" id="{key}" min="{low}" max="{high}" value="{value}" step="1"/>'
    now = element("output", for_=key, id=f"{key}-now", aria_live="off")
    return element("div", named, moved, now, class_="control")


def button(key: str, label: str) -> str:
    return element("button", inert(label), type="button", id=key)


def iterates(simulation: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """The table that the script fills."""
    heads = ("k", *map(name, simulation["names"]), called(simulation))
    row = element("tr", *[element("th", inert(h), scope="col", class_="number") for h in heads])
    body = element("tbody", id="iterates")
    table = element("table", element("thead", row), body)
    label = words["iterates"]
    scrolled = element("div", table, class_="wide", role="group", tabindex="0", aria_label=label)
    return element("details", element("summary", inert(label)), scrolled)


def called(simulation: Mapping[str, Any]) -> str:
    """L(x, y)."""
    return f"{name(simulation['title'])}({', '.join(map(name, simulation['names']))})"


def page_script(document: Document, words: Mapping[str, str]) -> str:
    """The whole script: the step, the numbers that it begins with, and what moves the page."""
    simulation, shown = document.data["simulation"], played_figure(document.blocks)
    told = {
        key: value for key, value in simulation.items() if key not in ("step", "names", "title")
    }
    told["frame"] = coordinates(shown.plot) if shown else None
    told["words"] = spoken(simulation, words)
    numbers = json.dumps(told, allow_nan=False).translate(ACTIVE)
    page = compact(files("symdescent.render").joinpath("page.js").read_text(encoding="utf-8"))
    head, body = page.split("\n", 1)
    return f"{head}\nconst oneStep = {simulation['step']};\nconst descent = {numbers};\n{body}"


def compact(source: str) -> str:
    """The lines of a script or a style without their margins and remarks."""
    lines = (line.strip() for line in source.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def spoken(simulation: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, str]:
    """The words that the script needs."""
    names = [name(x) for x in simulation["names"]]
    at = names[0] if len(names) == 1 else f"({', '.join(names)})"
    here = words["here"].replace("{names}", at).replace("{title}", called(simulation))
    kept = {key: words[key] for key in ("play", "pause", "lost")}
    return {**kept, "step": words["at_step"], "here": here}


def html(document: Document, _: Manner) -> Page:
    """The document as a page for any browser, with controls where it holds a step to walk by."""
    return Page(page(document))


def page(document: Document) -> str:
    """The text of the page."""
    style = compact(files("symdescent.render").joinpath("page.css").read_text(encoding="utf-8"))
    words = words_of(document.language)
    plays = "simulation" in document.data
    script = page_script(document, words) if plays else ""
    head = [
        '<meta charset="utf-8"/>',
        f'<meta http-equiv="Content-Security-Policy" content="{policy(script, style)}"/>',
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
        element("title", inert(plain(document.title))),
        f"<style>{style}</style>",
    ]
    body = element("main", element("h1", text_html(document.title)), *page_body(document))
    running = f"<script>{script}</script>" if plays else ""
    opening = f'<html lang="{inert(document.language)}">'
    parts = ["<!DOCTYPE html>", opening, element("head", *head), element("body", body, running)]
    return "\n".join([*parts, "</html>\n"])


def page_body(document: Document) -> list[str]:
    """The blocks; the controls stand with the figure that they move, else behind all blocks."""
    words, shown = words_of(document.language), played_figure(document.blocks)
    simulation = document.data.get("simulation")
    controls = page_controls(simulation, words) if simulation else ""

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
