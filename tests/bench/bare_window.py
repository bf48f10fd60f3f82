"""The floor under a start: pywebview and Qt with a text that is there already, and a slider."""

from __future__ import annotations

import webview

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Floor</title>
<main><h1>Floor</h1><textarea></textarea><button>Nothing</button>
<input id="steps" type="range" min="1" max="8" value="4" oninput="this.nextElementSibling.textContent = this.value">
<output for="steps">4</output></main></html>"""


def main() -> None:
    webview.create_window("Floor", html=PAGE, width=1280, height=800)
    webview.start(gui="qt")


if __name__ == "__main__":
    main()
