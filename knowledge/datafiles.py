"""Read the data files that people write, and say in Japanese which record is wrong and why."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, Field, ValidationError

from knowledge.errors import SourceError
from knowledge.models import Record, Text

T = TypeVar("T", bound=BaseModel)
SOURCES = Path(__file__).parent / "sources"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_REASONS: Mapping[str, str] = {
    "missing": "この項目が必要です",
    "extra_forbidden": "この項目名はありません（書き間違いかもしれません）",
    "enum": "決められた値ではありません",
    "literal_error": "決められた値ではありません",
    "string_too_short": "空にはできません",
    "string_pattern_mismatch": "決められた形の文字列ではありません",
    "too_short": "件数が足りません",
    "date_from_datetime_parsing": "日付は 2026-04-01 の形で書いてください",
    "date_parsing": "日付は 2026-04-01 の形で書いてください",
}


class Source(Record):
    """An entry of the manifest."""

    file: Text
    kind: Text
    title: Text
    publisher: Text
    edition: Text
    date: date
    sha256: Text
    terms: Text
    known_gaps: tuple[Text, ...] = ()


class Manifest(Record):
    """What the product's sources are, and of what day."""

    as_of: date = Field(description="the day that the sources stand for: no statement in them is later")
    statutes_as_of: Text = Field(description="until when the statutes were read, e.g. 令和8年7月上旬")
    sources: tuple[Source, ...]


def read_text(path: Path) -> str:
    """The text of a source.

    Raises:
        SourceError: if the file is missing or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise SourceError(f"資料「{path.name}」がありません（{path.parent}）") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"資料「{path.name}」の文字コードが UTF-8 ではありません") from error


def load_yaml(path: Path) -> Any:
    """Parse a YAML file.

    Raises:
        SourceError: if the file is missing, is not UTF-8, or is not YAML; the message names the line.
    """
    text = read_text(path)
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise SourceError(f"資料「{path.name}」の{line}行目が YAML として読めません：{error.problem}") from error


def load_records(path: Path, model: type[T]) -> tuple[T, ...]:
    """A YAML list as records of one type; every faulty record is named at once."""
    return as_records(load_yaml(path), model, path.name)


def as_records(data: Any, model: type[T], name: str) -> tuple[T, ...]:
    """Validate a list of plain values.

    Raises:
        SourceError: listing each faulty record by its number, id or title, the field, and the reason.
    """
    if not isinstance(data, list):
        raise SourceError(f"資料「{name}」は、「- 」で始まる項目の並びである必要があります")
    records: list[T] = []
    problems: list[str] = []
    for number, item in enumerate(data, start=1):
        try:
            records.append(model.model_validate(item))
        except ValidationError as error:
            label = item.get("id") or item.get("title") or "" if isinstance(item, dict) else ""
            problems += [f"{number}件目 {label} の{fault}" for fault in _faults(error)]
    if problems:
        raise _faulty(name, problems)
    return tuple(records)


def _faults(error: ValidationError) -> Iterator[str]:
    for fault in error.errors():
        field = ".".join(str(part) for part in fault["loc"])
        reason = _REASONS.get(fault["type"], fault["msg"])
        yield f"「{field}」：{reason}（値：{str(fault['input'])[:60]}）"


def _faulty(name: str, problems: Iterable[str]) -> SourceError:
    return SourceError(f"資料「{name}」に誤りがあります。\n" + "\n".join(f"  - {p}" for p in problems))


def load_manifest(folder: Path) -> Manifest:
    """The manifest, with each listed file's checksum compared.

    Raises:
        SourceError: if the manifest is not in its form, or a file is missing or is not the one that it describes.
    """
    name = "manifest.yaml"
    found = load_yaml(folder / name)
    if not isinstance(found, dict):
        raise SourceError(f"資料「{name}」は、as_of:、statutes_as_of:、sources: の三つの項目を持つ必要があります")
    sources = as_records(found.get("sources"), Source, f"{name}（sources）")
    try:
        manifest = Manifest.model_validate({**found, "sources": sources})
    except ValidationError as error:
        raise _faulty(name, _faults(error)) from error
    for source in sources:
        path = folder / source.file
        if not path.exists():
            raise SourceError(f"目録 manifest.yaml にある資料「{source.file}」がありません")
        if sha256(path.read_bytes()).hexdigest() != source.sha256:
            raise SourceError(
                f"資料「{source.file}」が目録と違います。意図して差し替えたのなら manifest.yaml の sha256 を直してください"
            )
    return manifest
