"""Account id and token out of what people paste: quotes, spaces, `Bearer `, whole addresses and headers."""

from __future__ import annotations

import re

from server.common.errors import BadInput

_HIDDEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_WRAPPING = " \t\r\n\u00a0\u3000\"'`\u201c\u201d\u2018\u2019,;"
_PREFIX = re.compile(r"(?:-H\s*|authorization\s*:\s*|bearer\s+)", re.IGNORECASE)
_LINE_BREAKS = re.compile(r"[\r\n\t]+")
_ACCOUNT_ID = re.compile(r"[0-9a-f]{32}")
_ID_IN_ADDRESS = re.compile(r"/([0-9a-f]{32})(?![0-9a-f])")
_GLOBAL_KEY = re.compile(r"cfk_.*|[0-9a-f]{37}")
_TOKEN = re.compile(r"[!-~]{16,512}")
_SURELY_TOKEN = re.compile(r"cf(?:u|a|oa)t_.*|[A-Za-z0-9_-]{40}")


_ID_ANYWHERE = re.compile(r"(?<![\w-])[0-9a-f]{32}(?![\w-])", re.ASCII)
_TOKENS_ANYWHERE = (
    re.compile(r"(?<![\w-])(cf(?:u|a|oa)t_[\w-]{16,})", re.ASCII),
    re.compile(r"bearer\s+[\"']?([\w-]{30,})", re.ASCII | re.IGNORECASE),
    re.compile(r"token[\"']?\s*[=:]\s*[\"']?([\w-]{30,})", re.ASCII | re.IGNORECASE),
    re.compile(r"(?<![\w-])([\w-]{40})(?![\w-])", re.ASCII),
)


def account_id_in(text: str, other: str = "") -> str:
    """The account id out of whatever was pasted into its field, or into the `other` one: an address, a command, a line
    of a settings file. Raises BadInput for the field account_id.
    """
    found = _ID_ANYWHERE.search(text.lower()) or _ID_ANYWHERE.search(other.lower())
    return found.group() if found else clean_account_id(text)


def token_in(text: str, other: str = "") -> str:
    """The token, in the same way. Raises BadInput for the field api_token."""
    try:
        token = clean_token(text)
    except BadInput:
        token = ""
    if re.fullmatch(r"[\w.-]+", token, re.ASCII) and not _ID_ANYWHERE.search(text.lower()):
        return token
    embedded = (form.search(pasted.translate(_HIDDEN)) for pasted in (text, other) for form in _TOKENS_ANYWHERE)
    found = next(filter(None, embedded), None)
    return found.group(1) if found else clean_token(text)


def clean_account_id(text: str) -> str:
    """The account id, also out of an address of the dashboard. Raises BadInput for the field account_id."""
    pasted = _unwrapped(text)
    if not pasted:
        raise BadInput({"account_id": "account_id_missing"})
    if _SURELY_TOKEN.fullmatch(pasted):
        raise BadInput({"account_id": "account_id_is_token"})
    found = _ID_IN_ADDRESS.search(pasted.lower())
    account_id = found.group(1) if found else pasted.lower()
    if not _ACCOUNT_ID.fullmatch(account_id):
        raise BadInput({"account_id": "account_id_wrong_form"})
    return account_id


def clean_token(text: str) -> str:
    """The token, also out of a header or a line of a terminal. Raises BadInput for the field api_token."""
    token = _LINE_BREAKS.sub("", _without_prefixes(_unwrapped(text)))
    if not token:
        code = "token_missing"
    elif _ACCOUNT_ID.fullmatch(token.lower()):
        code = "token_is_account_id"
    elif _GLOBAL_KEY.fullmatch(token):
        code = "token_is_global_key"
    elif not _TOKEN.fullmatch(token):
        code = "token_wrong_form"
    else:
        return token
    raise BadInput({"api_token": code})


def _unwrapped(text: str) -> str:
    return text.translate(_HIDDEN).strip(_WRAPPING)


def _without_prefixes(text: str) -> str:
    while found := _PREFIX.match(text):
        text = text[found.end() :].strip(_WRAPPING)
    return text
