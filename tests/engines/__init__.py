"""Flows that run in Chromium, Firefox and WebKit: what a feature is for, in every engine people have the page in.

A flow is a test with the fixture `screen`, a browser's page of `program`; it runs once in each engine. To write one:

    def test_a_deleted_painting_comes_back(screen: Screen) -> None:
        screen.open()                                # the studio; or screen.open("/library", width=800, height=600)
        order(screen, "a boat")                      # tests/engines/studio.py: what many flows do
        screen.click(within(DONE, "delete"))         # a test handle, or any selector
        screen.wait_for_count("painting", 0)         # waits, and says what it waited for
        screen.click("undo")
        screen.wait_for_count(DONE, 1)

- What a screen can do is in `screen.py`: acts wait for what they act on, reads do not wait, `wait_for_...` does.
- At its end there must have been no error of a script, no complaint in the console, nothing that the policy forbids
  and no answer of 400 and above, unless the flow has said `screen.expect_statuses(422)`. `watched.py` sees to that.
- `program` and `upstream` are as everywhere; who wants another program has a fixture of that name, with
  `watched(Program(...))`.
- What an engine's driver cannot do is in `engines.py`, with the reason: `screen.needs("...")` skips the flow there.
- Pages cost seconds: few flows, each with one subject and all that belongs to it. What concerns one engine alone, or
  looks into requests, belongs into tests/browser.
- When one fails there is a `screen.png` in its folder. One engine alone: `pytest tests/engines -k webkit`.
"""
