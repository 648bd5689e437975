"""One module per file format; each turns bytes into lines of text. :mod:`corpus.convert` chooses among them."""
