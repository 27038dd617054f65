"""A language goes in, the words of a page that no document has come out: those of its controls."""

from typing import Final

ENGLISH: Final = {
    "step": "Step",
    "rate": "Learning rate",
    "play": "Play",
    "pause": "Pause",
    "reset": "Back to the example",
    "controls": "Try it: other steps, other rates",
    "iterates": "The last ten iterates up to here",
    "data": "The numbers of this figure",
    "scroll": "may be scrolled sideways",
    "derivation": "derivation",
    "code": "code",
    "at_step": "step {k}",
    "here": "Step {k}: {names} = {point}, {title} = {value}.",
    "lost": "The next step is no number any more: the descent is lost.",
    "compute": "Computed once more",
}
GERMAN: Final = {
    "step": "Schritt",
    "rate": "Lernrate",
    "play": "Abspielen",
    "pause": "Anhalten",
    "reset": "Zurück zum Beispiel",
    "controls": "Selbst probieren: andere Schritte, andere Raten",
    "iterates": "Die letzten zehn Iterierten bis hierher",
    "data": "Die Zahlen dieser Abbildung",
    "scroll": "lässt sich seitwärts verschieben",
    "derivation": "Herleitung",
    "code": "Code",
    "at_step": "Schritt {k}",
    "here": "Schritt {k}: {names} = {point}, {title} = {value}.",
    "lost": "Der nächste Schritt ist keine Zahl mehr: der Abstieg ist verloren.",
    "compute": "Noch einmal gerechnet",
}
LANGUAGES: Final = {"en": ENGLISH, "de": GERMAN}


def words_of(language: str) -> dict[str, str]:
    """The table of a language; English where it has none."""
    return LANGUAGES.get(language, ENGLISH)
