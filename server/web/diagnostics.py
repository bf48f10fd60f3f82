"""What helps to understand a problem from afar: the parts and their versions, nothing of what was done with them.

Never in it: token, account id, prompts, file names, addresses of a network, the user's name.
"""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from msgspec import Struct

from server import __version__
from server.common.paths import ROOT
from server.common.redaction import starred, without_user
from server.site.site import Site
from server.web.credits import version_of

LIBRARIES = (
    "robyn",
    "httpx",
    "Jinja2",
    "keyring",
    "SecretStorage",
    "cryptography",
    "certifi",
    "pillow",
    "platformdirs",
    "Send2Trash",
    "pywebview",
    "PySide6_Essentials",
    "PySide6_WebEngine",
    "pythonnet",
    "pyobjc-core",
    "htmx.org",
    "@alpinejs/csp",
)
DESKTOP_VARIABLES = ("XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE")
PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy")
USER_AGENT_LENGTH = 200
ERRORS = 10


class SystemSeen(Struct, frozen=True):
    """What only the server's loop may read, taken at once."""

    user_agent: str
    surface: str
    languages: str
    connection: str
    folders: Mapping[str, str]
    paintings: Mapping[str, int]
    errors: tuple[str, ...]
    desktop: tuple[str, ...]
    proxies: tuple[str, ...]


def look(site: Site, user_agent: str, language: str) -> SystemSeen:
    """Called on the server's loop. `user_agent`: as the page's engine names itself."""
    view = site.connection.view()
    problem = f", {view.problem.code}" if view.problem else ""
    return SystemSeen(
        user_agent=re.sub(r"[^ -~]", "?", user_agent)[:USER_AGENT_LENGTH],
        surface="window" if site.shell.has_window else "browser",
        languages=f"{language} (chosen: {site.preferences.language}, system: {site.system_language})",
        connection=f"{view.status.value} (from: {view.source.value}{problem})",
        folders={"data": str(site.paths.data), "pictures": str(site.library.folder)},
        paintings=site.store.count_by_state(),
        errors=tuple(site.store.recent_errors(ERRORS)),
        desktop=tuple(filter(None, map(site.environ.get, DESKTOP_VARIABLES))),
        proxies=tuple(name for name in PROXY_VARIABLES if site.environ.get(name) or site.environ.get(name.upper())),
    )


def describe(seen: SystemSeen, keyring: str) -> str:
    """The text. `keyring`: which one is used, by name. Looks for versions on the disk: call it in a thread."""
    return starred("\n".join([*_program(seen), "", *_state(seen, keyring), "", *_libraries()]) + "\n")


def _program(seen: SystemSeen) -> Iterator[str]:
    yield f"Atelier {__version__} ({_origin()})"
    yield f"Written: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    yield f"System: {_system()}"
    yield f"Python: {platform.python_version()} ({platform.machine()})"
    yield f"Shown in: {seen.surface}"
    yield f"Engine: {seen.user_agent or 'unknown'}"
    if seen.desktop:
        yield f"Desktop: {', '.join(seen.desktop)}"


def _origin() -> str:
    if hasattr(sys, "frozen"):
        return "packaged"
    return "from sources" if (ROOT / "pyproject.toml").exists() else "installed as a wheel"


def _system() -> str:
    if platform.system() == "Darwin":
        return f"macOS {platform.mac_ver()[0]}"
    if platform.system() == "Linux":
        return f"{_distribution()}, kernel {platform.release()}"
    return f"{platform.system()} {platform.release()}, {platform.version()}"


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
    except OSError:
        return "Linux"


def _state(seen: SystemSeen, keyring: str) -> Iterator[str]:
    yield f"Language: {seen.languages}"
    yield f"Connection: {seen.connection}"
    yield f"Keyring: {keyring}"
    yield f"Proxy variables set: {', '.join(seen.proxies) or 'none'}"
    for name, folder in seen.folders.items():
        yield f"Folder, {name}: {without_user(folder)}"
    yield "Paintings: " + (", ".join(f"{state} {count}" for state, count in seen.paintings.items()) or "none")
    yield "Last errors: " + (", ".join(seen.errors) or "none")


def _libraries() -> Iterator[str]:
    for name in LIBRARIES:
        version = version_of(name)
        if version:
            yield f"{name} {version}"
