"""Every error that can be raised has advice, and all advice is fit to be read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import server
from server.common.advice import (
    ADVICE,
    CONTROLS,
    COSTS,
    DASHBOARD,
    GENERAL,
    PARTS,
    Action,
    ActionButton,
    Cost,
    Means,
    advise,
)
from server.common.i18n import translate
from server.common.paths import STATIC, TEMPLATES
from server.web.routes import ROUTES

ERRORS = {
    *("AtelierError", "BadRequest", "CredentialsError", "FolderRefused", "ShellError", "StorageError", "UpstreamError"),
}
SOURCES = [
    path for package in ("server", "desktop") for path in (Path(server.__file__).parents[1] / package).rglob("*.py")
]


def raised_codes(source: Path) -> Iterator[str]:
    """The codes that stand in calls of our errors: `StorageError("disk_full")`, `BadInput({"prompt": "too_long"})`."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in ERRORS:
            yield from filter(_is_code, _texts(node.args))
        if node.func.id == "BadInput" and node.args and isinstance(node.args[0], ast.Dict):
            yield from _texts(node.args[0].values)


def test_every_code_raised_has_advice() -> None:
    raised = {code: source.name for source in SOURCES for code in raised_codes(source)}

    assert len(raised) > 20
    assert {code: name for code, name in raised.items() if code not in ADVICE} == {}


def test_advice_is_whole_sentences() -> None:
    assert [code for code in ADVICE if not re.fullmatch("[a-z0-9_]+", code)] == []
    texts = [text for advice in ADVICE.values() for text in (advice.sentence, advice.next_step) if text]
    assert [text for text in texts if not (text[0].isupper() and text.endswith("."))] == []
    assert [text for text in texts if "  " in text or "{" in text] == []
    assert [code for code, advice in ADVICE.items() if not advice.sentence] == []


@pytest.mark.parametrize("code", ["", "never_heard_of", "NotFound"])
def test_an_unknown_code_gets_general_advice(code: str) -> None:
    assert advise(code) is GENERAL


# Nothing that could be pressed would help, or the place to mend it is where the message stands. A code that is not here
# has a button.
WITHOUT_A_BUTTON = {
    *(
        "bad_input",
        "missing",
        "unknown_field",
        "unknown_value",
        "out_of_range",
        "not_taken",
        "prompt_empty",
        "references_full",
        "mask_empty",
        "mask_unreadable",
    ),
    # their fields are there
    *("pattern_too_long", "pattern_unknown_token", "account_id_missing", "account_id_wrong_form"),
    *("account_id_is_token", "token_missing", "token_wrong_form", "token_is_account_id", "token_is_global_key"),
    *("style_empty", "style_too_long", "style_name_taken", "styles_too_many", "no_styles"),
    *("style_columns", "style_quote", "style_unreadable", "styles_too_large"),  # the dialog is open
    *("proxy_host_missing", "proxy_host_wrong", "proxy_port_wrong", "proxy_user_missing", "proxy_user_wrong"),
    *("proxy_password_wrong", "gateway_wrong"),
    *("syntax_foreign", "remark_unclear"),  # with ways of their own below the prompt
    *("enlarged_too_large", "enlarging_too_many"),  # another size or selection, where one was chosen
    *("choice_unclosed", "list_unknown", "list_empty", "list_unreadable", "list_too_large", "lists_in_circles"),
    *(
        "variables_too_deep",
        "combinations_too_many",
        "expansion_too_long",
        "chosen_too_many",
    ),  # the prompt is there, with a preview
    *("grid_axes", "grid_too_large", "grid_list_unreadable", "grid_nothing_left", "grid_not_fitting"),  # in its dialog
    "export_running",  # what is under way has its own button to stop it
    *(
        "forbidden",
        "address_used",
        "database_damaged",
        "data_folder_refused",
        "samples_only",
        "environment_wrong",
        "api_base_wrong",
        "route_unknown",
    ),  # start it anew
    "in_system_trash",  # whose window is the system's
    "window_reopened",  # it is there again
    *("enlarging_too_many", "enlarged_too_large"),  # what was chosen is still chosen, and another factor beside it
    "queue_paused",  # said by commands, which have no buttons
    "notify_failed",  # the system's settings are elsewhere on each desktop
    # their fields are there, and the panel they stand in has the buttons to go on, to take back or to try again
    *("folder_not_absolute", "folder_is_file", "folder_parent_missing", "folder_of_program", "folder_unreadable"),
    *("folder_same", "folder_inside", "folder_around", "move_running", "move_unsettled", "move_over", "move_disk_full"),
    *(
        "move_read_only",
        "move_source_away",
        "move_target_away",
        "move_copy_differs",
        "move_failed",
        "move_in_use",
        "move_withheld",
        "move_too_long",
        "left_not_erased",
    ),
    *("backup_running", "backup_missing", "backup_foreign", "backup_newer", "backup_damaged"),
    *("backup_packed", "backup_encrypted"),
    "version_unsupported",  # there is nothing to get a newer program from yet
}


