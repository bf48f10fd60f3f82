"""Every code and text that Cloudflare is known to answer with gets its own name."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from server.common.advice import ADVICE, Cost
from tests.clients import failure, paint
from tests.jpegs import make_jpeg, make_picture
from tests.upstream import Upstream
from tests.upstream_answers import Behaviour, answer, empty, envelope, refuse, send_picture, send_raw, web_page

QUOTA = (
    "you have used up your daily free allocation of 10,000 neurons, please upgrade to Cloudflare's Workers Paid plan"
    " if you would like to continue usage."
)

UNROUTED = "Could not route to /client/v4/accounts/x, perhaps your object identifier is invalid?"

Row = tuple[int | None, int, str, str]

DOCUMENTED: list[Row] = [
    (5007, 400, "No such model @cf/x or task", "model_unknown"),
    (5004, 400, "Invalid data", "data_invalid"),
    (3039, 400, "Finetune is missing a required file", "finetune_incomplete"),
    (3003, 400, "Incomplete request", "request_incomplete"),
    (5018, 403, "Account not allowed for private model", "model_private"),
    (3041, 403, "Account not allowed for private model", "model_private"),
    (5016, 403, "Model agreement required", "licence_needed"),
    (3023, 403, "Account blocked", "account_blocked"),
    (5035, 403, "Requires Workers Paid", "paid_plan_needed"),
    (5019, 405, "Deprecated SDK version", "version_unsupported"),
    (5005, 405, "LoRA unsupported", "lora_unsupported"),
    (3042, 404, "Invalid model ID", "model_unknown"),
    (3006, 413, "Request too large", "request_too_large"),
    (3007, 408, "Timeout", "upstream_timeout"),
    (3008, 408, "Aborted", "painting_aborted"),
    (3036, 429, "Account limited", "daily_quota_used"),
    (3040, 429, "No more data centers to forward the request to", "no_capacity"),
]

SEEN_IN_THE_WILD: list[Row] = [
    (4006, 429, QUOTA, "daily_quota_used"),
    (3040, 429, f"AiError: {QUOTA}", "daily_quota_used"),
    (9999, 429, QUOTA.upper(), "daily_quota_used"),
    (None, 429, QUOTA, "daily_quota_used"),
    (3030, 400, "AiError: Input prompt contains NSFW content", "prompt_flagged"),
    (8007, 400, "AiError: Input prompt contains NSFW content.", "prompt_flagged"),
    (
        3030,
        400,
        "Your output has been flagged. Please choose another prompt / input image combination",
        "output_flagged",
    ),
    (3030, 400, "Output image contains NSFW content", "output_flagged"),
    (3030, 400, "Input image contains NSFW content", "input_flagged"),
    (3030, 400, "AiError: Model input is not valid", "input_invalid"),
    (3030, 400, "input tensor `image` is not present in the model", "input_invalid"),
    (8007, 400, "Bad request", "input_invalid"),
    (5006, 400, "AiError: Bad input: Error: Length of '/prompt' must be <= 2048", "prompt_too_long"),
    (5006, 400, "AiError: Bad input: Error: Length of '/prompt' must be >= 1", "parameter_refused"),
    (
        5006,
        400,
        "AiError: Bad input: Error: Additional or unevaluated properties '/seed' at '/' not allowed",
        "parameter_refused",
    ),
    (5006, 400, "AiError: Bad input: Error: '/steps' must be <= 8", "parameter_refused"),
    (5028, 410, "Model deprecated", "model_retired"),
    (3010, 400, "Invalid or incomplete input for the model: unexpected shape", "input_invalid"),
    (
        7003,
        404,
        UNROUTED,
        "route_unknown",
    ),
    (
        7003,
        400,
        UNROUTED,
        "route_unknown",
    ),
    (10000, 401, "Authentication error", "token_refused"),
    (10000, 403, "Authentication error", "token_refused"),
    (6003, 400, "Invalid request headers", "paste_damaged"),
    (6111, 400, "Invalid format for Authorization header", "paste_damaged"),
    (1000, 401, "Invalid API Token", "token_wrong"),
    (None, 409, "Inference failed", "inference_failed"),
    (2001, 400, "Please configure AI Gateway in the Cloudflare dashboard", "gateway_unknown"),
    (2008, 400, "Invalid provider", "gateway_provider"),
    (2009, 401, "Unauthorized", "stored_key_refused"),
    (2021, 402, "Unified billing request refused", "gateway_credits"),
    (3040, 429, "Capacity temporarily exceeded, please try again.", "no_capacity"),
    (None, 429, "Capacity temporarily exceeded, please try again.", "no_capacity"),
    (7000, 404, "No route for that URI", "route_unknown"),
    (None, 402, "Insufficient balance", "credits_needed"),
]

ONLY_A_STATUS: list[Row] = [
    (None, 401, "no", "token_refused"),
    (None, 403, "no", "token_refused"),
    (None, 408, "no", "upstream_timeout"),
    (None, 410, "no", "model_retired"),
    (None, 413, "no", "request_too_large"),
    (None, 429, "slow down", "rate_limited"),
    (None, 500, "no", "server_trouble"),
    (None, 503, "no", "server_trouble"),
    (None, 418, "no", "cloudflare_refused"),
    (99999, 400, "something new", "cloudflare_refused"),
    (99999, 502, "something new", "server_trouble"),
]


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    with Upstream() as server:
        yield server


@pytest.mark.parametrize(("number", "status", "text", "code"), DOCUMENTED + SEEN_IN_THE_WILD + ONLY_A_STATUS)
def test_a_refusal_gets_its_name(upstream: Upstream, number: int | None, status: int, text: str, code: str) -> None:
    upstream.next(*[refuse(number, status, text)] * (3 if code == "no_capacity" else 1))

    caught = failure(lambda: paint(upstream))

    assert caught.code == code
    assert (caught.upstream_code, caught.http_status) == (number, status)
    assert code in ADVICE


@pytest.mark.parametrize(
    ("number", "text", "code"), [(row[0], row[2], row[3]) for row in DOCUMENTED + SEEN_IN_THE_WILD if row[0]]
)
def test_a_refusal_may_come_with_status_200(upstream: Upstream, number: int, text: str, code: str) -> None:
    upstream.next(*[refuse(number, 200, text)] * (3 if code == "no_capacity" else 1))

    assert failure(lambda: paint(upstream)).code == code


def test_the_code_may_be_deeper_in_the_chain(upstream: Upstream) -> None:
    chain = [{"code": 6111, "message": "Invalid format for Authorization header"}]
    errors = [{"code": 42, "message": "Invalid request headers", "error_chain": chain}]
    upstream.next(answer(json.dumps({"success": False, "errors": errors}).encode(), status=400))

    assert failure(lambda: paint(upstream)).code == "paste_damaged"


def test_the_quota_is_found_among_several_errors(upstream: Upstream) -> None:
    upstream.next(answer(envelope(None, (3040, "No capacity"), (1, QUOTA), success=False), status=429))

    assert failure(lambda: paint(upstream)).code == "daily_quota_used"


def test_the_detail_names_code_and_field_and_nothing_else(upstream: Upstream) -> None:
    upstream.next(refuse(5006, 400, "AiError: my secret prompt: '/steps' must be <= 8, '/whatever' too"))

    assert failure(lambda: paint(upstream)).detail == "Cloudflare 5006, HTTP 400, steps"


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        (web_page(), "web_page_answered"),
        (web_page(status=401), "web_page_answered"),
        (web_page(status=403), "web_page_answered"),
        (web_page(status=404), "web_page_answered"),
        (web_page(status=511), "web_page_answered"),
        (web_page(status=429), "rate_limited"),
        (web_page(status=407), "proxy_login"),
        (web_page(status=500), "server_trouble"),
        (web_page(status=502), "server_trouble"),
        (send_raw(b"<html>no label at all", "text/plain"), "web_page_answered"),
        (empty(), "answer_empty"),
        (empty(status=204), "answer_empty"),
        (answer(b"  \n"), "answer_empty"),
        (empty(status=500), "server_trouble"),
        (empty(status=404), "answer_unexpected"),
        (empty(status=403), "answer_unexpected"),
        (answer(b'{"result": {"image": "'), "answer_unreadable"),
        (answer(b"[1, 2]"), "answer_unreadable"),
        (answer(b"\xff\xfe\x00"), "answer_unreadable"),
        (answer(b"[" * 100_000), "answer_unreadable"),
        (answer(b"error code: 1010", status=403, content_type="text/plain"), "answer_unexpected"),
        (answer(b"OK", content_type="text/plain"), "answer_unexpected"),
        (answer(b"zip?", content_encoding="gzip"), "answer_unreadable"),
        (answer(b"new", content_encoding="br"), "answer_unreadable"),
        (answer(envelope(None)), "no_picture"),
        (answer(envelope({})), "no_picture"),
        (answer(envelope([])), "no_picture"),
        (answer(envelope({"image": None})), "no_picture"),
        (answer(envelope({"image": ""})), "no_picture"),
        (answer(envelope(None, success=False)), "answer_unexpected"),
        (answer(envelope({"image": "not base64 !"})), "picture_unreadable"),
        (answer(envelope({"image": "QUJDQ"})), "picture_unreadable"),
        (answer(envelope({"image": "data:,QUJD"})), "not_a_picture"),
        (answer(envelope({"image": "中文"})), "picture_unreadable"),
        (answer(envelope({"image": 5})), "picture_unreadable"),
        (answer(envelope({"image": ["QUJD"]})), "not_a_picture"),
        (answer(envelope({"image": {"image": {"image": {"image": {"image": "QUJD"}}}}})), "picture_unreadable"),
        (send_picture(b"GIF89a is none of ours"), "not_a_picture"),
        (send_picture(b"\xff\xd8\xff but nothing behind"), "not_a_picture"),
        (send_raw(b"no picture", "image/jpeg"), "not_a_picture"),
        (send_picture(make_jpeg(20_000)[:10_000]), "picture_incomplete"),
        (send_picture(make_picture("PNG")[:-200]), "picture_incomplete"),
        (send_picture(make_picture("WEBP")[:-200]), "picture_incomplete"),
    ],
)
def test_an_answer_nobody_can_use_gets_its_name(upstream: Upstream, behaviour: Behaviour, code: str) -> None:
    upstream.next(behaviour)

    assert failure(lambda: paint(upstream)).code == code
    assert code in ADVICE


def test_a_picture_that_got_lost_is_said_to_be_paid(upstream: Upstream) -> None:
    upstream.next(answer(envelope(None)))

    assert ADVICE[failure(lambda: paint(upstream)).code].cost is Cost.CHARGED


@pytest.mark.parametrize("steps", [0, 9, 4.5])
def test_the_stand_in_is_strict_about_steps(upstream: Upstream, steps: int) -> None:
    caught = failure(lambda: paint(upstream, steps=steps))

    assert (caught.code, "steps" in caught.detail) == ("parameter_refused", True)


def test_the_stand_in_is_strict_about_the_prompt(upstream: Upstream) -> None:
    assert failure(lambda: paint(upstream, prompt="字" * 2049)).code == "prompt_too_long"
    assert failure(lambda: paint(upstream, prompt="")).code == "parameter_refused"
    assert len(paint(upstream, prompt="字" * 2048).picture.data) > 0
