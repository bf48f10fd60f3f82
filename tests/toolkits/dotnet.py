"""WinForms, WebView2 and what pythonnet makes of them, as far as pywebview and this program call them.

Numbers are whole (a fraction is refused, as pythonnet refuses it), enumerations are objects that say their names, names
of files are an array. The window has a thread of its own; WebView2 is there some time after it.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import importlib
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.toolkits.cocoa import Framework, Quiet

SECONDS = 20.0
PAUSE = 0.02


class SystemException(Exception):
    """System.Exception, as pythonnet has it: every exception of .NET comes below it."""


class Named:
    """A member of an enumeration."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __str__(self) -> str:
        return self._name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(self._name)


class Enumeration:
    def __getattr__(self, name: str) -> Named:
        return Named(name)


class Event:
    """`+=` adds a handler; all hear of it in the order they came in."""

    def __init__(self) -> None:
        self._handlers: list[Callable[[object, Any], object]] = []

    def __iadd__(self, handler: Callable[[object, Any], object]) -> Event:
        self._handlers.append(handler)
        return self

    def fire(self, sender: object, argument: object = None) -> None:
        for handler in list(self._handlers):
            handler(sender, argument)


class Whole:
    """Of whole numbers: pythonnet makes none of a fraction."""

    def __init__(self, *numbers: int) -> None:
        assert all(type(number) is int for number in numbers), f"no whole numbers: {numbers}"
        self.numbers = numbers


class Point(Whole):
    X = property(lambda self: self.numbers[0])
    Y = property(lambda self: self.numbers[1])


class Size(Whole):
    Width = property(lambda self: self.numbers[0])
    Height = property(lambda self: self.numbers[1])


class Rectangle(Whole):
    X = property(lambda self: self.numbers[0])
    Y = property(lambda self: self.numbers[1])
    Width = property(lambda self: self.numbers[2])
    Height = property(lambda self: self.numbers[3])


class Strings:
    """String[]: neither a list nor a tuple."""

    def __init__(self, *items: str) -> None:
        self._items = items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)


class Delegate:
    """Func[Type](function) and Action(function)."""

    def __class_getitem__(cls, _types: object) -> type[Delegate]:
        return cls

    def __new__(cls, function: Callable[[], object]) -> Any:  # noqa: ANN401
        return function


class Task:
    def __class_getitem__(cls, _types: object) -> type[Task]:
        return cls


class Form:
    """Made and spoken to in the window's thread; others have to go through `Invoke`."""

    windows: Windows

    def __init__(self) -> None:
        for name in ("Activated", "Shown", "FormClosed", "FormClosing", "Resize", "Move"):
            setattr(self, name, Event())
        self.Handle = SimpleNamespace(ToInt32=lambda: 1)
        self.Controls = Quiet()
        self.WindowState = Named("Normal")
        self.RestoreBounds = Rectangle(0, 0, 1, 1)
        self.Size, self.Location = Size(300, 300), Point(0, 0)
        self.visible = False

    @property
    def DeviceDpi(self) -> int:  # noqa: N802
        return self.windows.dpi

    @property
    def Bounds(self) -> Rectangle:  # noqa: N802
        return Rectangle(self.Location.X, self.Location.Y, self.Size.Width, self.Size.Height)

    @property
    def Width(self) -> int:  # noqa: N802
        return int(self.Size.Width)

    @property
    def Height(self) -> int:  # noqa: N802
        return int(self.Size.Height)

    @property
    def InvokeRequired(self) -> bool:  # noqa: N802
        return threading.current_thread() is not self.windows.thread

    def Invoke(self, function: Callable[[], object]) -> object:  # noqa: N802
        return function() if not self.InvokeRequired else self.windows.ask(function)

    def Show(self) -> None:  # noqa: N802
        first, self.visible = not self.visible, True
        if first:
            self.Shown.fire(self)  # type: ignore[attr-defined]

    def Hide(self) -> None:  # noqa: N802
        self.visible = False

    hide = Hide

    def Activate(self) -> None:  # noqa: N802
        """Windows may refuse the focus."""

    def Close(self, reason: str = "UserClosing") -> bool:  # noqa: N802
        """True where it was closed."""
        request = SimpleNamespace(CloseReason=Named(reason), Cancel=False)
        self.FormClosing.fire(self, request)  # type: ignore[attr-defined]
        if not request.Cancel:
            self.visible = False
            self.FormClosed.fire(self)  # type: ignore[attr-defined]
        return not request.Cancel


