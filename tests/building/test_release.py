"""What the release workflow calls: it must stop on the wrong tag, and go on without certificates."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from server import __version__
from server.common.paths import ROOT


def run(*command: object, **environ: str) -> subprocess.CompletedProcess[str]:
    names = [str(part) for part in command]
    return subprocess.run(names, env={**os.environ, **environ}, capture_output=True, text=True, check=False)


def test_the_tag_is_the_version() -> None:
    assert run(sys.executable, ROOT / ".ci" / "version", f"v{__version__}").returncode == 0


@pytest.mark.parametrize("tag", [__version__, f"v{__version__}.1", "v", ""])
def test_another_tag_stops_the_release(tag: str) -> None:
    refused = run(sys.executable, ROOT / ".ci" / "version", tag)

    assert refused.returncode == 1
    assert f"but pyproject.toml says v{__version__}." in refused.stderr


@pytest.mark.parametrize("step", ["certificate", "notarize", "windows"])
def test_without_certificates_nothing_is_signed_and_the_release_goes_on(step: str) -> None:
    names = ("MACOS_CERTIFICATE", "MACOS_NOTARY_KEY", "WINDOWS_CERTIFICATE")
    left_out = run("bash", ROOT / ".ci" / "sign", step, **dict.fromkeys(names, ""))

    assert left_out.returncode == 0
    assert left_out.stdout.endswith("is not set: this is left out.\n")


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("@v7", "@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "not pinned to a commit"),
        ("needs: [linus,", "needs: [linux,", 'needs job "linus" which does not exist'),
        ("run: ${{ matrix.nothing }}", "run: make package", 'property "nothing" is not defined'),
        ("", "permissions:\n  contents: read\n", "says nothing of its permissions"),
    ],
)
def test_the_check_of_workflows_finds_mistakes(tmp_path: Path, wrong: str, right: str, said: str) -> None:
    for name in (".ci/workflows.mjs", ".github/workflows/release.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    workflow = tmp_path / ".github" / "workflows" / "release.yml"
    text = workflow.read_text(encoding="utf-8")
    assert right in text
    workflow.write_text(text.replace(right, wrong), encoding="utf-8")

    refused = run(Path(sys.executable).with_name("node"), tmp_path / ".ci" / "workflows.mjs")

    assert refused.returncode == 1
    assert said in refused.stderr


def test_a_person_has_twenty_points_to_go_through_each_with_what_is_seen() -> None:
    points = (ROOT / "docs" / "release.md").read_text(encoding="utf-8").split("\n### ")[1:]

    assert [point.partition(".")[0] for point in points] == [str(number) for number in range(1, 21)]
    assert [point.splitlines()[0] for point in points if "- **Seen**: " not in point] == []
