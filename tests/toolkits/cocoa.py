"""AppKit, Foundation, WebKit and PyObjC, as far as pywebview and this program call them.

Sizes are fractions, names are strings, lists are Cocoa's own, coordinates begin in the main screen's lower left corner
and grow upwards. What differs in kind is played too: the application's loop notices that it was stopped only after an
event, and WebKit notes what a delegate answers when it is given it.
"""

from __future__ import annotations

import importlib
import queue
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, Self

import pytest

OK = 1
FULL_SCREEN = 1 << 14


class Quiet:
    """Takes every call and every name, and answers with itself; as a flag it is none."""

    def __getattr__(self, name: str) -> Quiet:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_: object) -> Quiet:
        return self

    def __or__(self, other: object) -> Any:  # noqa: ANN401
        return other

    def __ror__(self, other: object) -> Any:  # noqa: ANN401
        return other

    def __and__(self, _other: object) -> int:
        return 0


class Framework(ModuleType):
    """A module in which each name is there."""

    def __getattr__(self, name: str) -> Quiet:
        if name.startswith("__"):
            raise AttributeError(name)
        return Quiet()


class Point:
    def __init__(self, x: float, y: float) -> None:
        self.x, self.y = float(x), float(y)


class Size:
    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = float(width), float(height)


class Rect:
    def __init__(self, x: float, y: float, width: float, height: float) -> None:
        self.origin, self.size = Point(x, y), Size(width, height)

    def copy(self) -> Rect:
        return Rect(self.origin.x, self.origin.y, self.size.width, self.size.height)

    def numbers(self) -> tuple[float, float, float, float]:
        return self.origin.x, self.origin.y, self.size.width, self.size.height


class String(str):
    """As PyObjC has Cocoa's strings: a class of their own."""

    __slots__ = ()


class Array:
    """Cocoa's list: it can be gone through, and is no tuple or list."""

    def __init__(self, *items: object) -> None:
        self._items = items

    def __iter__(self) -> Iterator[object]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, place: int) -> object:
        return self._items[place]


class NSObject:
    @classmethod
    def alloc(cls) -> Self:
        return cls.__new__(cls)

    def init(self) -> Self:
        return self

    def retain(self) -> Self:
        return self


class Screen:
    def __init__(self, whole: Rect, visible: Rect) -> None:
        self._whole, self._visible = whole, visible

    def frame(self) -> Rect:
        return self._whole.copy()

    def visibleFrame(self) -> Rect:  # noqa: N802
        return self._visible.copy()

    def backingScaleFactor(self) -> float:  # noqa: N802
        return 2.0


class Application(NSObject):
    """Its loop waits for events, and does meanwhile what other threads asked for."""

    def __init__(self) -> None:
        self.delegate: Any = None
        self.waiting: queue.Queue[Callable[[], object] | str] = queue.Queue()
        self.ended = False
        """By `terminate:`, which never returns."""
        self._running = self._stopped = False

    def setDelegate_(self, delegate: object) -> None:  # noqa: N802
        self.delegate = delegate

    def isRunning(self) -> bool:  # noqa: N802
        return self._running

    def mainMenu(self) -> None:  # noqa: N802
        return None

    def run(self) -> None:
        self._running = True
        while not self.ended:
            item = self.waiting.get(timeout=20)
            if callable(item):
                item()
            elif self._stopped:
                break
        self._running = self._stopped = False

    def stop_(self, _sender: object) -> None:
        self._stopped = True

    def postEvent_atStart_(self, event: str, _at_start: bool) -> None:  # noqa: N802
        self.waiting.put(event)

    def terminate_(self, _sender: object) -> None:
        if self.delegate.applicationShouldTerminate_(self):
            self.ended = True

    def __getattr__(self, name: str) -> Quiet:
        return Quiet()


class Window(NSObject):
    """Above all: where it is. A zoomed one covers its screen's visible part and does not tell what it goes back to."""

    screen_of: Callable[[], list[Screen]]

    def initWithContentRect_styleMask_backing_defer_(self, rect: Rect, *_: object) -> Self:  # noqa: N802
        self._frame = rect.copy()
        self.visible = self.zoomed = self.miniaturized = False
        self.full_screen = False
        self.title = ""
        self._delegate: Any = None
        return self

    def setDelegate_(self, delegate: object) -> None:  # noqa: N802
        self._delegate = delegate

    def frame(self) -> Rect:
        return self._frame.copy()

    def setFrame_display_(self, frame: Rect, _display: bool) -> None:  # noqa: N802
        self._frame = frame.copy()

    def setFrameOrigin_(self, origin: Point) -> None:  # noqa: N802
        self._frame.origin = Point(origin.x, origin.y)

    def setFrameTopLeftPoint_(self, point: Point) -> None:  # noqa: N802
        self._frame.origin = Point(point.x, point.y - self._frame.size.height)

    def styleMask(self) -> int:  # noqa: N802
        return FULL_SCREEN if self.full_screen else 0xF

    def isZoomed(self) -> bool:  # noqa: N802
        return self.zoomed

    def zoom_(self, _sender: object) -> None:
        self.zoomed = True
        self._frame = type(self).screen_of()[0].visibleFrame()

    def isMiniaturized(self) -> bool:  # noqa: N802
        return self.miniaturized

    def deminiaturize_(self, _sender: object) -> None:
        self.miniaturized = False

    def makeKeyAndOrderFront_(self, _sender: object) -> None:  # noqa: N802
        self.visible = True

    def orderOut_(self, _sender: object) -> None:  # noqa: N802
        self.visible = False

    def setTitle_(self, title: str) -> None:  # noqa: N802
        self.title = title

    def performClose_(self, _sender: object) -> None:  # noqa: N802
        """Its close button: the delegate is asked first."""
        if self._delegate.windowShouldClose_(self):
            self.close()

    def close(self) -> None:
        self.visible = False
        self._delegate.windowWillClose_(Notification(self))

    def __getattr__(self, name: str) -> Quiet:
        if name.startswith("_"):
            raise AttributeError(name)
        return Quiet()


