"""Our own, structured form of metadata, as XMP: RDF in XML, which every picture format has a place for.

Each field is a property of our own namespace, so that any XMP tool can read and keep it. Titles and dates are told once
more in the words that photo programs know. https://developer.adobe.com/xmp/docs/XMPSpecifications/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from xml.parsers import expat

from msgspec.structs import asdict

from server.pictures.metadata.chunks import Malformed
from server.pictures.metadata.metadata import UID, Metadata
from server.pictures.metadata.parameters import software

NAMESPACE = "urn:atelier:story:1#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
MOST_BYTES = 256 * 1024
"""Of a packet that is looked into; ours have at most 64 kB."""

MOST_TEXT = 64 * 1024
MOST_ELEMENTS = 5000
TEXTS = frozenset({"description", "UserComment", "title", "CreatorTool", "parameters", "prompt", "workflow"})

# What XML 1.0 cannot say at all; a bare carriage return would come back as a line feed.
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OURS = re.compile(
    r'<rdf:Description rdf:about="" xmlns:rdf="[^"]*" xmlns:atelier="[^"]*">.*?</rdf:Description>\s*', re.DOTALL
)
_END = re.compile(r"</(?:[A-Za-z][\w.-]{0,99}:)?RDF\s*>")
_ID = "W5M0MpCehiHzreSzNTczkc9d"  # the same in every packet, by the specification


def packet(metadata: Metadata) -> bytes:
    """A whole packet. The room behind lets other programs change something without writing the file anew."""
    common = "".join(f"<{name}>{value}</{name}>" for name, value in _common(metadata).items())
    spaces = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
    )
    return (
        f'<?xpacket begin="\ufeff" id="{_ID}"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        f'<rdf:RDF xmlns:rdf="{RDF}">\n<rdf:Description rdf:about="" {spaces}>{common}</rdf:Description>\n'
        f'{_ours(metadata)}</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()


def merged(metadata: Metadata, existing: bytes) -> bytes:
    """Somebody else's packet with our description in it, in place of an earlier one. Raises Malformed."""
    if len(existing) > MOST_BYTES:
        raise Malformed("too large")
    try:
        text = _OURS.sub("", existing.decode())
    except UnicodeError as error:
        raise Malformed("not UTF-8") from error
    ends = [end.start() for end in _END.finditer(text)]
    if not ends:
        raise Malformed("no end of RDF")
    both = (text[: ends[-1]] + _ours(metadata) + text[ends[-1] :]).encode()
    properties(both)
    return both


def read(data: bytes) -> Metadata | None:
    """The metadata in a packet; None where there is none, or not all that makes one."""
    if NAMESPACE.encode() not in data:
        return None
    try:
        found = properties(data)
    except Malformed:
        return None
    values: dict[str, Any] = {name: _READERS[name](text) for name, text in found.items() if name in _READERS}
    if not values.get("uid") or "prompt" not in values:
        return None
    return Metadata(**{name: value for name, value in values.items() if value is not None})


def read_texts(data: bytes) -> Mapping[str, str]:
    """Texts that programs for pictures may have written, by names without namespaces; none in a damaged packet."""
    try:
        return _collected(data, _name_of_text)
    except Malformed:
        return {}


def properties(data: bytes) -> Mapping[str, str]:
    """All properties of our namespace in a packet. Raises Malformed."""
    return _collected(data, _name_of_ours)


def _name_of_text(name: str) -> str | None:
    local = name.rpartition(" ")[2]
    return local if local in TEXTS else None


def _name_of_ours(name: str) -> str | None:
    return name.removeprefix(NAMESPACE).strip() if name.startswith(NAMESPACE) else None


def _collected(data: bytes, named: Callable[[str], str | None]) -> Mapping[str, str]:
    if len(data) > MOST_BYTES:
        raise Malformed("too large")
    collector = _Collector(named)
    try:
        collector.parser.Parse(data.strip(b"\x00 \r\n\t"), True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # LookupError: an encoding nobody knows
        raise Malformed("not XML") from error
    return collector.found


class _Collector:
    """Elements and attributes that are wanted. A document type, where XML hides its bombs, is refused."""

    def __init__(self, named: Callable[[str], str | None]) -> None:
        self._named = named
        self.found: dict[str, str] = {}
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._open: str | None = None
        self._parts: list[str] = []
        self._elements = 0

    def _refuse(self, *_: object) -> None:
        raise Malformed("a document type")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise Malformed("too many elements")
        for attribute, value in attributes.items():
            self._keep(attribute, value)
        if self._open is None and self._named(name):
            self._open, self._parts = name, []

    def _end(self, name: str) -> None:
        if name == self._open:
            self._keep(name, "".join(self._parts))
            self._open = None

    def _text(self, text: str) -> None:
        if self._open is not None:
            self._parts.append(text)

    def _keep(self, name: str, value: str) -> None:
        known = self._named(name)
        if known and len(value) <= MOST_TEXT:
            self.found.setdefault(known, value)


def _common(metadata: Metadata) -> dict[str, str]:
    """What photo programs show: description, program, date, and that no camera has seen this."""
    source = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    said = f'<rdf:Alt><rdf:li xml:lang="x-default">{_said(metadata.prompt)}</rdf:li></rdf:Alt>'
    common = {"dc:description": said, "xmp:CreatorTool": _said(software(metadata))}
    if not metadata.sample:
        common["Iptc4xmpExt:DigitalSourceType"] = source
    if metadata.created is not None:
        common["xmp:CreateDate"] = datetime.fromtimestamp(metadata.created, UTC).isoformat(timespec="seconds")
    return common


def _ours(metadata: Metadata) -> str:
    told = "".join(
        f"<atelier:{name}>{_said(str(value))}</atelier:{name}>\n"
        for name, value in asdict(metadata).items()
        if value is not None
    )
    return f'<rdf:Description rdf:about="" xmlns:rdf="{RDF}" xmlns:atelier="{NAMESPACE}">\n{told}</rdf:Description>\n'


def _said(text: str) -> str:
    from xml.sax.saxutils import escape  # with urllib.request and all of email, which a start has no need of

    return escape(_UNSAYABLE.sub("\ufffd", text), {"\r": "&#13;"})


def _text(text: str) -> str:
    return text


def _uid(text: str) -> str | None:
    return text.strip() if UID.fullmatch(text.strip()) else None


def _whole(text: str) -> int | None:
    found = re.fullmatch(r"\s*(-?[0-9]{1,19})\s*", text)
    return int(found[1]) if found else None


def _decimal(text: str) -> float | None:
    found = re.fullmatch(r"\s*(-?[0-9]{1,19}(?:\.[0-9]{1,19})?(?:e-?[0-9]{1,2})?)\s*", text)
    return float(found[1]) if found else None


def _truth(text: str) -> bool:
    return text.strip().lower() == "true"


_READERS = {
    **dict.fromkeys(("uid", "parent_uid", "order_uid"), _uid),
    **dict.fromkeys(("prompt", "prompt_sent", "negative_prompt", "model", "version"), _text),
    **dict.fromkeys(("steps", "seed", "width", "height", "place"), _whole),
    **dict.fromkeys(("guidance", "seconds", "neurons", "translation_neurons", "created"), _decimal),
    "sample": _truth,
}
