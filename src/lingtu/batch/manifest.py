"""Manifests and recipes: tables of jobs, and what all jobs of a batch have in common.

A csv has a column for each field by its dotted name; a jsonl has a body in each line. Besides the operation's fields:
`operation`, `picture` (the main one, whatever it is called) and `id` (names the results). A recipe is a toml with the
same fields for every row that doesn't say otherwise.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lingtu.batch.row import Row, make_row
from lingtu.client.fields import flattened, overlaid, read_value
from lingtu.errors import SetupError


@dataclass(frozen=True)
class Recipe:
    """What rows needn't say."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    #: Which its pictures are relative to.
    folder: Path = Path()

    def row(self, fields: Mapping[str, Any], folder: Path, *, version: str = "") -> Row:
        """A row of these fields and the recipe's; raises `SetupError` for what no row can be made of."""
        fields = {name: value for name, value in fields.items() if value is not None and value != ""}
        said = overlaid(self.fields, fields)
        operation, id = said.pop("operation", None), said.pop("id", None)
        if not operation:
            raise SetupError("it has no operation: add a field `operation`, or say --operation or --recipe")
        said = {name: self._own(name, value, fields) for name, value in said.items()}
        return make_row(str(operation), said, folder, id=str(id) if id else None, version=version)

    def _own(self, name: str, value: Any, fields: Mapping[str, Any]) -> Any:
        """A file that the recipe names lies beside the recipe."""
        if name in fields or not isinstance(value, str) or not (self.folder / value).is_file():
            return value
        return str((self.folder / value).absolute())


def read_recipe(file: Path | None, operation: str | None) -> Recipe:
    """The recipe of a toml file, if there is one; `operation` counts more than the file's."""
    fields: dict[str, Any] = {}
    if file is not None:
        try:
            fields = flattened(tomllib.loads(file.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SetupError(f"{file}: {error}") from None
    if operation is not None:
        fields["operation"] = operation
    return Recipe(fields, file.parent if file is not None else Path())


def read_manifest(file: Path, recipe: Recipe) -> list[Row]:
    """The rows of a csv or jsonl file; raises `SetupError` with the line of the first that is wrong."""
    rows: dict[str, Row] = {}
    names: set[str] = set()
    for line, fields in _lines(file):
        try:
            row = recipe.row({name: _value(value) for name, value in fields.items()}, file.parent)
        except (SetupError, ValueError) as error:
            raise SetupError(f"{file}, line {line}: {error}") from None
        if row.key in rows:
            raise SetupError(f"{file}, line {line}: a row before says the same; give both an `id` if that is meant")
        if row.name in names:
            raise SetupError(f"{file}, line {line}: two rows have the id {row.name}")
        rows[row.key] = row
        names.add(row.name)
    if not rows:
        raise SetupError(f"{file} has no rows")
    return list(rows.values())


def _value(value: Any) -> Any:
    return read_value(value) if isinstance(value, str) else value


def _lines(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number of the line, and fields by their dotted names."""
    text = _text(file)
    if file.suffix.lower() == ".csv":
        reader = csv.DictReader(io.StringIO(text, newline=""), restkey="")
        for record in reader:
            if "" in record:
                raise SetupError(f"{file}, line {reader.line_num}: more cells than the first line has")
            yield reader.line_num, {name.strip(): (cell or "").strip() for name, cell in record.items()}
    elif file.suffix.lower() in (".jsonl", ".ndjson"):
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                yield number, _object(file, number, line)
    else:
        raise SetupError(f"{file}: a manifest is a .csv or a .jsonl")


def _object(file: Path, number: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise SetupError(f"{file}, line {number}: {error}") from None
    if not isinstance(value, dict):
        raise SetupError(f"{file}, line {number}: not a JSON object")
    return flattened(value)


def _text(file: Path) -> str:
    """UTF-8, or what Chinese spreadsheets write."""
    data = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SetupError(f"{file} is neither UTF-8 nor GB 18030 text")
