"""Conversations that last longer than a page: whose they are, the list of them, what they are called, taking them along.

``owner`` tells whose a request is, ``registry`` holds everybody's, ``listing`` draws them, ``routes`` has the addresses below
``/conversations``, ``export`` writes files.
"""
