"""Asking ICU, as a library, what Qt asks it: the order of words, encodings, time zones."""

from __future__ import annotations

import ctypes


def sorted_by(icu: ctypes.CDLL, version: str, language: str, *words: str) -> list[str]:
    """In the order of ICU's collator for the language."""
    status = ctypes.c_int(0)
    opened = getattr(icu, f"ucol_open_{version}")
    opened.restype = ctypes.c_void_p
    collator = opened(language.encode(), ctypes.byref(status))
    assert status.value <= 0, status.value  # below zero are warnings: taken from the root
    key_of = getattr(icu, f"ucol_getSortKey_{version}")

    def key(word: str) -> bytes:
        text, buffer = word.encode("utf-16-le"), ctypes.create_string_buffer(64)
        key_of(ctypes.c_void_p(collator), text, len(text) // 2, buffer, len(buffer))
        return buffer.value

    return sorted(words, key=key)


def decoded(icu: ctypes.CDLL, version: str, encoding: str, data: bytes) -> str:
    status = ctypes.c_int(0)
    opened = getattr(icu, f"ucnv_open_{version}")
    opened.restype = ctypes.c_void_p
    converter = opened(encoding.encode(), ctypes.byref(status))
    assert status.value <= 0, status.value
    buffer = ctypes.create_string_buffer(64)
    to_unicode = getattr(icu, f"ucnv_toUChars_{version}")
    length = to_unicode(ctypes.c_void_p(converter), buffer, 32, data, len(data), ctypes.byref(status))
    assert status.value <= 0, status.value
    return buffer.raw[: 2 * length].decode("utf-16-le")


def zone_name(icu: ctypes.CDLL, version: str, zone: str, language: str) -> str:
    """Of its standard time, written out."""
    status = ctypes.c_int(0)
    opened = getattr(icu, f"ucal_open_{version}")
    opened.restype = ctypes.c_void_p
    calendar = opened(zone.encode("utf-16-le"), len(zone), language.encode(), 0, ctypes.byref(status))
    assert status.value <= 0, status.value
    buffer = ctypes.create_string_buffer(256)
    name_of = getattr(icu, f"ucal_getTimeZoneDisplayName_{version}")
    length = name_of(ctypes.c_void_p(calendar), 0, language.encode(), buffer, 128, ctypes.byref(status))
    assert status.value <= 0, status.value
    return buffer.raw[: 2 * length].decode("utf-16-le")