class Engine:
    """CoreWebView2."""

    def __init__(self) -> None:
        for name in (
            *("SourceChanged", "NewWindowRequested", "WebResourceResponseReceived", "WebResourceRequested"),
            *("DownloadStarting", "ProcessFailed", "ContextMenuRequested"),
        ):
            setattr(self, name, Event())
        self.Settings = SimpleNamespace(AreDefaultContextMenusEnabled=True)
        self.CookieManager = Quiet()

    def AddWebResourceRequestedFilter(self, *_: object) -> None:  # noqa: N802
        """pywebview wants to see every request."""

    @property
    def BrowserProcessId(self) -> int:  # noqa: N802
        raise SystemException("nothing runs")

    def NavigateToString(self, _page: str) -> None:  # noqa: N802
        """The empty page that a window begins with."""


class WebView:
    """WebView2, the control. `starts`: whether its engine comes up."""

    windows: Windows

    def __init__(self) -> None:
        for name in (
            *("CoreWebView2InitializationCompleted", "NavigationStarting", "NavigationCompleted"),
            "WebMessageReceived",
        ):
            setattr(self, name, Event())
        self.CoreWebView2: Engine | None = None
        self.addresses: list[str] = []
        self.windows.view = self

    def EnsureCoreWebView2Async(self, _environment: object) -> None:  # noqa: N802
        self.windows.post(self._come_up)

    def _come_up(self) -> None:
        self.CoreWebView2 = Engine() if self.windows.engine_starts else None
        outcome = SimpleNamespace(
            IsSuccess=self.windows.engine_starts, InitializationException="the runtime is damaged"
        )
        self.CoreWebView2InitializationCompleted.fire(self, outcome)

    @property
    def Source(self) -> str:  # noqa: N802
        return self.addresses[-1]

    @Source.setter
    def Source(self, address: str) -> None:  # noqa: N802
        self.addresses.append(address)

    def __getattr__(self, name: str) -> Quiet:
        if name.startswith("_"):
            raise AttributeError(name)
        return Quiet()


class Dialog:
    """To open and to save; for folders pywebview calls parts of Windows, which answer alike."""

    windows: Windows

    def ShowDialog(self, _owner: object) -> Named:  # noqa: N802
        return Named("Cancel" if self.windows.chosen is None else "OK")

    @property
    def FileName(self) -> str:  # noqa: N802
        return self.windows.chosen or ""

    @FileName.setter
    def FileName(self, name: str) -> None:  # noqa: N802
        self.windows.suggested = name

    @property
    def FileNames(self) -> Strings:  # noqa: N802
        return Strings(self.windows.chosen or "")


class Clipboard:
    """It wants the window's thread. `refuses`: another program holds it."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows
        self.contents: object = None
        self.refuses = False

    def SetText(self, text: str) -> None:  # noqa: N802
        self._set(text)

    def SetFileDropList(self, files: list[str]) -> None:  # noqa: N802
        self._set(list(files))

    def SetDataObject(self, contents: DataObject, stays: bool) -> None:  # noqa: N802
        assert stays, "or it is gone with the program"
        self._set(dict(contents.kinds))

    def _set(self, contents: object) -> None:
        assert threading.current_thread() is self._windows.thread
        if self.refuses:
            raise SystemException("ExternalException")
        self.contents = contents


class DataObject:
    def __init__(self) -> None:
        self.kinds: dict[str, object] = {}

    def SetData(self, kind: str, converted: bool, contents: object) -> None:  # noqa: N802
        assert converted is False
        self.kinds[kind] = contents

    def SetImage(self, image: object) -> None:  # noqa: N802
        self.kinds["Bitmap"] = image


class Image:
    """GDI+'s: of WebP it knows nothing."""

    @staticmethod
    def FromStream(stream: bytes) -> Image:  # noqa: N802
        if not stream.startswith(b"\x89PNG"):
            raise SystemException("ArgumentException")
        return Image()

    def Dispose(self) -> None:  # noqa: N802
        """Its memory is not Python's."""


