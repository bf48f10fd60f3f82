"""What the catalogue check says of a translation: the glossary's terms, spaces and punctuation."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import pytest

from server.common.paths import ROOT

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def catalogues() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / ".ci" / "catalogues.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["catalogues"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("source", "translation", "fault"),
    [
        ("Search prompts", "搜索提示语", "prompt is 提示词"),
        ("Two albums", "两本图集", "album is 相册"),
        ("Delete", "把你的删掉", "你 is never said"),
        ("Your quota", "额度", "quota is never said"),
        ("{n} s", "{n}秒", "lacks a space"),
        ("4 MB", "共4 MB", "lacks a space"),
        ("{n}s", "{n} 秒", "unit sticks"),
        ("Yes, no", "是,否", "half a width"),
        ("Try. Again.", "请重试。 再来。", "glues two sentences"),
    ],
)
def test_what_is_not_as_agreed_is_refused(catalogues: ModuleType, source: str, translation: str, fault: str) -> None:
    found = list(catalogues.Glossary.read(GLOSSARY).faults(source, translation))
    assert any(fault in each for each in found), found


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("Search prompts", "搜索提示词"),
        ("{n} s", "{n} 秒"),
        ("Turn on AI Gateway", "启用 AI Gateway"),
        ("Prompt", "魔法咒语（Prompt）"),
        ("examples:\n  atelier --sample", "示例：\n  atelier --sample"),
    ],
)
def test_what_is_as_agreed_passes(catalogues: ModuleType, source: str, translation: str) -> None:
    assert list(catalogues.Glossary.read(GLOSSARY).faults(source, translation)) == []
