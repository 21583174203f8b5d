"""What was frozen goes out as it was then, whatever becomes of the glossary, the knowledge, the answers and the product."""

import io
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from docx import Document
from fastapi.testclient import TestClient
from httpx import Response
from pages.towns import ANSWERS, facts
from sqlalchemy import text

from assistant import editions
from assistant.app import Assistant, build
from assistant.drafting import parts, templates
from assistant.legend import legend_of
from assistant.models import ChosenMeasure
from assistant.pages.host import create_host
from assistant.pages.sign_in_routes import signed_in
from assistant.settings import Settings
from assistant.store.accounts import Person
from assistant.store.plans import Workspace

FOLDED = {"pattern": "既存の計画に組み込む", "host_chapters": ("1章＝第2章 現状",)}
FORMATS = ("md", "docx", "html", "json")
EDITIONS = ("internal", "public")
LATER = "後から書き換えた説明"


class Office:
    """A host in this process, so that its glossary and knowledge can be changed, and somebody who asks it."""

    def __init__(self, assistant: Assistant, person: Person, client: TestClient) -> None:
        self.assistant, self.person, self.client = assistant, person, client

    def plan(self, **given: object) -> Workspace:
        """A plan that is folded into another one, with all sections drafted and a word of the glossary in its text."""
        info = self.assistant.plans.create(self.person, "みどり町の計画")
        found = self.assistant.plans.open(self.person, info.id)
        found.add_facts(facts(**{**ANSWERS, **FOLDED, **given}))
        found.add_measure(ChosenMeasure(key="m1", base="today:front-yard"))
        assert self.client.post(f"/plans/{info.id}/drafts").status_code == 303
        return found

    def freeze(self, workspace: Workspace, name: str = "決裁版") -> str:
        """The number of the plan as the page freezes it."""
        answer = self.client.post(f"/plans/{workspace.plan.id}/frozen", data={"name": name})
        assert answer.status_code == 303
        return str(workspace.frozen()[0].id)

    def export(self, workspace: Workspace, version: str, format: str = "md", edition: str = "internal") -> Response:
        query = {"version": version, "format": format, "edition": edition, "as_draft": "1"}
        answer = self.client.get(f"/plans/{workspace.plan.id}/export", params=query)
        assert answer.status_code == 200
        return answer

    def comparison(self, workspace: Workspace, **versions: str) -> Response:
        answer = self.client.get(f"/plans/{workspace.plan.id}/comparison", params=versions)
        assert answer.status_code == 200
        return answer


