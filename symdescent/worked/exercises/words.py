"""A key, a language and mathematics go in, a sentence of an exercise comes out."""

from functools import partial
from typing import Final

from symdescent.language.notation import Function
from symdescent.worked.blocks import Text
from symdescent.worked.exercises.mathematics import number, written
from symdescent.worked.exercises.records import Say
from symdescent.worked.exercises.words_de import GERMAN
from symdescent.worked.exercises.words_en import ENGLISH
from symdescent.worked.words import Part, demand_language, filled

TABLES: Final = {"en": ENGLISH, "de": GERMAN}
FIXED: Final = {  # mathematics that is the same in every exercise
    **{letter: written(letter) for letter in ("L", "k", "x", "y", "A", "B", "eta", "beta", "rho")},
    "eigenvalue": written("lambda"),
    "mode": written("1 - eta*lambda"),
    "quadratic": written("r^2 - (1 + beta - eta*lambda)*r + beta"),
    "modulus": written("sqrt(beta)"),
    "flipped": written("1/eta"),
    "complement": written("1 - beta"),
    "at_zero": Function("L", (number(0),)),
}


def speaker(language: str) -> Say:
    """What says the sentences of one language; InputError where there is none."""
    demand_language(language)
    return partial(say, language)


def say(language: str, key: str, **parts: "Part") -> Text:
    """The sentence of a key with words and mathematics in its places."""
    return filled(TABLES[language][key], {**FIXED, **parts})
