"""A window of another program that takes what is dropped on it: `drop_target.py FOLDER` copies the files there."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

TITLE = "Another program"
PLACE = (1200, 100, 300, 300)


class Target(QWidget):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.setAcceptDrops(True)
        self.setWindowTitle(TITLE)
        self.setGeometry(*PLACE)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        for address in event.mimeData().urls():
            if address.isLocalFile():
                shutil.copy(address.toLocalFile(), self._folder)
            else:
                (self._folder / "address.txt").write_text(address.toString())


if __name__ == "__main__":
    application = QApplication([])
    target = Target(Path(sys.argv[1]))
    target.show()
    application.exec()
