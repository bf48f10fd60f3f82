"""In which language a prompt is written, as far as its letters tell: what a translator has to be told."""

from __future__ import annotations

import re

FOREIGN_SHARE = 0.2
"""Of a prompt's letters; below that it is an English one with a foreign name or a sign's inscription in it."""

# Patterns, made ready when first used: wide classes take their time, and a start asks for none of them.
_SCRIPTS = (
    ("ja", r"[\u3040-\u30ff\uff66-\uff9f]"),
    ("ko", r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]"),
    ("zh", r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"),
    ("ru", r"[\u0400-\u052f]"),
    ("ar", r"[\u0600-\u06ff\u0750-\u077f]"),
    ("he", r"[\u0590-\u05ff]"),
    ("el", r"[\u0370-\u03ff]"),
    ("hi", r"[\u0900-\u097f]"),
    ("bn", r"[\u0980-\u09ff]"),
    ("th", r"[\u0e00-\u0e7f]"),
    ("ka", r"[\u10a0-\u10ff]"),
    ("hy", r"[\u0530-\u058f]"),
)
_UKRAINIAN = r"[іїєґІЇЄҐ]"
# Small words that are frequent in one language and rare in the others.
_WORDS = {
    "de": "der die das und ein eine einer mit im am auf ist nicht von zwischen über unter",
    "fr": "le les des une un du et dans avec sur est au aux sous entre",
    "es": "el los las una y con en del por para sobre bajo entre",
    "pt": "uma um os das dos com não em no na sob entre ao",
    "it": "il lo gli una un con nel della dei di che sotto tra sul",
    "nl": "het een de van met op en bij onder tussen niet",
    "pl": "w na z nad pod i przy jest oraz nie",
    "sv": "och en ett med på som är inte under vid",
    "tr": "ve bir ile için bu da üzerinde altında",
    "vi": "một và trên dưới với của trong những",
}
_VOCABULARY = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_ENGLISH = frozenset(
    ("the", "a", "an", "of", "and", "with", "in", "on", "at", "is", "under", "over", "between", "by", "to")
)


def language_of(text: str) -> str:
    """Its code, as `zh`; `en` where nothing tells otherwise."""
    letters = [letter for letter in text if letter.isalpha()]
    for language, script in _SCRIPTS:
        found = len(re.findall(script, text))
        # Japanese is written with Chinese characters too, so that some of its own are enough.
        if found and found >= len(letters) * (FOREIGN_SHARE / 4 if language == "ja" else FOREIGN_SHARE):
            return "uk" if language == "ru" and re.search(_UKRAINIAN, text) else language
    words = re.findall(r"\w+", text.casefold())
    counted = {language: sum(word in known for word in words) for language, known in _VOCABULARY.items()}
    best = max(counted, key=counted.__getitem__)
    return best if counted[best] >= 2 and counted[best] > sum(word in _ENGLISH for word in words) else "en"


def is_foreign(text: str) -> bool:
    """Whether its very letters say that it is not English. What is written in Latin ones is let pass."""
    letters = sum(letter.isalpha() for letter in text)
    foreign = sum(len(re.findall(script, text)) for _, script in _SCRIPTS)
    return foreign > 0 and foreign >= letters * FOREIGN_SHARE
