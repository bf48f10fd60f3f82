"""The whole hypermedia surface on one screen: method, path, handler."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from robyn import Request, Response, StreamingResponse

from server.routes import account, collecting, library, live, pages, paintings, pictures, stories, window
from server.site import Site

Handler = Callable[[Site, Request], Awaitable[Response | StreamingResponse]]

ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/", pages.studio),
    ("GET", "/connection", pages.connection),
    ("GET", "/settings", pages.settings),
    ("GET", "/static/*name", pages.static),
    ("GET", "/library", library.library),
    ("GET", "/library/block", library.block),
    ("GET", "/library/ids", library.ids),
    ("GET", "/library/places", library.places),
    ("GET", "/library/details/:id", library.details),
    ("POST", "/library/look", library.look),
    ("POST", "/library/favourite", collecting.favourite),
    ("GET", "/library/albums", library.album_choices),
    ("POST", "/library/albums", collecting.make_album),
    ("POST", "/library/albums/:id", collecting.rename_album),
    ("DELETE", "/library/albums/:id", collecting.remove_album),
    ("POST", "/library/albums/:id/add", collecting.put_into_album),
    ("POST", "/library/albums/:id/remove", collecting.take_out_of_album),
    ("POST", "/library/delete", collecting.delete),
    ("POST", "/library/undo", collecting.undo),
    ("POST", "/library/restore", collecting.restore),
    ("POST", "/library/ask-to-erase", collecting.ask_to_erase),
    ("POST", "/library/erase", collecting.erase),
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
    ("POST", "/stories", stories.read),
    ("POST", "/stories/:id/apply", stories.apply),
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
