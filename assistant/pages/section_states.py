"""How each section of a plan stands: its versions, its open items, what has changed since it was drafted."""

from collections.abc import Iterable, Mapping

from assistant.assembling import Kept, base_of, open_items_in
from assistant.drafting import drafted_sections, title_of
from assistant.interview import load_questions
from assistant.measures import completed
from assistant.models import SECTIONS, Confirmation, Ledger, OpenItem, SectionVersion, Status, Value
from assistant.progress import SectionInput, StateWord, state_of
from assistant.readiness import Readiness, readiness_of
from assistant.store.plans import Workspace
from knowledge.corpus import Corpus

ORIGINS = {"draft": "下書き", "edit": "編集", "restore": "復元"}


class SectionState(Value):
    """A section as it stands.

    Attributes:
        state: in a word.
        versions: newest first.
        stale: labels of the facts and measures that have changed since the draft behind the text.
        confirmation: of the newest version.
        readiness: None where nobody asked for it.
    """

    number: int
    title: str
    ready: bool
    state: StateWord
    versions: tuple[SectionVersion, ...]
    open_items: tuple[OpenItem, ...]
    stale: tuple[str, ...]
    confirmation: Confirmation | None = None
    readiness: Readiness | None = None

    @property
    def version(self) -> SectionVersion | None:
        """The newest version."""
        return self.versions[0] if self.versions else None


def states_of(
    workspace: Workspace, ledger: Ledger, corpus: Corpus, *, detailed: bool = False
) -> tuple[SectionState, ...]:
    """All sections; with their readiness lists, if `detailed`."""
    history = {number: tuple(workspace.versions(number)) for number in SECTIONS}
    texts = {number: versions[0].text for number, versions in history.items() if versions}
    titles = titles_of(ledger, corpus)
    states = _states(workspace, ledger, corpus, history, titles)
    if not detailed:
        return states
    return tuple(
        one.model_copy(update={"readiness": readiness_of(one.number, texts, one.open_items, corpus)}) for one in states
    )


def section_state(workspace: Workspace, section: int, ledger: Ledger, corpus: Corpus) -> SectionState:
    """One section.

    Raises:
        NotFound: if there is no such section.
    """
    history = {section: tuple(workspace.versions(section))}
    return _states(workspace, ledger, corpus, history, titles_of(ledger, corpus))[0]


def titles_of(ledger: Ledger, corpus: Corpus) -> dict[int, str]:
    """The sections' titles, with the municipality's name where it is known."""
    ready = drafted_sections()
    named = ledger.get("municipality").status is Status.ANSWERED
    return {
        section.number: title_of(section.number, ledger, corpus) if named and section.number in ready else section.title
        for section in corpus.guide.sections
    }


def _states(
    workspace: Workspace,
    ledger: Ledger,
    corpus: Corpus,
    history: Mapping[int, tuple[SectionVersion, ...]],
    titles: Mapping[int, str],
) -> tuple[SectionState, ...]:
    newest = {number: versions[0] for number, versions in history.items() if versions}
    confirmed = workspace.confirmations({number: version.stamp for number, version in newest.items()})
    changed = workspace.changed_uses(newest.values(), ledger)
    full, ready = completed(ledger, corpus), drafted_sections()
    states = []
    for number, versions in history.items():
        items = items_of(versions[0], versions) if versions else ()
        given = SectionInput(
            origin=versions[0].origin if versions else None,
            confirmed=number in confirmed,
            open_items=len(items),
        )
        states.append(
            SectionState(
                number=number,
                title=titles[number],
                ready=number in ready,
                state=state_of(number, ledger, given),
                versions=versions,
                open_items=items,
                stale=labels_of(changed.get(number, ()), full),
                confirmation=confirmed.get(number),
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
