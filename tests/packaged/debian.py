"""A bare Debian in a folder, with nothing but the .deb and what it depends on. Made once, kept in build/."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from package import facts


def release() -> str:
    """This system's own: what is built here needs this C library or a newer one. Elsewhere the oldest of all."""
    try:
        system = platform.freedesktop_os_release()
    except OSError:
        system = {}
    return system.get("VERSION_CODENAME", "") if system.get("ID") == "debian" else "bookworm"


RELEASE = release()
CACHE = facts.ROOT / "build" / f"debian-{RELEASE}"
USER = 51234
QUIET = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}

# The folder becomes the root of a mount namespace of its own. A chroot would not do: in one, the kernel refuses the
# user namespaces that Chromium's sandbox is made of. All mounts go with the last process in it.
ENTER = """
set -e
tree=$1 shared=$2 user=$3; shift 3
mount --make-rprivate /
mount --bind "$tree" "$tree"
cd "$tree"
mount --rbind /dev dev
mount -t proc proc proc
mount -t tmpfs -o mode=1777 tmp tmp
if [ "$shared" ]; then
    mkdir -p "tmp/.X11-unix" ".$shared"
    mount --bind /tmp/.X11-unix tmp/.X11-unix
    mount --bind "$shared" ".$shared"
fi
pivot_root . mnt
umount -l mnt
exec setpriv --reuid "$user" --regid "$user" --clear-groups "$@"
"""


@dataclass(frozen=True, slots=True)
class Debian:
    root: Path

    def enter(self, *, user: int = USER, shared: Path | None = None) -> list[str]:
        """The start of a command that runs in it; `shared` is a folder below /tmp, at the same place in there."""
        return ["unshare", "--mount", "sh", "-c", ENTER, "sh", str(self.root), str(shared or ""), str(user)]

    def run(self, *command: str, user: int = USER) -> subprocess.CompletedProcess[str]:
        words = [*self.enter(user=user), *command]
        return subprocess.run(words, env=QUIET, capture_output=True, text=True, timeout=600, check=False)

    def must(self, *command: str) -> str:
        """As root; what it says."""
        done = self.run(*command, user=0)
        assert done.returncode == 0, f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        return done.stdout

    @property
    def allows_sandbox(self) -> bool:
        """Whether its users may make the namespaces that Chromium's sandbox is made of: found out by making some."""
        return self.run("unshare", "--user", "--map-root-user", "--pid", "--net", "true").returncode == 0


def why_not() -> str:
    """Empty where such a tree can be made."""
    if os.geteuid() != 0:
        return "only root can make a Debian in a folder: sudo make test-package"
    if shutil.which("debootstrap") is None:
        return "not installed: debootstrap"
    return ""


def with_package(deb: Path) -> Debian:
    """With the .deb and what it depends on, and somebody who uses it. Takes minutes the first time."""
    depends = subprocess.run(["dpkg-deb", "--field", deb, "Depends"], capture_output=True, text=True, check=True).stdout
    debian = Debian(CACHE / hashlib.sha256(depends.encode()).hexdigest()[:12])
    if not debian.root.exists():
        _make(debian, deb)
    elif (debian.root / "installed").read_text() != _sum(deb):
        _put_into(debian, deb)
        debian.must("dpkg", "--install", "/atelier.deb")
    (debian.root / "installed").write_text(_sum(deb))
    return debian


def _make(debian: Debian, deb: Path) -> None:
    """Under another name until it is whole."""
    shutil.rmtree(CACHE, ignore_errors=True)
    draft = Debian(debian.root.with_suffix(".new"))
    draft.root.parent.mkdir(parents=True)
    command = ["debootstrap", "--variant=minbase", RELEASE, str(draft.root)]
    made = subprocess.run(command, env={**os.environ, **QUIET}, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout[-2000:]
    for name in ("resolv.conf", "hosts"):
        shutil.copyfile(f"/etc/{name}", draft.root / "etc" / name)
    _put_into(draft, deb)
    draft.must("apt-get", "--quiet", "--yes", "--no-install-recommends", "install", "/atelier.deb")
    draft.must("useradd", "--uid", str(USER), "--user-group", "somebody")
    draft.must("apt-get", "clean")
    draft.root.rename(debian.root)


def _put_into(debian: Debian, deb: Path) -> None:
    shutil.copyfile(deb, debian.root / "atelier.deb")


def _sum(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
