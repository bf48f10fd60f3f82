"""Turns a request of ours into one that nobody meant, as bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from urllib.parse import quote, quote_from_bytes

from tests.fuzz.seeds import Seed, every_route, field_names, from_pages
from tests.program import Program

METHODS = ("GET", "POST", "DELETE", "PUT", "HEAD")

NASTY: Sequence[str] = (
    "",
    " ",
    "0",
    "-1",
    "1e309",
    "NaN",
    "9" * 30,
    "9" * 5000,
    "٣",
    "1-200000,1-200000",
    ",".join(["1-100000"] * 50),
    "..",
    "../../../../etc/passwd",
    "/",
    "C:\\",
    "\x00",
    "a\x00b",
    "\r\nX: y",
    "é" * 300,
    "a" * 256,
    "a" * 5000,
    "名" * 90,
    "\ud83d",
    "🧑‍🎨",
    "\u202e",
    "{" * 300,
    "{a|" * 200,
    "(" * 3000,
    "__a__" * 100,
    "${x=1}",
    "%",
    "%s%n",
    "'; drop table paintings; --",
    '"*" OR',
    "*",
    "<script>",
    "{{7*7}}",
    "http://[",
    "https://[::1",
    "socks5://a:b@c:99999",
    "http://user:pass@host:port/",
    "2026-13-45",
    "0000-00-00",
    "9999-12-31",
    "data:image/png;base64,AAAA",
    "CON",
    "a.",
    ".part",
)
HEADERS: Sequence[tuple[str, str]] = (
    ("HX-Current-URL", "http://["),
    ("HX-Current-URL", "http://[::1"),
    ("HX-Current-URL", "javascript:1"),
    ("HX-Target", "\xff\xfe"),
    ("Accept-Language", "zh-CN;q=abc," * 200),
    ("Accept-Language", "\xff"),
    ("Accept-Encoding", "gzip;q=x"),
    ("User-Agent", ""),
    ("User-Agent", "Macintosh " * 500),
    ("Range", "bytes=9-1"),
    ("If-None-Match", '"'),
    ("Last-Event-ID", "9" * 400),
    ("Cookie", "a=b; " * 300),
    ("Cookie", "atelier-left=\xff"),
    ("Content-Type", "text/plain"),
    ("Content-Type", "multipart/form-data"),
    ("Content-Type", "multipart/form-data; boundary="),
    ("Content-Type", "multipart/form-data; boundary=" + "x" * 2000),
    ("Content-Type", 'multipart/form-data; boundary="x'),
    ("Content-Type", "multipart/form-data; " + "a=b; " * 2000),
    ("Content-Type", "application/x-www-form-urlencoded; charset=\\"),
    ("Content-Type", "((((" * 500),
    ("Sec-Fetch-Mode", "navigate"),
)
FILES: Sequence[bytes] = (
    b"",
    b"\x00",
    b"\x89PNG\r\n\x1a\n",
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff\x08\x06\x00\x00\x00",
    b"\xff\xd8\xff" + b"\xff" * 4000,
    b"RIFF\xff\xff\xff\xffWEBPVP8 ",
    b"RIFF\x16\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff",
    b"GIF89a\xff\xff\xff\xff\xf7\x00\x00",
    b"PK\x03\x04" + b"\x00" * 40,
    b"name,prompt,negative_prompt\n" + b'"' * 500,
    b"\xff\xfen\x00",
    b"[" * 20_000,
    b'{"a":' * 20_000,
)
BOUNDARY = "xxxx"


class Mutations:
    """Endless, and the same for the same random numbers. The program gets four paintings to be asked about."""

    def __init__(self, random: Random, program: Program) -> None:
        self._random = random
        self._names = field_names()
        with program.client() as page:
            page.post("/generate", data={"prompt": "a boat", "steps": "1", "count": "4"})
            self._seeds = [*every_route(), *from_pages(page)]
        self._headers = {
            "Host": program.authority,
            "Cookie": "=".join(program.cookie),
            "Origin": program.base_url,
            "Sec-Fetch-Site": "same-origin",
        }

    def take(self, count: int) -> Iterator[bytes]:
        for _ in range(count):
            yield self._request(self._random.choice(self._seeds))

    def _request(self, seed: Seed) -> bytes:
        random = self._random
        method = seed.method if random.random() < 0.97 else random.choice(METHODS)
        path = _path(random, seed.path)
        fields = _fields(random, list(seed.fields), self._names)
        headers = self._headers | ({"HX-Request": "true"} if random.random() < 0.7 else {})
        if method in ("GET", "HEAD"):
            query = _encoded(fields) if random.random() < 0.6 else b""
            return _written(random, method, path + b"?" + query, headers, b"")
        make = random.choices((_form, _multipart, _json, _noise), weights=(70, 18, 6, 6))[0]
        kind, body = make(random, fields)
        return _written(random, method, path, {**headers, "Content-Type": kind}, body)


def _path(random: Random, path: str) -> bytes:
    parts = path.split("/")
    if random.random() < 0.25:
        place = random.randrange(1, len(parts))
        parts[place] = quote(random.choice(NASTY)[:3000], safe="", errors="surrogatepass")
    return "/".join(parts).encode("ascii", "replace")


def _fields(random: Random, fields: list[tuple[str, str]], names: Sequence[str]) -> list[tuple[str, str]]:
    if not fields:
        fields = [(random.choice(names), random.choice(NASTY)) for _ in range(random.randrange(3))]
    for _ in range(random.choice((0, 1, 1, 1, 2, 3))):
        change = random.random()
        if fields and change < 0.7:
            place = random.randrange(len(fields))
            fields[place] = (fields[place][0], _value(random, fields[place][1]))
        elif fields and change < 0.8:
            del fields[random.randrange(len(fields))]
        else:
            fields.append((random.choice(names), random.choice(NASTY)))
    return fields


def _value(random: Random, value: str) -> str:
    if random.random() < 0.8:
        return random.choice(NASTY)
    place = random.randrange(len(value) + 1)
    return value[:place] + random.choice(NASTY)[:200] + value[place:]


def _encoded(fields: list[tuple[str, str]]) -> bytes:
    pairs = (f"{_quoted(name)}={_quoted(value)}" for name, value in fields)
    return "&".join(pairs).encode("ascii")[:7000]


def _quoted(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def _form(random: Random, fields: list[tuple[str, str]]) -> tuple[str, bytes]:
    body = _encoded(fields)
    end = len(body) if random.random() < 0.95 else random.randrange(len(body) + 1)
    return "application/x-www-form-urlencoded", body[:end]


def _multipart(random: Random, fields: list[tuple[str, str]]) -> tuple[str, bytes]:
    parts = [
        b'--xxxx\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'
        % (name.encode("utf-8", "surrogatepass"), value.encode("utf-8", "surrogatepass"))
        for name, value in fields
    ]
    file = random.choice(FILES)
    name = random.choice(("picture", "file", "mask", "table"))
    kind = random.choice((b"image/png", b"multipart/mixed; boundary=xxxx", b"((((", b""))
    parts.append(
        b'--xxxx\r\nContent-Disposition: form-data; name="%b"; filename="a.png"\r\nContent-Type: %b\r\n\r\n%b\r\n'
        % (name.encode(), kind, file)
    )
    random.shuffle(parts)
    end = b"--xxxx--\r\n" if random.random() < 0.9 else b""
    return f"multipart/form-data; boundary={BOUNDARY}", b"".join(parts) + end


def _json(random: Random, fields: list[tuple[str, str]]) -> tuple[str, bytes]:
    return "application/json", json.dumps(dict(fields)).encode()


def _noise(random: Random, fields: list[tuple[str, str]]) -> tuple[str, bytes]:
    """Files that are sent as they are, as dropped ones."""
    kind = random.choice(("image/png", "application/octet-stream", "text/csv", "application/zip"))
    return kind, random.choice((random.choice(FILES), random.randbytes(random.randrange(3000))))


def _written(random: Random, method: str, target: bytes, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = dict(headers)
    if random.random() < 0.2:
        name, value = random.choice(HEADERS)
        lines[name] = f"{lines['Cookie']}; {value}" if name == "Cookie" else value
    if body or method not in ("GET", "HEAD"):
        lines["Content-Length"] = str(len(body))
    head = b"".join(f"{name}: {value}\r\n".encode("latin-1", "replace") for name, value in lines.items())
    return method.encode() + b" " + target + b" HTTP/1.1\r\n" + head + b"\r\n" + body
