"""Writers: a document as text in one format; none of them knows another."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Manner:
    """`standalone`: a whole file, not a part of one; `stem`: the name of the file that the text
    goes into, without its ending, beside which pictures may lie; empty where there is none."""

    standalone: bool = False
    stem: str = ""


@dataclass(frozen=True)
class Page:
    """The text, and the files that lie beside it, by name."""

    text: str
    files: Mapping[str, str] = field(default_factory=dict)
