"""Draft a section from the ledger. Every span about the municipality is traced to a fact; the rest is 〔要確認：…〕."""

import re
from functools import lru_cache

from pydantic import Field

from assistant.interview import Question, question_for
from assistant.models import Fact, Ledger, OpenItem, SectionDraft, Status, Trace, TraceKind, Value
from knowledge.datafiles import load_yaml
from prompts import FOLDER

OPEN = (Status.UNKNOWN, Status.ABSENT)
_PLACE = re.compile(r"\{([a-z_]+)(?:(:list)|=([^}]+))?\}")
_KINDS_OF_MUNICIPALITY = "市町村区"


class When(Value):
    """Conditions on facts; all must hold."""

    wanted: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    equals: dict[str, str] = Field(default={}, alias="is")

    def holds(self, ledger: Ledger) -> bool:
        """Whether the ledger meets every condition."""
        return (
            all(ledger.get(key).status in (Status.ANSWERED, *OPEN) for key in self.wanted)
            and all(ledger.get(key).status is Status.ANSWERED for key in self.known)
            and all(ledger.get(key).status in OPEN for key in self.open)
            and all(ledger.get(key).status is Status.NOT_APPLICABLE for key in self.none)
            and all(ledger.get(key).value == value for key, value in self.equals.items())
        )


class Sentence(Value):
    """A sentence of a template, and when it is used."""

    when: When = When()
    text: str


class Template(Value):
    """A section's template: paragraphs of sentences."""

    number: int
    title: str
    paragraphs: tuple[tuple[Sentence, ...], ...]


@lru_cache
def load_template(section: int) -> Template:
    """The template prompts/sections/<number>.yaml."""
    return Template.model_validate(load_yaml(FOLDER / "sections" / f"{section}.yaml"))


def drafted_sections() -> tuple[int, ...]:
    """The sections for which there is a template."""
    return tuple(sorted(int(path.stem) for path in (FOLDER / "sections").glob("*.yaml")))


def draft_section(section: int, ledger: Ledger) -> SectionDraft:
    """The section in the guide's format, from the facts alone."""
    template = load_template(section)
    writer = _Writer(section, ledger)
    writer.write(f"{section}. {template.title}\n\n")
    written = 0
    for paragraph in template.paragraphs:
        sentences = [sentence for sentence in paragraph if sentence.when.holds(ledger)]
        if sentences and written:
            writer.paragraph()
        for sentence in sentences:
            writer.write(sentence.text)
        written += len(sentences)
    return writer.draft(title_of(section, ledger))


def title_of(section: int, ledger: Ledger) -> str:
    """The section's title with the municipality's name."""
    writer = _Writer(section, ledger)
    writer.write(load_template(section).title)
    return writer.text


def show_value(fact: Fact, question: Question) -> str:
    """A fact's value as it stands in a plan, e.g. 約32,000人（令和8年4月1日現在）."""
    about = "約" if fact.approximate else ""
    dated = f"（{fact.as_of}現在）" if fact.as_of else ""
    match fact.value:
        case int() as count:
            return f"{about}{count:,}{question.unit}{dated}"
        case float() as number:
            return f"{about}{number:g}{'％' if question.unit == '%' else question.unit}{dated}"
        case tuple() as items:
            return "、".join(items)
        case str() as text:
            return text
        case None:
            return f"〔要確認：{question.label}〕"


class _Writer:
    """Collects text, and for each span from a fact what it rests on."""

    def __init__(self, section: int, ledger: Ledger) -> None:
        self._section = section
        self._ledger = ledger
        self._trace: list[Trace] = []
        self._open: dict[str, OpenItem] = {}
        self.text = ""

    def write(self, template: str) -> None:
        """Add a sentence, with facts in their places."""
        at = 0
        for place in _PLACE.finditer(template):
            self.text += template[at : place.start()]
            at = place.end()
            key, as_list, wording = place[1], bool(place[2]), place[3]
            if key == "self":
                self._add_self()
            else:
                self._add_fact(key, as_list, wording)
        self.text += template[at:]

    def paragraph(self) -> None:
        """End the paragraph."""
        self.text = self.text.rstrip("\n") + "\n\n"

    def draft(self, title: str) -> SectionDraft:
        """What has been written."""
        return SectionDraft(
            number=self._section,
            title=title,
            text=self.text.rstrip() + "\n",
            trace=tuple(self._trace),
            open_items=tuple(self._open.values()),
        )

    def _add_self(self) -> None:
        name = self._ledger.get("municipality").value
        kind = str(name)[-1] if name and str(name)[-1] in _KINDS_OF_MUNICIPALITY else ""
        if kind:
            self._span(f"本{kind}", TraceKind.COMPUTATION, "municipality")
        else:
            self._open_span("municipality")

    def _add_fact(self, key: str, as_list: bool, wording: str | None) -> None:
        fact, question = self._ledger.get(key), question_for(key)
        if (wording is None and fact.status is not Status.ANSWERED) or fact.status in OPEN:
            if as_list:
                self.text += "\n・"
            self._open_span(key)
        elif wording is not None:
            self._span(wording, TraceKind.FACT, key)
        elif as_list:
            items = fact.value if isinstance(fact.value, tuple) else (show_value(fact, question),)
            for item in items:
                self.text += "\n・"
                self._span(item, TraceKind.FACT, key)
        else:
            self._span(show_value(fact, question), TraceKind.FACT, key)

    def _open_span(self, key: str) -> None:
        question = question_for(key)
        text = f"〔要確認：{question.label}〕"
        self._span(text, TraceKind.OPEN, key)
        self._open[key] = OpenItem(
            kind="unknown_fact",
            section=self._section,
            key=key,
            text=f"{question.label}（{question.department}に確認）",
        )

    def _span(self, text: str, kind: TraceKind, ref: str) -> None:
        start = len(self.text)
        self.text += text
        self._trace.append(Trace(section=self._section, start=start, end=len(self.text), text=text, kind=kind, ref=ref))
