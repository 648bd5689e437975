"""The commands of ``evals``, a file for each group of them."""
