"""``evals gaps``: what the store says is missing, as gold questions to be edited and accepted."""

import datetime as dt
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

gaps_app = typer.Typer(invoke_without_command=True)


@gaps_app.callback()
def gaps(
    context: typer.Context,
    since: Annotated[
        dt.datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="Only what was asked from this day on (UTC).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the gaps as JSON.")] = False,
    write: Annotated[Path | None, typer.Option("--write", help="Also write the proposed gold questions to this new file.")] = None,
) -> None:
    """List what people were not well served with: thumbs down, declined, no evidence, claims taken out. Like questions are one gap.

    --write gives a proposed gold question for each, made from what was answered. Edit them: what is right is read in the policy. Mark as
    reviewed what may be taken in, and let `evals gaps accept` prove it. Exits with 3 when the store cannot be read.

    \b
    Examples:
      evals gaps --since 2026-11-01
      evals gaps --json
      evals gaps --write proposals.jsonl
    """
    if context.invoked_subcommand is not None:
        return
    from assistant import Assistant, Store, expire, load_settings
    from evals.cli.ending import ending
    from evals.gaps import as_text, find_gaps
    from evals.proposals import MADE_FROM, write_proposals

    with ending():
        settings = load_settings()
        with Store.open(settings) as store:
            expire(store, settings)
            assistant = Assistant.open(settings)
            found = find_gaps(store, assistant.corpus, assistant.index.embed_query, since)
    if write is not None:
        try:
            write_proposals([{**gap.proposal, MADE_FROM: gap.exchanges} for gap in found], write)
        except OSError as error:
            raise typer.BadParameter(f"{write} cannot be written: {error.strerror}", param_hint="--write") from error
    print(json.dumps([gap.to_dict() for gap in found], ensure_ascii=False, indent=1) if as_json else as_text(found))


@gaps_app.command()
def accept(
    file: Annotated[Path, typer.Argument(help="Proposals of `evals gaps --write`, edited by a person.", exists=True, dir_okay=False)],
) -> None:
    """Take the proposals that are marked as reviewed into the gold, if the gold with them is sound.

    Each gets the next free id of its category. Exits with 1 and a list when something does not hold, or was deleted from the store since it
    was proposed; nothing is written then.

    \b
    Example:
      evals gaps accept proposals.jsonl
    """
    from assistant import Store, load_settings
    from corpus import load_corpus
    from evals.cli.ending import FAILED, ending
    from evals.proposals import accept as take

    def still_there(exchanges: Sequence[str]) -> bool:
        with Store.open(load_settings()) as store:
            return bool(store.known(exchanges))

    with ending():
        accepted = take(file, load_corpus(), still_there=still_there)
    if accepted.problems or not accepted.added:
        print(*(accepted.problems or ["nothing is marked as reviewed"]), "nothing was written", sep="\n", file=sys.stderr)
        raise typer.Exit(FAILED)
    print(*(f"{question.id}: {question.question}" for question in accepted.added), sep="\n")
    print(f"{len(accepted.added)} added, {accepted.skipped} not marked as reviewed")
