"""``assistant doctor``: the findings, and exit code 1 when something essential does not work."""

from typing import Annotated

import typer

from assistant.cli.exits import ExitCode
from assistant.cli.terminal import Terminal
from assistant.messages import text


def register(app: typer.Typer, terminal: Terminal) -> None:
    """Add the command to ``app``."""

    @app.command(help=terminal.help("doctor.help"))
    def doctor(as_json: Annotated[bool, typer.Option("--json", help=terminal.say("doctor.json"))] = False) -> None:
        from assistant.doctor import examine
        from assistant.settings import load_settings

        findings = examine(load_settings(), terminal.lang)
        broken = sum(finding.state == "failed" for finding in findings)
        if as_json:
            terminal.json({"ok": not broken, "findings": [finding.to_dict() for finding in findings]})
        else:
            for finding in findings:
                state, name = (text(f"doctor.{key}", terminal.lang) for key in (finding.state, f"check.{finding.check}"))
                terminal.out(f"{state:8}{name}: {finding.detail}")
                if finding.step:
                    terminal.out(f"{'':8}{terminal.say('doctor.next', step=finding.step)}")
            terminal.out(terminal.say("doctor.broken", count=broken) if broken else terminal.say("doctor.fine"))
        if broken:
            raise typer.Exit(ExitCode.FAILED)
