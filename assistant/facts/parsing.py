"""The bytes of a facts file as plain values, or why they cannot be read. Knows YAML and JSON, nothing of facts."""

import json
import re
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import InputError
from knowledge.errors import ImportRefused
from knowledge.importing.reading import decode

LARGEST = 2 * 1024 * 1024
_PLAIN_NUMBERS = {
    "tag:yaml.org,2002:int": re.compile(r"^[-+]?(?:0|[1-9][0-9_]*)$"),
    "tag:yaml.org,2002:float": re.compile(r"^[-+]?(?:[0-9][0-9_]*\.[0-9]*|\.[0-9]+|\.(?:inf|Inf|INF|nan|NaN|NAN))$"),
}
_IN_JAPANESE = (
    (r"'\\t'", "行の始めのタブは使えません。空白にしてください"),
    ("another document", "「---」で区切られた文書が二つあります。一つにしてください"),
    ("constructor for the tag", "「!」で始まる型の指定は使えません"),
    ("", "字下げ、「:」の後の空白、括弧や引用符の対応を確かめてください"),
)


class _Loader(yaml.SafeLoader):
    """YAML without aliases (they can blow up), repeated keys, and guesses: 010 is no octal, 2027-03-31 is a text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (PyYAML's own attribute)
        first: [
            (tag, _PLAIN_NUMBERS.get(tag, pattern))
            for tag, pattern in resolvers
            if tag != "tag:yaml.org,2002:timestamp"
        ]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            alias = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML's stubs leave it open
            raise yaml.MarkedYAMLError(problem="別名（*）は使えません", problem_mark=alias.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="項目の名前は文字にしてください", problem_mark=key.start_mark)
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"「{key.value}」が二つあります。一つにしてください", problem_mark=key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def load(path: Path) -> dict[str, Any]:
    """The file's contents.

    Raises:
        InputError: if the file is missing, empty, too large, of another kind, or no YAML or JSON.
    """
    if not path.is_file():
        raise InputError(f"事実ファイル「{path.name}」がありません。名前と場所を確かめてください。")
    if path.suffix.lower() not in (".yaml", ".yml", ".json"):
        raise InputError(
            f"「{path.name}」は事実ファイルとして読めません。YAML（.yaml）か JSON（.json）にしてください。"
        )
    size = path.stat().st_size
    if size > LARGEST:
        raise InputError(
            f"事実ファイル「{path.name}」は大きすぎます（{size / 1024 / 1024:.1f} MB、上限 {LARGEST // 1024 // 1024} MB）。"
        )
    return parse(path.name, path.read_bytes())


def parse(name: str, data: bytes) -> dict[str, Any]:
    """The file's contents as plain values.

    Raises:
        InputError: if it is empty, no text, or neither YAML nor JSON.
    """
    if not data.strip():
        raise InputError(f"事実ファイル「{name}」は空です。「kanmin facts schema」で形を確かめてください。")
    text = _text(data, name)
    try:
        parsed = (
            json.loads(text, object_pairs_hook=_without_repetition)
            if name.lower().endswith(".json")
            else yaml.load(text, Loader=_Loader)
        )
    except json.JSONDecodeError as error:
        raise InputError(f"事実ファイル「{name}」の{error.lineno}行目が JSON として読めません。") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise InputError(f"事実ファイル「{name}」の{line}行目が YAML として読めません：{_japanese(error)}。") from error
    except yaml.YAMLError as error:
        raise InputError(f"事実ファイル「{name}」に、YAML で使えない文字があります。") from error
    except (RecursionError, ValueError) as error:
        raise InputError(f"事実ファイル「{name}」を読み取れません。入れ子が深すぎるか、値が壊れています。") from error
    if not isinstance(parsed, dict):
        raise InputError(
            f"事実ファイル「{name}」は、facts: と measures: の二つの項目を持つ必要があります。"
            "「kanmin facts schema」で形を確かめてください。"
        )
    return parsed


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return decode(data, name)
    except ImportRefused as error:
        raise InputError(str(error)) from error


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"事実ファイルに「{name}」が二つあります。一つにしてください。")
    return dict(pairs)


def _japanese(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    return problem if not problem.isascii() else next(text for part, text in _IN_JAPANESE if re.search(part, problem))
