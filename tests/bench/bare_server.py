"""The floor under the server's memory: Robyn with one route, at the port that is given."""

from __future__ import annotations

import sys

from robyn import Request, Robyn
from robyn.argument_parser import Config


async def hello(request: Request) -> str:
    return "hello"


def main(port: int) -> None:
    sys.argv[1:] = ["--disable-openapi", "--log-level", "WARN"]
    app = Robyn(__file__, config=Config())
    app.add_route("GET", "/", hello)
    app.start(host="127.0.0.1", port=port, _check_port=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
