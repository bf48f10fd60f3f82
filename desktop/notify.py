"""Notifications of the system. Their text goes neither into a process's arguments nor into a log."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from server.common.errors import ShellError
from server.common.threads import in_thread

NAME = "AI 绘画工坊"
WAIT_SECONDS = 3.0
NAP_SECONDS = 2.0
PRESSED_SECONDS = 600.0
"""How long a notification that is still shown may be pressed; who comes later has the window to press."""

# Windows takes notifications from programs it knows by a start menu entry. PowerShell has one everywhere.
_POWERSHELL = r"{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\WindowsPowerShell\v1.0\powershell.exe"
_TOAST = f"""
$manager = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
$toast = $manager::GetTemplateContent([Windows.UI.Notifications.ToastTemplateType]::ToastText02)
$lines = $toast.GetElementsByTagName('text')
$lines.Item(0).AppendChild($toast.CreateTextNode($env:ATELIER_TITLE)) > $null
$lines.Item(1).AppendChild($toast.CreateTextNode($env:ATELIER_TEXT)) > $null
$shown = [Windows.UI.Notifications.ToastNotification]::new($toast)
$manager::CreateToastNotifier('{_POWERSHELL}').Show($shown)
"""
# AppleScript itself reads the environment in an encoding of the last century.
_VALUE = 'do shell script "printf %s \\"${name}\\""'
_APPLESCRIPT = "display notification ({}) with title ({})".format(
    _VALUE.replace("{name}", "ATELIER_TEXT"), _VALUE.replace("{name}", "ATELIER_TITLE")
)


class Notifier:
    """`pressed` is called, on a thread of its own, when a notification is; Linux alone tells of that."""

    def __init__(self, pressed: Callable[[], None]) -> None:
        self._pressed = pressed
        self._last = 0
        self._turn = 0

    def show(self, title: str, text: str) -> None:
        """In place of the one before, where it is still there. May take a moment. Raises ShellError."""
        try:
            if sys.platform == "win32":
                powershell = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "WindowsPowerShell", "v1.0")
                command = [str(powershell / "powershell.exe"), "-NoProfile", "-NonInteractive", "-Command", _TOAST]
                _run(command, title, text, creationflags=subprocess.CREATE_NO_WINDOW)
            elif sys.platform == "darwin":
                _run(["/usr/bin/osascript", "-e", _APPLESCRIPT], title, text)
            else:
                self._over_dbus(title, text)
        except (OSError, subprocess.SubprocessError, KeyError, ValueError, TimeoutError) as error:
            raise ShellError("notify_failed", type(error).__name__) from error

    def _over_dbus(self, title: str, text: str) -> None:
        """The way desktops agreed on (freedesktop.org, Desktop Notifications Specification)."""
        from jeepney import DBusAddress, MessageType, new_method_call  # type: ignore[import-untyped]
        from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]

        interface = "org.freedesktop.Notifications"
        service = DBusAddress("/org/freedesktop/Notifications", interface, interface)
        icon = Path(__file__).parent / "hicolor" / "128x128" / "apps" / "atelier.png"
        hints = {"desktop-entry": ("s", "atelier"), "image-path": ("s", str(icon))}
        told = (NAME, self._last, "atelier", title, _escaped(text), ["default", NAME], hints, -1)
        with contextlib.ExitStack() as stack:
            connection = stack.enter_context(open_dbus_connection(bus="SESSION"))
            presses = _listen(connection, interface)
            answer = connection.send_and_get_reply(
                new_method_call(service, "Notify", "susssasa{sv}i", told), timeout=WAIT_SECONDS
            )
            if answer.header.message_type is not MessageType.method_return:
                raise ShellError("notify_failed", "D-Bus")
            self._last, self._turn = answer.body[0], self._turn + 1
            arguments = (stack.pop_all(), connection, presses, self._turn)
            in_thread(self._wait, "notification", *arguments)

    def _wait(self, stack: contextlib.ExitStack, connection: Any, presses: Any, turn: int) -> None:  # noqa: ANN401
        """Until it is pressed, is gone, or another has taken its place."""
        number, ends = self._last, time.monotonic() + PRESSED_SECONDS
        with stack, contextlib.suppress(OSError, EOFError):
            while turn == self._turn and time.monotonic() < ends:
                try:
                    signal = connection.recv_until_filtered(presses, timeout=NAP_SECONDS)
                except TimeoutError:
                    continue
                if turn == self._turn and signal.body[0] == number:
                    if signal.header.fields[_MEMBER] == "ActionInvoked":
                        self._pressed()
                    return


_MEMBER = 3  # of a D-Bus message's header fields


def _listen(connection: Any, interface: str) -> Any:  # noqa: ANN401 - jeepney is untyped
    """A queue of what becomes of notifications, from before the first one is shown."""
    from jeepney import MatchRule, message_bus
    from jeepney.io.blocking import Proxy

    rule = MatchRule(type="signal", interface=interface, path="/org/freedesktop/Notifications")
    Proxy(message_bus, connection, timeout=WAIT_SECONDS).AddMatch(rule)
    return connection.filter(rule, bufsize=50).__enter__()


def _escaped(text: str) -> str:
    """Some desktops read a little HTML in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _run(command: list[str], title: str, text: str, **options: Any) -> None:  # noqa: ANN401
    environ = {**os.environ, "ATELIER_TITLE": title, "ATELIER_TEXT": text}
    subprocess.run(command, env=environ, check=True, timeout=WAIT_SECONDS * 3, capture_output=True, **options)  # noqa: S603
