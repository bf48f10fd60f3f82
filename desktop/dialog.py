"""A message with a button, by the system's own means and without our window, which may be what has just died."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from importlib import import_module

from msgspec import Struct

OSASCRIPT = "/usr/bin/osascript"
ALERT = """on run {t, m, other, ok}
display alert t message m as critical buttons {other, ok} default button ok
return button returned of result
end run"""

NOTE = """on run {t, m}
display alert t message m
end run"""


class Message(Struct, frozen=True):
    """`button` is what it offers to do, `close` the other one."""

    title: str
    text: str
    button: str
    close: str


def ask(message: Message) -> bool:
    """Wait until it is answered; True when the button was pressed. False where nothing can be shown."""
    if sys.platform == "win32":
        return _ask_windows(message)
    if sys.platform == "darwin":
        return _ask_mac(message)
    return _ask_qt(message)


def tell(title: str, text: str) -> None:
    """A message that only can be read, in a program whose words on stderr nobody sees: on Windows and macOS. Waits."""
    if sys.platform == "win32":
        information, to_front = 0x40, 0x10000
        import_module("ctypes").windll.user32.MessageBoxW(None, text, title, information | to_front)
    elif sys.platform == "darwin":
        with contextlib.suppress(OSError):
            subprocess.run([OSASCRIPT, "-e", NOTE, title, text], capture_output=True, check=False)  # noqa: S603


def _ask_windows(message: Message) -> bool:
    """Its buttons cannot be named, so that the question has to be asked in words."""
    yes_no, error, second_is_default, to_front, yes = 0x4, 0x10, 0x100, 0x10000, 6
    text = f"{message.title}\n\n{message.text}\n\n{message.button}?"
    kind = yes_no | error | second_is_default | to_front
    return bool(import_module("ctypes").windll.user32.MessageBoxW(None, text, message.title, kind) == yes)


def _ask_mac(message: Message) -> bool:
    command = [OSASCRIPT, "-e", ALERT, message.title, message.text, message.button, message.close]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return False
    return answer.stdout.strip() == message.button


def _ask_qt(message: Message) -> bool:
    """In a process of its own, for Qt ends the one it is in when it cannot go on. Not when threads are there."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = 0 if _show_qt(message) else 1
        except ImportError:
            pass
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _show_qt(message: Message) -> bool:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    from PySide6.QtWidgets import QApplication

    QApplication.setApplicationName("atelier")
    QApplication.setDesktopFileName("atelier")
    application = QApplication(["atelier"])
    pressed = show_qt_box(message)
    del application
    return pressed


def show_qt_box(message: Message) -> bool:
    """In a process that has Qt already, and in its main thread."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(QMessageBox.Icon.Critical, message.title, message.title)
    box.setInformativeText(message.text)
    box.setStyleSheet("QLabel#qt_msgbox_informativelabel { min-width: 28em }")
    wanted = box.addButton(message.button, QMessageBox.ButtonRole.ActionRole)
    close = box.addButton(message.close, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(close)
    box.setEscapeButton(close)
    box.exec()
    return box.clickedButton() is wanted
