"""Fluent answers from a chat model, sentence by sentence, each of them checked against the sentences of the document that it names.

The model sees evidence under numbers, never addresses; what it writes comes back as claims and passes the gates for written text before
anyone sees it. It can add nothing to an answer but wording: what is declined stays declined, a verdict that was read off the text stands
above what it writes, and clauses that it leaves out are set out after it.
"""
