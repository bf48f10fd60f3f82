"""Chinese composed in a field: the events of an input method, as each engine orders them.

Drivers type plain letters only, so what an input method would cause is played. Keys have their own names, as on macOS;
elsewhere they are called "Process", which no page would take for Enter. Engines differ in two places: WebKit tells of a
key after what it did, so that the one that ends it all comes with no sign of a composition but its number; and Firefox
alone tells of the text after the end.
"""

from __future__ import annotations

from tests.engines.screen import Screen, selector

_TOOLS = """
  const field = document.querySelector(place);
  const inWebKit = engine === "webkit";
  const send = (event) => field.dispatchEvent(event);
  const press = (name, key, isComposing, held = false) => {
    const how = { key, isComposing, ctrlKey: held, metaKey: held, bubbles: true, cancelable: true };
    return send(Object.defineProperty(new KeyboardEvent(name, how), "keyCode", { value: 229 }));
  };
  const compose = (name, data) => send(new CompositionEvent(name, { data, bubbles: true }));
  const put = (text, inputType, isComposing) => {
    field.value = field.before + text;
    send(new InputEvent("input", { data: text, inputType, isComposing, bubbles: true }));
  };
"""
_BEGIN = f"""(place, engine, letters) => {{{_TOOLS}
  field.focus();
  field.before = field.value;
  for (let end = 1; end <= letters.length; end++) {{
    const letter = letters[end - 1];
    if (!inWebKit) press("keydown", letter, end > 1);
    if (end === 1) compose("compositionstart", "");
    compose("compositionupdate", letters.slice(0, end));
    put(letters.slice(0, end), "insertCompositionText", true);
    if (inWebKit) press("keydown", letter, true);
    press("keyup", letter, true);
  }}
}}"""
_PRESS = f"""(place, engine, key, held) => {{{_TOOLS}
  const isLeft = press("keydown", key, true, held);
  press("keyup", key, true, held);
  return isLeft;
}}"""
_END = f"""(place, engine, key, word) => {{{_TOOLS}
  let isLeft = inWebKit || press("keydown", key, true);
  if (inWebKit) put("", "deleteCompositionText", true);
  if (engine === "firefox") field.value = field.before + word;
  else put(word, inWebKit ? "insertFromComposition" : "insertCompositionText", true);
  compose("compositionend", word);
  if (engine === "firefox") put(word, "insertCompositionText", false);
  if (inWebKit) isLeft = press("keydown", key, false);
  return isLeft;
}}"""


def begin(screen: Screen, place: str, letters: str = "nihao") -> None:
    screen.run(_BEGIN, selector(place), screen.browser.engine.name, letters)


def press(screen: Screen, place: str, key: str, *, with_control: bool = False) -> bool:
    """A key that the input method takes, and goes on. Whether the engine may do with it what it does by itself."""
    return bool(screen.run(_PRESS, selector(place), screen.browser.engine.name, key, with_control))


def end(screen: Screen, place: str, key: str, word: str) -> bool:
    """With that key; Escape leaves no word. The same answer."""
    return bool(screen.run(_END, selector(place), screen.browser.engine.name, key, word))
