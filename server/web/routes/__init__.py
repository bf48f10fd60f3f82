"""The whole hypermedia surface on one screen: method, path, handler.

Handlers are named, and loaded when first asked for: the first page needs three of these modules, and a start need not
wait for the others and for what they use.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from robyn import Request, Response, StreamingResponse

from server.common.threads import in_thread

if TYPE_CHECKING:
    from server.web.page import Pages

Handler: TypeAlias = "Callable[[Pages, Request], Awaitable[Response | StreamingResponse]]"


@cache
def handler_of(name: str) -> Handler:
    """The one named `module.function`, with its module loaded where it is not yet."""
    module, _, function = name.partition(".")
    handler: Handler = getattr(import_module(f"{__name__}.{module}"), function)
    return handler


@cache
def load_all() -> None:
    """Begin to load them all, once, on a thread of its own: so that no click has to wait for it."""
    in_thread(lambda: [handler_of(name) for _, _, name in ROUTES], "handlers")


ROUTES: tuple[tuple[str, str, str], ...] = (
    ("GET", "/", "pages.studio"),
    ("GET", "/connection", "pages.connection"),
    ("GET", "/settings", "pages.settings"),
    ("GET", "/settings/:section", "pages.settings"),
    ("GET", "/about", "about.about"),
    ("GET", "/about/licences/:number", "about.licence"),
    ("GET", "/about/diagnostics", "about.diagnostics"),
    ("POST", "/about/copy", "about.copy_diagnostics"),
    ("GET", "/static/*name", "pages.static"),
    ("GET", "/library", "library.library"),
    ("GET", "/library/block", "library.block"),
    ("GET", "/library/layout", "library.layout"),
    ("GET", "/library/ids", "library.ids"),
    ("GET", "/library/comparisons", "comparisons.place"),
    ("GET", "/library/selected", "selected.about"),
    ("POST", "/library/selected", "selected.about"),
    ("POST", "/library/still", "selected.still"),
    ("GET", "/library/places", "library.places"),
    ("GET", "/library/details/:id", "library.details"),
    ("POST", "/library/compare", "library.compare"),
    ("POST", "/library/look", "library.look"),
    ("GET", "/library/unread", "library.unread"),
    ("POST", "/library/unread", "library.look_again"),
    ("GET", "/library/originals", "export.originals"),
    ("POST", "/library/favourite", "collecting.favourite"),
    ("GET", "/library/albums", "library.album_choices"),
    ("GET", "/albums/choose", "collecting.choose_album"),
    ("POST", "/library/albums", "collecting.make_album"),
    ("POST", "/library/albums/:id", "collecting.rename_album"),
    ("DELETE", "/library/albums/:id", "collecting.remove_album"),
    ("POST", "/library/albums/:id/add", "collecting.put_into_album"),
    ("POST", "/library/albums/:id/remove", "collecting.take_out_of_album"),
    ("POST", "/library/delete", "collecting.delete"),
    ("POST", "/library/undo", "collecting.undo"),
    ("GET", "/trash", "trash.show"),
    ("GET", "/trash/anew", "trash.anew"),
    ("GET", "/trash/more", "trash.more"),
    ("GET", "/trash/look/:id", "trash.look"),
    ("GET", "/trash/picture/:id", "trash.show_picture"),
    ("POST", "/trash/restore", "trash.restore"),
    ("POST", "/trash/undo", "trash.undo_last"),
    ("POST", "/trash/ask-to-erase", "trash.ask_to_erase"),
    ("POST", "/trash/erase", "trash.erase"),
    ("GET", "/events", "live.events"),
    ("POST", "/generate", "paintings.generate"),
    ("POST", "/orders/:id", "allowance.go_on"),
    ("GET", "/grids", "comparisons.ask"),
    ("POST", "/grids", "comparisons.order"),
    ("POST", "/grids/preview", "comparisons.preview"),
    ("POST", "/grids/picture", "comparisons.save"),
    ("GET", "/grids/:id", "comparisons.show"),
    ("GET", "/grids/:id/table", "comparisons.table"),
    ("GET", "/grids/:id/download", "comparisons.download"),
    ("POST", "/allowance/cap", "allowance.keep_cap"),
    ("POST", "/draft", "paintings.keep_draft"),
    ("GET", "/paintings", "paintings.older"),
    ("POST", "/paintings/:id/cancel", "paintings.cancel"),
    ("POST", "/paintings/:id/retry", "paintings.retry"),
    ("POST", "/paintings/:id/wait", "queue.wait"),
    ("POST", "/paintings/:id/again", "paintings.again"),
    ("GET", "/paintings/:id/actions", "actions.row"),
    ("GET", "/paintings/:id/menu", "actions.menu"),
    ("GET", "/paintings/:id/details", "actions.details"),
    ("GET", "/paintings/:id/compare", "library.compare_one"),
    ("POST", "/paintings/:id/favourite", "collecting.favourite_one"),
    ("POST", "/paintings/:id/album", "collecting.put_into_last_album"),
    ("GET", "/paintings/:id/form", "paintings.reuse"),
    ("POST", "/paintings/:id/now", "queue.paint_now"),
    ("POST", "/paintings/:id/move", "queue.move"),
    ("POST", "/queue/pause", "queue.pause"),
    ("POST", "/queue/resume", "queue.resume"),
    ("POST", "/queue/now", "queue.try_now"),
    ("POST", "/queue/online", "queue.online"),
    ("DELETE", "/paintings/:id", "paintings.delete"),
    ("POST", "/paintings/:id/vary", "references.vary"),
    ("POST", "/paintings/:id/reference", "references.add_painting"),
    ("POST", "/paintings/:id/edit", "references.edit"),
    ("DELETE", "/changing", "references.leave"),
    ("GET", "/paintings/:id/mask", "masks.ask"),
    ("POST", "/paintings/:id/mask", "masks.order"),
    ("POST", "/references", "references.add"),
    ("GET", "/references/:name", "references.show"),
    ("DELETE", "/references/:name", "references.remove"),
    ("POST", "/paintings/:id/undo", "paintings.undo"),
    ("GET", "/paintings/:id/picture", "pictures.show"),
    ("GET", "/paintings/:id/thumbnail", "pictures.thumbnail"),
    ("GET", "/paintings/:id/download", "pictures.download"),
    ("POST", "/paintings/:id/describe", "prompt_help.describe"),
    ("POST", "/paintings/:id/save", "pictures.save"),
    ("POST", "/paintings/:id/save-as", "pictures.save_as"),
    ("POST", "/paintings/:id/copy", "pictures.copy"),
    ("POST", "/paintings/:id/copy-file", "pictures.copy_file"),
    ("GET", "/paintings/:id/export", "export.ask_for_one"),
    ("POST", "/paintings/:id/reveal", "pictures.reveal"),
    ("POST", "/stories", "dropped.read"),
    ("POST", "/stories/:id/apply", "dropped.apply"),
    ("POST", "/export", "export.ask_for_many"),
    ("POST", "/export/name", "export.preview"),
    ("POST", "/export/save", "export.save"),
    ("POST", "/export/download", "export.prepare"),
    ("GET", "/export/:id", "export.download"),
    ("POST", "/export/stop", "export.stop"),
    ("POST", "/export/reveal", "export.reveal"),
    ("POST", "/connection", "account.connect"),
    ("POST", "/connection/memory", "account.keep_in_memory"),
    ("POST", "/connection/samples", "account.use_samples"),
    ("GET", "/connection/picture/:name", "account.welcome_picture"),
    ("POST", "/connection/token-page", "account.open_token_page"),
    ("POST", "/connection/keyring", "account.ask_keyring_again"),
    ("POST", "/dashboard", "account.open_dashboard"),
    ("DELETE", "/connection", "account.disconnect"),
    ("POST", "/accounts/:slot/use", "account.switch"),
    ("POST", "/accounts/:slot/name", "account.rename"),
    ("DELETE", "/accounts/:slot", "account.forget"),
    ("POST", "/doctor", "doctor.show"),
    ("POST", "/doctor/start", "doctor.start"),
    ("GET", "/doctor/report", "doctor.report"),
    ("POST", "/doctor/copy", "doctor.copy"),
    ("POST", "/network/proxy", "network.choose_proxy"),
    ("POST", "/network/gateway", "network.choose_gateway"),
    ("POST", "/network/memory", "network.keep_for_this_run"),
    ("GET", "/prompts", "prompts.show"),
    ("POST", "/prompts/search", "prompts.search"),
    ("POST", "/prompts/use", "prompts.use"),
    ("GET", "/styles", "prompts.show_styles"),
    ("POST", "/styles", "prompts.save_style"),
    ("POST", "/styles/use", "prompts.use_style"),
    ("POST", "/styles/delete", "prompts.delete_style"),
    ("POST", "/styles/import", "prompts.import_styles"),
    ("GET", "/styles.json", "prompts.export_json"),
    ("GET", "/styles.csv", "prompts.export_csv"),
    ("POST", "/writing/help", "prompt_help.improve"),
    ("POST", "/writing/describe", "prompt_help.describe_dropped"),
    ("POST", "/writing/use", "prompt_help.use"),
    ("POST", "/writing/preview", "prompt_help.preview"),
    ("POST", "/pattern", "names.keep_pattern"),
    ("POST", "/preferences", "preferences.prefer"),
    ("POST", "/folders/reveal", "window.reveal_folder"),
    ("POST", "/folder/browse", "folder.browse"),
    ("POST", "/folder/change", "folder.change"),
    ("POST", "/folder/continue", "folder.go_on"),
    ("POST", "/folder/stop", "folder.stop"),
    ("POST", "/folder/discard", "folder.discard"),
    ("POST", "/folder/left", "folder.settle_left"),
    ("POST", "/folder/ask-to-erase", "folder.ask_to_erase"),
    ("POST", "/backup/browse", "backup.browse"),
    ("POST", "/backup/write", "backup.write"),
    ("POST", "/backup/merge", "backup.merge"),
    ("POST", "/backup/stop", "backup.stop"),
    ("POST", "/backup/reveal", "backup.reveal"),
    ("POST", "/window/close", "window.close"),
    ("POST", "/window/front", "window.front"),
    ("POST", "/knock", "window.knock"),
    ("GET", "/command/hello", "commands.hello"),
    ("POST", "/command/order", "commands.order"),
    ("GET", "/command/follow", "commands.follow"),
    ("GET", "/command/pictures/:id", "commands.copy"),
    ("POST", "/command/cancel", "commands.cancel"),
    ("GET", "/command/allowance", "commands.allowance"),
)
