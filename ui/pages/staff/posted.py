"""A form as it was posted: its fields and the file with it, held in memory alone, as letters hold personal data."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

LARGEST = 1024**2
"""Bytes of a form without a file; the longest enquiry is a fifth of it."""
LARGEST_FILE = 5 * 1024**2
"""Bytes of a file."""
_SECONDS = 15.0
"""How long a form may take to arrive."""
_FIELDS = 100
_READ_ON = 4
"""How many times the allowed size is still read, and thrown away, when a form is too large: a browser whose sending is cut off shows a
broken connection instead of what was wrong."""


class BadForm(Exception):
    """A form that is not ours, too large, or never arrived; ``status`` says which."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True)
class Upload:
    """A file that was sent along. Its ``name`` is whatever the sender chose."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Posted:
    """The fields of a form in their order, and the file, if one was chosen."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    upload: Upload | None = None

    @property
    def last(self) -> dict[str, str]:
        """The last value of each name."""
        return {name: values[-1] for name, values in self.fields.items()}


async def read_posted(request: Request, *, files: bool) -> Posted:
    """What was posted; ``files``: whether a file may come with it.

    Raises:
        BadForm: 415 another kind of form, 413 too large, 408 it did not arrive, 400 it cannot be read.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data" and files:
        return await _with_file(request, await _body(request, LARGEST + LARGEST_FILE))
    if kind != "application/x-www-form-urlencoded":
        raise BadForm(415)
    try:
        found = parse_qs((await _body(request, LARGEST)).decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError as error:
        raise BadForm(400) from error
    return Posted({name: tuple(values) for name, values in found.items()})


class _InMemory(MultiPartParser):
    """Puts no file on disk, whatever its size; that is bounded before."""

    spool_max_size = LARGEST + LARGEST_FILE + 1


async def _with_file(request: Request, body: bytes) -> Posted:
    async def pieces() -> AsyncGenerator[bytes, None]:
        yield body
        yield b""

    try:
        form = await _InMemory(request.headers, pieces(), max_files=1, max_fields=_FIELDS, max_part_size=LARGEST).parse()
    except (MultiPartException, KeyError, ValueError, UnicodeError) as error:
        raise BadForm(400) from error
    fields: dict[str, tuple[str, ...]] = {}
    upload = None
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            fields[name] = (*fields.get(name, ()), value)
            continue
        content = await value.read()
        # A browser sends an empty part without a name where no file was chosen.
        upload = Upload(value.filename or "", content) if value.filename or content else None
    await form.close()
    if upload is not None and len(upload.content) > LARGEST_FILE:
        raise BadForm(413)
    return Posted(fields, upload)


async def _body(request: Request, largest: int) -> bytes:
    body, size = bytearray(), 0
    try:
        async with asyncio.timeout(_SECONDS):
            async for piece in request.stream():
                size += len(piece)
                if size <= largest:
                    body += piece
                elif size > _READ_ON * largest:
                    break
    except (TimeoutError, ClientDisconnect) as error:
        raise BadForm(408) from error
    if size > largest:
        raise BadForm(413)
    return bytes(body)