class Notification:
    def __init__(self, about: object) -> None:
        self._about = about

    def object(self) -> object:
        return self._about


class WebView(NSObject):
    def initWithFrame_configuration_(self, *_: object) -> Self:  # noqa: N802
        self.addresses: list[str] = []
        self.pages: list[str] = []
        self._delegate: Any = None
        self._answers: set[str] = set()
        return self

    def setNavigationDelegate_(self, delegate: object) -> None:  # noqa: N802
        self._delegate = delegate
        self._answers = set(dir(delegate))

    def loadRequest_(self, address: str) -> None:  # noqa: N802
        self.addresses.append(address)

    def loadHTMLString_baseURL_(self, page: str, _base: object) -> None:  # noqa: N802
        self.pages.append(page)

    def end_content_process(self) -> None:
        """As when the system kills it for its memory."""
        if "webViewWebContentProcessDidTerminate_" in self._answers:
            self._delegate.webViewWebContentProcessDidTerminate_(self)

    def __getattr__(self, name: str) -> Quiet:
        if name.startswith("_"):
            raise AttributeError(name)
        return Quiet()


class MenuItem:
    def __init__(self, title: str, action: str | None, identifier: str | None = None) -> None:
        self.title, self.action, self._identifier = title, action, identifier

    def identifier(self) -> String | None:
        return None if self._identifier is None else String(self._identifier)

    @classmethod
    def separatorItem(cls) -> MenuItem:  # noqa: N802
        return cls("-", None)

    @classmethod
    def alloc(cls) -> Quiet:
        return Quiet()


class Menu:
    def __init__(self, *items: MenuItem) -> None:
        self.items = list(items)
        self.autoenables = False

    def itemArray(self) -> Array:  # noqa: N802
        return Array(*self.items)

    def removeAllItems(self) -> None:  # noqa: N802
        self.items.clear()

    def addItem_(self, item: MenuItem) -> None:  # noqa: N802
        self.items.append(item)

    def addItemWithTitle_action_keyEquivalent_(self, title: str, action: str, _key: str) -> None:  # noqa: N802
        self.items.append(MenuItem(title, action))

    def setAutoenablesItems_(self, enables: bool) -> None:  # noqa: N802
        self.autoenables = enables


class Panel:
    """To save and to open: `chosen` is what its user picks, None who cancels."""

    def __init__(self) -> None:
        self.chosen: str | None = None
        self.name = ""

    def setNameFieldStringValue_(self, name: str) -> None:  # noqa: N802
        self.name = name

    def runModal(self) -> int:  # noqa: N802
        return 0 if self.chosen is None else OK

    def filename(self) -> String:
        return String(self.chosen)

    def filenames(self) -> Array:
        return Array(String(self.chosen))

    def __getattr__(self, name: str) -> Quiet:
        return Quiet()


class Activities:
    """Of NSProcessInfo."""

    def __init__(self) -> None:
        self.under_way: list[object] = []
        self.begun = 0

    def beginActivityWithOptions_reason_(self, _options: object, _reason: str) -> object:  # noqa: N802
        self.begun += 1
        self.under_way.append(activity := object())
        return activity

    def endActivity_(self, activity: object) -> None:  # noqa: N802
        self.under_way.remove(activity)


class Pasteboard:
    """Takes what it is given; `refuses`: as when another program has just taken it."""

    def __init__(self) -> None:
        self.contents: list[object] = []
        self.refuses = False

    def clearContents(self) -> int:  # noqa: N802
        self.contents.clear()
        return 1

    def writeObjects_(self, items: list[object]) -> bool:  # noqa: N802
        self.contents += [] if self.refuses else items
        return not self.refuses

    def setString_forType_(self, text: str, _kind: object) -> bool:  # noqa: N802
        return self.writeObjects_([text])


class Image(NSObject):
    """Made of bytes that it can read; of others nothing is made."""

    def initByReferencingFile_(self, _name: str) -> Image:  # noqa: N802
        return self

    def initWithData_(self, data: bytes) -> Image | None:  # noqa: N802
        self.data = data
        return self if data.startswith(b"\x89PNG") else None


