"""The command line: modes, the data folder, and answers that need no window and no server."""

from __future__ import annotations

import subprocess
import sys

import pytest

from desktop.arguments import Mode, Options, read_arguments
from server import __version__


def test_window_is_the_default() -> None:
    assert read_arguments([], {}) == Options(mode=Mode.WINDOW, demo=False, data_dir=None)


@pytest.mark.parametrize(("argument", "mode"), [("--browser", Mode.BROWSER), ("--serve", Mode.SERVE)])
def test_modes_combine_with_samples_and_a_folder(argument: str, mode: Mode) -> None:
    options = read_arguments([argument, "--demo", "--data-dir", "a b"], {"ATELIER_DATA_DIR": "elsewhere"})

    assert options == Options(mode=mode, demo=True, data_dir="a b")


def test_data_folder_from_the_environment() -> None:
    assert read_arguments([], {"ATELIER_DATA_DIR": "/there"}).data_dir == "/there"
    assert read_arguments([], {"ATELIER_DATA_DIR": ""}).data_dir is None


@pytest.mark.parametrize("arguments", [["--browser", "--serve"], ["--dem"], ["--data-dir"], ["picture.jpg"]])
def test_mistakes_end_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        read_arguments(arguments, {})

    assert ended.value.code == 2
    assert "usage: atelier" in capsys.readouterr().err


def test_help_speaks_the_systems_language(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_arguments(["--help"], {"LANG": "zh_CN.UTF-8"})

    assert "浏览器" in capsys.readouterr().out


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_answers_need_neither_window_nor_server(argument: str) -> None:
    script = (
        "import sys\n"
        "from desktop.__main__ import main\n"
        "try:\n"
        "    main(sys.argv[1:])\n"
        "except SystemExit as ended:\n"
        "    heavy = {'robyn', 'webview', 'PySide6', 'asyncio'} & set(sys.modules)\n"
        "    sys.exit(str(heavy) if heavy else ended.code)\n"
    )
    answer = subprocess.run([sys.executable, "-c", script, argument], capture_output=True, text=True, check=False)

    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith(f"atelier {__version__}\n" if argument == "--version" else "usage: atelier")
