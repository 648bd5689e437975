"""From the values of a prompt to sentences with the numbers that they name: prompt | model | reader, as a LangChain runnable (LCEL)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.generating.reply import SCHEMA, Written, read_reply

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from assistant.endpoint import ChatModel
    from prompts import Prompt

FORM = "form"
"""The variable of a prompt that says in which form to reply; it is filled in here."""
_FORMS = {
    # Told, not shown: a weak model copies an example.
    True: 'Reply with one JSON object. Its key "sentences" holds a list with an object for every sentence that you write: "text" is that '
    'sentence, "evidence" the list of the numbers of the sentences below that say it.',
    False: "After every sentence put the number of each sentence below that says it: [1] or [1][3].",
}


def writing_chain(model: ChatModel, prompt: Prompt, usage: dict[str, int]) -> Runnable[dict[str, str], Written]:
    """A runnable from the values of ``prompt`` (without its form) to sentences, streamed one by one as they are finished.

    ``usage`` is told calls, prompt_tokens and completion_tokens at the end. Streaming raises what :meth:`ChatModel.stream` raises.
    """
    from langchain_core.runnables import RunnableGenerator, RunnableLambda

    structured = model.takes_schema

    def fill(values: dict[str, str]) -> str:
        return prompt.render({**values, FORM: _FORMS[structured]})

    def write(prompts: Iterator[str]) -> Iterator[str]:
        for written in prompts:
            reply = model.stream(written, SCHEMA if structured else None)
            try:
                yield from reply
            finally:
                usage.update(calls=1, prompt_tokens=reply.prompt_tokens, completion_tokens=reply.completion_tokens)

    def read(pieces: Iterator[Any]) -> Iterator[Written]:
        yield from read_reply(pieces)

    return RunnableLambda(fill) | RunnableGenerator(write) | RunnableGenerator(read)
