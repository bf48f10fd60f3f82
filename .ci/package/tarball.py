"""`atelier-<version>-linux-<architecture>.tar.xz`: the program for every Linux, with a script that installs it."""

from __future__ import annotations

import platform
import shutil
from pathlib import Path

from package import facts
from package.depends import elf_files, outside
from package.elf import glibc
from package.staging import copy, empty, filled_in, icons, moment, put, run, settle

EVERYWHERE = ("libc.so", "libm.so", "libdl.so", "libpthread.so", "librt.so", "libresolv.so", "ld-linux", "libgcc_s")
"""Came with the C library, or with the first program that was ever built."""


def make_tarball(built: Path) -> Path:
    """Of the built folder."""
    name = f"atelier-{facts.version()}-linux-{facts.architecture()}"
    stage = empty(facts.WORK / "tarball") / name
    copy(built, stage / "program")
    copy(facts.ROOT / "LICENSE", stage / "LICENSE")
    for place, icon in icons().items():
        copy(icon, stage / "icons" / "hicolor" / place)
    put(stage / "atelier.desktop", filled_in("atelier.desktop", EXEC="@EXEC@", ICON="atelier"))
    put(stage / "install.sh", install_script(built), executable=True)
    put(stage / "uninstall.sh", filled_in("uninstall.sh"), executable=True)
    settle(stage)
    packed = _pack(stage)
    shutil.rmtree(stage.parent)
    return packed


def install_script(built: Path) -> str:
    """Knows what the program needs of the system it comes to."""
    oldest = max(glibc(file) for file in elf_files(built))
    libraries = sorted(name for name in outside(built) if not name.startswith(EVERYWHERE))
    values = {"MACHINE": platform.machine(), "GLIBC": "{}.{}".format(*oldest), "LIBRARIES": " ".join(libraries)}
    return filled_in("install.sh", EXEC="@EXEC@", **values)


def _pack(stage: Path) -> Path:
    """In a fixed order and with nobody's name, so that the same sources give the same file."""
    tar = stage.parent / f"{stage.name}.tar"
    owner = ("--owner=0", "--group=0", "--numeric-owner")
    order = ("--sort=name", f"--mtime=@{moment()}", "--format=gnu")
    run(["tar", *order, *owner, "--create", "--file", tar, "--directory", stage.parent, stage.name])
    # The filter for machine code is worth a twentieth.
    code = {"x86_64": "--x86", "aarch64": "--arm64"}.get(platform.machine())
    filters = [code, "--lzma2=preset=6"] if code else ["-6"]
    run(["xz", "--force", "--threads=0", *filters, tar])
    target = facts.DIST / f"{tar.name}.xz"
    shutil.move(f"{tar}.xz", target)
    return target