class StringCollection(list[str]):
    Add = list.append


class Windows:
    """What a test asks and tells."""

    def __init__(self) -> None:
        self.dpi = 144
        self.engine_starts = True
        self.chosen: str | None = None
        self.suggested = ""
        self.thread: threading.Thread | None = None
        self.view: WebView
        self.clipboard = Clipboard(self)
        self.screens = [(Rectangle(0, 0, 2880, 1800), Rectangle(0, 0, 2880, 1740))]
        """Bounds, and what the task bar leaves of them."""
        self._waiting: queue.Queue[Callable[[], object] | None] = queue.Queue()

    @property
    def form(self) -> Any:  # noqa: ANN401 - pywebview's, below which `Form` is
        return self.platform.BrowserView.instances["master"]

    @property
    def engine(self) -> Any:  # noqa: ANN401 - its events are attributes
        return self.view.CoreWebView2

    def post(self, function: Callable[[], object]) -> None:
        self._waiting.put(function)

    def ask(self, function: Callable[[], object]) -> Any:  # noqa: ANN401
        """In the window's thread; waits for it."""
        answers: queue.Queue[tuple[object, BaseException | None]] = queue.Queue()

        def answer() -> None:
            try:
                answers.put((function(), None))
            except Exception as error:  # noqa: BLE001 - raised again where it was asked
                answers.put((None, error))

        self._waiting.put(answer)
        while True:
            with contextlib.suppress(queue.Empty):
                value, error = answers.get(timeout=PAUSE)
                if error:
                    raise error
                return value
            if self.thread is None or not self.thread.is_alive():
                raise SystemException("InvalidOperationException: there is no window")

    def patch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """For the length of a test. pywebview's modules are imported anew on it."""
        libraries = SimpleNamespace(user32=_User32(self), shell32=Quiet(), dwmapi=Quiet())
        monkeypatch.setattr(ctypes, "windll", libraries, raising=False)
        monkeypatch.setattr(ctypes, "WinDLL", lambda *_args, **_named: Quiet(), raising=False)
        monkeypatch.setattr(sys, "getwindowsversion", lambda: SimpleNamespace(major=10), raising=False)
        monkeypatch.setenv("Path", os.environ["PATH"])
        monkeypatch.setattr(signal, "signal", lambda *_: None)
        for name, module in self._modules().items():
            monkeypatch.setitem(sys.modules, name, module)
        monkeypatch.setattr("webview.guilib", None)
        platforms = importlib.import_module("webview.platforms")
        for name in ("win32", "edgechromium", "winforms"):
            monkeypatch.delitem(sys.modules, f"webview.platforms.{name}", raising=False)
            module = importlib.import_module(f"webview.platforms.{name}")
            monkeypatch.setitem(sys.modules, f"webview.platforms.{name}", module)
            monkeypatch.setattr(platforms, name, module, raising=False)
        self.platform: Any = sys.modules["webview.platforms.winforms"]
        monkeypatch.setattr(self.platform.OpenFolderDialog, "show", self._choose_folder)
        # It would drop a temporary folder that it has just made, to use its name.
        monkeypatch.setattr(self.platform, "init_storage", lambda: None)

    def run(self) -> None:
        while (function := self._waiting.get(timeout=SECONDS)) is not None:
            function()

    def _choose_folder(self, *_: object) -> tuple[str, ...] | None:
        return None if self.chosen is None else (self.chosen,)

    def _modules(self) -> dict[str, ModuleType]:
        below = {"windows": self}
        forms: dict[str, object] = {
            "Form": type("Form", (Form,), below),
            "OpenFileDialog": type("OpenFileDialog", (Dialog,), below),
            "SaveFileDialog": type("SaveFileDialog", (Dialog,), below),
            "DialogResult": Enumeration(),
            "FormWindowState": Enumeration(),
            "Application": SimpleNamespace(
                Run=self.run,
                Exit=lambda: self._waiting.put(None),
                EnableVisualStyles=lambda: None,
                SetCompatibleTextRenderingDefault=lambda _new: None,
            ),
            "Screen": _AllScreens(self),
            "Timer": _Timer,
            "Clipboard": self.clipboard,
            "DataObject": DataObject,
        }
        drawing: dict[str, object] = {"Point": Point, "Size": Size, "Image": Image}
        system: dict[str, object] = {
            "Exception": SystemException,
            "Func": Delegate,
            "Action": Delegate,
            "Uri": str,
            "Type": object,
        }
        convert = SimpleNamespace(FromBase64String=_from_base64)
        contents: dict[str, dict[str, object]] = {
            "clr": {"AddReference": lambda _name: None},
            "System": {**system, "Object": object, "String": str, "Convert": convert},
            "System.Windows": {},
            "System.Windows.Forms": forms,
            "System.Drawing": drawing,
            "System.IO": {"MemoryStream": lambda data: data},
            "System.Collections": {},
            "System.Collections.Generic": {"List": Delegate},
            "System.Collections.Specialized": {"StringCollection": StringCollection},
            "System.Diagnostics": {},
            "System.Globalization": {},
            "System.Reflection": {},
            "System.Threading": {"Thread": self._make_thread, "ThreadStart": lambda function: function},
            "System.Threading.Tasks": {"Task": Task},
            "Microsoft": {},
            "Microsoft.Win32": {"SystemEvents": SimpleNamespace(UserPreferenceChanged=Event())},
            "Microsoft.Web": {},
            "Microsoft.Web.WebView2": {},
            "Microsoft.Web.WebView2.Core": {},
            "Microsoft.Web.WebView2.WinForms": {"WebView2": type("WebView2", (WebView,), below)},
            "winreg": _registry(),
        }
        modules = {name: _module(name, names) for name, names in contents.items()}
        for name, module in modules.items():
            above, _, last = name.rpartition(".")
            if above:
                vars(modules[above])[last] = module
        return modules

    def _make_thread(self, start: Callable[[], object]) -> _Thread:
        self.thread = threading.Thread(target=start, name="the window's", daemon=True)
        return _Thread(self.thread)


