"""x[i+1], x_i and x_{i+1} go in; a name, or a place that an index will fill, comes out.

x_i becomes x_1, and x[1] becomes x1, unless the formula has an x_1 elsewhere: then x[1] is x_1.
Square brackets are read only in a formula with a sum or product over an index.
"""

from symdescent.language.expansion import SUBSCRIPT, UNDERSCORE, expand
from symdescent.language.reader import Reader
from symdescent.language.tokens import Token
from symdescent.language.tree import Call, Name, Node


def is_indexed(reader: Reader, token: Token) -> bool:
    """An index itself, x_i for an index i, or x[...] in a formula with a sum over an index."""
    text, indices = token.text, reader.indices
    if text in indices or (indices and text.rpartition("_")[2] in indices):
        return True
    return reader.following.kind == "[" and reader.names.indexed


def indexed(reader: Reader, token: Token) -> Node:
    """The name with its subscript, or the index as a number to come."""
    reader.advance()
    if token.text in reader.indices and reader.token.kind != "[":
        return Name(token.text, token.start, token.end)
    if reader.token.kind == "[":
        return _in_brackets(reader, token)
    stem, _, index = token.text.rpartition("_")
    subscript = Name(index, token.start + len(stem) + 1, token.end)
    return Call(UNDERSCORE, (Name(stem, token.start, token.end), subscript), token.start, token.end)


def _in_brackets(reader: Reader, token: Token) -> Node:
    """x[i+1] or a[i, j]."""
    reader.advance()
    reader.enter()
    places = [reader.levels.expression(reader)]
    while reader.token.kind == ",":
        reader.advance()
        places.append(reader.levels.expression(reader))
    reader.leave()
    end = reader.expect("]").end
    style = UNDERSCORE if f"{token.text}_1" in reader.names.bare else SUBSCRIPT
    stem: Node = Name(token.text, token.start, token.end)
    place = Call(style, (stem, *places), token.start, end)
    return place if reader.indices else expand(place, reader)


def braced(reader: Reader, token: Token) -> Node:
    """x_{1} is the name x_1; x_{i+1} waits for its index."""
    stem = Name(token.text[:-1], token.start, token.end - 1)
    reader.advance()
    reader.advance()
    inside = reader.token
    if (
        reader.following.kind == "}"
        and inside.kind in ("name", "number")
        and inside.text not in reader.indices
    ):
        reader.advance()
        end = reader.expect("}").end
        return Name(f"{stem.name}_{inside.text}", token.start, end)
    reader.enter()
    places = [reader.levels.expression(reader)]
    while reader.token.kind == ",":
        reader.advance()
        places.append(reader.levels.expression(reader))
    reader.leave()
    end = reader.expect("}").end
    waiting = Call(UNDERSCORE, (stem, *places), token.start, end)
    return waiting if reader.indices else expand(waiting, reader)
