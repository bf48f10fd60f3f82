"""The floor under a start: pywebview and Qt with a text that is there already."""

from __future__ import annotations

import webview

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Floor</title>
<main><h1>Floor</h1><textarea></textarea><button>Nothing</button></main></html>"""


def main() -> None:
    webview.create_window("Floor", html=PAGE, width=1280, height=800)
    webview.start(gui="qt")


if __name__ == "__main__":
    main()
