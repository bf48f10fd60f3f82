"""The whole hypermedia surface on one screen: method, path, handler."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from robyn import Request, Response, StreamingResponse

from server.routes import account, export, live, names, pages, paintings, pictures, prompts, stories, window
from server.site import Site

Handler = Callable[[Site, Request], Awaitable[Response | StreamingResponse]]

ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/", pages.studio),
    ("GET", "/connection", pages.connection),
    ("GET", "/settings", pages.settings),
    ("GET", "/static/*name", pages.static),
    ("GET", "/events", live.events),
    ("POST", "/generate", paintings.generate),
    ("POST", "/draft", paintings.keep_draft),
    ("GET", "/paintings", paintings.older),
    ("POST", "/paintings/:id/cancel", paintings.cancel),
    ("POST", "/paintings/:id/retry", paintings.retry),
    ("GET", "/paintings/:id/form", paintings.reuse),
    ("DELETE", "/paintings/:id", paintings.delete),
    ("POST", "/paintings/:id/undo", paintings.undo),
    ("GET", "/paintings/:id/picture", pictures.show),
    ("GET", "/paintings/:id/thumbnail", pictures.thumbnail),
    ("GET", "/paintings/:id/download", pictures.download),
    ("POST", "/paintings/:id/save-as", pictures.save_as),
    ("POST", "/paintings/:id/copy", pictures.copy),
    ("POST", "/paintings/:id/copy-file", pictures.copy_file),
    ("GET", "/paintings/:id/export", export.ask_for_one),
    ("POST", "/paintings/:id/reveal", pictures.reveal),
    ("POST", "/stories", stories.read),
    ("POST", "/stories/:id/apply", stories.apply),
    ("POST", "/export", export.ask_for_many),
    ("POST", "/export/name", export.preview),
    ("POST", "/export/save", export.save),
    ("POST", "/export/download", export.prepare),
    ("GET", "/export/:id", export.download),
    ("POST", "/export/stop", export.stop),
    ("POST", "/export/reveal", export.reveal),
    ("POST", "/connection", account.connect),
    ("POST", "/connection/memory", account.keep_in_memory),
    ("POST", "/connection/samples", account.use_samples),
    ("POST", "/connection/token-page", account.open_token_page),
    ("DELETE", "/connection", account.disconnect),
    ("GET", "/prompts", prompts.show),
    ("POST", "/prompts/search", prompts.search),
    ("POST", "/prompts/use", prompts.use),
    ("POST", "/styles", prompts.save_style),
    ("POST", "/styles/use", prompts.use_style),
    ("POST", "/styles/delete", prompts.delete_style),
    ("POST", "/styles/import", prompts.import_styles),
    ("GET", "/styles.json", prompts.export_json),
    ("GET", "/styles.csv", prompts.export_csv),
    ("POST", "/pattern", names.keep_pattern),
    ("POST", "/preferences", window.prefer),
    ("POST", "/folders/reveal", window.reveal_folder),
    ("POST", "/window/close", window.close),
    ("POST", "/knock", window.knock),
)
