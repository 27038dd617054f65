"""The sentences of a document in its language: one table a language."""

from typing import Final

from symdescent.errors import InputError, did_you_mean
from symdescent.lessons.blocks import Text
from symdescent.lessons.wording_de import GERMAN
from symdescent.lessons.wording_en import ENGLISH
from symdescent.messages.sentences import Part, filled

LANGUAGES: Final = {"en": ENGLISH, "de": GERMAN}


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
