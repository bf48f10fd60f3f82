"""The process that enlarges one picture: told on stdin what, and telling on stdout how far it is.

A process, so that it can be stopped at any moment, has a low priority, and takes nobody else along when the computer
has no more memory. It ends by itself when whoever began it has gone.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from server.common.threads import in_thread
from server.pictures.displayable import in_own_colours, is_transparent
from server.pictures.enlarging.wish import Enlargement, EnlargingKind
from server.pictures.kinds import JPEG, MOST_PIXELS, NotAPicture, TooLarge
from server.pictures.parts import read_parts

if TYPE_CHECKING:
    from PIL.Image import Image

FAILED = "enlarging_failed"

QUALITY = 95
"""Of a JPEG that is made of a JPEG; its colours are kept for every pixel."""

NICE = 10


class Task(msgspec.Struct, frozen=True):
    """Paths are as the operating system has them, in bytes: they may be no UTF-8."""

    source: bytes
    target: bytes
    scale: int
    kind: EnlargingKind


class Progress(msgspec.Struct, frozen=True, omit_defaults=True):
    """`share` is from 0 to 1; `failed` is an error's code, with its `detail`, after which nothing more comes."""

    share: float = 0.0
    failed: str = ""
    detail: str = ""


def run_worker() -> int:
    """The exit code: 0 also where what went wrong has been told."""
    if hasattr(os, "nice"):  # Windows has it from whoever starts the process
        os.nice(NICE)
    task = msgspec.json.decode(sys.stdin.buffer.readline(), type=Task)
    in_thread(_end_with_its_master, "the other end")
    try:
        _enlarge(task)
    except Exception as error:  # noqa: BLE001 - nobody else hears of it
        _tell(failure_of(error))
    return 0


def failure_of(error: Exception) -> Progress:
    """By name, and what nobody foresaw by its kind alone: texts of errors hold paths, which hold prompts."""
    if isinstance(error, NotAPicture):
        return Progress(failed=error.code)
    kind = type(error).__name__
    if not isinstance(error, OSError):
        return Progress(failed=FAILED, detail=kind)
    codes = {errno.ENOSPC: "disk_full", errno.EDQUOT: "disk_full", errno.ENOENT: "picture_missing"}
    return Progress(failed=codes.get(error.errno or 0, FAILED), detail=errno.errorcode.get(error.errno or 0, kind))


def _end_with_its_master() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def _tell(progress: Progress) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(progress) + b"\n")
    sys.stdout.buffer.flush()


def _enlarge(task: Task) -> None:
    from server.pictures.enlarging.network import Network
    from server.pictures.enlarging.tiles import enlarged

    with Path(os.fsdecode(task.source)).open("rb") as stream:
        parts = read_parts(stream)
        if parts.width * parts.height * task.scale**2 > MOST_PIXELS:
            raise TooLarge("it would have more pixels than are dealt with")
        image, profile = in_own_colours(stream)
    is_grey, alpha = image.mode in ("L", "LA"), image.getchannel("A") if is_transparent(image) else None
    # Each is let go of as soon as it can be: the largest results take 200 MB by themselves.
    image = image if image.mode == "RGB" else image.convert("RGB")
    network = Network(Enlargement(task.scale, task.kind))
    result = enlarged(image, task.scale, network.enlarge, lambda share: _tell(Progress(share)))
    del network, image
    result = _as_it_was(result, alpha, is_grey=is_grey)
    _write(result, Path(os.fsdecode(task.target)), profile, as_jpeg=parts.kind == JPEG)


def _as_it_was(result: Image, alpha: Image | None, *, is_grey: bool) -> Image:
    """With the transparency of what it was made from, and grey where that was."""
    from PIL.Image import Resampling

    if is_grey:
        result = result.convert("L")
    if alpha is not None:
        result.putalpha(alpha.resize(result.size, Resampling.LANCZOS))
    return result


def _write(image: Image, target: Path, profile: bytes, *, as_jpeg: bool) -> None:
    """What came without loss goes without loss."""
    how: dict[str, Any] = {"format": "PNG", "compress_level": 4}
    if as_jpeg:
        how = {"format": "JPEG", "quality": QUALITY, "subsampling": 0}
    image.info = {}
    image.save(target, **how, icc_profile=profile or None)
