"""Theme, language and the smallest window."""

from __future__ import annotations

from tests.engines.screen import Screen, handle, within
from tests.engines.studio import NEWEST, paint
from tests.program import Program

BRIGHTNESS = """() => {
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
  canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data[1];
}"""
OVERFLOWING = """() => [...document.querySelectorAll("*")]
  .filter((element) => element.checkVisibility() && !element.closest(".sr-only, [hidden]"))
  .filter((element) => {
    const { overflowX } = getComputedStyle(element);
    const scrolls = element === document.documentElement || ["auto", "scroll"].includes(overflowX);
    return scrolls && element.tagName !== "TEXTAREA" && element.scrollWidth > element.clientWidth;
  })
  .map((element) => `${element.tagName}.${element.className}: ${element.scrollWidth} > ${element.clientWidth}`)"""
INSIDE = """(place) => {
  const { left, top, right, bottom } = document.querySelector(place).getBoundingClientRect();
  return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
}"""


def test_the_theme_is_chosen_and_kept(screen: Screen, program: Program) -> None:
    screen.open("/settings")
    assert screen.run(BRIGHTNESS) > 200
    screen.click(within("theme", "button[value=dark]"))
    screen.wait(lambda: screen.run(BRIGHTNESS) < 60, "a dark page")
    for path in ("/library", "/settings", "/about", "/connection"):
        screen.go(path)
        assert screen.run(BRIGHTNESS) < 60, path
    program.stop()
    program.start()
    screen.open()
    assert screen.run(BRIGHTNESS) < 60, "kept after a restart"
    screen.go("/settings")
    screen.wait_for_attribute(within("theme", "button[value=dark]"), "aria-pressed", "true")
    screen.click(within("theme", "button[value=system]"))
    screen.wait(lambda: screen.run(BRIGHTNESS) > 200, "a light page, as the system is")


def test_the_language_changes_at_once_and_is_kept(screen: Screen, program: Program) -> None:
    with program.client() as client:
        client.post("/queue/pause")
        client.post("/generate", data={"prompt": "a long one", "steps": "1"})
    screen.open()
    screen.wait_for_text(NEWEST, "The queue is paused")
    screen.go("/settings")
    screen.click(within("language", "button[value=zh-CN]"))
    screen.wait_for_attribute("html", "lang", "zh-CN")
    screen.click("to-studio")
    screen.wait_for_text("generate", "开始创作")
    screen.wait_for_text("paused", "已暂停")
    screen.click(within(NEWEST, "cancel"))
    screen.wait_for_text(NEWEST, "已取消")
    screen.go("/settings")
    screen.wait_for_text("h1", "设置")
    screen.click(within("language", "button[value=en]"))
    screen.wait_for_text("h1", "Settings")


def test_in_the_smallest_window_all_is_in_reach(screen: Screen) -> None:
    screen.open(width=800, height=600)
    paint(screen, ("an endless prompt without any rest " * 10).strip())
    screen.reload()
    for place in ("prompt", "generate", "painting-image"):
        assert screen.run(INSIDE, handle(place)), place
    for path in ("/", "/library", "/settings/account", "/settings/library", "/connection", "/about", "/settings"):
        screen.go(path)
        assert screen.run(OVERFLOWING) == [], path
    screen.click(within("language", "button[value=zh-CN]"))
    screen.wait_for_attribute("html", "lang", "zh-CN")
    screen.go("/")
    screen.wait_for_text("generate", "开始创作")
    assert screen.run(INSIDE, handle("generate"))
    assert screen.run(OVERFLOWING) == []
