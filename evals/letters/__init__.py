"""Letters that ask several things, and the draft of a reply held against what each of them asks."""
