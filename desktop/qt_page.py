"""What the page in the window may do: stay on its own origin, and offer a menu where text can be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QAction
from PySide6.QtWebEngineCore import QWebEngineNavigationRequest, QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QMenu

from server.common.i18n import N_

if TYPE_CHECKING:
    from desktop.wishes import Wishes

EDITING = (
    (N_("Undo"), QWebEnginePage.WebAction.Undo),
    (N_("Redo"), QWebEnginePage.WebAction.Redo),
    None,
    (N_("Cut"), QWebEnginePage.WebAction.Cut),
    (N_("Copy"), QWebEnginePage.WebAction.Copy),
    (N_("Paste"), QWebEnginePage.WebAction.Paste),
    (N_("Select all"), QWebEnginePage.WebAction.SelectAll),
)


class PageRules(QObject):
    def __init__(self, view: QWebEngineView, wishes: Wishes) -> None:
        super().__init__(view)
        self._view = view
        self._wishes = wishes
        page = view.page()
        page.navigationRequested.connect(self._judge)
        page.renderProcessTerminated.connect(lambda *_: wishes.renderer_died())
        # What pywebview's page hands to links that want a window of their own.
        page.nav_handler = NewWindow(page, wishes)  # type: ignore[attr-defined]
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)

    def _judge(self, request: QWebEngineNavigationRequest) -> None:
        if origin_of(request.url()) == self._wishes.origin:
            request.accept()
            return
        request.reject()
        if request.navigationType() is QWebEngineNavigationRequest.NavigationType.LinkClickedNavigation:
            self._wishes.open_external(request.url().toString())

    def _show_menu(self, position: QPoint) -> None:
        asked = self._view.lastContextMenuRequest()
        if asked is None or not asked.isContentEditable():
            return
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in EDITING:
            if entry is None:
                menu.addSeparator()
            else:
                menu.addAction(self._action(menu, *entry))
        menu.popup(self._view.mapToGlobal(position))

    def _action(self, menu: QMenu, label: str, kind: QWebEnginePage.WebAction) -> QAction:
        """Like the page's own action, in our language and without its icon."""
        own = self._view.page().action(kind)
        action = QAction(self._wishes.text(label), menu)
        action.setEnabled(own.isEnabled())
        action.triggered.connect(own.trigger)
        return action


class NewWindow(QWebEnginePage):
    """Stands for the window a link asks for: it never appears, the system's browser does."""

    def __init__(self, page: QWebEnginePage, wishes: Wishes) -> None:
        super().__init__(page.profile(), page)
        self._wishes = wishes

    def acceptNavigationRequest(self, url: QUrl | str, _type: object, _is_main: bool) -> bool:  # noqa: N802 - Qt's name
        self._wishes.open_external(QUrl(url).toString())
        return False


def origin_of(url: QUrl) -> str:
    return f"{url.scheme()}://{url.authority()}"
