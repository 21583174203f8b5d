"""The JSON Schema of a facts file, made from the questions: names, kinds, choices, examples."""

from typing import Any

from assistant.interview import Question, load_questions
from assistant.measures import FIELDS
from assistant.models import NO_ISSUE, Status

SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_WORDS = "「わからない」「あとで」「該当なし」「答えない」とも書けます。"


def facts_schema() -> dict[str, Any]:
    """The schema; each fact says in Japanese what it is, with an example."""
    return {
        "$schema": SCHEMA,
        "title": "市町村官民データ活用推進計画の事実ファイル",
        "description": "聞き取りの答えと、計画に載せる施策。YAML でも JSON でも書けます。",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "facts": {
                "type": "object",
                "additionalProperties": False,
                "properties": {question.key: _fact(question) for question in load_questions()},
            },
            "measures": {"type": "array", "items": _measure()},
        },
    }


def _fact(question: Question) -> dict[str, Any]:
    origin = {
        "source": {"type": "string", "description": "出典"},
        "department": {"type": "string", "description": "回答した部署"},
        "answered_by": {"type": "string", "description": "回答者"},
    }
    status = {"enum": [status.value for status in Status]}
    dated: dict[str, Any] = {"as_of": {"type": "string", "description": "いつの値か（例 令和8年4月1日）"}}
    if question.kind in ("count", "percent"):
        entry = {
            "type": "object",
            "additionalProperties": False,
            "required": ["value", "as_of"],
            "properties": {"value": _value(question), "as_of": {"type": "string"}, "approximate": {"type": "boolean"}},
        }
        dated |= {
            "values": {
                "type": "array",
                "minItems": 1,
                "items": entry,
                "description": "時点の違う値。増減はこれがあるときだけ書きます",
            },
            "approximate": {"type": "boolean", "description": "約・程度"},
        }
    detailed = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"value": _value(question), "status": status, **dated, **origin},
    }
    return {
        "title": question.label,
        "description": f"{question.text}（{question.why}）{'' if question.kind == 'choice' else _WORDS}",
        "examples": [list(question.example.split("、")) if question.kind == "items" else question.example],
        "anyOf": [_value(question), detailed, {"type": "null"}],
    }


def _value(question: Question) -> dict[str, Any]:
    match question.kind:
        case "count":
            return {"type": ["integer", "string"], "minimum": 0}
        case "percent":
            return {"type": ["number", "string"], "minimum": 0, "maximum": 100}
        case "items":
            return {"type": ["array", "string"], "items": {"type": "string"}}
        case "choice":
            states = ["わからない", "あとで", "該当なし", "答えない"]
            return {"type": "string", "anyOf": [{"enum": [*question.choices]}, {"enum": states}]}
        case _:
            return {"type": "string"}


def _measure() -> dict[str, Any]:
    year = {"type": ["integer", "string"], "description": "年度（例 令和11年度、2029）"}
    amount = {"type": ["number", "string", "null"]}
    kpi = {
        "type": "object",
        "additionalProperties": False,
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "description": "指標の名前"},
            "unit": {"type": "string"},
            "current": {**amount, "description": "現状値"},
            "current_year": {**year, "description": "現状値の年度"},
            "target": {**amount, "description": "目標値"},
            "year": {**year, "description": "目標年度（計画期間の中）"},
            "source": {"type": "string", "description": "出典"},
        },
    }
    step = {
        "type": "object",
        "additionalProperties": False,
        "required": ["year", "text"],
        "properties": {"year": year, "text": {"type": "string"}},
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "key": {
                "type": "string",
                "pattern": "^[A-Za-z0-9_-]{1,40}$",
                "description": "計画の中での名前（省略時 m1, m2, …）",
            },
            "base": {
                "type": "string",
                "description": "手引の施策か現在の施策の名称または id（kanmin recommend の measure）",
            },
            "title": {"type": "string", "description": "独自の施策の名称（base がないとき必須）"},
            "pillar": {"type": "integer", "minimum": 1, "maximum": 6, "description": "柱（独自の施策では必須）"},
            "field": {"enum": [*FIELDS], "description": "分野"},
            "body": {"type": "string", "description": "取組の内容（base があるときは省略できます）"},
            "decision": {"enum": ["picked", "rejected"], "description": "採用・不採用"},
            "reason": {"type": "string", "description": "不採用の理由"},
            "issues": {
                "anyOf": [{"type": "array", "items": {"type": "string"}}, {"const": NO_ISSUE}],
                "description": f"対応する課題（facts の課題と同じ言葉）。書かないとき、空のときは施策の記録に従います。どの課題にも対応しないときは「{NO_ISSUE}」",
            },
            "situation": {"type": "string", "description": "現状と課題"},
            "kpis": {"type": "array", "items": kpi},
            "schedule": {"type": "array", "items": step, "description": "年度ごとの取組（計画期間の中）"},
            "department": {"type": "string", "description": "担当課"},
        },
    }
