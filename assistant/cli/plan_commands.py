"""`kanmin facts …`, `kanmin recommend`, `kanmin draft`: a whole plan from a facts file, without a browser."""

import json
import sys
from datetime import timedelta
from math import isfinite
from pathlib import Path
from typing import Any, Literal

import click

from assistant.cli.knowledge_commands import as_json, print_json
from assistant.cli.options import day
from assistant.errors import InputError
from assistant.models import Ledger
from assistant.settings import Settings
from knowledge.corpus import Corpus, load_corpus

FORMATS = (".md", ".docx", ".json", ".html")
facts_option = click.option(
    "--facts", "facts_file", metavar="FILE", type=Path, required=True, help="事実ファイル（YAML か JSON）"
)


def _corpus(settings: Settings) -> Corpus:
    from assistant.holdings import library_of

    return load_corpus(library=library_of(settings))


@click.group(help="聞き取りの答えを、事実ファイルや照会票として扱います。")
def facts() -> None:
    """Facts files."""


@facts.command(help="事実ファイルの形（JSON Schema）を示します。")
@as_json
def schema(as_json: bool) -> None:
    """The schema of a facts file."""
    from assistant.facts.schema import facts_schema

    print_json(facts_schema())


@facts.command(help="事実ファイルの誤りを調べます（誤りがあれば終了コード1）。")
@click.argument("file", metavar="FILE", type=Path)
@as_json
@click.pass_obj
def validate(settings: Settings, file: Path, as_json: bool) -> None:
    """Every problem of a facts file."""
    from assistant.facts.problems import FactsFileRefused
    from assistant.facts.reading import read_facts_file

    try:
        read_facts_file(file, _corpus(settings))
    except FactsFileRefused as refused:
        if not as_json:
            raise
        print_json([{"field": p.field, "value": _plain(p.value), "expected": p.expected} for p in refused.problems])
        sys.exit(1)
    if as_json:
        print_json([])
    else:
        print(f"「{file.name}」に誤りはありません。")


def _plain(value: object) -> Any:
    """The value as JSON can hold it."""
    finite = isfinite(value) if isinstance(value, float) else isinstance(value, str | int | type(None))
    return value if finite else str(value)


