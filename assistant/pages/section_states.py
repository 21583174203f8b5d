"""How each section of a plan stands: its versions, its open items, what has changed since it was drafted."""

from collections.abc import Iterable

from assistant.assembling import Kept, base_of, open_items_in
from assistant.drafting import drafted_sections, title_of
from assistant.interview import load_questions
from assistant.measures import completed
from assistant.models import Ledger, OpenItem, SectionVersion, Status, Value
from assistant.readiness import Readiness, readiness_of
from assistant.store.plans import Workspace
from assistant.store.versions import SECTIONS
from knowledge.corpus import Corpus

ORIGINS = {"draft": "下書き", "edit": "編集", "restore": "復元"}


class SectionState(Value):
    """A section as it stands.

    Attributes:
        versions: newest first.
        stale: labels of the facts and measures that have changed since the draft behind the text.
        readiness: None where nobody asked for it.
    """

    number: int
    title: str
    ready: bool
    versions: tuple[SectionVersion, ...]
    open_items: tuple[OpenItem, ...]
    stale: tuple[str, ...]
    readiness: Readiness | None = None

    @property
    def version(self) -> SectionVersion | None:
        """The newest version."""
        return self.versions[0] if self.versions else None

    @property
    def state(self) -> str:
        """In a word."""
        if not self.versions:
            return "未着手"
        return "下書き" if self.versions[0].origin == "draft" else "編集済"


def states_of(
    workspace: Workspace, ledger: Ledger, corpus: Corpus, *, detailed: bool = False
) -> tuple[SectionState, ...]:
    """All sections; with their readiness lists, if `detailed`."""
    ready = drafted_sections()
    named = ledger.get("municipality").status is Status.ANSWERED
    titles = {section.number: section.title for section in corpus.guide.sections}
    full = completed(ledger, corpus)
    history = {number: tuple(workspace.versions(number)) for number in SECTIONS}
    texts = {number: versions[0].text for number, versions in history.items() if versions}
    states = []
    for number, versions in history.items():
        items = items_of(versions[0], versions) if versions else ()
        states.append(
            SectionState(
                number=number,
                title=title_of(number, ledger, corpus) if number in ready and named else titles[number],
                ready=number in ready,
                versions=versions,
                open_items=items,
                stale=labels_of(workspace.stale_keys(number), full),
                readiness=readiness_of(number, texts, items, corpus) if detailed else None,
            )
        )
    return tuple(states)


def items_of(version: SectionVersion, versions: tuple[SectionVersion, ...]) -> tuple[OpenItem, ...]:
    """The open items that are still in a version's text."""
    return open_items_in(version.text, version.section, base_of(version, versions))


def kept_sections(workspace: Workspace, frozen_id: int | None) -> dict[int, Kept]:
    """The texts of a frozen version, or as they stand now, each with the draft behind it.

    Raises:
        NotFound: if the plan has no such frozen version.
    """
    texts = workspace.texts(frozen_id)
    return {n: Kept(version, base_of(version, workspace.versions(n))) for n, version in texts.items()}


def labels_of(keys: Iterable[str], ledger: Ledger) -> tuple[str, ...]:
    """How people call the facts and measures under these keys; each once."""
    questions = {question.key: question.label for question in load_questions()}
    titles = {f"measure:{measure.key}": f"施策「{measure.title}」" for measure in ledger.measures}
    known = {**questions, **titles, "measures": "計画に載せる施策"}
    return tuple(dict.fromkeys(known.get(key, "施策") for key in keys))
