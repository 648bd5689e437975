"""A conversation as the store has it: as a session of its own, or taken into one that is in memory already."""

from __future__ import annotations

from dataclasses import replace

from assistant import Exchange
from assistant.store import Conversation
from ui.conversation import KEPT, Turn
from ui.recording import Opinion
from ui.session import Session, State


def restored(kept: Conversation, said: list[Exchange]) -> Session:
    """A session of what the store has."""
    session = Session(kept.id, begun=kept.begun)
    session.take(_state(kept, _numbered(said), ()))
    return session


def renew(session: Session, kept: Conversation, said: list[Exchange]) -> bool:
    """Take what the store has into ``session``: turns that were asked elsewhere come, those that are no longer kept go, those that never
    were (stopped, failed, the store away) stay. False while an answer is being written."""
    numbered = _numbered(said)
    own = tuple(turn for turn in session.turns if not session.exchanges.get(turn.number))
    # What was typed is masked in the store; whoever typed it still sees it in full.
    typed = {session.exchanges[turn.number]: turn for turn in session.turns if session.exchanges.get(turn.number)}
    return session.take(_state(kept, numbered, own, typed))


def _numbered(said: list[Exchange]) -> dict[int, Exchange]:
    """The exchanges by the number of their turn; what has none gets the next one that is free."""
    known = {exchange.turn for exchange in said if exchange.turn is not None}
    numbered: dict[int, Exchange] = {}
    for exchange in said:
        number = exchange.turn
        if number is None or number in numbered:
            number = next(n for n in range(max(numbered, default=0) + 1, len(said) + max(known, default=0) + 2) if n not in known)
        numbered[number] = exchange
    return numbered


def _state(kept: Conversation, said: dict[int, Exchange], own: tuple[Turn, ...], typed: dict[str, Turn] | None = None) -> State:
    turns = {number: _turn(number, exchange, (typed or {}).get(exchange.id)) for number, exchange in said.items()}
    for turn in own:
        number = turn.number if turn.number not in turns else max(turns) + 1
        turns[number] = replace(turn, number=number)
    newest = sorted(turns)[-KEPT:]
    opinions = {}
    for number in newest:
        exchange = said.get(number)
        word = next((f for f in exchange.feedback if f.session == exchange.session), None) if exchange else None
        if word is not None:
            opinions[number] = Opinion(word.vote, word.why, word.comment)
    exchanges = {number: said[number].id for number in newest if number in said}
    return State(kept.title, kept.used, kept.revision, tuple(turns[number] for number in newest), exchanges, opinions)


def _turn(number: int, exchange: Exchange, typed: Turn | None) -> Turn:
    if typed is not None:
        return replace(typed, number=number)
    answer = exchange.answer
    return Turn(number, answer.question, answer.answer, "done", answer)
