"""The manual page: rendered without a warning, it says what --help says."""

import re
import shutil
import subprocess

import pytest

from symdescent.cli.arguments import COMMANDS
from symdescent.cli.shell.offers import offers
from symdescent.cli.shell.scripts import literal, page

OFFERS = offers()
PAGE = page(OFFERS)
SECTIONS = "NAME SYNOPSIS DESCRIPTION OPTIONS COMMANDS ENVIRONMENT FILES EXAMPLES".split()


@pytest.fixture(scope="module")
def rendered():
    """The page as groff sets it, its lines so long that none is broken."""
    if not shutil.which("groff"):
        pytest.skip("no groff")
    command = ["groff", "-man", "-Tutf8", "-ww", "-rLL=2000n", "-P-c", "-P-b", "-P-u"]
    done = subprocess.run(command, input=PAGE.encode(), capture_output=True, timeout=60)
    assert done.stderr == b""
    return done.stdout.decode()


def test_the_sections_are_there(rendered):
    heads = re.findall(r"^[A-Z][A-Z ]+$", rendered, re.MULTILINE)
    assert [head for head in heads if head in SECTIONS] == SECTIONS
    assert "EXIT STATUS" in heads


def test_every_command_and_option_is_there_with_its_words(rendered):
    for name, command in COMMANDS.items():
        if name:
            assert f"\n   symdescent {name}\n       {command.summary}" in rendered
    for offer in OFFERS:
        for flag in offer.flags:
            assert re.search(rf"^ +{re.escape(', '.join(flag.names))}\b", rendered, re.MULTILINE)
            assert flag.help in rendered
            assert flag.help, flag.names
    for word in ("NO_COLOR", "FORCE_COLOR", "XDG_CONFIG_HOME", "SYMDESCENT_CONFIG"):
        assert word in rendered


def test_what_stands_below_the_help_is_shown_as_it_is(rendered):
    lines = {line.strip() for line in rendered.splitlines()}
    for offer in OFFERS:
        if offer.name:
            assert {line.strip() for line in offer.epilog.splitlines()} <= lines
    for status in ("0  done, and nothing speaks against the answer", "2  wrong input"):
        assert status in rendered


def test_a_minus_is_one_that_can_be_copied():
    """Groff makes a hyphen of a bare one, where no local macros forbid it."""
    assert r"\fB\-\-x0\fR" in PAGE and PAGE.isascii()
    lines = [line for line in PAGE.splitlines() if not line.startswith(".")]
    assert [line for line in lines if re.search(r"(?<!\\)-", line)] == []


def test_signs_of_roff_are_kept():
    if not shutil.which("groff"):
        pytest.skip("no groff")
    told = r""".x \fB 'a' "b" ^ ~ ` -- $ ∇"""
    command = ["groff", "-man", "-Tutf8", "-ww", "-P-c", "-P-b", "-P-u"]
    whole = f".TH X 1\n{literal(told)}\n"
    done = subprocess.run(command, input=whole, capture_output=True, text=True, timeout=60)
    assert told in done.stdout
    assert done.stderr == ""


def test_the_page_is_found_by_its_name(tmp_path):
    if not shutil.which("lexgrog"):
        pytest.skip("no man-db")
    (tmp_path / "symdescent.1").write_text(PAGE)
    done = subprocess.run(
        ["lexgrog", tmp_path / "symdescent.1"], capture_output=True, text=True, timeout=60
    )
    assert '"symdescent - gradient descent on a formula, beside its exact' in done.stdout
