"""Makes backups and takes them in while the program goes on. Lives on the server's loop."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import threading
from collections.abc import Callable, Coroutine, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeGuard

from msgspec import Struct, field
from msgspec.structs import replace

from server.common import disk
from server.common.background import begin, with_pulse
from server.common.errors import PROGRAM_BUG, FolderRefused, StorageError
from server.common.events import Change, ChangeKind, Hub
from server.common.file_names import disk_name
from server.common.paths import LIBRARY_NAME, Paths
from server.library.backup import layout, reading
from server.library.backup.left_out import LeftOut, WhyLeft, as_shown
from server.library.backup.merging import Merger, MergeReport, clear
from server.library.backup.writing import BackupSource, BackupWriter
from server.library.folder import Library, part_of
from server.library.index import collections, contents
from server.library.index.librarian import Librarian
from server.library.index.walk import FolderAway, list_pictures
from server.library.inputs import InputGone, Inputs
from server.library.moving.mover import BREATH
from server.library.moving.transfer import Stopped, Tally
from server.paintings.input_names import names_in
from server.paintings.painting import TRASH
from server.paintings.preferences import Preferences
from server.paintings.store import Store
from server.prompts.style_files import read_styles
from server.prompts.styles import SETTING, Styles

log = logging.getLogger(__name__)


class Job(Struct, frozen=True):
    """`kind` is `writing` or `merging`, `state` is `running`, `done`, `stopped` or `failed` with the error's code."""

    kind: str
    file: Path
    state: str = "running"
    error: str = ""
    tally: Tally = field(default_factory=Tally)
    report: MergeReport = field(default_factory=MergeReport)
    left: LeftOut = field(default_factory=LeftOut)


class SettingsInBackups(Struct, frozen=True):
    """What a backup takes of them; `on_change` hears of settings that were taken over."""

    store: Store
    styles: Styles
    on_change: Callable[[], None]