class Selector:
    """A function under the name Cocoa calls it by."""

    def __init__(self, function: Callable[..., object], selector: bytes, signature: bytes) -> None:
        self.function, self.name = function, selector.decode().replace(":", "_")
        arguments = signature.decode().replace("@:", "", 1)[1:]
        assert len(arguments) == selector.count(b":"), f"{selector!r} does not fit {signature!r}"


class Mac:
    """What a test asks and tells."""

    def __init__(self) -> None:
        self.app = Application()
        self.screens = [Screen(Rect(0, 0, 1440, 900), Rect(0, 70, 1440, 805))]
        self.panel = Panel()
        self.activities = Activities()
        self.pasteboard = Pasteboard()

    def patch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """For the length of a test. pywebview's module is imported anew on it."""
        for name, module in self._modules().items():
            monkeypatch.setitem(sys.modules, name, module)
        monkeypatch.setattr("webview.guilib", None)
        platforms = importlib.import_module("webview.platforms")
        monkeypatch.delitem(sys.modules, "webview.platforms.cocoa", raising=False)
        cocoa = importlib.import_module("webview.platforms.cocoa")
        monkeypatch.setitem(sys.modules, "webview.platforms.cocoa", cocoa)
        monkeypatch.setattr(platforms, "cocoa", cocoa, raising=False)
        self.cocoa: Any = cocoa

    @property
    def view(self) -> Any:  # noqa: ANN401 - pywebview's object for the one window
        return self.cocoa.BrowserView.instances["master"]

    def _modules(self) -> dict[str, ModuleType]:
        window = type("NSWindow", (Window,), {"screen_of": staticmethod(lambda: self.screens)})
        app_kit, foundation, web_kit = Framework("AppKit"), Framework("Foundation"), Framework("WebKit")
        vars(app_kit).update(
            NSApplication=_shared(sharedApplication=self.app),
            NSApp=self.app,
            NSBundle=_shared(mainBundle=_shared(localizedInfoDictionary=None, infoDictionary={})),
            NSObject=NSObject,
            NSWindow=window,
            NSPopUpButton=NSObject,
            NSScreen=_Screens(self),
            NSMakeRect=Rect,
            NSPoint=Point,
            NSSize=Size,
            NSEvent=_Events(),
            NSMenuItem=MenuItem,
            NSSavePanel=_shared(savePanel=self.panel),
            NSOpenPanel=_shared(openPanel=self.panel),
            NSFileHandlingPanelOKButton=OK,
            NSPasteboard=_shared(generalPasteboard=self.pasteboard),
            NSPasteboardTypeString=String("public.utf8-plain-text"),
            NSImage=Image,
        )
        vars(foundation).update(
            YES=True,
            NO=False,
            NSMakePoint=Point,
            NSURL=_Addresses(),
            NSURLRequest=_Addresses(),
            NSProcessInfo=_shared(processInfo=self.activities),
            NSData=_Data(),
        )
        vars(web_kit)["WKWebView"] = WebView
        objc, tools, helper = ModuleType("objc"), ModuleType("PyObjCTools"), ModuleType("PyObjCTools.AppHelper")
        vars(objc).update(nil=None, super=super, selector=Selector, classAddMethods=_add_methods)
        vars(helper).update(callAfter=self._call_after, installMachInterrupt=lambda: None)
        vars(tools)["AppHelper"] = helper
        named = (app_kit, foundation, web_kit, objc, tools, helper)
        return {module.__name__: module for module in named}

    def _call_after(self, function: Callable[..., object], *arguments: object) -> None:
        self.app.waiting.put(lambda: function(*arguments))


class _Screens:
    def __init__(self, mac: Mac) -> None:
        self._mac = mac

    def screens(self) -> Array:
        return Array(*self._mac.screens)

    def mainScreen(self) -> Screen:  # noqa: N802
        """The one that has the keyboard: never the one a test's window was on."""
        return self._mac.screens[-1]


class _Events:
    def __getattr__(self, name: str) -> Callable[..., str]:
        if not name.startswith("otherEventWithType_"):
            raise AttributeError(name)
        return lambda *_: "event"


class _Data:
    def dataWithBytes_length_(self, data: bytes, length: int) -> bytes:  # noqa: N802
        return data[:length]


class _Addresses:
    def URLWithString_(self, address: str) -> str:  # noqa: N802
        return address

    def fileURLWithPath_(self, path: str) -> str:  # noqa: N802
        return path

    def requestWithURL_(self, address: str) -> str:  # noqa: N802
        return address


def _shared(**answers: object) -> Any:  # noqa: ANN401
    """An object whose methods answer these."""
    made = Quiet()
    vars(made).update({name: lambda answer=answer: answer for name, answer in answers.items()})
    return made


def _add_methods(target: type, methods: list[Selector]) -> None:
    for method in methods:
        setattr(target, method.name, _bound(method.function))


def _bound(function: Callable[..., object]) -> Callable[..., object]:
    def method(*arguments: object) -> object:
        return function(*arguments)

    return method
