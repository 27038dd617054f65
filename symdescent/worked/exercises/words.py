"""A key, a language and mathematics go in, a sentence of an exercise comes out."""

from functools import partial
from typing import Final

from symdescent.worked.blocks import Text
from symdescent.worked.exercises.records import Say
from symdescent.worked.exercises.words_de import GERMAN
from symdescent.worked.exercises.words_en import ENGLISH
import re
from symdescent.language.notation import Written
def demand_language(x): pass
def filled(template, parts):
    told=[]
    for i,piece in enumerate(re.split(r"\{(\w+)\}", template)):
        part = parts[piece] if i % 2 else piece
        told.extend(part if isinstance(part, tuple) else (part,))
    return tuple(x for x in told if x != "")
Part = str

TABLES: Final = {"en": ENGLISH, "de": GERMAN}


def speaker(language: str) -> Say:
    """What says the sentences of one language; InputError where there is none."""
    demand_language(language)
    return partial(say, language)


def say(language: str, key: str, **parts: "Part") -> Text:
    """The sentence of a key with words and mathematics in its places."""
    return filled(TABLES[language][key], parts)


def in_words(language: str, key: str, **parts: str) -> str:
    """A sentence whose places hold words alone."""
    return TABLES[language][key].format(**parts)
