"""Measures the assistant from outside: it sees only what ``assistant``, ``corpus`` and ``prompts`` export, and their command line."""
