"""Everything a page says, to the eye and to a screen reader, and what of it is in the wrong language."""

from __future__ import annotations

import re

from playwright.sync_api import Page

_COLLECT = """() => {
  const said = new Set();
  const say = (text) => { if (text && text.trim()) said.add(text.trim().replace(/\\s+/g, " ")); };
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ELEMENT);
  while (walker.nextNode()) {
    const element = walker.currentNode;
    if (element.tagName === "TITLE") say(element.textContent);
    if (["SCRIPT", "STYLE", "HEAD"].includes(element.tagName) || element.closest("[translate=no]")) continue;
    if (!element.checkVisibility() && element.tagName !== "OPTION") continue;
    for (const name of ["aria-label", "title", "placeholder", "alt"]) say(element.getAttribute(name));
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) say(node.textContent);
  }
  return [...said];
}"""

# Names of things at Cloudflare and elsewhere that are the same in every language, longest first.
_NAMES = (
    "Create a Workers AI API Token",
    "Microsoft Edge WebView",
    "Use REST API",
    "Workers AI Read",
    "Workers AI Edit",
    "Account Analytics Read",
    "Workers Paid",
    "Workers AI",
    "AI Gateway Run",
    "AI Gateway",
    "GNOME Keyring",
    "Qt for Python",
    "API Token",
    "GET / POST",
)
_ENGLISH = re.compile(r"[A-Za-z][A-Za-z’']+(?:[ ,;:—]+[A-Za-z][A-Za-z’']+)+|^[A-Z][a-z]{3,}[.…]?$")
_CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")

# What is on every page in its own language: the program's name and the languages to choose from.
_OWN = {"AI 绘画工坊", "中文", "简体中文", "English"}
_UNTRANSLATED = ("Cloudflare", "neurons", "Ctrl", "Shift")


def texts(page: Page) -> list[str]:
    found: list[str] = page.evaluate(_COLLECT)
    return found


def foreign(said: list[str], language: str) -> list[str]:
    """What of it is in another language."""
    return [text for text in said if text not in _OWN and _is_foreign(text, language)]


def _is_foreign(text: str, language: str) -> bool:
    if language == "en":
        return bool(_CHINESE.search(text.replace("AI 绘画工坊", "")))
    for name in _NAMES:
        text = text.replace(name, "")
    return text not in _UNTRANSLATED and "/" not in text[:1] and bool(_ENGLISH.search(text))
