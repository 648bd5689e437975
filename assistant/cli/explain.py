"""``assistant explain``: for staff, why a question is answered as it is."""

from typing import Annotated, Any

import typer

from assistant.cli.ask import sendable
from assistant.cli.opening import opened
from assistant.cli.terminal import Terminal


def register(app: typer.Typer, terminal: Terminal) -> None:
    """Add the command to ``app``."""

    @app.command(help=terminal.help("explain.help"))
    def explain(
        question: Annotated[str, typer.Argument(help=terminal.say("ask.question"))],
        as_json: Annotated[bool, typer.Option("--json", help=terminal.say("explain.json"))] = False,
    ) -> None:
        assistant = opened(terminal)
        trace = assistant.explain(sendable(question))
        if as_json:
            terminal.json(trace)
        else:
            _show(terminal, trace)


def _show(terminal: Terminal, trace: dict[str, Any]) -> None:
    terminal.out(terminal.strong(terminal.say("explain.understood")))
    for name, value in trace["understood"].items():
        terminal.out(f"  {name}: {_plain(value)}")
    if trace["found"]:
        terminal.out(terminal.strong(terminal.say("explain.found")))
        for p in trace["found"]["passages"]:
            terminal.out(f"  {p['rank']:>2}  {p['score']:.3f}  cos {p['cosine']:.3f}  bm25 {p['bm25']:6.2f}  {p['id']}  {p['text'][:50]}")
        terminal.out(terminal.strong(terminal.say("explain.provisions")))
        for p in trace["found"]["provisions"]:
            covered = f"coverage {p['coverage']:.2f}  subject {p['subject']:.2f}"
            terminal.out(f"  {p['score']:.3f}  cos {p['cosine']:.3f}  {covered}  {p['document']} {p['label']}")
    for heading, value in ((terminal.say("explain.scope"), trace["scope"]), (terminal.say("explain.answerer"), trace["answerer"])):
        if value:
            terminal.out(f"{terminal.strong(heading)}  {_plain(value)}")
    terminal.out(terminal.strong(terminal.say("explain.claims")))
    for c in trace["claims"]:
        terminal.out(f"  {c['text']}  {terminal.dim(' '.join(c['quotes']))}")
    terminal.out(terminal.strong(terminal.say("explain.removed")))
    for r in trace["removed"] or ():
        terminal.out(f"  {r['gate']}: {r['detail']}: {r['claim']}")
    if not trace["removed"]:
        terminal.out("  " + terminal.say("explain.nothing_removed"))


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k}={_plain(v)}" for k, v in value.items() if v not in (None, ""))
    if isinstance(value, (list, tuple)):
        return " | ".join(_plain(v) for v in value)
    return str(value)