def test_every_code_has_a_button_or_deliberately_none() -> None:
    assert {code for code, advice in ADVICE.items() if not advice.actions} == WITHOUT_A_BUTTON
    assert GENERAL.actions


def test_the_first_button_is_the_one_that_helps() -> None:
    expected = {
        "no_capacity": Action.RETRY,
        "daily_quota_used": Action.WAIT,
        "prompt_flagged": Action.ONCE_MORE,
        "prompt_too_long": Action.SHORTEN,
        "no_account": Action.CONNECT,
        "keyring_locked": Action.KEYRING,
        "model_retired": Action.MODEL,
        "parameter_refused": Action.PARAMETERS,
        "disk_full": Action.SAVE_AS,
        "kept_elsewhere": Action.SAVE_AGAIN,
    }
    assert {code: advise(code).action for code in expected} == expected


def test_no_button_is_offered_twice() -> None:
    assert [code for code, advice in ADVICE.items() if len(set(advice.actions)) < len(advice.actions)] == []
    assert [code for code, advice in ADVICE.items() if advice.action is Action.NONE and advice.also] == []


def test_every_action_but_none_has_a_button() -> None:
    assert set(CONTROLS) == set(Action) - {Action.NONE}


@pytest.mark.parametrize("control", CONTROLS.values(), ids=[action.value for action in CONTROLS])
def test_a_button_has_a_label_in_both_languages_and_an_icon(control: ActionButton) -> None:
    sprite = (STATIC / "icons.svg").read_text(encoding="utf-8")

    assert f'id="{control.icon}"' in sprite
    assert control.label[0].isupper()
    assert len(control.label) <= 26
    assert translate("en", control.label) == control.label
    assert translate("zh-CN", control.label) != control.label


@pytest.mark.parametrize("control", CONTROLS.values(), ids=[action.value for action in CONTROLS])
def test_what_a_button_reaches_is_there(control: ActionButton) -> None:
    routes = {(method, path) for method, path, _ in ROUTES}
    elements = {
        found for file in TEMPLATES.rglob("*.html") for found in re.findall(r'id="([a-z-]+)"', file.read_text())
    }

    if control.means is Means.POST:
        assert ("POST", control.target.replace("{id}", ":id")) in routes
    elif control.means is Means.LINK:
        path = re.sub("^/settings/[a-z]+$", "/settings/:section", control.target)
        assert path == "" or ("GET", path) in routes
    elif control.means is Means.PRESS:
        assert control.target in elements
    else:
        assert PARTS[control.target] in elements
    if control.target == "/dashboard":
        assert control.value
        assert DASHBOARD[control.value[1]].startswith("https://")


def test_every_page_at_cloudflare_has_a_button() -> None:
    opened = {control.value[1] for control in CONTROLS.values() if control.target == "/dashboard" and control.value}

    assert opened == set(DASHBOARD)


def test_every_cost_has_a_sentence() -> None:
    assert set(COSTS) == set(Cost)


@pytest.mark.parametrize(
    ("code", "cost"),
    [
        ("dns_failed", Cost.NOTHING),
        ("connection_refused", Cost.NOTHING),
        ("no_capacity", Cost.NOTHING),
        ("daily_quota_used", Cost.NOTHING),
        ("connection_cut", Cost.MAYBE),
        ("answer_timed_out", Cost.MAYBE),
        ("interrupted", Cost.MAYBE),
        ("output_flagged", Cost.MAYBE),
        ("picture_incomplete", Cost.CHARGED),
        ("disk_full", Cost.CHARGED),
    ],
)
def test_costs_are_told_honestly(code: str, cost: Cost) -> None:
    assert advise(code).cost is cost


def _texts(nodes: list[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _is_code(text: str) -> bool:
    return text.replace("_", "").isalpha() and text.islower()
