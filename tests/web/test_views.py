"""Templates compiled by one run serve the next, and a disk that takes nothing costs no page."""

from __future__ import annotations

from pathlib import Path

from server.web.views import Views


def views(compiled: Path) -> Views:
    return Views.create(dict, lambda name: f"/static/{name}", compiled)


def test_compiled_templates_are_kept_for_later_runs(tmp_path: Path) -> None:
    first = views(tmp_path / "compiled")
    first.compile_page("studio/studio.html")
    kept = sorted((tmp_path / "compiled").iterdir())
    times = [file.stat().st_mtime_ns for file in kept]

    later = views(tmp_path / "compiled")
    later.compile_page("studio/studio.html")

    assert kept
    assert [file.stat().st_mtime_ns for file in kept] == times
    assert later.render("shared/_toast.html", "en", message="<b>") == first.render(
        "shared/_toast.html", "en", message="<b>"
    )


def test_a_damaged_file_is_compiled_again(tmp_path: Path) -> None:
    views(tmp_path).render("shared/_toast.html", "en", message="hello")
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes()[:100])

    assert "hello" in views(tmp_path).render("shared/_toast.html", "en", message="hello")


def test_no_folder_to_keep_them_in(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert "hello" in views(tmp_path / "file" / "compiled").render("shared/_toast.html", "en", message="hello")
