"""The sentences of proofs and reasons in German; the places are those of the English ones."""

from typing import Final

from symdescent.proofs.steps import Step, Why

STEPS: Final = {
    Step.CONSTANT: "{L} ist konstant",
    Step.CONVEX_STATIONARY: "{L} ist konvex, und dort verschwindet der Gradient",
    Step.LOCAL_MINIMUM: "der Gradient verschwindet, die Hesse-Matrix ist positiv definit",
    Step.STATIONARY: "der Gradient verschwindet dort",
    Step.TERMS_AT_THEIR_LEAST: "kein Summand kann kleiner sein, und dort ist jeder am kleinsten",
    Step.PARTS_AT_THEIR_LEAST: "eine Summe von Teilen ohne gemeinsame Veränderliche ist am "
    "kleinsten, wo jeder Teil es ist",
    Step.PART_FALLS: "von den Teilen dieser Summe, ohne gemeinsame Veränderliche, fällt einer "
    "unbeschränkt, was auch immer die anderen sind",
    Step.RISES_WITH_PART: "{L} wächst mit einem Teil {part} und ist am kleinsten, wo {part} es ist",
    Step.LINEAR_FORM: "{L} ist eine Funktion {part} nur einer Linearform",
    Step.PERIODIC: "{L} wiederholt sich nach {period}, und über einer Periode ist dies der "
    "kleinste Wert",
    Step.LEAST_OF_CANDIDATES: "der kleinste der Werte an allen kritischen Punkten, Enden und "
    "Grenzwerten",
    Step.LEAST_OF_CRITICAL: "der kleinste der Werte an allen {count} kritischen Punkten, und "
    "{growth} weit draußen",
    Step.ONLY_CRITICAL: "der Wert am einzigen kritischen Punkt, und {growth} weit draußen",
    Step.SIGN_CHART: "{L} fällt davor und steigt danach, nach den Vorzeichen der Steigung",
    Step.FALLS: "{L} fällt unbeschränkt",
    Step.FALLS_ALONG_LINE: "entlang dieser Geraden fällt {L} unbeschränkt, wenn {parameter} wächst",
    Step.FALLS_ALONG_CURVE: "entlang dieser Linie fällt {L} unbeschränkt",
    Step.APPROACHED: "{L} kommt beliebig nahe und bleibt darüber",
    Step.APPROACHED_ALONG_CURVE: "{L} bleibt darüber, kommt aber beliebig nahe",
    Step.BOXES_ENCLOSED: "in Quader zerlegt und in jedem eingeschlossen, ist {L} nirgends sonst "
    "so klein",
    Step.OTHER_BOXES: "in jedem anderen Quader ist {L} größer, oder die Steigung entlang einer "
    "Veränderlichen ist dort nie 0",
    Step.SQUARES_COMPLETED: "durch quadratische Ergänzung",
    Step.EVEN_POWERS: "jeder Exponent ist gerade, kein Koeffizient ist negativ, und der erste ist "
    "positiv",
    Step.TWO_POWERS: "verschoben hat {L} zwei Potenzen und eine Konstante",
    Step.POSITIVE_PIVOTS: "die Hesse-Matrix hat nur positive Pivots, also gibt es kein weiteres",
    Step.PIVOTS_NOT_NEGATIVE: "die Hesse-Matrix hat positive Pivots und Pivots 0; entlang der "
    "letzteren ändert {L} sich nicht",
    Step.POSITIVE_DEFINITE_THERE: "die Hesse-Matrix dort ist positiv definit, also gibt es kein "
    "weiteres",
    Step.NEGATIVE_CURVATURE: "eine Richtung negativer Krümmung",
    Step.CONSTANT_SLOPE: "{L} hat eine Steigung, die sich nie ändert",
    Step.EQUALITY: "Gleichheit bedeutet {facts}",
    Step.EQUALITY_HOLDS: "was genau hier gilt",
    Step.PART_NEVER_LEAST: "einer der Teile nimmt seinen kleinsten Wert nie an",
    Step.TERM_NEVER_LEAST: "kein Summand kann kleiner sein, und ein Teil davon nimmt seinen "
    "kleinsten Wert nie an",
    Step.TERMS_NEVER_LEAST_AT_ONCE: "kein Summand kann kleiner sein, und nicht alle können "
    "zugleich am kleinsten sein",
    Step.LIMIT_NEVER_TAKEN: "der Grenzwert wird nie angenommen",
    Step.OTHER_PART_BOUNDED: "dieser Teil ist beschränkt, also fällt auch die Summe unbeschränkt",
    Step.ALONG_CURVE: "entlang dieser Kurve hat {L} nur eine Veränderliche",
    Step.RATIONAL_IN_TANGENT: "mit {half} sind Sinus und Kosinus rationale Funktionen von {name}, "
    "und {L} ist {facts}",
    Step.LEAST_OF_TANGENTS: "von den Werten an allen kritischen Punkten von {part} ist der "
    "kleinste bei {facts}",
    Step.OUTWEIGH: "diese Glieder überwiegen weit draußen alle anderen",
    Step.VANISHES: "verschwindet an jedem kritischen Punkt",
    Step.SLOPE: "die Steigung",
    Step.SLOPE_SIGNS: "die Vorzeichen der Steigung sind {signs}; ihre Nullstellen",
    Step.SLOPE_SIGNS_WITHOUT_ROOT: "das Vorzeichen der Steigung ist {signs}; sie hat keine "
    "Nullstelle",
    Step.DEFINITE_AND_STATIONARY: "um ihn herum ist die Hesse-Matrix positiv definit, und der "
    "Gradient ist genau 0",
    Step.RISES_FROM_END: "um ihn herum steigt {L} vom Rand des Quaders; in den anderen "
    "Veränderlichen ist der Gradient genau 0 und die Hesse-Matrix positiv definit",
    Step.ONLY_ZERO_IN_BOX: "die Ziffern sind die der einzigen Nullstelle des Gradienten in einem "
    "Quader der Breite {width} (Krawczyk-Test)",
    Step.SYMMETRIC: "wegen der Symmetrie sind die Werte dort gleich",
    Step.SQUARES_WITH_FACTORS: "ein Quadrat ist nie negativ, und {facts}",
    Step.SQUARES_WITH_FACTOR: "ein Quadrat ist nie negativ, und sein Faktor ist positiv",
    Step.NOTHING_ELSE_DEPENDS: "sonst hängt nichts in {L} von {variables} ab",
    Step.SLOPE_CHANGES_ON_EITHER_SIDE: "{L} fällt, bis die Steigung auf beiden Seiten von 0 ihr "
    "Vorzeichen wechselt, und wächst jenseits davon",
    Step.SLOPE_CHANGES_ON_THE_LEFT: "{L} fällt, bis die Steigung links von 0 ihr Vorzeichen "
    "wechselt, und wächst jenseits davon",
    Step.SLOPE_CHANGES_ON_THE_RIGHT: "{L} fällt, bis die Steigung rechts von 0 ihr Vorzeichen "
    "wechselt, und wächst jenseits davon",
    Step.LETTERS_APART: "was Buchstaben enthält, hängt nicht von den Veränderlichen ab",
    Step.LIMIT: "Grenzwert",
    Step.CRITICAL_POINT: "kritischer Punkt",
    Step.END_POINT: "Randpunkt",
    Step.PIECES_MEET: "Punkt, an dem zwei Stücke zusammenstoßen",
    Step.SO_LEAST: "also ist der kleinste Wert {facts}",
    Step.VALUES_ADD_UP: "also ist die Summe der kleinsten Werte {facts}",
    Step.VALUE: "der Wert dort",
    Step.EXACT_VALUE: "der exakte Wert dort",
    Step.FIRST_DIGITS: "der Wert dort, in seinen ersten Ziffern",
    Step.TAKEN_AT: "der kleinste Wert wird angenommen bei {facts}",
}
REASONS: Final = {
    Why.NO_RUNG_BELOW: "keine Sprosse beweist, dass kein Punkt tiefer liegt",
    Why.HESSIAN_OPEN: "die Hesse-Matrix dort ist nicht positiv definit, und keine Sprosse sagt "
    "mehr",
    Why.ENCLOSED: "eingeschlossen: zwischen {low} und {high}",
    Why.BOX_EMPTY: "der Bereich von {variable} ist leer",
    Why.BOX_OPEN: "der Bereich von {variable} hat Enden, die sich nicht vergleichen lassen",
    Why.UNDEFINED_IN_BOX: "{L} ist nicht definiert, wo der Bereich sie festhält",
    Why.DIVIDES_BY_ZERO: "die Formeln dieses Falles teilen durch 0",
    Why.ROOT_WITHOUT_NAME: "für die Nullstelle von {function} bei {near} ist hier keine "
    "geschlossene Form bekannt",
    Why.LETTERS_IN_SLOPE: "ein Polynom vom Grad {degree} mit Buchstaben darin ergibt die "
    "Minimalstellen",
    Why.LETTERS_BEYOND: "mit Buchstaben werden Polynome zweiten Grades entschieden und manche in "
    "einer Veränderlichen",
    Why.LATE: "die Zeit reichte nicht",
    Why.REFUSED: "der Beweis bestand seine Prüfung nicht, was ein Fehler von uns ist: {complaint}",
    Why.STOPPED: "angehalten, bevor die Suche am Ende war",
    Why.RUNG_BROKE: "die Sprosse {rung} brach ab ({error})",
    Why.RUNG_NOT_WRITTEN: "die Sprosse {rung} ergab, was sich nicht schreiben lässt ({error})",
    Why.RUNG_NOT_READ: "die Sprosse {rung} ergab, was sich nicht lesen lässt ({error})",
    Why.UNSETTLED: "keine Sprosse der Leiter klärt diese Formel",
    Why.NO_TIME: "{seconds} s waren zu wenig, um zu beginnen",
    Why.OUT_OF_TIME: "die Sprosse „{rung}“ brauchte mehr als die Zeit ({seconds} s)",
}
LIMITS: Final = {
    "": "{limit} für {place}",
    "left": "{limit} für {place} von links",
    "right": "{limit} für {place} von rechts",
}
