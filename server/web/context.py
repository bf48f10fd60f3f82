"""What every template may use, whatever page or fragment it draws."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from server import __version__
from server.common.errors import StorageError
from server.paintings.day import FREE_NEURONS
from server.paintings.models import MODELS
from server.paintings.models.helpers import Task, helpers_for
from server.paintings.naming import TOKENS
from server.paintings.preferences import LANGUAGE_CHOICES, MAX_COUNT, MAX_WIDTH, THEMES, TILES, TRASH_DAYS
from server.pictures.kinds import MOST_PIXELS
from server.prompts.applied_style import find_style
from server.studio.queue.status import NOTHING

if TYPE_CHECKING:
    from server.site.site import Site

_T = TypeVar("_T")


def context_of(site: Site) -> dict[str, Any]:
    """For every template: preferences, connection, how things stand, and the choices there are."""
    return {
        "preferences": site.preferences,
        "connection": site.connection.view(),
        "tokens": TOKENS,
        "work": site.exports.now,
        "native": site.shell.has_window,
        "window_trouble": site.shell.window_trouble,
        "version": __version__,
        "themes": THEMES,
        "languages": LANGUAGE_CHOICES,
        "models": tuple(MODELS.values()),
        "model_names": {model.id: model.name for model in MODELS.values()},
        "enlarging_of": site.studio.enlarger.under_way,
        "offer": site.listing,
        "max_count": MAX_COUNT,
        "helper_rates": {task.value: site.preferences.helper(task).rates(task) for task in Task},
        "helpers_for": helpers_for,
        "max_width": MAX_WIDTH,
        "most_pixels": MOST_PIXELS,
        "tiles": TILES,
        "trash_choices": sorted(TRASH_DAYS, key=lambda days: days or max(TRASH_DAYS) + 1),
        "active": _unless_damaged(site.store.count_active, 0),
        "queue": _unless_damaged(site.studio.queue.glance, NOTHING),
        "stage": _unless_damaged(partial(site.store.newest, begun=True), None),
        "damaged": site.damaged,
        "library": site.librarian.progress,
        "library_folder": site.library.folder,
        "mover": site.mover,
        "backups": site.backups,
        "grid_of": site.comparisons.of,
        "unsaved": site.studio.keeper.unsaved,
        "has_answer": site.studio.keeper.answers.has,
        "unsaved_count": site.studio.keeper.unsaved_count,
        "sequence": site.hub.sequence,
        "style_of": partial(find_style, site.styles),
        "in_front": site.notifications.in_front,
        "meter": site.allowance.now,
        "free_neurons": FREE_NEURONS,
        "proven": site.connection.has_proven_account,
        "accounts": site.connection.accounts,
        "doctor": site.doctor,
        "network": site.network.view(),
        "network_refused": site.network.refused,
    }


def _unless_damaged(ask: Callable[[], _T], instead: _T) -> _T:
    """Even then a page has to say what is the matter."""
    try:
        return ask()
    except StorageError:
        return instead
