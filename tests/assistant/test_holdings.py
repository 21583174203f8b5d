"""The knowledge in use: renewed while it answers, never pulled from under a reader, left as it was when something fails."""

import json
import shutil
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from calendars import days

from assistant import holdings as module
from assistant.errors import InputError
from assistant.holdings import Holdings, Knowledge
from assistant.models import Answer
from assistant.settings import Settings
from knowledge.corpus import Corpus, load_corpus
from knowledge.datafiles import SOURCES
from knowledge.errors import ImportRefused, IndexMissing, SourceError
from knowledge.importing.library import Import, read_import

TODAY = date(2026, 11, 23)
RULES = "# みどり町データ利活用条例の手引\n\n## 目的\n\nやまびこ台帳の公開の手順を定めるものです。{}\n"
QUESTION = "やまびこ台帳の公開の手順"
SCHEDULE = "各種保有情報等に係るオープンデータ化の促進のスケジュールは？"
WAIT_S = 120


@pytest.fixture
def settings(index_folder: Path, tmp_path: Path) -> Settings:
    """A data folder with a built index."""
    shutil.copytree(index_folder, tmp_path / "home" / "index")
    return Settings(home=tmp_path / "home", today=TODAY)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, index_folder: Path) -> None:
    """Building takes no time: the corpus is written into a copy of the built index. Opening it is real."""

    def build(corpus: Corpus, folder: Path, report: object) -> float:
        (folder / "corpus.json").write_text(corpus.model_dump_json(), encoding="utf-8")
        birth = (index_folder / "index.json").read_text(encoding="utf-8")
        (folder / "index.json").write_text(birth.replace(_hash(index_folder), corpus.hash), encoding="utf-8")
        return 0.0

    monkeypatch.setattr(module, "build_index", build)


def _hash(index_folder: Path) -> str:
    return str(json.loads((index_folder / "index.json").read_text(encoding="utf-8"))["corpus"])


@pytest.fixture
def held(settings: Settings, quick: None) -> Holdings:
    return Holdings(settings)


@pytest.fixture
def done() -> Event:
    return Event()


def text(folder: Path, more: str = "") -> tuple[Import, Path]:
    """A text that a town brings, read."""
    path = folder / "条例の手引.md"
    path.write_text(RULES.format(more), encoding="utf-8")
    return read_import(path, "guide", (), TODAY), path


def finished(held: Holdings) -> module.Renewal:
    """The renewal's end."""
    with held._changing:
        found = held.renewal
    assert found is not None
    assert found.outcome is not None
    return found


def brought(knowledge: Knowledge) -> list[str]:
    return [passage.text for passage in knowledge.corpus.passages if passage.id in knowledge.corpus.imported]


def test_a_text_is_taken_in_and_out_while_the_old_knowledge_is_being_read(held: Holdings, tmp_path: Path) -> None:
    """Whoever began with the old knowledge ends with it; whoever comes after has the new one."""
    reading = held.knowledge
    calls: list[str] = []
    held.begin_adding(*text(tmp_path), lambda: calls.append("in"))
    told = finished(held)
    assert not told.failed, told.outcome
    assert "取り込みました" in str(told.outcome)
    assert [QUESTION in found for found in brought(held.knowledge)] == [True]
    assert held.current
    assert brought(reading) == []
    assert isinstance(reading.answer("計画の策定は義務ですか"), Answer)
    held.begin_removing(held.library.all()[0], lambda: calls.append("out"))
    assert not finished(held).failed
    assert brought(held.knowledge) == []
    assert calls == ["in", "out"]
    assert isinstance(held.knowledge.answer("計画の策定は義務ですか"), Answer)


def test_a_newer_edition_says_what_changed(held: Holdings, tmp_path: Path) -> None:
    """In the outcome, and in what is kept."""
    held.begin_adding(*text(tmp_path), lambda: None)
    finished(held)
    held.begin_adding(*text(tmp_path, "窓口は企画課です。"), lambda: None)
    assert "変わった1件" in str(finished(held).outcome)
    assert ["変わった1件" in one.changed for one in held.library.all()] == [True]


