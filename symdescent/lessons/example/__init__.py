"""A worked example: a study as one document of blocks."""
