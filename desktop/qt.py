"""The window's Linux side: Qt, around and below what pywebview does with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QLibraryInfo, QLocale, QMimeData, QObject, QPoint, Qt, QTranslator, QUrl, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage
from PySide6.QtNetwork import QNetworkProxy
from PySide6.QtWidgets import QApplication

from desktop.dialog import Message, show_qt_box
from desktop.native import native_of
from desktop.placement import Area, Placement
from desktop.qt_engine import start_engine
from desktop.qt_names import stand_in_for_qtpy
from desktop.qt_page import PageRules
from server.common.errors import ShellError

if TYPE_CHECKING:
    from webview import Window
    from webview.guilib import GUIType

    from desktop.wishes import Wishes

# Here and not when the window opens, for Qt WebEngine must be there before the application object is.
stand_in_for_qtpy()

Result = TypeVar("Result")
SECONDS = 10.0
ICON_SIZES = (16, 22, 24, 32, 48, 64, 128, 256)
"""In pixels: those of task bars, window frames and switchers."""


class QtToolkit:
    gui: GUIType = "qt"
    # The application has it, in every size: of the one file pywebview takes, task bars would scale one size badly.
    icon: str | None = None
    quits_at_once = False

    def __init__(self, language: str) -> None:
        self._application = _make_application(language)
        # Chromium comes up beside the rest of what Python has to load.
        with ThreadPoolExecutor(1) as beside:
            loading = beside.submit(import_module, "webview.platforms.qt")
            start_engine()
            loading.result()
        self._main_thread = MainThread()
        self._rules: PageRules | None = None

    def post(self, function: Callable[[], None]) -> None:
        self._main_thread.post(function)

    def dark(self) -> bool:
        return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark

    def areas(self) -> Sequence[Area]:
        main = QGuiApplication.primaryScreen()
        others = [screen for screen in QGuiApplication.screens() if screen is not main]
        available = [screen.availableGeometry() for screen in [main, *others]]
        return [Area(area.x(), area.y(), area.width(), area.height()) for area in available]

    def adopt(self, window: Window, wishes: Wishes) -> None:
        native = native_of(window)
        page = native.webview.page()
        # pywebview puts scripts into the page here, a bridge into Python. Ours talks to the server alone.
        page.loadFinished.disconnect(native.on_load_finished)
        page.setWebChannel(None)
        # pywebview's would look at every request, in Python, for listeners we do not have.
        native.profile.setUrlRequestInterceptor(None)
        page.setBackgroundColor(QColor(wishes.background))
        self._rules = PageRules(native.webview, wishes)
        if wishes.placement.x is not None and wishes.placement.y is not None:
            native.move(wishes.placement.x, wishes.placement.y)

    def placement(self, window: Window, before: Placement) -> Placement:
        native = native_of(window)
        if native.isFullScreen() or native.isMinimized():
            return before
        # The inner rectangle when not maximized; its frame starts where `move` will be told to.
        inner = native.normalGeometry()
        frame: QPoint = native.frameGeometry().topLeft() - native.geometry().topLeft()
        corner = inner.topLeft() + frame
        return Placement(inner.width(), inner.height(), corner.x(), corner.y(), maximized=native.isMaximized())

    def come_to_front(self, window: Window) -> None:
        self._main_thread.post(lambda: _raise(native_of(window)))

    def close(self, window: Window) -> None:
        window.destroy()

    def keep_awake(self, working: bool) -> None:
        """Linux slows no program down for its window being hidden."""

    def copy_image(self, window: Window, png: bytes) -> None:
        image = QImage.fromData(png)
        if image.isNull():
            raise ShellError("copy_failed")
        self._main_thread.call(lambda: _put_on_clipboard(image))

    def copy_file(self, window: Window, file: Path) -> None:
        self._main_thread.call(lambda: _put_file_on_clipboard(file))

    def copy_text(self, window: Window, text: str) -> None:
        self._main_thread.call(lambda: QGuiApplication.clipboard().setText(text))

    def complain(self, message: Message) -> bool:
        return show_qt_box(message)


class MainThread(QObject):
    """Runs functions in the thread this object was made in."""

    _calls = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._calls.connect(self._run)

    def post(self, function: Callable[[], object]) -> None:
        self._calls.emit(function)

    def call(self, function: Callable[[], Result]) -> Result:
        """Not from that thread itself. Raises what the function raises, or TimeoutError."""
        future: Future[Result] = Future()
        self.post(lambda: _fulfil(future, function))
        return future.result(SECONDS)

    @Slot(object)
    def _run(self, function: Callable[[], object]) -> None:
        function()


def _fulfil(future: Future[Result], function: Callable[[], Result]) -> None:
    try:
        future.set_result(function())
    except ShellError as error:
        future.set_exception(error)


def _make_application(language: str) -> QApplication:
    """pywebview uses the application object it finds."""
    # Not the display name: Qt would add it to every title.
    QApplication.setApplicationName("atelier")
    QApplication.setDesktopFileName("atelier")
    application = QApplication(["atelier"])
    application.setWindowIcon(_icon())
    # A hidden window that finishes paintings is no reason to end.
    application.setQuitOnLastWindowClosed(False)
    QNetworkProxy.setApplicationProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
    translator = QTranslator(application)
    if translator.load(QLocale(language), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    return application


def _icon() -> QIcon:
    icon = QIcon()
    for size in ICON_SIZES:
        icon.addFile(str(Path(__file__).parent / "hicolor" / f"{size}x{size}" / "apps" / "atelier.png"))
    return icon


def _raise(native: Any) -> None:  # noqa: ANN401 - pywebview's window is untyped
    native.setWindowState(native.windowState() & ~Qt.WindowState.WindowMinimized)
    native.show()
    native.raise_()
    native.activateWindow()
    # Where the system does not let a program take the focus, it shows that it wants it.
    QApplication.alert(native)


def _put_on_clipboard(image: QImage) -> None:
    contents = QMimeData()
    contents.setImageData(image)
    QGuiApplication.clipboard().setMimeData(contents)


def _put_file_on_clipboard(file: Path) -> None:
    """As a list of addresses, which most programs take, and in the form GNOME's file manager asks for."""
    address = QUrl.fromLocalFile(str(file))
    contents = QMimeData()
    contents.setUrls([address])
    contents.setData("x-special/gnome-copied-files", b"copy\n" + bytes(address.toEncoded().data()))
    QGuiApplication.clipboard().setMimeData(contents)
