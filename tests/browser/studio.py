"""The studio's parts and what one does with them, by the handles that stay the same across redesigns."""

from __future__ import annotations

from playwright.sync_api import Error, Locator, Page, expect

from tests.eventually import eventually


def order(page: Page, prompt: str, *, count: int = 1) -> None:
    """Fill the form in and press the button."""
    page.get_by_test_id("prompt").fill(prompt)
    page.get_by_test_id("count").fill(str(count))
    page.get_by_test_id("generate").click()


def more(page: Page) -> Page:
    """The page with the form's further settings unfolded, where the model has any."""
    fold = page.get_by_test_id("more-settings")
    if fold.is_visible() and fold.get_attribute("open") is None:
        fold.locator("summary").click()
    return page


def paint(page: Page, *prompts: str) -> None:
    """One after the other, until all are done; the last one is the newest."""
    before = paintings(page, state="done").count()
    for number, prompt in enumerate(prompts, start=1):
        order(page, prompt)
        expect(paintings(page, state="done")).to_have_count(before + number)
        expect(newest(page).get_by_role("img", name=prompt)).to_be_visible()


def paintings(page: Page, *, state: str | None = None) -> Locator:
    """Newest first."""
    return page.locator(f"[data-testid=painting][data-state={state}]") if state else page.get_by_test_id("painting")


def painting_of(page: Page, prompt: str) -> Locator:
    return page.get_by_test_id("painting").and_(page.get_by_label(prompt, exact=True))


def newest(page: Page) -> Locator:
    return page.get_by_test_id("painting").first


def newest_order(page: Page) -> Locator:
    return page.get_by_test_id("order").first


def prompts(page: Page) -> list[str]:
    """Of all paintings, as they stand."""
    return [card.get_attribute("aria-label") or "" for card in paintings(page).all()]


def scroll_to_the_end(page: Page) -> None:
    """Through the whole history, with the wheel over the paintings."""
    box = page.viewport_size or {"width": 1280, "height": 800}
    page.mouse.move(box["width"] * 0.7, box["height"] * 0.6)
    while page.locator(".older").count():
        before = paintings(page).count()
        page.mouse.wheel(0, 30_000)
        expect(paintings(page).nth(before)).to_be_attached()


def right_click(page: Page, card: Locator) -> None:
    """On its picture, when all scrolling there is over; scrolling closes the menu."""
    eventually(lambda: _scrolled_to(card), what="the card")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    card.get_by_role("img").click(button="right")


def choose(page: Page, place: Locator, handle: str) -> None:
    """In the menu that opens by More: of a card, or of the library's details."""
    place.hover()
    place.get_by_test_id("more").click()
    page.get_by_test_id("menu").get_by_test_id(handle).click()


def _scrolled_to(card: Locator) -> bool:
    try:
        card.scroll_into_view_if_needed()
    except Error as error:
        if "not attached" not in error.message:
            raise
        return False  # drawn anew just then
    return True


def focused_handle(page: Page) -> str:
    """The test handle of what has the focus, or its tag."""
    found: str = page.evaluate("() => document.activeElement.dataset.testid ?? document.activeElement.tagName")
    return found


def as_another_engine(page: Page) -> Page:
    """It takes itself for WebKit from now on, which gives away the pictures it shows and nothing else."""
    page.add_init_script("""
      Object.defineProperty(navigator, "userAgentData", { value: undefined });
      Object.defineProperty(navigator, "userAgent", {
        value: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
      });
    """)
    page.reload()
    return page


def begins_to_drag(picture: Locator) -> bool:
    """Whether the page lets it be dragged."""
    script = """(image) => {
      const about = { dataTransfer: new DataTransfer(), bubbles: true, cancelable: true };
      const begun = image.dispatchEvent(new DragEvent("dragstart", about));
      image.dispatchEvent(new DragEvent("dragend", about));
      return begun;
    }"""
    return bool(picture.evaluate(script))


def to_the_login(page: Page, *, first: bool = False) -> None:
    """To where account and token are pasted, by way of the choices of a first start. `first`: with a first picture."""
    welcome = page.get_by_test_id("welcome")
    expect(welcome).to_be_visible()
    if welcome.get_attribute("data-stage") == "choose":
        page.get_by_test_id("welcome-connect").click()
    if welcome.get_attribute("data-stage") == "prepare":
        page.get_by_test_id("have-token").click()
    expect(page.get_by_test_id("account-id")).to_be_visible()
    if not first and page.get_by_test_id("first-picture").count():
        page.get_by_test_id("first-picture").uncheck(force=True)
