"""Opening the application, once more where damage in its database shows only then."""

from __future__ import annotations

import logging

from server.common.background import watch_over
from server.paintings.database import suspect, tells_of_damage
from server.site.site import Parts, Site

log = logging.getLogger(__name__)


async def open_site(parts: Parts, *, for_page: bool) -> Site:
    """The site, opened for its page or for a command alone. Raises sqlite3.Error, StorageError and OSError.

    From then on the shell hears of whatever fails unforeseen in the background.

    A start looks at little of the database beforehand. Where it meets damage further on it begins again, and by then
    all of the database is looked at and a damaged one is put aside.
    """
    watch_over(parts.shell.report_bug)
    try:
        return await _opened(parts, for_page=for_page)
    except Exception as error:
        if not tells_of_damage(error):
            raise
    log.warning("the database is damaged in a part that was not looked at")
    suspect(parts.paths.database)
    return await _opened(parts, for_page=for_page)


async def _opened(parts: Parts, *, for_page: bool) -> Site:
    site = Site(parts)
    try:
        await (site.open() if for_page else site.open_studio(go_on=False))
    except BaseException:
        await site.close()  # no file is to be held open that has to be put aside
        raise
    return site
