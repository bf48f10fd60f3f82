"""Photographs the program for the READMEs: the real one with its sample painter, in both languages and both themes.

`make screenshots` writes .github/screenshots anew. Samples are never twice the same, so nothing compares them.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.begun import wait_until_begun  # noqa: E402 - found below the root
from tests.eventually import eventually  # noqa: E402
from tests.html import states  # noqa: E402
from tests.program import Program  # noqa: E402

FOLDER = ROOT / ".github" / "screenshots"
CHROMIUM = "/usr/bin/chromium-headless-shell"
WINDOW: ViewportSize = {"width": 1280, "height": 800}
DENSITY = 1.25
QUALITY = 78
KLEIN = "@cf/black-forest-labs/flux-2-klein-4b"
PATIENCE = 240.0

SHAPES = ((1024, 1024), (1216, 832), (832, 1216), (1344, 768))
"""Width and height of what the library has, in turn."""

PROMPTS = {
    "zh-CN": (
        "雪后的森林，一只狐狸",
        "星空下的沙漠",
        "窗边的静物，柠檬与瓷瓶",
        "海边的灯塔，清晨薄雾",
        "深空中的行星",
        "花园里的鸢尾花，水彩",
        "雨后的城市夜景",
        "山间的湖，小船",
        "几何图案，陶土色",
        "落日下的帆船，海面如镜",
    ),
    "en-US": (
        "a fox in a forest after snow",
        "a desert below the stars",
        "still life at a window, lemon and porcelain",
        "a lighthouse by the sea, morning mist",
        "a planet in deep space",
        "irises in a garden, watercolour",
        "a city at night after rain",
        "a lake in the mountains, a small boat",
        "a geometric pattern in clay colours",
        "a sailing boat at sunset, the sea like a mirror",
    ),
}
"""The last one is what the studio shows large, as four."""

ENDINGS = {"zh-CN": "", "en-US": "-en"}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        for language, prompts in PROMPTS.items():
            with tempfile.TemporaryDirectory() as place, Program(Path(place), arguments=("--demo",)) as program:
                with program.client() as client:
                    _paint_all(client, prompts)
                _photograph(browser, program, language)
        browser.close()


def _paint_all(client: httpx.Client, prompts: tuple[str, ...]) -> None:
    """One or two of each, in several shapes, some of them favourites; then four of the last."""
    for number, prompt in enumerate(prompts[:-1]):
        width, height = SHAPES[number % len(SHAPES)]
        form = {"prompt": prompt, "model": KLEIN, "width": str(width), "height": str(height), "steps": "4"}
        client.post("/generate", data=form | {"count": str(2 if number % 3 == 2 else 1)}).raise_for_status()
    client.post("/generate", data={"prompt": prompts[-1], "steps": "4", "count": "4"}).raise_for_status()
    eventually(lambda: set(_shown(client)) == {"done"}, what="all samples", seconds=PATIENCE)
    client.post("/library/favourite", data={"ids": "1,4,13", "on": "1"}).raise_for_status()


def _shown(client: httpx.Client) -> list[str]:
    return [state.value for state in states(client.get("/").text).values()]


def _photograph(browser: Browser, program: Program, language: str) -> None:
    for theme in ("light", "dark"):
        with _page(browser, program, language, theme) as page:
            _keep(page, f"studio-{theme}{ENDINGS[language]}")
            _show(page, f"{program.base_url}/library")
            page.locator(".tile").nth(6).click()
            page.locator(".details-facts").wait_for()
            _keep(page, f"library-{theme}{ENDINGS[language]}")
            if theme == "light":
                page.locator(".tile").nth(6).dblclick()
                page.get_by_test_id("lightbox-strip").locator("img").first.wait_for()
                _keep(page, f"lightbox{ENDINGS[language]}")


@contextmanager
def _page(browser: Browser, program: Program, language: str, theme: str) -> Iterator[Page]:
    """The studio, with nothing in focus."""
    context = browser.new_context(
        viewport=WINDOW,
        device_scale_factor=DENSITY,
        locale=language,
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    name, value = program.cookie
    host = urlsplit(program.base_url).hostname or "127.0.0.1"
    context.add_cookies([{"name": name, "value": value, "domain": host, "path": "/"}])
    page = context.new_page()
    _show(page, program.base_url)
    yield page
    context.close()


def _show(page: Page, address: str) -> None:
    page.goto(address)
    wait_until_begun(page)


def _keep(page: Page, name: str) -> None:
    """When every picture in sight can be drawn."""
    page.evaluate("() => document.activeElement?.blur()")
    page.wait_for_function(
        "() => [...document.images].every((image) => image.complete || image.loading === 'lazy')"
        " && document.getAnimations().every((each) => each.playState !== 'running')"
    )
    page.wait_for_timeout(400)  # what lazy pictures there are in sight come meanwhile
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").save(FOLDER / f"{name}.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
