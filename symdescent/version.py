"""Nothing goes in, the number of this version comes out."""

VERSION = "0.1.0"
