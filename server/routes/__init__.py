"""The whole hypermedia surface on one screen: method, path, handler."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from robyn import Request, Response, StreamingResponse

from server.routes import about, account, live, pages, paintings, pictures, window
from server.site import Site

Handler = Callable[[Site, Request], Awaitable[Response | StreamingResponse]]

ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/", pages.studio),
    ("GET", "/connection", pages.connection),
    ("GET", "/settings", pages.settings),
    ("GET", "/about", about.about),
    ("GET", "/about/licences/:number", about.licence),
    ("GET", "/about/diagnostics", about.diagnostics),
    ("POST", "/about/copy", about.copy_diagnostics),
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
    ("POST", "/paintings/:id/reveal", pictures.reveal),
    ("POST", "/connection", account.connect),
    ("POST", "/connection/memory", account.keep_in_memory),
    ("POST", "/connection/samples", account.use_samples),
    ("POST", "/connection/token-page", account.open_token_page),
    ("DELETE", "/connection", account.disconnect),
    ("POST", "/preferences", window.prefer),
    ("POST", "/folders/reveal", window.reveal_folder),
    ("POST", "/window/close", window.close),
    ("POST", "/knock", window.knock),
)
