"""``python -m assistant.vectors [--check]``: bring the vectors of the shipped texts up to date."""

import sys

from assistant.vector_cache import SHIPPED
from assistant.vectors import outdated, write


def main(arguments: list[str]) -> int:
    """Exit code: 0 done or up to date, 1 out of date (with ``--check``), 2 misused."""
    if arguments not in ([], ["--check"]):
        print("usage: python -m assistant.vectors [--check]", file=sys.stderr)
        return 2
    missing, superfluous = outdated()
    if not missing and not superfluous:
        print(f"{SHIPPED} is up to date.")
        return 0
    if arguments:
        print(f"{SHIPPED}: {missing} texts without a vector, {superfluous} vectors without a text. Run python -m assistant.vectors.")
        return 1
    count = write()
    print(f"{SHIPPED}: {count} vectors, {SHIPPED.stat().st_size / 1024:.0f} KiB.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
