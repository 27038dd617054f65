"""The words of exercises in German: the keys of the English table, with the same places."""

from typing import Final

GERMAN: Final = {
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
