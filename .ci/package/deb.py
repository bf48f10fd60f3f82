"""`atelier_<version>_<architecture>.deb`: the program for Debian, Ubuntu and their kin."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from package import facts
from package.depends import WISHED, depends
from package.staging import copy, empty, filled_in, icons, moment, put, run, settle

DESCRIPTION = """paint with AI on your own Cloudflare account
 Type a sentence in any language, and seconds later the picture is on your
 disk. No graphics card and no subscription: Cloudflare gives every account
 an amount of work for free each day.
 .
 The program brings its own Qt WebEngine, works in Chinese and English, and
 keeps the token in the system's keyring.
"""
LINTIAN = """# Out of Qt's and Python's own wheels; a package that people download brings what it needs.
atelier: embedded-library
atelier: custom-library-search-path
atelier: unstripped-binary-or-object
atelier: hardening-no-pie
atelier: extra-license-file
atelier: package-contains-documentation-outside-usr-share-doc
atelier: executable-not-elf-or-script
atelier: no-manual-page
"""


def make_deb(built: Path) -> Path:
    """Of the built folder."""
    stage = empty(facts.WORK / "deb")
    copy(built, stage / "usr" / "lib" / "atelier")
    _integrate(stage)
    _document(stage)
    architecture = _architecture()
    _describe(stage, built, architecture)
    settle(stage)
    deb = facts.DIST / f"atelier_{facts.version()}_{architecture}.deb"
    run(["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", stage, deb])
    shutil.rmtree(stage)
    return deb


def _integrate(stage: Path) -> None:
    """What desktops look for."""
    share = stage / "usr" / "share"
    command = stage / "usr" / "bin" / "atelier"
    command.parent.mkdir(parents=True)
    command.symlink_to("../lib/atelier/atelier")
    put(share / "applications" / "atelier.desktop", filled_in("atelier.desktop", EXEC="atelier", ICON="atelier"))
    put(share / "metainfo" / f"{facts.IDENTIFIER}.metainfo.xml", metainfo())
    put(share / "atelier" / "apparmor", filled_in("apparmor"))
    for place, icon in icons().items():
        copy(icon, share / "icons" / "hicolor" / place)


def metainfo() -> str:
    day = datetime.fromtimestamp(moment(), UTC).date().isoformat()
    developer = facts.IDENTIFIER.rpartition(".")[0].lower()
    values = {"ID": facts.IDENTIFIER, "DEVELOPER": developer, "AUTHOR": facts.AUTHOR}
    return filled_in("metainfo.xml", VERSION=facts.version(), DATE=day, **values)


def _document(stage: Path) -> None:
    share = stage / "usr" / "share"
    licence = (facts.ROOT / "LICENSE").read_text(encoding="utf-8").strip().splitlines()
    text = "\n".join(f" {line}" if line else " ." for line in licence)
    year = str(datetime.fromtimestamp(moment(), UTC).year)
    put(share / "doc" / "atelier" / "copyright", filled_in("copyright", YEAR=year, AUTHOR=facts.AUTHOR, LICENCE=text))
    changes = (facts.ROOT / "CHANGELOG.md").read_bytes()
    (share / "doc" / "atelier" / "changelog.gz").write_bytes(gzip.compress(changes, mtime=moment()))
    put(share / "lintian" / "overrides" / "atelier", LINTIAN)


def _describe(stage: Path, built: Path, architecture: str) -> None:
    fields = {
        "Package": "atelier",
        "Version": facts.version(),
        "Architecture": architecture,
        "Maintainer": f"{facts.AUTHOR} <atelier@users.noreply.github.com>",
        "Installed-Size": str(sum(file.lstat().st_size for file in stage.rglob("*") if not file.is_dir()) // 1024),
        "Depends": depends(built),
        "Recommends": ", ".join(WISHED),
        "Section": "graphics",
        "Priority": "optional",
        "Description": DESCRIPTION.rstrip(),
    }
    put(stage / "DEBIAN" / "control", "".join(f"{name}: {value}\n" for name, value in fields.items()))
    for script in ("postinst", "prerm"):
        put(stage / "DEBIAN" / script, filled_in(script), executable=True)


def _architecture() -> str:
    command = ["dpkg", "--print-architecture"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