@facts.command(name="export", help="計画の事実と施策を、事実ファイルとして取り出します。")
@click.option("--plan", "plan_id", metavar="P", type=int, required=True, help="計画の番号")
@click.option("--out", metavar="FILE", type=Path, default=None, help="書き出すファイル（省略時は画面に出します）")
@as_json
@click.pass_obj
def export_facts(settings: Settings, plan_id: int, out: Path | None, as_json: bool) -> None:
    """What a chat collected, as a facts file."""
    from assistant.app import open_plans
    from assistant.facts.export import as_content, as_yaml

    ledger = open_plans(settings).administer(plan_id).ledger()
    if out and out.suffix.lower() not in (".yaml", ".yml", ".json"):
        raise click.BadParameter(f"「{out.name}」の種類では書き出せません。.yaml か .json にしてください。")
    if out and out.suffix.lower() == ".json":
        out.write_text(json.dumps(as_content(ledger), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    elif out:
        out.write_text(as_yaml(ledger), encoding="utf-8")
    elif as_json:
        print_json(as_content(ledger))
    else:
        print(as_yaml(ledger), end="")


@facts.command(help="ほかの課への照会票（Excel）と依頼文（Word）を書き出します。")
@click.option("--plan", "plan_id", metavar="P", type=int, required=True, help="計画の番号")
@click.option("--dept", "department", metavar="D", default=None, help="部署（省略時は、聞くことのある全ての部署）")
@click.option("--out", metavar="X.xlsx", type=Path, required=True, help="書き出す照会票")
@click.option("--due", metavar="DATE", default=None, help="回答期限（例 2026-12-11。省略時は2週間後）")
@click.option("--letter", metavar="X.docx", type=Path, default=None, help="依頼文も書き出すとき（--dept が要ります）")
@as_json
@click.pass_obj
def sheet(
    settings: Settings,
    plan_id: int,
    department: str | None,
    out: Path,
    due: str | None,
    letter: Path | None,
    as_json: bool,
) -> None:
    """Inquiry sheets out; what was asked of whom is noted in the plan."""
    from assistant.app import open_plans
    from assistant.inquiry.assigning import assigned_of
    from assistant.inquiry.items import departments, items_for
    from assistant.inquiry.letter import write_letter
    from assistant.inquiry.sheet import write_sheets
    from assistant.measures import completed

    for path, suffix in ((out, ".xlsx"), (letter, ".docx")):
        if path and path.suffix.lower() != suffix:
            raise click.BadParameter(f"「{path.name}」の種類では書き出せません。{suffix} にしてください。")
    if letter and not department:
        raise click.UsageError("依頼文（--letter）は、部署（--dept）を決めて書き出してください。")
    deadline = day(due) if due else settings.day + timedelta(days=14)
    workspace = open_plans(settings).administer(plan_id)
    ledger = completed(workspace.ledger(), _corpus(settings))
    assigned = assigned_of(workspace)
    open_for = departments(ledger, settings.day, assigned)
    if department and department not in open_for:
        listed = "・".join(open_for) or "なし"
        raise InputError(f"「{department}」に聞くことはありません。聞くことのある部署：{listed}")
    wanted = (department,) if department else open_for
    if not wanted:
        raise InputError("ほかの課に聞くことはありません。")
    out.write_bytes(write_sheets(ledger, wanted, deadline, settings.day, assigned))
    if letter and department:
        letter.write_bytes(write_letter(ledger, department, deadline, settings.day, assigned))
    asked = {name: [item.key for item in items_for(ledger, name, settings.day, assigned)] for name in wanted}
    for name, keys in asked.items():
        workspace.add_inquiry(name, keys, deadline)
    if as_json:
        print_json({"file": str(out), "due": deadline.isoformat(), "departments": asked})
    else:
        print(f"「{out.name}」を書き出しました（{len(asked)}部署、回答期限 {deadline.isoformat()}）。")


@facts.command(help="戻ってきた照会票を読み取り、回答を事実として示します。")
@click.argument("file", metavar="X.xlsx", type=Path)
@click.option("--plan", "plan_id", metavar="P", type=int, default=None, help="計画の番号（いまの記録と比べるとき）")
@click.option("--accept", is_flag=True, help="読み取った回答を計画に取り込みます（--plan が要ります）。")
@as_json
@click.pass_obj
def collect(settings: Settings, file: Path, plan_id: int | None, accept: bool, as_json: bool) -> None:
    """Inquiry sheets back, through the same checks as the interview; nothing is taken without --accept."""
    from assistant.app import open_plans
    from assistant.cli.reply_report import report
    from assistant.facts.export import as_content
    from assistant.inquiry.collect import collect as read_sheet
    from assistant.inquiry.replies import accept as taken
    from assistant.inquiry.replies import sift
    from assistant.inquiry.returned import pending, take
    from assistant.measures import completed

    if accept and plan_id is None:
        raise click.UsageError("取り込むとき（--accept）は、計画の番号（--plan）を指定してください。")
    if not file.is_file():
        raise InputError(f"照会票「{file.name}」がありません。名前と場所を確かめてください。")
    workspace = open_plans(settings).administer(plan_id) if plan_id is not None else None
    held = workspace.ledger() if workspace else Ledger()
    ledger = completed(held, _corpus(settings)) if workspace else held
    waiting = [one for _, one in pending(workspace.replies()).values()] if workspace else []
    found = read_sheet(file.read_bytes(), file.name, ledger, settings.day)
    sifted = sift(ledger, found, waiting)
    if accept and workspace:
        take(workspace, sifted.undisputed, found)
    if as_json:
        print_json(
            {
                **as_content(taken(Ledger(measures=held.measures), sifted.undisputed)),
                "problems": [problem.model_dump(mode="json") for problem in found.problems],
                "unanswered": [entry.model_dump(mode="json") for entry in found.unanswered],
                "conflicts": [one.key for one in sifted.left if one.conflicts],
                "left": [one.key for one in sifted.left],
                "accepted": accept,
            }
        )
    else:
        print("\n".join(report(ledger, found, sifted, accepted=accept)))


@click.group(help="計画を扱います。")
def plan() -> None:
    """Plans of the database."""


@plan.command(name="list", help="計画の番号と名前を示します。")
@as_json
@click.pass_obj
def list_plans(settings: Settings, as_json: bool) -> None:
    """Every plan with its number."""
    from assistant.app import open_plans

    plans = open_plans(settings).all()
    if as_json:
        print_json([found.model_dump(include={"id", "name"}) for found in plans])
    else:
        for found in plans:
            print(f"{found.id}  {found.name}")


@click.command(help="事実ファイルのまちに合う施策を、理由とともに順に示します。")
@facts_option
@click.option(
    "-n", "limit", type=click.IntRange(1, 57), default=None, help="示す数（省略時はスモールスタート5、全体12）"
)
@as_json
@click.pass_obj
def recommend(settings: Settings, facts_file: Path, limit: int | None, as_json: bool) -> None:
    """Measures for this municipality."""
    from assistant.facts.reading import read_facts_file
    from assistant.recommending import recommend as proposals

    corpus = _corpus(settings)
    found = proposals(read_facts_file(facts_file, corpus), corpus, limit)
    if as_json:
        print_json([proposal.model_dump(mode="json") for proposal in found])
        return
    for place, proposal in enumerate(found, start=1):
        print(f"{place}. {proposal.title}（柱{proposal.pillar}、{proposal.field}）")
        for reason in proposal.why:
            print(f"   ○ {reason}")
        for reason in proposal.why_not:
            print(f"   △ {reason}")
        if proposal.since_2017:
            print(f"   手引（2017年）から：{proposal.since_2017}")
        print(f"   始めやすさ {proposal.start}")


@click.command(help="事実ファイルから計画の下書きを作ります。")
@click.option("--facts", "facts_file", metavar="FILE", type=Path, default=None, help="事実ファイル（YAML か JSON）")
@click.option("--schema", is_flag=True, help="JSON で書き出す下書きの形（JSON Schema）だけを示します。")
@click.option(
    "--section", "sections", type=click.IntRange(1, 7), multiple=True, help="章の番号（省略時は全章。何度でも書けます）"
)
@click.option("--out", metavar="PATH", type=Path, default=None, help="書き出すファイル（.md .docx .json .html）")
@click.option(
    "--edition",
    type=click.Choice(["internal", "public"]),
    default="internal",
    help="internal＝庁内検討用（省略時）、public＝公表用",
)
@click.option("--allow-open", is_flag=True, help="要確認の事項が残っていても、「案」と示して公表用を作ります。")
@as_json
@click.pass_obj
def draft(
    settings: Settings,
    facts_file: Path | None,
    schema: bool,
    sections: tuple[int, ...],
    out: Path | None,
    edition: Literal["internal", "public"],
    allow_open: bool,
    as_json: bool,
) -> None:
    """The draft of the whole plan, or of some sections."""
    from assistant.assembling import without_grounds
    from assistant.drafting import draft_plan
    from assistant.editions import internal_edition, public_edition
    from assistant.export import draft_as_json, draft_schema, write_document
    from assistant.facts.reading import read_facts_file

    if schema:
        print_json(draft_schema())
        return
    if facts_file is None:
        raise click.UsageError("--facts FILE を指定してください。")
    if out is None and not as_json:
        raise click.UsageError("--out PATH か --json のどちらかを指定してください。")
    if out and out.suffix.lower() not in FORMATS:
        raise click.BadParameter(
            f"「{out.name}」の種類では書き出せません。{'・'.join(FORMATS)} のどれかにしてください。"
        )
    corpus = _corpus(settings)
    ledger = read_facts_file(facts_file, corpus)
    plan = draft_plan(ledger, corpus, sorted(set(sections)))
    document = (
        public_edition(plan, ledger, allow_open=allow_open)
        if edition == "public"
        else internal_edition(plan, ledger, corpus)
    )
    data = draft_as_json(without_grounds(plan) if edition == "public" else plan)
    if out and out.suffix.lower() == ".json":
        out.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    elif out:
        out.write_bytes(write_document(document, out.suffix.lower()))
    if as_json:
        print_json(data)
    elif out:
        print(f"「{out.name}」を書き出しました（{len(plan.sections)}章、要確認 {len(plan.open_items)}件）。")
        for item in plan.open_items:
            print(f"  第{item.section}章 {item.text}")
