"""For every action the button that does it: its label, icon, and what pressing it reaches. Labels are msgids."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from urllib.parse import quote

from msgspec import Struct

from server.common.advice.advice import Action
from server.common.i18n import N_


class Means(Enum):
    """How a button reaches its target.

    POST: a request to the server, which tells the page what changes. FORM: the studio's form, filled with the painting,
    with the part named by the target in focus; without a painting the form as it stands. LINK: another page. PRESS: a
    control that is on the page, by its element's id.
    """

    POST = "post"
    FORM = "form"
    LINK = "link"
    PRESS = "press"


class ActionButton(Struct, frozen=True):
    """`target` is a path, an element's id or a part of the form; `{id}` in it stands for the painting's.

    `value` is the one field that is sent along, with its name.
    """

    label: str
    icon: str
    means: Means
    target: str
    value: tuple[str, str] | None = None

    @property
    def wants_painting(self) -> bool:
        return "{id}" in self.target


PARTS: Mapping[str, str] = MappingProxyType(
    {"reword": "prompt", "shorten": "prompt", "parameters": "steps", "pictures": "references", "model": "model-open"}
)
"""Parts of the form an error can be about, and the element that gets the focus; where it is missing the form does."""

# What painting and the meter need: `ai` is in no table of Cloudflare's, but fills the form in for all who use it.
# See docs/facts.md#a-token-can-be-prepared-by-an-address.
_LEAST = quote('[{"key":"ai","type":"read"},{"key":"account_analytics","type":"read"}]', safe="")

TOKEN_PAGE = f"https://dash.cloudflare.com/?to=/:account/api-tokens&permissionGroupKeys={_LEAST}&name=Atelier"
"""Where a token is made, with its permissions filled in."""

DASHBOARD: Mapping[str, str] = MappingProxyType(
    {
        "plan": "https://dash.cloudflare.com/?to=/:account/workers/plans",
        "gateway": "https://dash.cloudflare.com/?to=/:account/ai/ai-gateway",
        "tokens": "https://dash.cloudflare.com/profile/api-tokens",
        "workers-ai": "https://dash.cloudflare.com/?to=/:account/ai/workers-ai",
        "support": "https://dash.cloudflare.com/?to=/:account/support",
        "status": "https://www.cloudflarestatus.com/",
    }
)
"""Cloudflare's pages that a button may open in the system's browser; nothing else can be asked for."""


def _post(label: str, icon: str, path: str, **value: str) -> ActionButton:
    return ActionButton(label, icon, Means.POST, path, next(iter(value.items()), None))


def _form(label: str, icon: str, part: str) -> ActionButton:
    return ActionButton(label, icon, Means.FORM, part)


def _dashboard(label: str, page: str) -> ActionButton:
    return _post(label, "external-link", "/dashboard", page=page)


def _settings(section: str) -> ActionButton:
    return ActionButton(N_("Open the settings"), "settings", Means.LINK, f"/settings/{section}")


CONTROLS: Mapping[Action, ActionButton] = MappingProxyType(
    {
        Action.RETRY: _post(N_("Try again"), "rotate-ccw", "/paintings/{id}/retry"),
        Action.ONCE_MORE: _post(N_("Try once more"), "rotate-ccw", "/paintings/{id}/retry"),
        Action.WAIT: _post(N_("Wait in the queue"), "hourglass", "/paintings/{id}/wait"),
        Action.PAINT_AGAIN: _post(N_("Paint again"), "paintbrush", "/paintings/{id}/again"),
        Action.REWORD: _form(N_("Reword"), "pencil", "reword"),
        Action.SHORTEN: _form(N_("Shorten"), "scissors", "shorten"),
        Action.PARAMETERS: _form(N_("Change the parameters"), "sliders-horizontal", "parameters"),
        Action.PICTURES: _form(N_("Change the pictures"), "images", "pictures"),
        Action.MODEL: _form(N_("Change the model"), "replace", "model"),
        Action.CONNECT: ActionButton(N_("Enter account and token"), "key-round", Means.LINK, "/connection"),
        Action.KEYRING: _post(N_("Ask the keyring again"), "key-round", "/connection/keyring"),
        Action.SETTINGS: _settings("account"),
        Action.HELPERS: _settings("prompts"),
        Action.PLACES: _settings("library"),
        Action.PLAN: _dashboard(N_("Plans at Cloudflare"), "plan"),
        Action.GATEWAY: _dashboard(N_("AI Gateway at Cloudflare"), "gateway"),
        Action.WITHOUT_GATEWAY: _post(N_("Send without the gateway"), "unplug", "/paintings/{id}/without-gateway"),
        Action.TOKENS: _dashboard(N_("Tokens at Cloudflare"), "tokens"),
        Action.LICENCE: _dashboard(N_("Workers AI at Cloudflare"), "workers-ai"),
        Action.SUPPORT: _dashboard(N_("Cloudflare's support"), "support"),
        Action.STATUS: _dashboard(N_("Cloudflare's status"), "status"),
        Action.SAVE_AS: _post(N_("Save as…"), "download", "/paintings/{id}/save-as"),
        Action.SAVE_AGAIN: _post(N_("Save again"), "rotate-ccw", "/paintings/{id}/retry"),
        Action.REVEAL: _post(N_("Show in folder"), "folder-open", "/paintings/{id}/reveal"),
        Action.ANSWER: _post(N_("Show what came"), "folder-open", "/paintings/{id}/answer"),
        Action.FOLDER: _post(N_("Open the pictures folder"), "folder-open", "/folders/reveal", folder="library"),
        Action.LOGS: _post(N_("Show in folder"), "folder-open", "/folders/reveal", folder="logs"),
        Action.CHOOSE: ActionButton(N_("Choose a picture"), "file-image", Means.PRESS, "read-picture"),
        Action.RELOAD: ActionButton(N_("Load the page again"), "rotate-ccw", Means.LINK, ""),
    }
)
