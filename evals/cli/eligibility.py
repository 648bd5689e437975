"""``evals eligibility``: the gold profiles against the engine."""

import json
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""

    @app.command()
    def eligibility(as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False) -> None:
        """Hold the gold profiles against the policy points and compare with what people expected.

        Exits with 1 when fewer than 98 % of the verdicts are right, anything is called eligible that is not, or the median of the
        questions put is above four.

        \b
        Examples:
          evals eligibility
          evals eligibility --json
        """
        from corpus import load_corpus
        from evals.cli.ending import FAILED, ending
        from evals.eligibility import check_profiles, load_profiles, score_profiles

        with ending():
            document = load_corpus().policies[0]
            profiles = load_profiles()
            problems = check_profiles(profiles, document)
            score = score_profiles(profiles, document)
        figures = {
            "profiles": len(profiles),
            "verdicts": sum(p.points for p in score.profiles),
            "accuracy": round(score.accuracy, 4),
            "false_eligible": [f"{m.profile} {m.point}" for m in score.false_eligible],
            "median_questions": score.median_questions,
            "most_questions": max(p.questions for p in score.profiles),
            "facts_read": sum(p.said for p in score.profiles),
            "facts_not_read": sum(p.unsaid for p in score.profiles),
            "facts_invented": [f"{p.profile.id} {f.attribute}={f.value}" for p in score.profiles for f in p.invented],
            "misses": [f"{m.profile} {m.point}: {'/'.join(m.expected)} expected, {m.got}" for m in score.misses],
            "broken": [*problems, *score.broken],
        }
        if as_json:
            print(json.dumps(figures, ensure_ascii=False, indent=2))
        else:
            for name, value in figures.items():
                print(f"{name.replace('_', ' ')}: " + ("\n  ".join(["", *value]) if isinstance(value, list) and value else str(value or 0)))
        if figures["broken"]:
            raise typer.Exit(FAILED)
