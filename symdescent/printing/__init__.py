"""Trees and the mathematics of documents as text; needs the language alone."""
