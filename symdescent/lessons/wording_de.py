"""The sentences of documents and of exercises in German, by the keys of the English table."""

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
    "slopes left": "Die übrigen {count} ergeben sich ebenso.",
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
}


EXERCISES_IN_GERMAN: Final = {
    "title.quadratic": "Gradientenverfahren auf Parabeln",
    "title.quadratic-2d": "Gradientenverfahren in der Ebene",
    "title.momentum": "Heavy-Ball-Verfahren auf Parabeln",
    "title.polynomial": "Kritische Stellen von Polynomen",
    "title.convergence": "Konvergenzgeschwindigkeit",
    "title.gradient": "Gradienten und ein Schritt",
    "sheet.exercises": "{kind}: Aufgaben",
    "sheet.solutions": "{kind}: Lösungen",
    "sheet.variant": "{title}, Fassung {letter}",
    "heading.solutions": "Lösungen",
    "heading.key": "Ergebnisse",
    "solution.of": "Aufgabe {place}",
    "choice.right": "Richtig ist {letter}.",
    "choice.wrong": "{letter} ergibt sich, wenn {mistake}.",
    # was gegeben ist
    "descent.statement": "Gegeben ist {formula}. Das Gradientenverfahren startet in {start} mit "
    "der Lernrate {rate}.",
    "descent.plane": "Gegeben ist {formula}, und es sei {point}. Das Gradientenverfahren startet "
    "in {start} mit der Lernrate {rate}.",
    "momentum.function": "Gegeben ist {formula}. Das Heavy-Ball-Verfahren hat die Vorschrift",
    "momentum.start": "Es startet aus der Ruhe, {rest}, in {start}, mit {rate} und {momentum}.",
    "polynomial.statement": "Gegeben ist {formula}.",
    "convergence.line": "Die Funktion {formula} soll mit dem Gradientenverfahren mit fester "
    "Lernrate {eta} minimiert werden.",
    "convergence.plane": "Die Funktion {formula} soll mit dem Gradientenverfahren mit fester "
    "Lernrate {eta} minimiert werden.",
    "convergence.ball": "Die Funktion {formula} soll mit dem Heavy-Ball-Verfahren minimiert "
    "werden; dabei ist {point}:",
    "gradient.statement": "Gegeben ist {formula}.",
    "gradient.plane": "Gegeben ist {formula}, und es sei {point}.",
    # wonach gefragt ist
    "part.update": "Bestimmen Sie die Ableitung von {L} und schreiben Sie einen Schritt in der "
    "Form {rule}.",
    "part.iterates": "Berechnen Sie {points} als exakte Brüche.",
    "part.closed": "Geben Sie eine Formel für {point} in Abhängigkeit von {k} an, und den "
    "Grenzwert.",
    "part.roots": "Bestimmen Sie die beiden Nullstellen des charakteristischen Polynoms dieser "
    "Rekursion.",
    "part.gradient_hessian": "Bestimmen Sie den Gradienten und die Hesse-Matrix von {L}.",
    "part.eigen": "Bestimmen Sie die Eigenwerte und Eigenvektoren der Hesse-Matrix.",
    "part.critical": "Bestimmen Sie alle kritischen Stellen von {L}.",
    "part.natures": "Entscheiden Sie für jede, ob dort ein lokales Minimum, ein lokales Maximum "
    "oder keines von beiden liegt.",
    "part.least": "Bestimmen Sie den kleinsten Wert von {L} {where}, und wo er angenommen wird.",
    "part.basin": "Das Gradientenverfahren mit kleiner Lernrate startet in {start}. Gegen welche "
    "kritische Stelle konvergiert es?",
    "part.range": "Für welche Lernraten {eta} konvergiert das Gradientenverfahren von jedem Start "
    "aus?",
    "part.at_once": "Für welches {eta} führt ein einziger Schritt von jedem Start aus ins Minimum?",
    "part.waiting": "Nun sei {start} und {rate}. Bestimmen Sie das kleinste {k} mit {goal}.",
    "part.best": "Für welches feste {eta} schrumpft der Fehler im ungünstigsten Fall am "
    "schnellsten, und um welchen Faktor {rho} je Schritt?",
    "part.shrinking": "Bestimmen Sie für dieses {eta} das kleinste {k}, für das der Fehler sicher "
    "auf {share} seiner anfänglichen Größe oder weniger geschrumpft ist.",
    "part.ball": "Bestimmen Sie die festen {eta} und {beta}, mit denen das Heavy-Ball-Verfahren "
    "am schnellsten konvergiert.",
    "part.factors": "Um welchen Faktor je Schritt schrumpft der Fehler beim Heavy-Ball-Verfahren "
    "auf lange Sicht? Um welchen schrumpft er im ungünstigsten Fall beim Gradientenverfahren mit "
    "der besten festen Lernrate?",
    "part.slope": "Bestimmen Sie die Ableitung von {L}.",
    "part.gradient": "Bestimmen Sie den Gradienten von {L}.",
    "part.gradient_there": "Werten Sie sie aus für {start}.",
    "part.gradients_there": "Werten Sie den Gradienten aus für {start}.",
    "part.one_step": "Machen Sie einen Schritt des Gradientenverfahrens mit {rate}: Was ist "
    "{point}?",
    "question.point": "Was ist {point}?",
    "question.least": "Was ist der kleinste Wert von {L} {where}?",
    "question.waiting": "Was ist für {start} und {rate} das kleinste {k} mit {goal}?",
    "question.best": "Für welches feste {eta} schrumpft der Fehler im ungünstigsten Fall am "
    "schnellsten?",
    "question.ball": "Welches {momentum} gehört zum schnellsten Heavy-Ball-Verfahren mit festen "
    "Werten?",
    "question.one_step": "Ein Schritt des Gradientenverfahrens von {start} aus mit {rate}: Was "
    "ist {point}?",
    "where.reals": "auf der ganzen reellen Achse",
    "where.interval": "für {bounds}",
    "key.least": "{value}, angenommen für {x} = {places}",
    "nature.minimum": "lokales Minimum",
    "nature.maximum": "lokales Maximum",
    "nature.neither": "keines von beiden",
    # Regeln und Gründe
    "rule.power": "Potenzregel",
    "rule.chain": "Kettenregel",
    "rule.product": "Produktregel",
    "rule.quotient": "Quotientenregel",
    "rule.constant_y": "{y} bleibt fest",
    "rule.constant_x": "{x} bleibt fest",
    "reason.step": "ein Schritt",
    "reason.collected": "zusammengefasst",
    "reason.fixed_point": "Fixpunkt",
    "reason.subtracted": "Fixpunkt abgezogen",
    "reason.since": "wegen {fact}",
    "reason.along": "entlang der Eigenvektoren",
    "reason.factor": "Faktor je Schritt",
    "reason.characteristic": "charakteristische Gleichung",
    "reason.vieta": "Summe und Produkt der Nullstellen",
    "reason.ansatz": "mit unbekannten {A} und {B}",
    "reason.at_step": "für {step}",
    "reason.ball_factor": "Heavy-Ball-Verfahren",
    "reason.gd_factor": "Gradientenverfahren",
    # Lösungen
    "quadratic.slope": "Die Ableitung, in die Vorschrift eingesetzt:",
    "iterates.by_rule": "Die Vorschrift, dreimal angewandt:",
    "closed.by_fixed_point": "Der Abstand vom Fixpunkt wird in jedem Schritt mit demselben Faktor "
    "multipliziert:",
    "closed.settles": "Wegen {factor} konvergieren die Punkte gegen {limit}, wo {L} am kleinsten "
    "ist.",
    "momentum.slope": "Die Ableitung, in die Vorschrift eingesetzt:",
    "momentum.iterates": "Die Vorschrift, dreimal angewandt, beginnend mit {rest}:",
    "momentum.roots": "Im Fixpunkt ist {L} am kleinsten. Setzt man {ansatz} ein, so folgt",
    "momentum.weights": "Die beiden Gewichte folgen aus den ersten beiden Punkten:",
    "momentum.settles": "Wegen {larger} und {smaller} konvergieren die Punkte gegen {limit}, wo "
    "{L} am kleinsten ist.",
    "plane.slopes": "Summand für Summand:",
    "plane.eigen": "Die Hesse-Matrix multipliziert diese Vektoren mit Zahlen:",
    "convergence.curvature": "Die Ableitungen, und zwei Vektoren, die die Hesse-Matrix mit Zahlen "
    "multipliziert:",
    "plane.iterates": "Der Gradient in dem Punkt, in dem man steht, dann ein Schritt:",
    "plane.closed": "Der Start, vom Minimum aus gesehen, wird entlang der Eigenvektoren zerlegt; "
    "jeder Teil wird in jedem Schritt mit seinem eigenen Faktor multipliziert:",
    "plane.settles": "Beide Faktoren liegen zwischen −1 und 1, also konvergieren die Punkte gegen "
    "{limit}, wo {L} am kleinsten ist.",
    "polynomial.slope": "Die Ableitung und ihre Faktoren:",
    "polynomial.critical": "Sie verschwindet genau für {x} = {points}.",
    "polynomial.curve": "Die zweite Ableitung an jeder dieser Stellen:",
    "polynomial.no_change": "Wo die zweite Ableitung verschwindet, hat die erste ein Quadrat als "
    "Faktor: Das Vorzeichen wechselt dort nicht, es liegt weder ein Minimum noch ein Maximum vor.",
    "polynomial.compare": "{L} wächst auf beiden Seiten über alle Grenzen, also wird der kleinste "
    "Wert an einer kritischen Stelle angenommen:",
    "polynomial.ends": "Auf einem abgeschlossenen Intervall wird der kleinste Wert an einer "
    "kritischen Stelle oder an einem Ende angenommen:",
    "polynomial.least": "Also {least}.",
    "basin.left": "Hier ist {fact}: Kleine Schritte gehen nach links und kommen zur nächsten "
    "kritischen Stelle, {end} ({kind}), ohne sie zu überschreiten.",
    "basin.right": "Hier ist {fact}: Kleine Schritte gehen nach rechts und kommen zur nächsten "
    "kritischen Stelle, {end} ({kind}), ohne sie zu überschreiten.",
    "convergence.gap": "Der Fehler wird in jedem Schritt mit demselben Faktor multipliziert:",
    "convergence.at_once": "Der Fehler ist nach einem Schritt verschwunden, wenn sein Faktor null "
    "ist:",
    "convergence.wait": "Schritt für Schritt wird der Fehler mit dem Faktor multipliziert:",
    "convergence.first": "Das kleinste solche {k} ist {count}.",
    "convergence.modes": "Entlang eines Eigenvektors zum Eigenwert {eigenvalue} wird der Fehler "
    "in jedem Schritt mit {mode} multipliziert:",
    "convergence.both": "Beides gilt für {range}.",
    "convergence.balance": "Der größere der beiden Faktoren ist am kleinsten, wo sie gleich groß "
    "sind und entgegengesetzte Vorzeichen haben:",
    "convergence.polyak": "Entlang eines Eigenvektors zum Eigenwert {eigenvalue} haben die "
    "Nullstellen von {quadratic} mindestens den Betrag {modulus}; doppelt, und so klein wie "
    "möglich, sind sie für",
    "convergence.compare": "Die Faktoren je Schritt:",
    "gradient.rules": "Nach den Regeln:",
    "gradient.put_in": "Den Punkt eingesetzt:",
    "gradient.step": "Ein Schritt gegen den Gradienten:",
    # Fehler
    "mistake.sign": "der Schritt bergauf geht: + statt −",
    "mistake.exponent": "ein Exponent nicht als Faktor vorgezogen wird",
    "mistake.inner": "die innere Ableitung vergessen wird",
    "mistake.half_product": "nur ein Faktor des Produkts abgeleitet wird",
    "mistake.unsquared_below": "der Nenner nicht quadriert wird",
    "mistake.held": "{x} nicht festgehalten wird",
    "mistake.early": "man einen Schritt zu früh aufhört",
    "mistake.late": "man einen Schritt zu viel macht",
    "mistake.stale": "der Gradient nicht in jedem Punkt neu berechnet wird",
    "mistake.offset": "der Fixpunkt nicht wieder addiert wird",
    "mistake.inverse": "{flipped} statt {eta} genommen wird",
    "mistake.no_momentum": "das Moment weggelassen wird",
    "mistake.momentum_sign": "das Moment das falsche Vorzeichen hat",
    "mistake.swapped": "{eta} und {beta} vertauscht werden",
    "mistake.mixed": "der gemischte Term nicht abgeleitet wird",
    "mistake.one_by_one": "{y} mit dem neuen statt mit dem alten {x} bewegt wird",
    "mistake.other_point": "eine andere kritische Stelle genommen wird",
    "mistake.maximum": "der größte der Werte genommen wird",
    "mistake.end": "das linke Ende genommen wird",
    "mistake.other_end": "das rechte Ende genommen wird",
    "mistake.no_ends": "die Enden vergessen werden",
    "mistake.place": "die Stelle statt des Wertes angegeben wird",
    "mistake.constant": "der konstante Summand weggelassen wird",
    "mistake.at_zero": "{at_zero} berechnet wird",
    "mistake.negated": "die Stelle das falsche Vorzeichen hat",
    "mistake.distance": "der Abstand des Starts weggelassen wird",
    "mistake.value": "der Wert von {L} statt des Abstands klein gehalten wird",
    "mistake.even": "man meint, jeder Schritt verkürze den Abstand um das gleiche Stück",
    "mistake.rate_as_factor": "{eta} für den Faktor gehalten wird",
    "mistake.one_digit": "eine Stelle weniger verlangt wird",
    "mistake.edge": "der Rand des stabilen Bereichs genommen wird",
    "mistake.steepest": "nur der größere Eigenwert beachtet wird",
    "mistake.flattest": "nur der kleinere Eigenwert beachtet wird",
    "mistake.no_two": "die 2 vergessen wird",
    "mistake.difference": "die Eigenwerte subtrahiert statt addiert werden",
    "mistake.mean_of_best": "die besten Lernraten beider Richtungen gemittelt werden",
    "mistake.unsquared": "das Quadrat vergessen wird",
    "mistake.no_roots": "die Wurzeln der Eigenwerte vergessen werden",
    "mistake.plain_factor": "der Faktor des Gradientenverfahrens genommen wird",
    "mistake.the_rate": "{eta} statt {beta} angegeben wird",
    "mistake.ratio": "Differenz und Summe weggelassen werden",
    "mistake.one_minus": "{complement} statt {beta} angegeben wird",
    "mistake.no_start": "der Schritt statt des neuen Punktes angegeben wird",
    "mistake.no_rate": "{eta} weggelassen wird",
    "mistake.only_gradient": "der Gradient statt des neuen Punktes angegeben wird",
}
