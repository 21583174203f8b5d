"""Read the data files that people write, and say in Japanese which record is wrong and why."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

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
            for fault in error.errors():
                field = ".".join(str(part) for part in fault["loc"])
                reason = _REASONS.get(fault["type"], fault["msg"])
                problems.append(f"{number}件目 {label} の「{field}」：{reason}（値：{str(fault['input'])[:60]}）")
    if problems:
        raise SourceError(f"資料「{name}」に誤りがあります。\n" + "\n".join(f"  - {p}" for p in problems))
    return tuple(records)


def load_manifest(folder: Path) -> tuple[Source, ...]:
    """The manifest, with each listed file's checksum compared.

    Raises:
        SourceError: if a file is missing or is not the one that the manifest describes.
    """
    sources = load_records(folder / "manifest.yaml", Source)
    for source in sources:
        path = folder / source.file
        if not path.exists():
            raise SourceError(f"目録 manifest.yaml にある資料「{source.file}」がありません")
        if sha256(path.read_bytes()).hexdigest() != source.sha256:
            raise SourceError(
                f"資料「{source.file}」が目録と違います。意図して差し替えたのなら manifest.yaml の sha256 を直してください"
            )
    return sources
