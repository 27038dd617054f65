"""A key, a language and mathematics go in, a sentence of a document comes out.

All words of a document stand in one table a language; a language more is one table more.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from symdescent.errors import InputError, did_you_mean
from symdescent.language.notation import Written
from symdescent.worked.blocks import Text
from symdescent.worked.words_de import GERMAN
from symdescent.worked.words_en import ENGLISH

LANGUAGES: Final = {"en": ENGLISH, "de": GERMAN}
PLACE: Final = re.compile(r"\{(\w+)\}")
Part = str | Written | Text


def demand_language(language: str) -> None:
    """Refuse a language that has no table."""
    if language not in LANGUAGES:
        near = did_you_mean(language, LANGUAGES) or f"there are {', '.join(LANGUAGES)}"
        raise InputError("unknown_name", f"there is no language '{language[:40]}'", near)


def word(language: str, key: str) -> str:
    """A word or a name without places in it."""
    return LANGUAGES[language][key]


def known(language: str, key: str) -> bool:
    """Whether there are words for a key."""
    return key in LANGUAGES[language]


def say(language: str, key: str, **parts: Part) -> Text:
    """The sentence of a key with words and mathematics in its places."""
    return filled(LANGUAGES[language][key], parts)


def filled(template: str, parts: Mapping[str, Part]) -> Text:
    """A sentence with {places}, each of which has a part."""
    pieces = PLACE.split(template)
    told: list[str | Written] = []
    for i, piece in enumerate(pieces):
        part = parts[piece] if i % 2 else piece
        told.extend(part if isinstance(part, tuple) else (part,))
    return joined(told)


def joined(parts: Sequence[str | Written]) -> Text:
    """Words that follow each other as one piece, empty ones left out."""
    told: list[str | Written] = []
    for part in parts:
        if isinstance(part, str) and told and isinstance(told[-1], str):
            told[-1] += part
        elif part != "":
            told.append(part)
    return tuple(told)