@pytest.fixture(scope="module")
def office(index_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The host on a fresh database."""
    home = tmp_path_factory.mktemp("frozen")
    shutil.copytree(index_folder, home / "index")
    assistant = build(Settings(home=home))
    person = assistant.accounts.create("花子", "himitsu-2026")
    host = create_host(assistant)
    host.dependency_overrides[signed_in] = lambda: person
    with TestClient(host, follow_redirects=False) as client:
        yield Office(assistant, person, client)
    assistant.engine.dispose()


def words_of(answer: Response) -> str:
    """All words of a file: of Word's its paragraphs, cells and headers."""
    if "wordprocessingml" not in answer.headers["content-type"]:
        return answer.text
    document = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    head = [p.text for section in document.sections for p in section.header.paragraphs]
    return "\n".join([*(p.text for p in document.paragraphs), *cells, *head])


def name_of(answer: Response) -> str:
    return unquote(answer.headers["content-disposition"].split("''")[1])


# --- what may happen after the plan was frozen -------------------------------------------------------------------------

Change = Callable[[Workspace, pytest.MonkeyPatch], None]


def _glossary(_: Workspace, patch: pytest.MonkeyPatch) -> None:
    entries = tuple(entry.model_copy(update={"text": LATER}) for entry in templates.load_glossary())
    patch.setattr(templates, "load_glossary", lambda: entries)


def _correspondence(_: Workspace, patch: pytest.MonkeyPatch) -> None:
    rows = tuple(row.model_copy(update={"dx": {}, "always": (LATER,)}) for row in parts.load_correspondence())
    patch.setattr(parts, "load_correspondence", lambda: rows)


def _legend(_: Workspace, patch: pytest.MonkeyPatch) -> None:
    entries = tuple(entry.model_copy(update={"text": LATER}) for entry in legend_of("appendix"))
    patch.setattr(editions, "legend_of", lambda _: entries)


def _answers(workspace: Workspace, _: pytest.MonkeyPatch) -> None:
    workspace.add_facts(facts(plan_name=LATER, municipality="あおば町", period="2030-2034", host_chapters=("2章＝x",)))


def _measures(workspace: Workspace, _: pytest.MonkeyPatch) -> None:
    workspace.add_measure(ChosenMeasure(key="m1", base="today:front-yard", decision="rejected", reason=LATER))


def _confirmations(workspace: Workspace, _: pytest.MonkeyPatch) -> None:
    for section, newest in workspace.texts().items():
        workspace.confirm(section, newest.stamp)


def _texts(workspace: Workspace, _: pytest.MonkeyPatch) -> None:
    for section, newest in workspace.texts().items():
        workspace.save_text(section, f"{section}. 章\n\n{LATER}。\n", newest.stamp)


CHANGES: list[Change] = [_glossary, _correspondence, _legend, _answers, _measures, _confirmations, _texts]
# What a change shows in first, in the plan as it stands; a change that shows nowhere would prove nothing.
OF_THE_OFFICE_ALONE = (_legend, _confirmations, _measures)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_frozen_plan_says_the_same_for_ever(
    office: Office, monkeypatch: pytest.MonkeyPatch, edition: str, change: Change
) -> None:
    """In each kind of file, to the letter and under the same name; the plan as it stands has moved on."""
    workspace = office.plan()
    version = office.freeze(workspace)

    def written(version: str) -> dict[str, tuple[str, str]]:
        answers = {format: office.export(workspace, version, format, edition) for format in FORMATS}
        return {format: (name_of(answer), words_of(answer)) for format, answer in answers.items()}

    before, today = written(version), written("now")
    assert {format: words for format, (_, words) in before.items()} == {
        format: words for format, (_, words) in today.items()
    }
    change(workspace, monkeypatch)
    assert written(version) == before
    if edition == "internal" or change not in OF_THE_OFFICE_ALONE:
        assert written("now")["md"] != today["md"]


def test_the_data_of_a_frozen_plan_keep_what_its_words_rest_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sections and parts with their traces and open items, as on the day."""
    workspace = office.plan()
    version = office.freeze(workspace)
    before = json.loads(office.export(workspace, version, "json").content)
    assert before["trace"]
    assert before["open_items"]
    _glossary(workspace, monkeypatch)
    _texts(workspace, monkeypatch)
    assert json.loads(office.export(workspace, version, "json").content) == before


def test_two_versions_are_compared_under_the_title_of_then(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """新旧対照表 of two frozen versions is the same table later."""
    workspace = office.plan()
    old = office.freeze(workspace, "庁議版")
    workspace.save_text(1, "1. 章\n\n決裁の本文。\n", 1)
    new = office.freeze(workspace, "決裁版")
    before = office.comparison(workspace, old=old, new=new)
    for change in CHANGES:
        change(workspace, monkeypatch)
    after = office.comparison(workspace, old=old, new=new)
    assert (name_of(after), words_of(after)) == (name_of(before), words_of(before))


def test_a_plan_without_a_title_keeps_the_name_under_which_it_was_frozen(office: Office) -> None:
    """Also when the plan is called something else since."""
    workspace = office.plan(plan_name="")
    version = office.freeze(workspace)
    before = name_of(office.export(workspace, version))
    assert before.startswith("みどり町の計画_")
    workspace.rename("別の名前")
    assert name_of(office.export(workspace, version)) == before
    assert name_of(office.export(workspace, "now")).startswith("別の名前_")


def test_what_was_frozen_before_goes_on_as_it_did(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its texts and answers are of then; what stands beside the sections was not kept, and is of today."""
    workspace = office.plan()
    version = office.freeze(workspace)
    with office.assistant.engine.begin() as connection:
        connection.execute(text("UPDATE frozen_plan SET whole = NULL WHERE id = :id"), {"id": int(version)})
    _glossary(workspace, monkeypatch)
    _answers(workspace, monkeypatch)
    _texts(workspace, monkeypatch)
    answer = office.export(workspace, version)
    assert name_of(answer).startswith("みどり町データ計画_")
    assert LATER in answer.text.split("用語集")[-1]
    assert LATER not in answer.text.split("用語集")[0]
