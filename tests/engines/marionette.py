"""Firefox without geckodriver, which Debian does not have: Selenium's commands, spoken as Firefox's own Marionette.

geckodriver is little more than this translation. The protocol: a greeting, then messages `LENGTH:JSON`, each
`[0, number, name, parameters]` answered by `[1, number, error, result]`
(https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html).
"""

from __future__ import annotations

import json
import socket
from typing import Any

from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.command import Command
from selenium.webdriver.remote.remote_connection import RemoteConnection

NAMES = {
    Command.NEW_SESSION: "WebDriver:NewSession",
    Command.GET: "WebDriver:Navigate",
    Command.REFRESH: "WebDriver:Refresh",
    Command.GET_CURRENT_URL: "WebDriver:GetCurrentURL",
    Command.FIND_ELEMENT: "WebDriver:FindElement",
    Command.FIND_ELEMENTS: "WebDriver:FindElements",
    Command.CLICK_ELEMENT: "WebDriver:ElementClick",
    Command.SEND_KEYS_TO_ELEMENT: "WebDriver:ElementSendKeys",
    Command.W3C_EXECUTE_SCRIPT: "WebDriver:ExecuteScript",
    Command.W3C_EXECUTE_SCRIPT_ASYNC: "WebDriver:ExecuteAsyncScript",
    Command.W3C_ACTIONS: "WebDriver:PerformActions",
    Command.W3C_CLEAR_ACTIONS: "WebDriver:ReleaseActions",
    Command.SCREENSHOT: "WebDriver:TakeScreenshot",
    Command.GET_WINDOW_RECT: "WebDriver:GetWindowRect",
    Command.SET_WINDOW_RECT: "WebDriver:SetWindowRect",
    Command.ADD_COOKIE: "WebDriver:AddCookie",
    Command.DELETE_ALL_COOKIES: "WebDriver:DeleteAllCookies",
    Command.SET_TIMEOUTS: "WebDriver:SetTimeouts",
    Command.QUIT: "Marionette:Quit",
}
PATIENCE = 60.0


class Marionette(RemoteConnection):
    """The connection of a `selenium.webdriver.Remote` to a Firefox that was started with `-marionette`."""

    def __init__(self, port: int) -> None:
        super().__init__(client_config=ClientConfig(remote_server_addr=f"http://127.0.0.1:{port}"))
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._unread = b""
        self._number = 0
        self._receive()  # the greeting

    def execute(self, command: str, params: dict[str, Any]) -> dict[str, Any]:
        """As Selenium wants it: the answer as WebDriver's HTTP would have it."""
        params = {name: value for name, value in params.items() if name != "sessionId"}
        if command == Command.NEW_SESSION:
            params = params["capabilities"]["alwaysMatch"]
        elif command == Command.QUIT:
            params = {"flags": ["eForceQuit"]}
        error, result = self._ask(NAMES[command], params)
        if error:
            return {"status": 500, "value": json.dumps({"value": error})}
        return {"value": result["value"] if isinstance(result, dict) and set(result) == {"value"} else result}

    def close(self) -> None:
        self._socket.close()
        super().close()  # type: ignore[no-untyped-call]

    def _ask(self, name: str, params: dict[str, Any]) -> tuple[Any, Any]:
        self._number += 1
        message = json.dumps([0, self._number, name, params]).encode()
        self._socket.sendall(b"%d:%b" % (len(message), message))
        _, _, error, result = self._receive()
        return error, result

    def _receive(self) -> Any:  # noqa: ANN401 - any JSON
        while b":" not in self._unread:
            self._read()
        length, _, self._unread = self._unread.partition(b":")
        while len(self._unread) < int(length):
            self._read()
        message, self._unread = self._unread[: int(length)], self._unread[int(length) :]
        return json.loads(message)

    def _read(self) -> None:
        if not (data := self._socket.recv(1 << 16)):
            raise ConnectionError("Firefox has gone")
        self._unread += data
