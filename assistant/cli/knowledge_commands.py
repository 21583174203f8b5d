"""`kanmin knowledge …`, `kanmin search`, `kanmin ask`: the contract that scripts and evaluations rely on."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import click
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import InputError
from assistant.models import Turn
from assistant.rendering import reply_as_text
from assistant.settings import Settings
from knowledge.corpus import Corpus, load_corpus
from knowledge.importing.library import ImportKind, read_import
from knowledge.models import PassageKind
from knowledge.retrieval import Hit

KINDS = [kind.value for kind in PassageKind]
LISTS: dict[str, Callable[[Corpus], tuple[BaseModel, ...]]] = {
    "measures": lambda corpus: corpus.guide.measures,
    "national": lambda corpus: corpus.guide.national,
    "cases": lambda corpus: corpus.guide.cases,
    "requirements": lambda corpus: corpus.requirements,
    "notes": lambda corpus: corpus.notes,
    "today": lambda corpus: corpus.new_measures,
}
LONGEST_TEXT = 20_000
as_json = click.option("--json", "as_json", is_flag=True, help="JSON で出力します。")
batch = click.option("--batch", metavar="FILE|-", default=None, help='1行1件の {"text": "…"} を続けて処理します。')


class BatchLine(BaseModel):
    """An input line of --batch; lines are independent."""

    model_config = ConfigDict(extra="forbid")

    text: str
    history: tuple[Turn, ...] = ()


@click.group(help="手引・法令などの資料と索引を扱います。")
def knowledge() -> None:
    """Sources and index."""


@knowledge.command(help="資料を読み取り、検索用の索引を作り直します。")
@as_json
@click.pass_obj
def build(settings: Settings, as_json: bool) -> None:
    """Read all sources and build the index."""
    from assistant.holdings import library_of, rebuild

    say = (lambda _: None) if as_json else (lambda step: print(f"{step} …", file=sys.stderr))
    seconds = rebuild(settings, say)
    _print_stats(load_corpus(library=library_of(settings)), settings, seconds, as_json)


@knowledge.command(help="資料の件数と、どの記録にも入っていない文を表示します。")
@as_json
@click.pass_obj
def stats(settings: Settings, as_json: bool) -> None:
    """Counts by kind, identity of corpus and embedder, and what belongs to no record."""
    from assistant.holdings import open_knowledge

    index = open_knowledge(settings).index
    _print_stats(index.corpus, settings, index.seconds, as_json)


def _print_stats(corpus: Corpus, settings: Settings, seconds: float, as_json: bool) -> None:
    birth = json.loads((settings.index_folder / "index.json").read_text(encoding="utf-8"))
    counts = {name: len(records(corpus)) for name, records in LISTS.items()}
    passages = Counter("today" if p.id.startswith("today:") else p.kind.value for p in corpus.passages)
    data = {
        **counts,
        "provisions": len(corpus.provisions),
        "passages": dict(passages),
        "corpus_hash": corpus.hash,
        "embedding": birth["embedder"],
        "seconds": round(seconds, 2),
        "unassigned": list(corpus.guide.unassigned),
    }
    if as_json:
        print_json(data)
        return
    for name, value in data.items():
        if name != "unassigned":
            print(f"{name}: {value}")
    print("どの記録にも入っていない文：")
    for line in corpus.guide.unassigned:
        print(f"  {line}")


@knowledge.command("list", help="資料の記録を一覧にします。")
@click.argument("kind", type=click.Choice(list(LISTS)), metavar="|".join(LISTS))
@as_json
def list_records(kind: str, as_json: bool) -> None:
    """Records of one kind."""
    corpus = load_corpus()
    records = [_record(record, corpus) for record in LISTS[kind](corpus)]
    if as_json:
        print_json(records)
        return
    for record in records:
        print(f"{record['id']}\t{record.get('title') or record.get('text')}")


def _record(record: BaseModel, corpus: Corpus) -> dict[str, Any]:
    data = record.model_dump(mode="json")
    data = {"id": getattr(record, "id", None), **data}
    passage = corpus.passage.get(str(data["id"]))
    if passage:
        data["citation"] = passage.citation
    return data


@knowledge.command(help="法令・国の施策・事例集・手引のファイルを取り込みます。")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--kind", type=click.Choice(get_args(ImportKind)), metavar="|".join(get_args(ImportKind)), required=True)
@click.option("--title", default=None, help="資料の名前（既定は、法令なら本文の題名、ほかはファイル名）")
@as_json
@click.pass_obj
def add(settings: Settings, file: Path, kind: ImportKind, title: str | None, as_json: bool) -> None:
    """Take a text in and rebuild the index; when anything fails, everything stays as it was."""
    from assistant.holdings import take_in

    new = take_in(settings, read_import(file, kind, load_corpus().laws, settings.day, title), file, lambda _: None)
    data = new.model_dump(mode="json", exclude={"passages"}) | {"passages": len(new.passages)}
    if as_json:
        print_json(data)
    else:
        print(f"取り込みました（{new.id}）。{new.recognised}{new.changed}")
        _tell_of_server()


@knowledge.command(help="取り込んだ資料を一覧にします。")
@as_json
@click.pass_obj
def imports(settings: Settings, as_json: bool) -> None:
    """What users have brought."""
    from assistant.holdings import library_of

    found = [new.model_dump(mode="json", exclude={"passages"}) for new in library_of(settings).all()]
    if as_json:
        print_json(found)
        return
    for record in found:
        print(f"{record['id']}\t{record['title']}\t{record['edition']}\t{record['added']}\t{record['recognised']}")
    if not found:
        print("取り込んだ資料はありません。")


@knowledge.command(help="取り込んだ資料を外します。")
@click.argument("import_id", metavar="ID")
@click.pass_obj
def remove(settings: Settings, import_id: str) -> None:
    """Take an import out again and rebuild the index."""
    from assistant.holdings import take_out

    take_out(settings, import_id, lambda _: None)
    print(f"「{import_id}」を外しました。")
    _tell_of_server()


def _tell_of_server() -> None:
    print("動いているサーバーでは、「システムの管理」の「資料」で索引を作り直すか、起動し直すと使われます。")


@click.command(help="資料を検索します。")
@click.argument("text", required=False)
@click.option("-k", "k", type=click.IntRange(1, 50), default=5, help="件数（既定 5）")
@click.option("--kind", type=click.Choice(KINDS), metavar="KIND", default=None, help="種類で絞ります。")
@as_json
@batch
@click.pass_obj
def search(settings: Settings, text: str | None, k: int, kind: str | None, as_json: bool, batch: str | None) -> None:
    """Passages for a text."""
    _one_of(text, batch)
    from assistant.holdings import open_knowledge

    retriever = open_knowledge(settings).retriever
    kinds = [PassageKind(kind)] if kind else []

    def run(line: BatchLine) -> dict[str, Any]:
        return {"query": line.text, "hits": [_hit(hit) for hit in retriever.search(line.text, k, kinds)]}

    def show(found: dict[str, Any]) -> None:
        for hit in found["hits"]:
            print(f"{hit['citation']}（{hit['score']:.2f}）\n  {hit['text'][:120]}")
        if not found["hits"]:
            print("見つかりませんでした。言い方を変えて試してください。")

    _run(text, batch, as_json, run, show)


def _hit(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "id": passage.id,
        "kind": passage.kind.value,
        "citation": passage.citation,
        "text": passage.text,
        "score": hit.score,
        "requirements": list(hit.requirements),
        "notes": list(hit.notes),
    }


@click.command(help="質問に、根拠を示して答えます。")
@click.argument("text", required=False)
@as_json
@batch
@click.pass_obj
def ask(settings: Settings, text: str | None, as_json: bool, batch: str | None) -> None:
    """An answer with citations, or the word that there is no evidence."""
    _one_of(text, batch)
    from assistant.holdings import open_knowledge

    answerer = open_knowledge(settings).answerer

    def run(line: BatchLine) -> dict[str, Any]:
        return answerer.answer(line.text, line.history).model_dump(mode="json")

    _run(text, batch, as_json, run, lambda reply: print(reply_as_text(reply)))


def _run(
    text: str | None,
    batch: str | None,
    as_json: bool,
    run: Callable[[BatchLine], dict[str, Any]],
    show: Callable[[dict[str, Any]], None],
) -> None:
    if batch is None:
        result = run(BatchLine(text=_checked(text or "")))
        if as_json:
            print_json(result)
        else:
            show(result)
        return
    failed = False
    for raw in _lines(batch):
        try:
            line = BatchLine.model_validate_json(raw)
            result = run(line.model_copy(update={"text": _checked(line.text)}))
        except (ValidationError, InputError) as error:
            failed = True
            why = str(error) if isinstance(error, InputError) else 'この行は {"text": "…"} の形の JSON ではありません'
            result = {"error": f"{why}：{raw[:80]}"}
        print(json.dumps(result, ensure_ascii=False), flush=True)
    if failed:
        sys.exit(1)


def _one_of(text: str | None, batch: str | None) -> None:
    """Before anything is opened: a wrong call is said at once."""
    if (text is None) == (batch is None):
        raise click.UsageError("文章（TEXT）か --batch のどちらか一つを指定してください。")


def _checked(text: str) -> str:
    """The text, if it can be asked.

    Raises:
        InputError: if it is empty or far too long.
    """
    if not text.strip():
        raise InputError("文章が空です。質問や探したい言葉を指定してください")
    if len(text) > LONGEST_TEXT:
        raise InputError(f"文章が長すぎます（{len(text):,}字、上限{LONGEST_TEXT:,}字）。要点だけにしてください")
    return text


def _lines(name: str) -> Iterator[str]:
    """The batch's lines, empty ones left out.

    Raises:
        InputError: if the file is missing or not UTF-8.
    """
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        lines = data.decode("utf-8-sig").split("\n")
    except FileNotFoundError as error:
        raise InputError(f"ファイル「{name}」がありません。名前を確かめてください。") from error
    except UnicodeDecodeError as error:
        raise InputError(f"「{name}」の文字コードが UTF-8 ではありません。UTF-8 で保存し直してください。") from error
    yield from (line for line in lines if line.strip())


def print_json(data: object) -> None:
    """One JSON document on standard output."""
    print(json.dumps(data, ensure_ascii=False, indent=2))
