"""Every model is asked exactly as the real service wants to be asked, and what it answers is understood."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image

from server.cloudflare.bodies import body_of
from server.common.errors import UpstreamError
from server.paintings.models import MODELS, Input, Model, Parameters
from server.pictures.picture import JPEG, PNG
from tests.clients import with_client
from tests.cloudflare_models import MODELS as SERVED
from tests.jpegs import make_picture
from tests.upstream import Upstream

TEXT_TO_IMAGE = [model for model in MODELS.values() if model.input is not Input.MASKED]


def asked(model: Model, **changes: object) -> Parameters:
    """All that a form could send for the model, every number at the far end of its range."""
    values = {
        "prompt": "狐狸, a fox named Zanzibar",
        "steps": int(model.steps.maximum),
        "width": 512 if model.takes_size else None,
        "height": 768 if model.takes_size else None,
        "seed": 2**32 - 1 if model.seed else None,
        "guidance": model.guidance.maximum if model.guidance else None,
        "negative_prompt": "hands, 手" if model.negative_prompt else "",
    }
    return Parameters(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("model", TEXT_TO_IMAGE, ids=lambda model: model.name)
def test_a_model_takes_what_its_form_can_send(upstream: Upstream, model: Model) -> None:
    answer = with_client(upstream.base_url, lambda client: client.paint(upstream.account, model, asked(model)))

    served = SERVED[model.id]
    size = (512, 768) if model.takes_size else (1024, 1024)
    assert (answer.picture.width, answer.picture.height) == size
    assert answer.picture.kind == (PNG if served.kind == "PNG" else JPEG), "believed the bytes, not the label"
    assert answer.picture.data == upstream.pictures[-1]


@pytest.mark.parametrize("model", TEXT_TO_IMAGE, ids=lambda model: model.name)
def test_the_estimate_is_what_is_charged(upstream: Upstream, model: Model) -> None:
    parameters = asked(model)
    answer = with_client(upstream.base_url, lambda client: client.paint(upstream.account, model, parameters))

    if answer.neurons is None:
        assert model.name == "Phoenix 1.0", "the only one that does not tell"
    elif model.name != "FLUX.2 klein 9B":  # whose first tile is as large as four
        assert answer.neurons == pytest.approx(model.estimate(parameters), abs=0.01)


@pytest.mark.parametrize("model", TEXT_TO_IMAGE, ids=lambda model: model.name)
def test_what_is_not_asked_for_is_left_to_the_model(upstream: Upstream, model: Model) -> None:
    bare = Parameters("a fox", int(model.steps.default))
    answer = with_client(upstream.base_url, lambda client: client.paint(upstream.account, model, bare))

    assert (answer.picture.width, answer.picture.height) == SERVED[model.id].size


def test_the_prompt_of_a_form_is_sent_as_utf_8(upstream: Upstream) -> None:
    model = MODELS["@cf/black-forest-labs/flux-2-klein-4b"]
    with_client(upstream.base_url, lambda client: client.paint(upstream.account, model, asked(model)))

    request = upstream.requests[-1]
    assert request.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert "狐狸, a fox named Zanzibar".encode() in request.body
    assert b"filename" not in request.body, "a text is no file"
    assert b'name="steps"' not in request.body, "its steps are fixed"


def test_reference_pictures_are_read_and_charged(upstream: Upstream) -> None:
    model = MODELS["@cf/black-forest-labs/flux-2-klein-4b"]
    pictures = tuple(make_picture(kind, side=512) for kind in ("PNG", "JPEG"))
    parameters = asked(model, pictures=pictures)
    answer = with_client(upstream.base_url, lambda client: client.paint(upstream.account, model, parameters))

    assert answer.neurons == pytest.approx(model.estimate(parameters, [(512, 512)] * 2), abs=0.01)
    assert answer.neurons == pytest.approx(2 * 26.05 + 2 * 5.37, abs=0.01)
    assert all(picture in upstream.requests[-1].body for picture in pictures)


def test_inpainting_sends_picture_and_mask_as_numbers(upstream: Upstream) -> None:
    model = MODELS["@cf/runwayml/stable-diffusion-v1-5-inpainting"]
    picture, mask = make_picture("PNG", side=512), _mask()
    parameters = asked(model, pictures=(picture,), mask=mask)
    with_client(upstream.base_url, lambda client: client.paint(upstream.account, model, parameters))

    sent = json.loads(upstream.requests[-1].body)
    assert bytes(sent["image"]) == picture
    assert bytes(sent["mask"]) == mask


def test_inpainting_without_a_mask_is_refused(upstream: Upstream) -> None:
    model = MODELS["@cf/runwayml/stable-diffusion-v1-5-inpainting"]
    with pytest.raises(UpstreamError):
        with_client(upstream.base_url, lambda client: client.paint(upstream.account, model, asked(model)))


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.name)
def test_a_body_names_nothing_the_schema_does_not_know(model: Model) -> None:
    body = body_of(model, asked(model))
    names = json.loads(body).keys() if isinstance(body, bytes) else {part.name for part in body}

    assert names <= SERVED[model.id].fields.keys()


def _mask() -> bytes:
    encoded = io.BytesIO()
    Image.new("L", (512, 512), 255).save(encoded, "PNG")
    return encoded.getvalue()