class _Thread:
    def __init__(self, thread: threading.Thread) -> None:
        self._thread = thread

    def SetApartmentState(self, _state: object) -> None:  # noqa: N802
        """One that the clipboard works in."""

    def Start(self) -> None:  # noqa: N802
        self._thread.start()

    def Join(self, milliseconds: int) -> None:  # noqa: N802
        self._thread.join(milliseconds / 1000)

    @property
    def IsAlive(self) -> bool:  # noqa: N802
        return self._thread.is_alive()


class _Timer:
    def __init__(self) -> None:
        self.Tick = Event()

    def Start(self) -> None:  # noqa: N802
        """pywebview looks for Ctrl+C by it."""


class _AllScreens:
    def __init__(self, windows: Windows) -> None:
        self._windows = windows

    @property
    def AllScreens(self) -> list[object]:  # noqa: N802
        return [
            SimpleNamespace(Bounds=whole, WorkingArea=left, DeviceName="DISPLAY")
            for whole, left in self._windows.screens
        ]


class _User32:
    def __init__(self, windows: Windows) -> None:
        self._windows = windows

    def GetDpiForSystem(self) -> int:  # noqa: N802
        return self._windows.dpi

    def GetDpiForWindow(self, _handle: int) -> int:  # noqa: N802
        return self._windows.dpi

    def EnumDisplaySettingsW(self, *_: object) -> int:  # noqa: N802
        return 0

    def __getattr__(self, _name: str) -> Callable[..., int]:
        return lambda *_: 1


def _registry() -> dict[str, object]:
    """One in which .NET and WebView2 are new enough, and colours are light."""
    values = {"Release": 533320, "pv": "140.0.3485.54", "AppsUseLightTheme": 1}

    class Key:
        def __enter__(self) -> Key:
            return self

        def __exit__(self, *_: object) -> None: ...

    return {
        "OpenKey": lambda *_: Key(),
        "QueryValueEx": lambda _key, name: (values[name], 1),
        "CloseKey": lambda _key: None,
        "HKEY_CURRENT_USER": "HKEY_CURRENT_USER",
        "HKEY_LOCAL_MACHINE": "HKEY_LOCAL_MACHINE",
        "KEY_READ": 1,
    }


def _module(name: str, names: dict[str, object]) -> ModuleType:
    module = Framework(name)
    vars(module).update(names, __path__=[])
    return module


def _from_base64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
