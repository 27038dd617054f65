"""The words of a document in German, by key, as those in English."""

from typing import Final

GERMAN: Final = {
    "example": "Beispiel",
    "exercise": "Aufgabe",
    "remark": "Bemerkung",
    "proof": "Beweis",
    "solution": "Lösung",
    "answer": "Antwort",
    "figure": "Abbildung",
    "table": "Tabelle",
    "made": "Erzeugt mit symdescent {version}{seed}:",
    "right": "richtig",
    "by": "dem Verfahren {name}",
    "by gradient descent": "dem Gradientenverfahren",
    "by momentum": "dem Gradientenverfahren mit Impuls",
    "by Nesterov momentum": "dem Gradientenverfahren mit Nesterov-Impuls",
    "headline": "{name}",
    "headline gradient descent": "Gradientenverfahren",
    "headline momentum": "Gradientenverfahren mit Impuls",
    "headline Nesterov momentum": "Nesterov-Impuls",
    "title": "{method} an {shape}",
    "shape parabola": "einer Parabel",
    "shape polynomial": "einem Polynom vom Grad {degree}",
    "shape function": "einer Funktion einer Veränderlichen",
    "shape quadratic many": "einer quadratischen Funktion von {variables} Veränderlichen",
    "shape polynomial many": "einem Polynom vom Grad {degree} in {variables} Veränderlichen",
    "shape function many": "einer Funktion von {variables} Veränderlichen",
    "statement begin": "Minimiere {function} ",
    "statement wide": "Minimiere die Funktion",
    "statement end": "mit {method} von {start} aus, mit {settings}.",
    "statement end bare": "mit {method} von {start} aus.",
    "setting lr": "Lernrate {value}",
    "setting momentum": "Impuls {value}",
    "setting": "{value}",
    "list": "{first}, {second}",
    "list end": "{first} und {second}",
    "vector": "Dabei ist {point} der Vektor aller Variablen.",
    "within": "Gesucht wird das Minimum unter {bounds}.",
    "chosen start": "Den Startpunkt hat das Programm gewählt.",
    "chosen rate": "Die Lernrate hat das Programm gewählt.",
    "note": "Anmerkung: {note}.",
    "slopes": "Die Ableitung, Regel für Regel:",
    "slopes many": "Die partiellen Ableitungen, Regel für Regel:",
    "lines proved": "Jede dieser Zeilen ist bewiesen gleich der vorigen.",
    "lines checked": "Von den Schritten von Zeile zu Zeile sind {proved} bewiesen; {checked} sind "
    "numerisch geprüft, an Punkten, auf 30 Stellen.",
    "lines open": "Von den Schritten von Zeile zu Zeile sind {proved} bewiesen; {checked} sind "
    "numerisch geprüft, an Punkten, auf 30 Stellen; {open} sind keines von beidem.",
    "slope long": "Die Ableitung nach {variable} ist zu lang, um hier ausgeschrieben zu werden.",
    "reason critical": "der einzige kritische Punkt",
    "reason critical some": "die kritischen Punkte",
    "reason bowl": "eindeutiges globales Minimum",
    "reason step": "ein Schritt",
    "reason shift": "Fixpunkt abziehen",
    "reason start": "denn {gap}",
    "reason modes": "entlang der Eigenvektoren der Hesse-Matrix",
    "reason roots": "mit den Nullstellen der Rekursion",
    "angles": "mit {angles}.",
    "solved by modes": "Jeder Schritt ist linear in den Iterierten, also haben sie eine "
    "geschlossene Form:",
    "value there": "der kleinste Wert",
    "gradient": "der Gradient, eine Spalte",
    "Hessian": "die Hesse-Matrix",
    "second derivative": "die zweite Ableitung",
    "rule": "Ein Schritt mit {method} berechnet, anfangs mit {memory},",
    "rule bare": "Ein Schritt mit {method} berechnet",
    "by coordinates": "wobei Potenzen, Wurzeln und Quotienten von Vektoren koordinatenweise "
    "gemeint sind.",
    "algorithm": "Ein Schritt mit {method}, in Worten:",
    "first steps": "Die ersten Schritte, mit eingesetzten Zahlen, sind",
    "no closed form": "Der Schritt ist nicht linear im Iterierten, daher wird keine geschlossene "
    "Form für {iterate} behauptet.",
    "critical": "Alle Punkte, an denen der Gradient verschwindet, und was sie sind:",
    "critical some": "Punkte, an denen der Gradient verschwindet, und was sie sind (es kann "
    "weitere geben):",
    "column point": "Punkt",
    "column value": "Wert",
    "column nature": "Art",
    "local minimum": "lokales Minimum",
    "local maximum": "lokales Maximum",
    "saddle": "Sattelpunkt",
    "inflection": "Wendepunkt",
    "degenerate: the Hessian does not tell": "die Hesse-Matrix entscheidet nicht",
    "undecided": "unentschieden",
    "roots": "Dabei sind {roots} reelle Nullstellen von {polynomial}, aufsteigend geordnet: "
    "{values}.",
    "root": "Dabei ist {roots} eine Nullstelle von {polynomial}: {values}.",
    "title global": "{point} ist das globale Minimum",
    "title global value": "{value} ist der kleinste Wert",
    "title local": "{point} ist ein lokales Minimum",
    "title stationary only": "Der Gradient verschwindet bei {point}",
    "title unbounded below": "Es gibt kein Minimum",
    "title infimum not attained": "Es gibt kein Minimum",
    "steps": "Schritt für Schritt:",
    "not attained": "Das Infimum {value} wird nicht angenommen.",
    "unbounded": "Die Funktion ist nach unten unbeschränkt: sie hat kein Minimum.",
    "undecided minimum": "Es wurde kein Minimum bewiesen: {reason}.",
    "bracket": "Bewiesen ist: das Infimum liegt zwischen {low} und {high}.",
    "checked": "Diesen Beweis hat eine Prüfung nachvollzogen, die mit der Suche nach ihm keinen "
    "Code gemeinsam hat.",
    "unchecked": "Das hat das Programm hergeleitet; unabhängig geprüft ist es nicht.",
    "more": "Dass kein Punkt tiefer liegt, ist nicht bewiesen: {reason}.",
    "other points": "Ob es weitere Minimalstellen gibt, ist nicht bewiesen.",
    "eigenvalue": "Die Hesse-Matrix hat nur den Eigenwert {values} (Konditionszahl {condition}).",
    "eigenvalue alone": "Die Hesse-Matrix hat nur den Eigenwert {values}.",
    "eigenvalues": "Die Hesse-Matrix hat die Eigenwerte {values} (Konditionszahl {condition}).",
    "eigenvalues alone": "Die Hesse-Matrix hat die Eigenwerte {values}.",
    "rate interval": "Die Iteration konvergiert genau für die Lernraten mit {condition}, also für "
    "{interval}.",
    "rate interval alone": "Die Iteration konvergiert von jedem Startpunkt aus genau für die "
    "Lernraten mit {interval}.",
    "boxed": "Nach jedem Schritt wird jede Koordinate, die den Kasten verlassen hat, auf dessen "
    "Rand zurückgesetzt.",
    "kinks": "Wo die Funktion einen Knick hat, gibt es keine Ableitung; der Abstieg nimmt die "
    "Mitte der Steigungen zu beiden Seiten.",
    "rate best": "Am schnellsten ist sie im schlechtesten Fall für {best}.",
    "rate shrinks": "Hier wird der Fehler in jedem Schritt mit {factor} multipliziert, und "
    "{bound} gilt zuerst für {count}.",
    "rate shrinks long": "Hier schrumpft der Fehler auf lange Sicht je Schritt um den Faktor "
    "{factor}, und {bound} gilt zuerst für {count}.",
    "rate shrinks for good": "Hier wird der Fehler in jedem Schritt mit {factor} multipliziert, "
    "und {bound} gilt von {count} an.",
    "rate shrinks long for good": "Hier schrumpft der Fehler auf lange Sicht je Schritt um den "
    "Faktor {factor}, und {bound} gilt von {count} an.",
    "rate shrinks alone": "Hier wird der Fehler in jedem Schritt mit {factor} multipliziert.",
    "rate shrinks alone long": "Hier schrumpft der Fehler auf lange Sicht je Schritt um den "
    "Faktor {factor}.",
    "rate at once": "Hier ist der Fehler nach einem Schritt 0.",
    "rate at last": "Hier ist der Fehler nach wenigen Schritten 0.",
    "rate stays": "Hier wird der Fehler in jedem Schritt mit {factor} multipliziert und nicht "
    "kleiner.",
    "rate stays long": "Hier ist der Faktor je Schritt auf lange Sicht {factor}, und der Fehler "
    "schrumpft nicht.",
    "rate local": "Keine Rate gilt überall, denn die Funktion ist nicht quadratisch. Nahe dem "
    "Minimum, nach der Hesse-Matrix dort, schrumpft der Fehler auf lange Sicht je Schritt um den "
    "Faktor {factor}.",
    "rate local not": "Keine Rate gilt überall, denn die Funktion ist nicht quadratisch. Nahe dem "
    "Minimum, nach der Hesse-Matrix dort, ist der Faktor je Schritt {factor}: der Fehler "
    "schrumpft nicht.",
    "rate local slow": "Keine Rate gilt überall, denn die Funktion ist nicht quadratisch. Nahe dem "
    "Minimum, nach der Hesse-Matrix dort, ist der Faktor je Schritt {factor}: der Fehler schrumpft "
    "langsamer als mit jedem festen Faktor, wenn er schrumpft.",
    "rate observed": "In den letzten Schritten beobachtet: {factor}.",
    "no rate": "Für das Verfahren auf dieser Funktion wird keine Konvergenzrate behauptet: was "
    "über seine Geschwindigkeit gesagt wird, ist beobachtet und nicht hergeleitet.",
    "column eigenvalue": "Eigenwert",
    "column eigenvector": "Eigenvektor",
    "column factor": "Faktor je Schritt",
    "column behaviour": "Verhalten",
    "mode monotone": "monoton",
    "mode oscillating": "wechselt in jedem Schritt die Seite",
    "mode rotating": "dreht sich um das Minimum",
    "mode diverging": "divergiert",
    "mode at rest": "in Ruhe",
    "iterates exact": "Iterierte, aus ihren exakten Werten gerundet",
    "iterates mixed": "Iterierte, bis {step} aus ihren exakten Werten gerundet, danach in "
    "Gleitkommazahlen berechnet",
    "iterates floats": "Iterierte, in Gleitkommazahlen berechnet",
    "coordinates": "Von {count} Koordinaten stehen hier die ersten {shown}.",
    "column exact": "{name} exakt",
    "exact": "exakt",
    "ulp": "In Gleitkommazahlen berechnet, weicht keine Iterierte der Tabelle um mehr als {count} "
    "ulp (Einheiten der letzten Stelle) von ihrem exakten Wert ab.",
    "ulp none": "In Gleitkommazahlen berechnet, ist jede Iterierte der Tabelle ihr exakter Wert.",
    "exactness ends": "Die exakten Iterierten sind ausgeschrieben, solange sie kurz sind; ihre "
    "Länge wächst mit jedem Schritt.",
    "figure curve": "Die Funktion mit den Iterierten",
    "figure contours": "Höhenlinien der Funktion mit dem Weg der Iterierten",
    "figure gap": "Der Abstand des Wertes vom kleinsten in jedem Schritt, logarithmisch",
    "ends at once": "Nach {steps} ist die Iterierte an der {sure} Minimalstelle {point}.",
    "agrees": "Nach {steps} ist die Iterierte {distance} von der {sure} Minimalstelle {point} "
    "entfernt.",
    "agrees value": "Nach {steps} liegt der Wert {gap} über dem {sure} Minimum.",
    "not converged": "Nach {steps} ist die Iterierte noch {distance} von der {sure} "
    "Minimalstelle {point} entfernt: es braucht mehr Schritte.",
    "never nearer": "Nach {steps} ist die Iterierte noch {distance} von der {sure} Minimalstelle "
    "{point} entfernt, und mit dieser Lernrate kommt sie nicht näher: es braucht eine kleinere.",
    "not settled": "Nach {steps} ist die Iterierte noch {distance} von der {sure} Minimalstelle "
    "{point} entfernt. Wo die Steigung springt, kommt eine feste Lernrate nicht zur Ruhe; eine "
    "kleinere kommt näher.",
    "stopped at a local minimum": "Nach {steps} ruht der Abstieg bei {found}, nur einem lokalen "
    "Minimum (alle Krümmungen dort sind positiv, numerisch geprüft): sein Wert liegt {gap} über "
    "dem {sure} globalen Minimum bei {point}. Das Gradientenverfahren findet "
    "das Minimum des Tales, in dem es beginnt.",
    "at a saddle or a maximum": "Nach {steps} ruht der Abstieg bei {found}, wo der Gradient "
    "verschwindet, eine Krümmung aber negativ ist: das ist kein Minimum. Es braucht einen anderen "
    "Startpunkt.",
    "stationary, nothing more is known": "Nach {steps} ruht der Abstieg bei {found}, wo der "
    "Gradient verschwindet; ob das ein Minimum ist, ist nicht bekannt.",
    "rests": "Nach {steps} ruht der Abstieg bei {found}, wo der Gradient verschwindet; anderswo "
    "fällt die Funktion unter jede Zahl.",
    "follows the escape": "Nach {steps} ist der Wert {value}: die Werte fallen immer weiter, wie "
    "sie müssen: es gibt keinen kleinsten Wert.",
    "diverged": "Die Iterierten divergieren: die Lernrate ist für diese Funktion und diesen "
    "Startpunkt zu groß. Die letzte, nach {steps}, ist {found}.",
    "left the domain": "Nach {steps} läge die nächste Iterierte dort, wo die Funktion nicht "
    "definiert ist; die letzte ist {found}.",
    "undecided run": "Nach {steps} ist der Abstieg bei {found}, wo der Wert {value} ist; ein "
    "bekanntes Minimum zum Vergleich gibt es nicht.",
    "contradicts the proof": "Der Lauf widerspricht dem Beweis: das ist ein Fehler des Programms.",
    "proved": "bewiesenen",
    "derived": "hergeleiteten",
    "one step": "1 Schritt",
    "many steps": "{count} Schritten",
    "exercise rate title": "Eine andere Lernrate",
    "exercise rate": "Nimm stattdessen die Lernrate {rate}. Berechne {iterates} exakt, finde eine "
    "geschlossene Form für {iterate} und entscheide, ob die Iteration konvergiert.",
    "converges": "Wegen {condition} konvergiert die Iteration.",
    "does not converge": "Wegen {condition} konvergiert die Iteration nicht.",
    "exercise slope title": "Der erste Gradient",
    "exercise slope": "Berechne {gradient} von Hand. In welche Richtung fällt die Funktion dort "
    "am steilsten?",
    "steepest": "Sie fällt am steilsten gegen den Gradienten, in Richtung {direction}.",
    "flat": "Dort verschwindet der Gradient: in erster Ordnung fällt die Funktion in keine "
    "Richtung.",
    "exercise slope one": "Berechne {gradient} von Hand. Steigt oder fällt die Funktion dort, und "
    "nach welcher Seite geht ein Schritt des Gradientenverfahrens?",
    "rises one": "Die Steigung ist positiv: die Funktion steigt dort, und ein Schritt gegen die "
    "Steigung geht nach links.",
    "falls one": "Die Steigung ist negativ: die Funktion fällt dort, und ein Schritt gegen die "
    "Steigung geht nach rechts.",
    "flat one": "Die Steigung ist null: in erster Ordnung steigt und fällt die Funktion dort "
    "nicht, und das Gradientenverfahren bewegt sich nicht.",
    "rule constant": "Ableitung einer Konstanten",
    "rule variable": "Ableitung der Veränderlichen",
    "rule constant factor": "Faktorregel",
    "rule sum": "Summenregel",
    "rule product": "Produktregel",
    "rule quotient": "Quotientenregel",
    "rule reciprocal": "Reziprokenregel",
    "rule power": "Potenzregel",
    "rule exponential": "Ableitung der Exponentialfunktion",
    "rule variable power": "logarithmisches Ableiten",
    "rule chain": "Kettenregel",
    "rule piecewise": "stückweise",
    "rule derivative": "ableiten",
    "rule values": "Werte einsetzen",
    "rule simplify": "vereinfachen",
    "rule rearrange": "umstellen",
    "rule domain": "wo es definiert ist",
    "rule of a function": "Ableitung von {function}",
    "as": "{limit} für {place}",
    "as left": "{limit} für {place} von links",
    "as right": "{limit} für {place} von rechts",
}
