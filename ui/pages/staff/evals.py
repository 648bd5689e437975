"""The evaluation: the latest run, the trend, the categories, the failures of a run, and the page that each run has left."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from assistant import Settings
from ui.pages.staff.desk import Desk, Visit
from ui.pages.staff.failures import read_failures
from ui.pages.staff.runs import RunTold, read_run, read_runs, report_of

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)
"""Of the page of a run, which is a file: it may show itself and do nothing. It holds beside the policy of all pages."""
WIDTH, HEIGHT, LEFT, BELOW = 760, 190, 52, 26


def routes(desk: Desk, settings: Settings) -> list[Route]:
    """``/staff/evals`` and the pages of the runs below it."""

    async def page(visit: Visit) -> Response:
        runs = await asyncio.to_thread(read_runs, settings.home)
        last = next((run for run in runs if run.every), None)
        # Runs of another configuration, or of other questions, are not a trend of this one.
        alike = [run for run in runs if last and run.config == last.config and run.every and run.asked == last.asked]
        values: dict[str, Any] = {"runs": runs, "last": last, "trend": trend(alike[::-1]), "alike": len(alike)}
        return desk.page(visit, "staff_evals.html.j2", "staff_evals", path="staff/evals", **values)

    async def failures(visit: Visit) -> Response:
        name, asked = visit.request.path_params["run"], visit.request.query_params
        run = await asyncio.to_thread(read_run, settings.home, name)
        if run is None:
            return desk.message(visit.request, "nothing", 404, visit.visitor)
        # Only what the run has is a filter; anything else shows all.
        of = {"suite": asked.get("suite", ""), "category": asked.get("category", "")}
        group = next((g for g in run.groups if g.suite == of["suite"] and g.category == (of["category"] or "all")), run.every)
        found = await asyncio.to_thread(read_failures, settings.home, name, **(of if group is not run.every else {}))
        path = f"staff/evals/{name}" + (f"?{urlencode(of)}" if group is not run.every else "")
        return desk.page(visit, "staff_failures.html.j2", "staff_evals", path=path, run=run, group=group, found=found)

    async def report(visit: Visit) -> Response:
        content = await asyncio.to_thread(report_of, settings.home, visit.request.path_params["run"])
        if content is None:
            return desk.message(visit.request, "nothing", 404, visit.visitor)
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
        return Response(content, media_type="text/html; charset=utf-8", headers=headers)

    return [desk.route("/evals", page), desk.route("/evals/{run}", failures), desk.route("/evals/{run}/report.html", report)]


def trend(runs: list[RunTold]) -> dict[str, Any] | None:
    """Where the points of the trend stand, oldest first, on a scale that its figures fill; None for fewer than two."""
    rates = [run.every for run in runs if run.every]
    if len(rates) < 2:
        return None
    low = max(0.0, int((min(r.low for r in rates) - 0.005) * 20) / 20)
    across = (WIDTH - LEFT - 16) / (len(rates) - 1)

    def up(rate: float) -> float:
        return round(10 + (1 - (rate - low) / (1 - low or 1)) * (HEIGHT - BELOW - 10), 1)

    points = [
        {"x": round(LEFT + n * across, 1), "y": up(r.rate), "high": up(r.high), "low": up(r.low), "rate": r.rate, "started": run.started}
        for n, (r, run) in enumerate(zip(rates, runs, strict=True))
    ]
    ticks = [{"y": up(value), "value": value} for value in (low, (1 + low) / 2, 1.0)]
    return {"points": points, "ticks": ticks, "width": WIDTH, "height": HEIGHT, "left": LEFT}
