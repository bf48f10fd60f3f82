"""What the packages of the three systems are made of. Two of them cannot be built here, so their systems are played."""

from __future__ import annotations

import plistlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from package import facts, macos, windows
from package.trim import trimmed_data

import server
from server.common.paths import ROOT
from tests.building.spec import Spec, on

__all__ = ["on"]


def test_linux_brings_qt_and_keeps_its_streams(on: Callable[[str], Spec]) -> None:
    spec = on("linux")

    assert spec.program["console"]
    assert spec.program["exclude_binaries"]  # one folder
    assert "PySide6" not in spec.analysis["excludes"]
    assert "keyring.backends.SecretService" in spec.analysis["hiddenimports"]
    assert not spec.bundle


def test_windows_has_no_console_and_no_qt(on: Callable[[str], Spec]) -> None:
    spec = on("win32")

    assert not spec.program["console"]
    assert spec.program["exclude_binaries"]
    assert {"PySide6", "shiboken6"} <= set(spec.analysis["excludes"])
    assert {"keyring.backends.Windows", "clr"} <= set(spec.analysis["hiddenimports"])
    assert Path(spec.program["version"]).read_text(encoding="utf-8") == windows.version_resource(facts.version())
    assert spec.program["icon"].endswith("icon.ico")


def test_macos_is_a_bundle(on: Callable[[str], Spec]) -> None:
    spec = on("darwin")

    assert not spec.program["console"]
    assert {"PySide6", "shiboken6"} <= set(spec.analysis["excludes"])
    assert "keyring.backends.macOS" in spec.analysis["hiddenimports"]
    assert spec.bundle["name"] == "AI 绘画工坊.app"
    assert spec.bundle["bundle_identifier"] == facts.IDENTIFIER
    assert spec.bundle["info_plist"]["LSApplicationCategoryType"] == "public.app-category.graphics-design"
    assert spec.bundle["info_plist"]["NSRequiresAquaSystemAppearance"] is False


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("zh_CN", "AI 绘画工坊在此保存并读取您的图片。"),
        ("en", "Atelier keeps your pictures here and reads them from here."),
    ],
)
def test_macos_asks_for_folders_with_a_reason_in_its_users_language(
    on: Callable[[str], Spec], language: str, reason: str
) -> None:
    spec = on("darwin")

    [file] = [Path(source) for source, place in spec.analysis["datas"] if place == f"{language}.lproj"]
    asked = plistlib.loads(file.read_bytes())
    assert set(asked.values()) == {reason}
    assert {"NSDesktopFolderUsageDescription", "NSDocumentsFolderUsageDescription"} <= set(asked)
    # What the bundle says itself is for a system in neither language.
    assert set(asked) <= set(spec.bundle["info_plist"])


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_everything_read_from_disk_goes_along(on: Callable[[str], Spec], platform: str) -> None:
    places = {place for _, place in on(platform).analysis["datas"]}

    assert {"server/templates/studio", "server/static", "server/locales", "desktop/hicolor"} <= places
    assert ("desktop" in places) == (platform == "win32")  # the icon that no other system reads


def test_what_the_assets_are_built_from_stays_here(on: Callable[[str], Spec]) -> None:
    places = [(Path(source), place) for source, place in on("linux").analysis["datas"] if "/templates/" in place]
    found = {f"{place}/{file.name}" for source, place in places for file in source.parent.glob(source.name)}

    assert found == {f"server/{file.relative_to(ROOT).as_posix()}" for file in (ROOT / "templates").rglob("*.html")}


def test_the_program_and_its_packages_have_one_version() -> None:
    assert facts.version() == server.__version__


@pytest.mark.parametrize(
    ("version", "numbers"), [("1.2.3", (1, 2, 3, 0)), ("0.9", (0, 9, 0, 0)), ("2.0.1rc4", (2, 0, 1, 0))]
)
def test_windows_version_resource_says_it_in_both_languages(version: str, numbers: tuple[int, ...]) -> None:
    said: list[tuple[Any, ...]] = []

    def note(kind: str) -> Callable[..., str]:
        def called(*given: object, **named: object) -> str:
            said.append((kind, *given, named))
            return kind

        return called

    kinds = "VSVersionInfo FixedFileInfo StringFileInfo StringTable StringStruct VarFileInfo VarStruct"
    eval(windows.version_resource(version), {kind: note(kind) for kind in kinds.split()})  # noqa: S307

    [fixed] = [entry[-1] for entry in said if entry[0] == "FixedFileInfo"]
    assert fixed["filevers"] == fixed["prodvers"] == numbers
    strings = [(entry[1], entry[2]) for entry in said if entry[0] == "StringStruct"]
    assert [value for name, value in strings if name == "FileDescription"] == [facts.NAME, facts.NAME_EN]
    tables = [entry[1] for entry in said if entry[0] == "StringTable"]
    [translation] = [entry[2] for entry in said if entry[0] == "VarStruct"]
    pairs = [f"{language:04X}{page:04X}" for language, page in zip(translation[::2], translation[1::2], strict=True)]
    assert pairs == tables


def test_windows_manifest_says_what_pywebview_can_do() -> None:
    root = ElementTree.fromstring(windows.MANIFEST)  # noqa: S314 - our own
    settings = {element.tag.partition("}")[2]: element.text for element in root.iter()}

    assert settings["dpiAwareness"] == "system"
    assert settings["dpiAware"] == settings["longPathAware"] == "true"
    assert settings["activeCodePage"] == "UTF-8"


def test_windows_package_is_refused_without_what_is_loaded_by_name(tmp_path: Path) -> None:
    lacking = windows.loose_ends(tmp_path)
    assert "webview/lib/Microsoft.Web.WebView2.Core.dll" in lacking
    for name in lacking:
        file = tmp_path / "_internal" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()

    assert windows.loose_ends(tmp_path) == []


def test_macos_is_signed_only_where_there_is_a_name_to_sign_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ATELIER_MACOS_IDENTITY", raising=False)
    assert (macos.identity(), macos.entitlements()) == (None, None)

    monkeypatch.setenv("ATELIER_MACOS_IDENTITY", "Developer ID Application: Somebody (ABCDE12345)")
    assert macos.identity() is not None
    assert b"allow-unsigned-executable-memory" in Path(macos.entitlements() or "").read_bytes()


def test_sources_and_qt_s_other_languages_stay_out() -> None:
    kept = (
        "server/locales/zh_CN/LC_MESSAGES/atelier.mo",
        "server/templates/shared/base.html",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "PySide6/Qt/translations/qtwebengine_locales/zh-CN.pak",
        "PySide6/Qt/resources/qtwebengine_resources_100p.pak",
    )
    dropped = (
        "server/locales/zh_CN/LC_MESSAGES/atelier.po",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/translations/qtwebengine_locales/de.pak",
        "PySide6/Qt/resources/qtwebengine_devtools_resources.pak",
        "PySide6/QtCore.pyi",
    )

    entries = [(place, "", "DATA") for place in (*kept, *dropped)]
    assert [place for place, _, _ in trimmed_data(entries)] == list(kept)
