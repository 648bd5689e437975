"""``python -m assistant.vectors [--check]``: bring the vectors of the shipped texts up to date."""

import sys

from assistant.vector_cache import SHIPPED
from assistant.vectors import outdated, write


def main(arguments: list[str]) -> int:
    """Exit code: 0 done or up to date, 1 out of date (with ``--check``), 2 misused."""
    if arguments not in ([], ["--check"]):
        return _leave(2, "usage: python -m assistant.vectors [--check]")
    missing, superfluous = outdated()
    if not missing and not superfluous:
        return _leave(0, f"{SHIPPED} is up to date.")
    if arguments:
        return _leave(
            1, f"{SHIPPED}: {missing} texts without a vector, {superfluous} vectors without a text; run python -m assistant.vectors."
        )
    count = write()
    return _leave(0, f"{SHIPPED}: {count} vectors, {SHIPPED.stat().st_size / 1024:.0f} KiB.")


def _leave(code: int, message: str) -> int:
    (sys.stderr if code == 2 else sys.stdout).write(message + "\n")
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
