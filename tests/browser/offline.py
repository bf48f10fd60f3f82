"""The samples in a network namespace that has nothing but its own loopback: `unshare` puts this module into one."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.program import Program

UNSHARE = ["unshare", "--net", "--map-root-user"]


def _why_no_namespace() -> str:
    """Empty where one can be made."""
    try:
        subprocess.run([*UNSHARE, "ip", "link", "set", "lo", "up"], check=True, capture_output=True)
    except FileNotFoundError as error:
        return f"not installed: {error.filename}"
    except subprocess.CalledProcessError as error:
        return f"no network namespace may be made here: {error.stderr.decode().strip()}"
    return ""


NO_NAMESPACE = _why_no_namespace() if sys.platform == "linux" else "namespaces are Linux's"


def paint_without_a_network(folder: Path) -> str:
    """What the page's painting ended as, told from inside the namespace."""
    return told_without_a_network("tests.browser.offline", folder, seconds=120)


def told_without_a_network(module: str, folder: Path, *, seconds: float) -> str:
    """What a module, run with the folder in a namespace that has loopback alone, prints."""
    inside = f'ip link set lo up && exec "{sys.executable}" -m {module} "{folder}"'
    ended = subprocess.run([*UNSHARE, "sh", "-c", inside], capture_output=True, text=True, timeout=seconds, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def main(folder: Path) -> None:
    prove_there_is_no_network()
    from tests.browser.conftest import ARGUMENTS, CHROMIUM

    with (
        Program(folder, arguments=("--demo",)) as program,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS) as browser,
    ):
        page = browser.new_page()
        page.goto(program.entry_url)
        page.get_by_test_id("prompt").fill("an island")
        page.get_by_test_id("generate").click()
        expect(page.locator("[data-testid=painting][data-state=done]")).to_have_count(1)
        width = page.get_by_test_id("painting-image").evaluate(
            "(image) => image.decode().then(() => image.naturalWidth)"
        )
        sys.stdout.write("painted" if width == 1024 else f"{width} pixels")


def prove_there_is_no_network() -> None:
    assert [name for _, name in socket.if_nameindex()] == ["lo"]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
