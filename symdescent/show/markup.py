"""Text and elements go in, well-formed markup comes out; no text of a person can become a tag."""

import re
from html import escape
from typing import Final

FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def inert(text: str) -> str:
    """The text as a person reads it, in an element or a quoted attribute.

    Characters that XML cannot hold are shown as the sign for a character that is missing.
    """
    return escape(FORBIDDEN.sub("\ufffd", text), quote=True)


def element(tag: str, *inside: str, **attributes: str) -> str:
    """<tag a="...">inside</tag>: `inside` is markup, attributes are text.

    An underscore at the end of an attribute's name is left out, the others are hyphens.
    """
    return f"<{tag}{told(attributes)}>{''.join(inside)}</{tag}>"


def told(attributes: dict[str, str]) -> str:
    """The attributes inside a tag."""
    pairs = [(name.rstrip("_").replace("_", "-"), text) for name, text in attributes.items()]
    return "".join(f' {name}="{inert(text)}"' for name, text in pairs)