@pytest.mark.parametrize("failure", [SourceError("資料どうしの参照に誤りがあります。"), OSError("disk full")])
def test_what_fails_leaves_everything_as_it_was(
    held: Holdings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    """The old knowledge answers, the text is not kept, and the outcome says so in Japanese; the next change succeeds."""

    def build(*_: object) -> float:
        raise failure

    before, calls = held.knowledge, list[str]()
    with monkeypatch.context() as patch:
        patch.setattr(module, "build_index", build)
        held.begin_adding(*text(tmp_path), lambda: calls.append("in"))
        told = finished(held)
    assert told.failed
    assert "前の資料のまま動いています" in str(told.outcome)
    assert "disk full" not in str(told.outcome)
    assert (held.knowledge, held.library.all(), calls) == (before, (), [])
    held.begin_adding(*text(tmp_path), lambda: None)
    assert not finished(held).failed


def test_one_change_at_a_time(held: Holdings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one runs another is refused, and the page is told how far it has come."""
    started, go_on = Event(), Event()
    stock = module.build_index

    def slow(corpus: Corpus, folder: Path, report: module.Report) -> float:
        report("語の索引を作っています")
        started.set()
        assert go_on.wait(WAIT_S)
        return stock(corpus, folder, report)

    monkeypatch.setattr(module, "build_index", slow)
    held.begin_rebuilding(lambda: None)
    assert started.wait(WAIT_S)
    running = held.renewal
    assert running is not None
    assert (running.outcome, running.steps) == (None, ("資料を読み取っています", "語の索引を作っています"))
    with pytest.raises(InputError, match="途中です"):
        held.begin_adding(*text(tmp_path), lambda: None)
    go_on.set()
    assert not finished(held).failed
    assert held.library.all() == ()


def test_an_index_built_by_the_command_line_does_not_disturb_the_server(settings: Settings, held: Holdings) -> None:
    """The server reads a copy of its own; the index may vanish from under it."""
    shutil.rmtree(settings.index_folder)
    assert isinstance(held.knowledge.answer("計画の策定は義務ですか"), Answer)
    with pytest.raises(IndexMissing, match="kanmin knowledge build"):
        Holdings(settings)


def test_copies_do_not_pile_up(settings: Settings, held: Holdings) -> None:
    """The one in use and the one before it; what earlier servers left goes at the start."""
    copies = settings.home / "serving"
    for _ in range(3):
        held.begin_rebuilding(lambda: None)
        assert not finished(held).failed
        assert isinstance(held.knowledge.answer("計画の策定は義務ですか"), Answer)
    assert len(list(copies.iterdir())) == 2
    next_one = Holdings(settings)
    next_one.forget_old_copies()
    assert len(list(copies.iterdir())) == 1
    assert isinstance(next_one.knowledge.answer("計画の策定は義務ですか"), Answer)


def test_a_server_that_runs_on_lives_in_the_day_of_the_question(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opened in 2018, it says in 2026 that the guide's targets of 2020 are over; a text added then bears that day."""
    held = Holdings(settings.model_copy(update={"today": None}))
    told = {}
    for day in days(monkeypatch, date(2018, 4, 1), TODAY, date(2018, 4, 1)):
        told[day] = "すでに過ぎています" in held.knowledge.answer(SCHEDULE).answer
        assert held.today == day
    assert told == {date(2018, 4, 1): False, TODAY: True}


def test_a_fixed_date_stays_whatever_the_calendar_says(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """KANMIN_TODAY and --today."""
    held = Holdings(settings.model_copy(update={"today": date(2018, 4, 1)}))
    for _ in days(monkeypatch, TODAY):
        assert "すでに過ぎています" not in held.knowledge.answer(SCHEDULE).answer
        assert held.today == date(2018, 4, 1)


def test_the_date_of_the_knowledge_comes_from_its_sources(
    settings: Settings, held: Holdings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever brings notes.yaml up to date writes the day into manifest.yaml, and every answer carries it."""
    assert held.knowledge.as_of == "令和8年11月23日（法令の条文は令和8年7月上旬まで確認）"
    sources = Path(shutil.copytree(SOURCES, tmp_path / "sources"))
    manifest = sources / "manifest.yaml"
    written = manifest.read_text(encoding="utf-8")
    for old, new in (("as_of: 2026-11-23", "as_of: 2027-04-01"), ("令和8年7月上旬", "令和9年3月末")):
        assert old in written
        written = written.replace(old, new)
    manifest.write_text(written, encoding="utf-8")
    monkeypatch.setattr(module, "load_corpus", lambda library: load_corpus(sources, library))
    monkeypatch.setattr(module, "SOURCES", sources)
    held.begin_rebuilding(lambda: None)
    assert not finished(held).failed
    assert held.knowledge.as_of == "令和9年4月1日（法令の条文は令和9年3月末まで確認）"


def test_the_corpus_tells_which_texts_were_brought(held: Holdings, tmp_path: Path) -> None:
    """By title, so that a refusal can say what was searched; one that is out is not named any more."""
    titles = [held.knowledge.corpus.imports]
    held.begin_adding(*text(tmp_path), lambda: None)
    assert not finished(held).failed
    titles.append(held.knowledge.corpus.imports)
    held.begin_removing(held.library.all()[0], lambda: None)
    assert not finished(held).failed
    titles.append(held.knowledge.corpus.imports)
    assert titles == [(), ("条例の手引",), ()]


def test_removing_what_is_not_there_is_refused(settings: Settings, quick: None) -> None:
    """With what there is."""
    with pytest.raises(ImportRefused, match="「nothing」はありません"):
        module.take_out(settings, "nothing", lambda _: None)
