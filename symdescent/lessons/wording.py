"""The sentences of a document in its language, and the phrases of proofs in it.

All words of a document stand in one table a language; a language more is one table more. The
rungs of the exact ladder speak English: a phrase without a line here stays as it is, since an
English sentence in a German text is better than none.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from symdescent.errors import InputError, did_you_mean
from symdescent.language.notation import Written
from symdescent.lessons.blocks import Text
from symdescent.lessons.wording_de import GERMAN
from symdescent.lessons.wording_en import ENGLISH

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


GERMAN_PHRASES: Final = {
    "L is constant": "L ist konstant",
    "L is convex, and its gradient vanishes there": "L ist konvex, und dort verschwindet der "
    "Gradient",
    "the Hessian has only positive pivots, so there is no other": "die Hesse-Matrix hat nur "
    "positive Pivots, also gibt es kein weiteres",
    "the Hessian has pivots that are positive or zero; along the zero ones L does not change": ""
    "die Hesse-Matrix hat positive Pivots und Pivots 0; entlang der letzteren ändert L sich nicht",
    "its Hessian there is positive definite, so there is no other": "die Hesse-Matrix dort ist "
    "positiv definit, also gibt es kein weiteres",
    "so the least value is": "also ist der kleinste Wert",
    "along this line L goes to -oo as {t} grows": "entlang dieser Geraden geht L gegen -oo, wenn "
    "{t} wächst",
    "along this line L falls without bound": "entlang dieser Linie fällt L unbeschränkt",
    "a direction of negative curvature": "eine Richtung negativer Krümmung",
    "L has a slope that never bends": "L hat eine Steigung, die sich nie ändert",
    "one part of the sum falls without bound, whatever the others are": "ein Teil der Summe fällt "
    "unbeschränkt, was auch immer die anderen sind",
    "a sum of parts without a common variable is least where each part is": "eine Summe von Teilen "
    "ohne gemeinsame Veränderliche ist am kleinsten, wo jeder Teil es ist",
    "one of the parts never takes its least value": "einer der Teile nimmt seinen kleinsten Wert "
    "nie an",
    "L repeats every {period}, and over one period its least value is this": "L wiederholt sich "
    "nach {period}, und über einer Periode ist dies der kleinste Wert",
    "a rational function of t, whose critical points are all known": "eine rationale Funktion von "
    "t, deren kritische Punkte alle bekannt sind",
    "L falls without bound": "L fällt unbeschränkt",
    "L falls before and rises after, by the signs of its slope": "L fällt davor und steigt danach, "
    "nach den Vorzeichen der Steigung",
    "L comes as near as you like, and stays above": "L kommt beliebig nahe und bleibt darüber",
    "L stays above, yet comes as near as you like": "L bleibt darüber, kommt aber beliebig nahe",
    "the slope": "die Steigung",
    "the signs of the slope are {signs}; its roots": "die Vorzeichen der Steigung sind {signs}; "
    "ihre Nullstellen",
    "the least of the values at all {count} critical points, and L -> oo far away": "der "
    "kleinste der Werte an allen {count} kritischen Punkten, und L -> oo weit draußen",
    "the value at the only critical point, and L -> oo far away": "der Wert am einzigen "
    "kritischen Punkt, und L -> oo weit draußen",
    "these terms outweigh all others far away": "diese Glieder überwiegen weit draußen alle "
    "anderen",
    "vanishes at every critical point": "verschwindet an jedem kritischen Punkt",
    "the least value is taken at": "der kleinste Wert wird angenommen bei",
    "this part is bounded, so the sum falls without bound too": "dieser Teil ist beschränkt, also "
    "fällt auch die Summe unbeschränkt",
    "no term can be less, and there every term is at its least": "kein Summand kann kleiner sein, "
    "und dort ist jeder am kleinsten",
    "equality means": "Gleichheit bedeutet",
    "which holds exactly at": "was genau hier gilt",
    "L depends on one linear form alone": "L hängt nur von einer Linearform ab",
    "the gradient vanishes, the Hessian is positive definite": "der Gradient verschwindet, die "
    "Hesse-Matrix ist positiv definit",
    "the value there": "der Wert dort",
    "the exact value there": "der exakte Wert dort",
    "the gradient vanishes there": "der Gradient verschwindet dort",
    "the least of the values at all critical points, ends and limits": "der kleinste der Werte an "
    "allen kritischen Punkten, Enden und Grenzwerten",
    "limit": "Grenzwert",
    "critical point": "kritischer Punkt",
    "end point": "Randpunkt",
    "point where two pieces meet": "Punkt, an dem zwei Stücke zusammenstoßen",
    "kink point": "Knick",
    "{where} point": "Punkt ({where})",
    "cut into boxes, and in each enclosed, L is nowhere else as low": "in Quader zerlegt und in "
    "jedem eingeschlossen, ist L nirgends sonst so klein",
    "about it the Hessian is positive definite, and the gradient is exactly 0": "um ihn herum ist "
    "die Hesse-Matrix positiv definit, und der Gradient ist genau 0",
    "about it L rises from the end of the box; in the other variables the gradient is exactly 0 "
    "and the Hessian positive definite": "um ihn herum steigt L vom Rand des Quaders; in den "
    "anderen Veränderlichen ist der Gradient genau 0 und die Hesse-Matrix positiv definit",
    "L rises with this part, and is least where it is least": "L wächst mit diesem Teil und ist am "
    "kleinsten, wo er es ist",
    "the limit is never taken": "der Grenzwert wird nie angenommen",
    "the value there, to its first digits": "der Wert dort, in seinen ersten Ziffern",
    "by symmetry the values there are equal": "wegen der Symmetrie sind die Werte dort gleich",
    "the digits are those of the only zero of the gradient in a box of width {width} (Krawczyk's "
    "test)": "die Ziffern sind die der einzigen Nullstelle des Gradienten in einem Quader der "
    "Breite {width} (Krawczyk-Test)",
    "L rises with a part h, and is least where h is": "L wächst mit einem Teil h und ist am "
    "kleinsten, wo h es ist",
    "no term can be less, and a part of it never takes its least value": "kein Summand kann "
    "kleiner sein, und ein Teil davon nimmt seinen kleinsten Wert nie an",
    "no term can be less, and not all can be least at once": "kein Summand kann kleiner sein, "
    "und nicht alle können zugleich am kleinsten sein",
    "along this curve L has one variable": "entlang dieser Kurve hat L nur eine Veränderliche",
    "L is a function h of one linear form alone": "L ist eine Funktion h nur einer Linearform",
    "of the parts of this sum, without a common variable, one falls without bound, whatever the "
    "others are": "von den Teilen dieser Summe, ohne gemeinsame Veränderliche, fällt einer "
    "unbeschränkt, was auch immer die anderen sind",
    "so the least values add up to": "also ist die Summe der kleinsten Werte",
    "with {half} the sine and cosine are rational functions of t, and L is": "mit {half} sind "
    "Sinus und Kosinus rationale Funktionen von t, und L ist",
    "of the values at all critical points of h the least is at": "von den Werten an allen "
    "kritischen Punkten von h ist der kleinste bei",
    "by completing the square": "durch quadratische Ergänzung",
}
NAME: Final = re.compile(r"\bL\b")
PART: Final = re.compile(r"\b(?:L\d+|h)\b")  # of a function: h, or one of L1, L2, ...
PHRASES: Final = {"en": {}, "de": GERMAN_PHRASES}


def translated(phrase: str, language: str) -> str:
    """The phrase in a language, or as it is; what is said of L may be said of a part of it."""
    told = looked_up(phrase, language)
    parts = set(PART.findall(phrase))
    if told != phrase or len(parts) != 1:
        return told
    [name] = parts
    as_whole = looked_up(PART.sub("L", phrase), language)
    return NAME.sub(name, as_whole) if as_whole != PART.sub("L", phrase) else phrase


def looked_up(phrase: str, language: str) -> str:
    """The phrase by its line in the table, or as it is."""
    table: dict[str, str] = PHRASES[language]
    if phrase in table:
        return table[phrase]
    for pattern, template in patterns(language):
        found = pattern.fullmatch(phrase)
        if found:
            parts = {name: str(part) for name, part in found.groupdict().items()}
            return "".join(map(str, filled(template, parts)))
    return phrase


@lru_cache
def patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The phrases with places in them, as patterns."""
    table: dict[str, str] = PHRASES[language]
    return tuple((pattern(phrase), told) for phrase, told in table.items() if "{" in phrase)


def pattern(phrase: str) -> re.Pattern[str]:
    pieces = PLACE.split(phrase)
    parts = (f"(?P<{p}>.+)" if i % 2 else re.escape(p) for i, p in enumerate(pieces))
    return re.compile("".join(parts))
