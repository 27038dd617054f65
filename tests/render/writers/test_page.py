"""The page's text: one file without any request, its policy, and nothing of a person as markup."""

import base64
import gzip
import hashlib
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from symdescent import read_rule, study
from symdescent.language.tree import Name
from symdescent.lessons.blocks import Column, Document, Figure, Line, Paragraph, Provenance, Table
from symdescent.lessons.blocks import Derivation as Lines
from symdescent.lessons.example.document import simulation
from symdescent.render.html import LANGUAGES, Fragments
from symdescent.render.writers import Manner
from symdescent.render.writers.page import html
from tests.page.documents import FOUR, document, studied

REFERENCE = Path(__file__).parents[2] / "reference"
HOSTILE = [
    entry["context"]["title"]
    for entry in json.loads(gzip.open(REFERENCE / "hostile.json.gz").read())["entries"]
    if entry["stage"] == "export" and "title" in entry.get("context", {})
]
MORE = ['" onload="alert(1)', "'><img src=x onerror=alert(1)>", "\u2028</style>", "x\x00y\ud800"]
MOST_BYTES = 60_000


@pytest.fixture(scope="module")
def classic():
    return studied("classic")


def text_of(told):
    return html(told, Manner()).text


class Seen(HTMLParser):
    """The tags, with the names of their attributes, in order; and the text outside of scripts."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.tags, self.said, self.inside = [], [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(sorted(name for name, _ in attrs))))
        self.inside = tag

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_comment(self, data):
        self.tags.append(("comment", ()))

    def handle_data(self, data):
        if self.inside not in ("script", "style"):
            self.said.append(data)


def kinds(page):
    """The different tags with their attributes, identity aside."""
    return {(tag, tuple(a for a in attributes if a != "id")) for tag, attributes in Seen(page).tags}


@pytest.mark.slow_beyond(8)
@pytest.mark.parametrize("title", [*HOSTILE, *MORE], ids=lambda title: repr(title[:30]))
def test_nothing_of_a_title_becomes_markup(classic, title):
    plain, hostile = (text_of(document(classic, told)) for told in ("plain", title))
    assert len(Seen(hostile).tags) == len(Seen(plain).tags)
    assert kinds(hostile) == kinds(plain)
    shown = title.translate({0: 0xFFFD, 0x0B: 0xFFFD, 0xD800: 0xFFFD})
    assert shown.strip() in "".join(Seen(hostile).said)
    hostile.encode("utf-8")


def test_markup_would_be_seen(classic):
    page = text_of(document(classic, "plain"))
    assert kinds(page.replace("plain", "<b>plain</b>", 1)) != kinds(page)


def test_names_in_the_script_are_inert():
    told = document(study("x^2", start="1", steps=5))
    told.data["simulation"]["names"] = ["</script><script>alert(1)//\u2028"]
    told.data["simulation"]["title"] = "<!--<script>"
    page = text_of(told)
    assert page.count("<script") == page.count("</script") == 1
    assert "\u2028" not in page.split("<script>")[1]


def hashes(page, tag):
    inner = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
    return "sha256-" + base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()


@pytest.mark.slow_beyond(3)
@pytest.mark.parametrize("key", FOUR)
def test_a_page_is_one_file_of_its_own(key):
    page = text_of(document(studied(key)))
    policy = re.search('Content-Security-Policy" content="([^"]*)"', page)[1]
    assert f"script-src '{hashes(page, 'script')}'" in policy
    assert f"style-src '{hashes(page, 'style')}'" in policy
    assert policy.startswith("default-src 'none';")
    assert not re.search(r"""(src|href|action)=|@import|url\((?!#)""", page)
    links = set(re.findall(r"https?://[^\s\"'<]*", page))
    assert links == {"http://www.w3.org/2000/svg"}  # a name, which is not fetched
    assert not re.search(r"""\son\w+=|\sstyle=""", page)
    assert len(page.encode()) < MOST_BYTES


def test_ids_are_different_and_what_refers_to_them_finds_them(classic):
    page = text_of(document(classic))
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids)) > 10
    for names in re.findall(r'aria-labelledby="([^"]*)"|for="([^"]*)"', page):
        assert set(" ".join(names).split()) <= set(ids)


def test_fragments_are_well_formed_xml(classic):
    told = document(classic, "a < b & c")
    inner = Fragments("en", lambda figure, name: ("", "")).all(told.blocks)
    heads = [head.text for head in ET.fromstring(f"<body>{inner}</body>").iter("h2")]
    assert heads == ["Example. a < b & c", "Proof.", "a < b & c", "Exercise."]


def test_every_block_has_its_place(classic):
    page = text_of(document(classic))
    tags = [tag for tag, _ in Seen(page).tags]
    for tag in "h1 h2 ol li table caption thead tbody tfoot figure figcaption details pre".split():
        assert tag in tags
    assert tags.count("main") == tags.count("h1") == 1
    said = "".join(Seen(page).said)
    for words in ("Example.", "Exercise.", "Solution.", "Made with symdescent 0.1.0, seed 7"):
        assert words in said
    assert f'symdescent example "{FOUR["classic"][0]}"' in said


def test_a_picture_is_told_in_words(classic):
    told = document(classic)
    page = text_of(told)
    plot = next(block.plot for block in told.blocks if isinstance(block, Figure))
    assert f">{plot.alternative}</desc>" in page
    assert 'role="img"' in page


def test_without_a_step_there_are_no_controls_and_no_script(classic):
    page = text_of(replace(document(classic), data={}))
    assert "script-src 'none'" in page
    assert not {"script", "input", "button"} & {tag for tag, _ in Seen(page).tags}


def test_without_a_figure_the_controls_stand_at_the_end():
    done = study("x^2 + y^2 + z^2", start="1,2,3", rate="0.1", steps=30)
    blocks = (Paragraph(("words",)), Provenance("symdescent", "0.1.0"))
    page = text_of(Document(("t",), blocks, "en", {"simulation": simulation(done)}))
    assert page.count('type="range"') == 2
    assert '"frame": null' in page


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("x^2", {"optimizer": "bfgs"}),
        ("x^2", {"optimizer": read_rule("x = x - 0.1*g + 0.01*noise")}),
        ("+".join(f"x{i}^2" for i in range(9)), {}),
    ],
)
def test_who_cannot_be_walked_by_a_page_has_no_step(text, options):
    assert simulation(study(text, steps=5, **options)) is None


def test_languages_have_the_same_keys_and_places():
    tables = [*LANGUAGES.values()]
    places = [{key: set(re.findall(r"\{\w+\}", said)) for key, said in t.items()} for t in tables]
    assert places[0] == places[1]
    told = Document(
        ("t",), (Table((Column(("a",), (("b",),)),)), Lines((Line(Name("x", 0, 0)),))), "de"
    )
    assert "Herleitung" in text_of(told)
    assert '<html lang="de">' in text_of(told)
