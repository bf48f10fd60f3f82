"""What the program is on Windows, beside its code: version, icon, and what it asks of the system."""

from __future__ import annotations

import re
from pathlib import Path

from package import facts

# DPI: pywebview's windows are laid out once, for the main screen's scale. The system must know before the first of
# them is made, or it draws everything blurred.
MANIFEST = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0">
  <compatibility xmlns="urn:schemas-microsoft-com:compatibility.v1">
    <application>
      <supportedOS Id="{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}"/>
    </application>
  </compatibility>
  <application xmlns="urn:schemas-microsoft-com:asm.v3">
    <windowsSettings>
      <dpiAware xmlns="http://schemas.microsoft.com/SMI/2005/WindowsSettings">true</dpiAware>
      <dpiAwareness xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">system</dpiAwareness>
      <longPathAware xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">true</longPathAware>
      <activeCodePage xmlns="http://schemas.microsoft.com/SMI/2019/WindowsSettings">UTF-8</activeCodePage>
    </windowsSettings>
  </application>
  <dependency>
    <dependentAssembly>
      <assemblyIdentity type="win32" name="Microsoft.Windows.Common-Controls" version="6.0.0.0"
        processorArchitecture="*" publicKeyToken="6595b64144ccf1df" language="*"/>
    </dependentAssembly>
  </dependency>
</assembly>
"""

RESOURCE = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1),
  kids=[
    StringFileInfo([
      StringTable('080404B0', {chinese}),
      StringTable('040904B0', {english}),
    ]),
    VarFileInfo([VarStruct('Translation', [0x0804, 1200, 0x0409, 1200])]),
  ],
)
"""


def icon() -> str | None:
    file = facts.ROOT / "desktop" / "icon.ico"
    return str(file) if file.exists() else None


def version_file() -> str:
    """A file with the resource, in PyInstaller's notation."""
    facts.WORK.mkdir(parents=True, exist_ok=True)
    file = facts.WORK / "version.txt"
    file.write_text(version_resource(facts.version()), encoding="utf-8")
    return str(file)


def version_resource(version: str) -> str:
    """What the file's properties and the task manager show, in Chinese and English."""
    return RESOURCE.format(
        numbers=_four(version),
        chinese=_strings(version, facts.NAME, facts.SUMMARY_ZH),
        english=_strings(version, facts.NAME_EN, facts.SUMMARY),
    )


def _strings(version: str, name: str, summary: str) -> str:
    strings = {
        "CompanyName": facts.AUTHOR,
        # The task manager shows this one as the program's name.
        "FileDescription": name,
        "FileVersion": version,
        "InternalName": "Atelier",
        "LegalCopyright": f"{facts.AUTHOR}. MIT License.",
        "OriginalFilename": "Atelier.exe",
        "ProductName": name,
        "ProductVersion": version,
        "Comments": summary,
    }
    return "[" + ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in strings.items()) + "]"


def _four(version: str) -> tuple[int, int, int, int]:
    """Windows counts in four numbers: 1.2.3rc4 is 1.2.3.0 to it."""
    release = re.match(r"\d+(?:\.\d+)*", version)
    numbers = [int(part) for part in release[0].split(".")] if release else []
    major, minor, micro, *_ = [*numbers, 0, 0, 0]
    return major, minor, micro, 0


def loose_ends(folder: Path) -> list[str]:
    """What pywebview and pythonnet look for by path; nothing links to it, so nothing else would miss it."""
    wanted = (
        "webview/lib/Microsoft.Web.WebView2.Core.dll",
        "webview/lib/Microsoft.Web.WebView2.WinForms.dll",
        *(f"webview/lib/runtimes/win-{kind}/native/WebView2Loader.dll" for kind in ("arm64", "x64", "x86")),
        "pythonnet/runtime/Python.Runtime.dll",
        "clr_loader/ffi/dlls/amd64/ClrLoader.dll",
    )
    return [name for name in wanted if not (folder / "_internal" / name).exists()]
