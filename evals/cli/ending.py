"""How a command ends: what went wrong as a sentence on standard error, and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

FAILED, MISUSED, UNREACHABLE = 1, 2, 3


@contextmanager
def ending() -> Iterator[None]:
    """Turn what the work of a command raises into its end: 1 the gold is broken, 2 the command was misused, 3 a component is away or a
    file cannot be written."""
    from assistant import AssistantError
    from corpus import CorpusError
    from evals.gold_schema import GoldError
    from evals.runs import RunError

    try:
        yield
    except GoldError as error:
        leave(error, FAILED)
    except (RunError, ValueError) as error:
        leave(error, MISUSED)
    except (AssistantError, CorpusError, OSError) as error:
        leave(error, UNREACHABLE)


def leave(error: Exception, code: int) -> NoReturn:
    """Say what went wrong and end."""
    print(error, file=sys.stderr)
    raise typer.Exit(code) from error
