"""Many people in the chat at once, as their browsers would be: each in a session of their own, each with a question that nobody else asks.

Everybody's page is read to the end of every answer. Whoever is shown something that they did not ask counts as *mixed up*.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field

import httpx

from evals.chat_client import Calls, Reader, Refused, Told, calls_of
from evals.questions import ASKED

PEOPLE = 50
CROWD = 200
TURNS = 4
THINKING = (4.0, 12.0)
"""Seconds, at least and at most, between an answer and the next question of somebody who reads it."""
LONG = (10, 100, 300)
"""Turns of one conversation at which a turn is weighed."""


@dataclass
class Talk:
    """What came of a crowd: a :class:`Told` for each answer, who failed, who was shown what is not theirs, seconds of all together."""

    told: list[Told] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    mixed_up: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def times(self) -> list[float]:
        """Seconds that each answer took from the question to its last word."""
        return [told.seconds for told in self.told]


def talk(address: str, people: int, turns: int = TURNS, *, thinking: tuple[float, float] = (0.0, 0.0), restless: bool = False) -> Talk:
    """Let ``people`` ask ``turns`` questions each at ``address``, all from the same moment on, with pauses within ``thinking``.

    The ``restless`` also stop answers, clear the conversation, leave in the middle and load the page anew.
    """
    return asyncio.run(_talk(address, people, turns, thinking, restless))


def one_long_conversation(address: str, turns: Sequence[int] = LONG) -> dict[int, Told]:
    """The answers with these numbers, in one conversation that goes on until the last of them."""

    async def go() -> dict[int, Told]:
        async with _client(address, 1) as client:
            reader = Reader(client, await calls_of(client))
            told = [await reader.ask(ASKED[i % len(ASKED)]) for i in range(max(turns))]
        return {turn: told[turn - 1] for turn in turns}

    return asyncio.run(go())


def question_of(person: int, turn: int) -> str:
    """A question that this person asks in this turn and nobody else ever does."""
    return f"我是第{person}号访客第{turn}次提问,{ASKED[(person + turn) % len(ASKED)]}"


def _client(address: str, people: int) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=2 * people + 10, max_keepalive_connections=2 * people + 10)
    return httpx.AsyncClient(base_url=address, timeout=120, limits=limits, trust_env=False)


async def _talk(address: str, people: int, turns: int, thinking: tuple[float, float], restless: bool) -> Talk:
    found = Talk()
    async with _client(address, people) as client:
        calls = await calls_of(client)
        started = time.perf_counter()
        await asyncio.gather(*(_person(client, calls, n, turns, thinking, restless, found) for n in range(people)))
        found.seconds = time.perf_counter() - started
    return found


async def _person(
    client: httpx.AsyncClient, calls: Calls, number: int, turns: int, thinking: tuple[float, float], restless: bool, found: Talk
) -> None:
    asked: list[str] = []
    reader, chance = Reader(client, calls), random.Random(number)  # noqa: S311 - moods, not secrets
    for turn in range(turns):
        await asyncio.sleep(chance.uniform(*thinking) if turn or thinking[1] > 1 else 0)
        question = question_of(number, turn)
        try:
            if restless and await _restless(reader, chance.randrange(5), question_of(number, turn + turns)):
                asked = []
            told = await reader.ask(question)
        except (Refused, httpx.HTTPError) as error:
            found.failed.append(f"{question}: {error!r}")
            return
        asked.append(question)
        found.told.append(told)
        if told.questions != asked or not all(told.answers):
            found.mixed_up.append(f"{asked} was shown {told.questions}")


async def _restless(reader: Reader, mood: int, question: str) -> bool:
    """Ask ``question`` and do what readers do to an answer; whether the conversation is empty now."""
    if mood == 0:
        return False
    asking: Awaitable[Told] = asyncio.ensure_future(reader.ask(question))
    await asyncio.sleep(0.05)
    if mood == 1:
        await reader.stop()
    if mood < 4:
        await reader.clear()
        await asking
        await reader.clear()
    else:
        reader.reload()
        await asking
    return True
