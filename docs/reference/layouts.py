"""The JSON schemas go in, a page about every field comes out."""

import json
from pathlib import Path

import symdescent
from reference.markdown import code, inert, page, table

SCHEMAS = ("schema", "minimum.schema", "experiments.schema", "document.schema")
PACKAGE = Path(symdescent.__file__).parent


def fields():
    """Every field of every JSON layout, from the schemas."""
    return page("Fields of the JSON", *map(layout, SCHEMAS))


def layout(name):
    schema = json.loads((PACKAGE / f"{name}.json").read_text("utf-8"))
    parts = [f"## {inert(schema['title'])}", inert(schema.get("description", ""))]
    parts += listed(schema)
    for choice in schema.get("oneOf", []):
        parts += listed(choice) if "properties" in choice else []
    for inner, part in schema.get("$defs", {}).items():
        rows = listed(part)
        said = inert(part.get("description", ""))
        parts += [f"**{inner}**: {said}".rstrip(": "), *rows] if rows else []
    return "\n\n".join(filter(None, parts))


def listed(schema):
    """The properties of an object in a table."""
    rows = [*rows_of(schema, "")]
    return [table(["field", "type", "what it is"], rows)] if rows else []


def rows_of(schema, before):
    """A row for each property, and below an object's those of its own."""
    for name, part in schema.get("properties", {}).items():
        yield [code(before + name), code(kind(part)), inert(part.get("description", ""))]
        inner = part.get("items", {}) if part.get("type") == "array" else part
        mark = "[]." if inner is not part else "."
        yield from rows_of(inner, f"{before}{name}{mark}") if isinstance(inner, dict) else ()


def kind(part):
    """The type of a field in a word or two."""
    if "const" in part:
        return json.dumps(part["const"])
    if "enum" in part:
        return " or ".join(map(json.dumps, part["enum"]))
    if "$ref" in part:
        return part["$ref"].rpartition("/")[2]
    for several in ("oneOf", "anyOf"):
        if several in part:
            return " or ".join(map(kind, part[several]))
    named = part.get("type", "")
    if named == "array" and isinstance(part.get("items"), dict):
        return f"array of {kind(part['items'])}".removesuffix(" of ")
    return " or ".join(named) if isinstance(named, list) else named