class Backups:
    """One job at a time."""

    def __init__(
        self,
        *,
        paths: Paths,
        library: Library,
        librarian: Librarian,
        hub: Hub,
        settings: SettingsInBackups,
    ) -> None:
        self._paths = paths
        self._library = library
        self._librarian = librarian
        self._hub = hub
        self._store = settings.store
        self._styles = settings.styles
        self._on_settings = settings.on_change
        self._stop = threading.Event()
        self._task: asyncio.Task[None] | None = None
        self.now: Job | None = None

    @property
    def running(self) -> bool:
        return self._task is not None and not self._task.done()

    async def open(self) -> None:
        """Remove what a killed program left half done."""
        await asyncio.to_thread(self._tidy)

    def write(self, target: Path) -> None:
        """Begin a backup into this file, or one beside it. Raises FolderRefused."""
        if not _is(target.parent.is_dir):
            raise FolderRefused("folder_parent_missing")
        writer = BackupWriter([], self._texts(), self._stop)
        self._begin(Job("writing", target, tally=writer.tally), lambda: self._write(writer, target))

    def merge(self, file: Path, *, settings: bool) -> None:
        """Begin to take a backup in, with its settings or without. Raises FolderRefused."""
        if not _is(file.is_file):
            raise FolderRefused("backup_missing")
        job = Job("merging", file)
        self._begin(job, lambda: self._merge(job, settings=settings))

    def stop(self) -> None:
        """A backup leaves nothing then, and one that is being taken in the pictures that are in already."""
        self._stop.set()

    @property
    def suggested(self) -> Path:
        """Where a backup could go: beside the pictures."""
        today = datetime.now(UTC).astimezone()
        return self._library.folder.parent / f"{LIBRARY_NAME} {today:%Y-%m-%d}.zip"

    async def close(self) -> None:
        self.stop()
        if self._task is not None:
            await asyncio.wait({self._task})

    # -- either --------------------------------------------------------------------------------------------------

    def _begin(self, job: Job, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        if self.running:
            raise FolderRefused("backup_running")
        self._stop.clear()
        self._tell(job)
        self._task = begin(self._run(work()), "a backup", on_bug=self._failed)

    async def _run(self, work: Coroutine[Any, Any, None]) -> None:
        state, code = "done", ""
        try:
            await with_pulse(work, lambda: self._hub.publish(Change(ChangeKind.PROGRESS)), BREATH)
        except Stopped:
            state = "stopped"
        except (FolderRefused, StorageError) as error:
            log.warning("backup: %s", error)
            state, code = "failed", error.code if isinstance(error, FolderRefused) else "move_failed"
        if self.now is not None:
            self._tell(replace(self.now, state=state, error=code))

    def _failed(self) -> None:
        if self.now is not None:
            self._tell(replace(self.now, state="failed", error=PROGRAM_BUG))

    def _tell(self, job: Job) -> None:
        self.now = job
        self._hub.publish(Change(ChangeKind.BACKUP))

    # -- writing -------------------------------------------------------------------------------------------------

    async def _write(self, writer: BackupWriter, target: Path) -> None:
        known = await self._librarian.run(contents.identities)
        elsewhere = await self._librarian.run(contents.kept_elsewhere)
        kept = await self._librarian.run(collections.gathered)
        writer.texts = {**writer.texts, layout.KEEPSAKES: kept}
        inputs = {name for each in self._store.inputs() for name in names_in(each)}
        writer.sources += await asyncio.to_thread(self._sources, known, elsewhere)
        writer.sources += await asyncio.to_thread(self._inputs, sorted(inputs))
        written = await asyncio.to_thread(self._write_noted, writer, target)
        if self.now is not None:
            self.now = replace(self.now, file=written, left=writer.left)

    def _sources(self, known: Mapping[str, str], elsewhere: list[Path]) -> list[BackupSource]:
        folder = self._library.folder
        if self._library.is_away:
            raise FolderRefused("move_source_away")
        found: list[BackupSource] = []
        with contextlib.suppress(FolderAway):  # where nothing has been painted yet
            for each in list_pictures(folder).files.values():
                if not each.path.startswith(f"{TRASH}/"):
                    identity = known.get(each.path, "")
                    found.append(
                        BackupSource(folder / disk_name(each.path), each.path, each.size, each.modified, identity)
                    )
        taken = {each.path for each in found}
        for path in elsewhere:
            with contextlib.suppress(OSError):
                about = path.stat()
                if path.name not in taken:
                    found.append(BackupSource(path, path.name, about.st_size, about.st_mtime_ns, ""))
        return found

    def _inputs(self, names: list[str]) -> list[BackupSource]:
        """Without them a painting that was made from a picture could not be painted again."""
        found: list[BackupSource] = []
        for name in names:
            with contextlib.suppress(OSError, InputGone):
                path = Inputs(self._paths.inputs).path(name)
                about = path.stat()
                found.append(BackupSource(path, name, about.st_size, about.st_mtime_ns, "", layout.INPUTS))
        return found

    def _write_noted(self, writer: BackupWriter, target: Path) -> Path:
        """What is half written can be removed after a crash."""
        note = self._paths.backup_note
        with contextlib.suppress(OSError):
            note.write_bytes(os.fsencode(part_of(target)))
        try:
            return writer.write(target)
        finally:
            disk.discard(note)

    def _texts(self) -> dict[str, bytes]:
        stored = self._store.settings()
        names = [name for name in Preferences.__struct_fields__ if not layout.PRIVATE.search(name)]
        settings = {name: stored[name] for name in names if name in stored}
        styles = stored.get(SETTING, "") or "[]"
        return {layout.STYLES: styles.encode(), layout.SETTINGS: json.dumps(settings, ensure_ascii=False).encode()}

    def _tidy(self) -> None:
        note = self._paths.backup_note
        with contextlib.suppress(OSError):
            part = Path(os.fsdecode(disk.read(note)))
            if part.name.startswith(".") and part.name.endswith(".zip.part"):
                disk.remove(part, missing_ok=True)
            disk.remove(note)
        clear(self._library.folder)

    # -- taking in -----------------------------------------------------------------------------------------------

    async def _merge(self, job: Job, *, settings: bool) -> None:
        known = await self._librarian.run(contents.identities)
        seen, inputs = frozenset(known.values()) - {""}, Inputs(self._paths.inputs)
        trashed = await self._librarian.run(contents.in_trash)
        merger = Merger(self._library, seen, self._stop, job.tally, job.report, inputs, trashed)
        try:
            texts = await asyncio.to_thread(_take_in, merger, job.file)
        finally:
            self._librarian.look()
        if (kept := texts[layout.KEEPSAKES]) is not None:
            job.report.keepsakes = await self._kept(kept, job.report)
        if (told := texts[layout.STYLES]) is not None:
            job.report.styles = self._styles.add_all(read_styles(told))
        if settings and (told := texts[layout.SETTINGS]) is not None:
            job.report.settings = self._take_settings(told, job.report)

    async def _kept(self, data: bytes, report: MergeReport) -> bool:
        try:
            await self._librarian.keep(collections.merge, data)
        except (ValueError, TypeError, RecursionError, OverflowError):
            report.left.add(layout.KEEPSAKES, WhyLeft.GARBLED)
            return False
        return True

    def _take_settings(self, data: bytes, report: MergeReport) -> bool:
        try:
            told = dict(json.loads(data))
        except (ValueError, TypeError, RecursionError):
            report.left.add(layout.SETTINGS, WhyLeft.GARBLED)
            return False
        for name in Preferences.__struct_fields__:
            value = told.get(name)
            if _is_setting(value) and not layout.PRIVATE.search(name):
                self._store.change_setting(name, value)
        self._on_settings()
        return True


def _is(asked: Callable[[], bool]) -> bool:
    """A name of 300 characters is no folder and no file; some systems answer with an error."""
    try:
        return asked()
    except OSError:
        return False


def _is_setting(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) < 1000 and as_shown(value) == value


def _take_in(merger: Merger, file: Path) -> dict[str, bytes | None]:
    """The pictures; then what the JSON files say."""
    with reading.opened(file) as backup:
        texts = {name: backup.text(name) for name in (layout.KEEPSAKES, layout.STYLES, layout.SETTINGS)}
        for name, data in texts.items():
            if data is None and name in backup.texts:
                backup.left.add(name, WhyLeft.DAMAGED)
        merger.take_in(backup)
        return texts
