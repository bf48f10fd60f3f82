"""What the page's scripts reckon without a page, run by Node: their own tests, and prices beside the server's."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from msgspec.structs import asdict

from server.paintings.models import MODELS, TILE, Price

ROOT = Path(__file__).resolve().parents[2]
TESTS = sorted((ROOT / "tests" / "behaviour").glob("*.test.js"))
NUMBERS = ROOT / "templates" / "behaviour" / "common" / "numbers.js"

PRICES = [
    *(model.price for model in MODELS.values()),
    Price(per_tile=530, per_tile_and_step=10),
    Price(per_tile=636, per_tile_and_step=12, whole_tiles=False),
    Price(per_tile_and_step=37.5),
    Price(per_tile=26.05),
    Price(first_tile=1363.64, per_tile=181.82, tile_pixels=4 * TILE),
    Price(),
]
SIZES = [(1024, 1024), (1120, 1120), (1280, 720), (256, 256), (1920, 1920)]
STEPS = (1, 4, 25)
RECKON = """
import { readFileSync } from "node:fs";
const { priceOf } = await import(process.argv[1]);
const asked = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(asked.map(([price, order]) => priceOf(price, order))));
"""


def node(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("node")), *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False, encoding="utf-8", timeout=120)


def test_what_the_scripts_reckon() -> None:
    assert TESTS
    ran = node("--test", "--test-reporter=spec", *(str(test) for test in TESTS))
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_page_reckons_prices_as_the_program_does() -> None:
    cases = list(product(PRICES, SIZES, STEPS))
    orders = [(asdict(price), {"width": width, "height": height, "steps": n}) for price, (width, height), n in cases]
    ran = node("--input-type=module", "--eval", RECKON, NUMBERS.as_uri(), given=json.dumps(orders))

    assert ran.returncode == 0, ran.stderr
    for (price, (width, height), steps), found in zip(cases, json.loads(ran.stdout), strict=True):
        assert found == pytest.approx(price.neurons(width, height, steps)), (price, width, height, steps)
