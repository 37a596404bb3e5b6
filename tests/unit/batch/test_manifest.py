from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lingtu.batch.manifest import Recipe, read_manifest, read_recipe
from lingtu.errors import SetupError


def manifest(folder: Path, text: str, name: str = "jobs.csv", encoding: str = "utf-8") -> Path:
    file = folder / name
    file.write_text(text, encoding=encoding)
    return file


def test_a_csv_of_dotted_names(tmp_path: Path) -> None:
    table = "operation,id,goods.url,background.bgId,num,background.mask\nchange-background,mug 1,mug.png,indoor-01,2,\n"
    (row,) = read_manifest(manifest(tmp_path, table), Recipe())
    assert (row.name, row.operation, row.picture) == ("mug_1", "change-background", tmp_path / "mug.png")
    assert row.body == {
        "width": 1024,
        "height": 1024,
        "goods": {"autoPlace": True, "url": tmp_path / "mug.png"},
        "background": {"bgId": "indoor-01"},
        "num": "2",
    }


def test_a_jsonl_of_bodies(tmp_path: Path) -> None:
    lines = (
        '{"operation": "matting", "picture": "https://example.com/a.png", "formats": ["png", "psd"]}\n\n'
        '{"operation": "dress", "model": "m.png", "dresses": [{"image": "d.png", "type": "dresses"}]}\n'
    )
    cut, worn = read_manifest(manifest(tmp_path, lines, "jobs.jsonl"), Recipe())
    assert cut.body == {"image": "https://example.com/a.png", "formats": ["png", "psd"]}
    assert worn.body["dresses"] == [{"image": tmp_path / "d.png", "type": "dresses"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_tables_of_chinese_spreadsheets(tmp_path: Path, encoding: str) -> None:
    file = manifest(tmp_path, "operation,picture,id\nmatting,杯子.png,红色杯子\n", encoding=encoding)
    (row,) = read_manifest(file, Recipe())
    assert (row.name, row.body["image"]) == ("红色杯子", tmp_path / "杯子.png")


def test_a_recipe_says_what_rows_do_not(tmp_path: Path) -> None:
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "wall.png").write_bytes(b"x")
    recipe = tmp_path / "recipes" / "shop.toml"
    recipe.write_text('operation = "change-background"\nnum = 2\n[background]\nurl = "wall.png"\n', encoding="utf-8")
    table = "picture,num,background.bgId\na.png,,\nb.png,4,\nc.png,,indoor-01\n"
    first, second, third = read_manifest(manifest(tmp_path, table), read_recipe(recipe, None))
    assert first.body["background"] == {"url": tmp_path / "recipes" / "wall.png"}
    assert first.body["goods"]["url"] == tmp_path / "a.png"
    assert [row.body["num"] for row in (first, second, third)] == [2, "4", 2]
    assert third.body["background"]["bgId"] == "indoor-01"
    recipe.write_text("num = ", encoding="utf-8")
    with pytest.raises(SetupError, match=r"shop\.toml"):
        read_recipe(recipe, None)


def test_an_empty_cell_leaves_the_recipe_as_it_is(tmp_path: Path) -> None:
    (row,) = read_manifest(manifest(tmp_path, "picture,num\na.png,\n"), Recipe({"operation": "model", "num": 2}))
    assert row.body["num"] == 2


def test_rows_are_known_again_wherever_they_stand(tmp_path: Path) -> None:
    def keys(text: str) -> list[str]:
        return [row.key for row in read_manifest(manifest(tmp_path, text), Recipe({"operation": "matting"}))]

    a, b = keys("picture\na.png\nb.png\n")
    assert keys("picture\nnew.png\nb.png\na.png\n")[1:] == [b, a]
    assert keys("picture,type\na.png,1\n") != [a]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("picture\na.png\n", "line 2: it has no operation"),
        ("operation,picture\npainting,a.png\n", "line 2: there is no operation painting"),
        ("operation,picture\nmatting,a.png\nmatting,a.png\n", "line 3: a row before says the same"),
        ("operation,picture,id\nmatting,a.png,x\nmatting,b.png,x\n", "line 3: two rows have the id x"),
        ("operation,picture,id\nmatting,a.png,x-1\nmatting,b.png,x_1\n", "line 3: two rows have the id x_1"),
        ("operation,picture\nmatting,a.png,extra\n", "line 2: more cells"),
        ("operation,picture,formats\nmatting,a.png,[png]\n", "line 2: Expecting value"),
        ("operation,goods,goods.url\nchange-background,a,b\n", "line 2: goods"),
        ("operation,picture\n", "has no rows"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SetupError) as raised:
        read_manifest(manifest(tmp_path, text), Recipe())
    assert told in str(raised.value)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("jobs.txt", b"a", "a .csv or a .jsonl"),
        ("jobs.jsonl", b"{", "line 1"),
        ("jobs.jsonl", b"[]", "not a JSON object"),
        ("jobs.csv", b"\xff\xff\xff", "neither UTF-8 nor"),
    ],
)
def test_files_that_are_no_manifests(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SetupError, match=told):
        read_manifest(tmp_path / name, Recipe())


def test_rows_may_have_values_of_any_kind(tmp_path: Path) -> None:
    line: dict[str, Any] = {"operation": "matting", "picture": "a.png", "seed": 0, "head": False}
    (row,) = read_manifest(manifest(tmp_path, json.dumps(line), "jobs.ndjson"), Recipe())
    assert (row.body["seed"], row.body["head"]) == (0, False), "0 and false are said, not absent"
