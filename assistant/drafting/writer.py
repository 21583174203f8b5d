"""Collect a section's text piece by piece, and for each piece what it rests on. Knows places, no templates' files."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from assistant.drafting.shown import show_date, show_value
from assistant.drafting.style import Style, style_of
from assistant.drafting.templates import OPEN, Sentence
from assistant.errors import InputError
from assistant.interview import question_for
from assistant.models import Ledger, OpenItem, SectionDraft, Status, Trace, TraceKind
from knowledge.corpus import Corpus
from knowledge.models import CurrentName, Law

_PLACE = re.compile(r"\{([a-z_]+)(?::([a-z0-9_:-]+?))?(?::(short))?(?:=([^}]+))?\}")
_KINDS = {"市": "市役所", "町": "町役場", "村": "村役場", "区": "区役所"}
OURS = "本市"
MOST_QUOTED = 3
T = TypeVar("T")
Ref = tuple[TraceKind, str]


_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


class Mark(NamedTuple):
    """A state of the writer."""

    length: int
    headings: int
    traces: int


class Writer:
    """A section in the making."""

    def __init__(self, section: int, ledger: Ledger, corpus: Corpus) -> None:
        self.section = section
        self.ledger = ledger
        self.corpus = corpus
        self.style: Style = style_of(ledger)
        self.text = ""
        self._trace: list[Trace] = []
        self._open: dict[str, OpenItem] = {}
        self._named: set[str] = set()
        self._headings = 0

    # --- whole sentences ------------------------------------------------------------------------------------------

    def sentence(self, sentence: Sentence, issues: Sequence[str] = ()) -> None:
        """Add a sentence of a template, with facts and names in their places.

        Args:
            issues: the plan's own words that stand in the places {issue} and {issues}.
        """
        grounds = self._grounds(sentence, issues)
        at = 0
        for place in _PLACE.finditer(sentence.text):
            self.literal(sentence.text[at : place.start()], grounds)
            at = place.end()
            self._place(place, issues)
        self.literal(sentence.text[at:], grounds)

    def themed(self, text: str, issues: Sequence[str]) -> None:
        """Add a theme's sentence on these issues; it says what they mean, so they are its ground."""
        self.sentence(Sentence(text=text), issues)

    def paragraph(self, sentences: Iterable[Sentence]) -> bool:
        """Add a paragraph of those sentences whose conditions hold; whether there was one."""
        held = [sentence for sentence in sentences if sentence.when.holds(self.ledger)]
        if not held:
            return False
        self.gap()
        for sentence in held:
            self.sentence(sentence)
        return True

    def _grounds(self, sentence: Sentence, issues: Sequence[str]) -> list[Ref]:
        places = [place for place in _PLACE.finditer(sentence.text) if place[2] in (None, "list", "quoted")]
        computed = {"self", "kind", "office"} | ({"issue", "issues"} if issues else set())
        facts = [place[1] for place in places if place[1] not in computed]
        proved: list[Ref] = [(TraceKind.RECORD, ref) for ref in sentence.rests_on]
        proved += [(TraceKind.FACT, key) for key in sentence.when.keys if self.kind(key) is TraceKind.FACT]
        if issues and not proved:
            return [(TraceKind.FACT, self._key_of(issues[0]))]
        return proved or [(self.kind(key), key) for key in facts][:1]

    def kind(self, key: str) -> TraceKind:
        """Whether a fact can prove something, or is open."""
        proves = (Status.ANSWERED, Status.NOT_APPLICABLE)
        return TraceKind.FACT if self.ledger.get(key).status in proves else TraceKind.OPEN

    def literal(self, text: str, grounds: Sequence[Ref]) -> None:
        """Add words of a template."""
        text = self.style.write(text)
        if not text.strip():
            self.text += text
        else:
            self.span(text, grounds, wording=True)

    # --- places ---------------------------------------------------------------------------------------------------

    def _place(self, place: re.Match[str], issues: Sequence[str]) -> None:
        key, of, short, wording = place[1], place[2], bool(place[3]), place[4]
        match key:
            case "issue":  # stands in 「」 already
                for at, issue in enumerate(issues):
                    self.text += "" if not at else "」及び「" if at == len(issues) - 1 else "」、「"
                    self.span(issue, [(TraceKind.FACT, self._key_of(issue))])
            case "issues" if issues:
                for at, issue in enumerate(issues):
                    self.text += "、「" if at else "「"
                    self.span(issue, [(TraceKind.FACT, self._key_of(issue))])
                    self.text += "」"
            case "self" | "kind" | "office":
                self.own_kind(key)
            case "law":
                self._law(_known(next((law for law in self.corpus.laws if law.key == of), None), place[0]), short)
            case "article":
                provision = _known(self.corpus.provision.get(of or ""), place[0])
                self.span(provision.article, [(TraceKind.RECORD, provision.id)])
            case "since":
                provision = _known(self.corpus.provision.get(of or ""), place[0])
                day = _known(provision.since, place[0])
                self.span(show_date(day.isoformat()), [(TraceKind.RECORD, provision.id)], kept=False)
            case "name":
                self._name(_known(next((n for n in self.corpus.names if n.id == f"name:{of}"), None), place[0]), short)
            case _:
                self.fact(key, form=of, wording=wording)

    def _key_of(self, issue: str) -> str:
        listed = self.ledger.answer("administrative_issues")
        return "administrative_issues" if isinstance(listed, tuple) and issue in listed else "issues"

    def own_kind(self, wanted: str) -> None:
        """Add 本町 (self), 町 (kind) or 町役場 (office)."""
        kind = kind_of(self.ledger)
        if not kind:
            self.gap_mark("municipality")
            return
        written = {"self": f"本{kind}", "kind": kind, "office": _KINDS[kind]}[wanted]
        self.span(written, [(TraceKind.COMPUTATION, "municipality")])

    def _law(self, law: Law, short: bool) -> None:
        ref: list[Ref] = [(TraceKind.RECORD, f"law:{law.key}")]
        self.span(law.title if short else f"{law.title}（{law.number}）", ref, names_law=True)

    def _name(self, name: CurrentName, short: bool) -> None:
        self.span(name.name, [(TraceKind.RECORD, name.id)])
        if short or name.id in self._named:
            return
        self._named.add(name.id)
        if name.confirm and (confirmed := self.ledger.answer(name.confirm)):
            self.text += "（"
            self.span(str(confirmed), [(TraceKind.FACT, name.confirm)])
            self.text += "）"
        elif name.confirm:
            self.gap_mark(name.confirm, "confirmation")
        elif name.edition:
            self.span(f"（{name.edition}）", [(TraceKind.RECORD, name.id)])

    def fact(self, key: str, *, form: str | None = None, wording: str | None = None) -> None:
        """Add a fact's value (or a wording that the fact proves); an open item where there is none.

        Args:
            form: `list` for bullets on lines of their own, `quoted` for the first few items in 「」.
        """
        fact, question = self.ledger.get(key), question_for(key)
        ref: list[Ref] = [(TraceKind.FACT, key)]
        items = fact.value if isinstance(fact.value, tuple) else (show_value(fact, question),)
        if fact.status in OPEN or (wording is None and fact.status is not Status.ANSWERED):
            self.text += self._bullet() if form == "list" else ""
            self.gap_mark(key)
        elif wording is not None:
            self.literal(wording, ref)
        elif form == "list":
            for item in items:
                self.text += self._bullet()
                self.span(item, ref)
        elif form == "quoted":
            for at, item in enumerate(items[:MOST_QUOTED]):
                self.text += "、「" if at else "「"
                self.span(item, ref)
                self.text += "」"
        else:
            own_words = question.kind in ("text", "title", "items", "name", "choice")
            self.span(show_value(fact, question), ref, kept=own_words)

    def _bullet(self) -> str:
        return "・" if self.text.endswith("\n") else "\n・"

    # --- pieces ---------------------------------------------------------------------------------------------------

    def gap(self) -> None:
        """An empty line, if there is text already."""
        if self.text:
            self.text = self.text.rstrip("\n") + "\n\n"

    def title(self, text: str) -> None:
        """Add a section's title; a gap in it is marked and listed with the section's other gaps."""
        self.sentence(Sentence(text=text))

    def numbered_heading(self, text: str, *grounds: Ref) -> None:
        """A heading with the next number of the section, e.g. （2）計画期間."""
        self._headings += 1
        self.heading(f"（{self._headings}）".translate(_FULL_WIDTH))
        self.span(text, grounds) if grounds else self.add(text)

    def add(self, text: str) -> None:
        """Add marks of the layout, which need no ground."""
        self.text += text

    def mark(self) -> Mark:
        """Where the text stands, to come back to if what follows turns out empty."""
        return Mark(len(self.text), self._headings, len(self._trace))

    def back_to(self, mark: Mark) -> None:
        """Take back what was added since the mark."""
        self.text, self._headings = self.text[: mark.length], mark.headings
        del self._trace[mark.traces :]

    def heading(self, text: str) -> None:
        """A heading by itself; the text is the program's or a person's own."""
        self.gap()
        self.text += text

    def span(
        self, text: str, grounds: Sequence[Ref], *, kept: bool = True, names_law: bool = False, wording: bool = False
    ) -> None:
        """Add a traced piece.

        Args:
            kept: the words are a person's or a record's name; only the look of years and figures may change.
            names_law: it is a law's title and number.
            wording: it is a template's own wording, in the plan's style already.
        """
        if not wording:
            text = self.style.write(laid_out(text), own_words=kept, names_law=names_law)
        start = len(self.text)
        self.text += text
        self._trace += [
            Trace(section=self.section, start=start, end=len(self.text), text=text, kind=kind, ref=ref, wording=wording)
            for kind, ref in grounds
        ]

    def gap_mark(self, key: str, kind: str = "unknown_fact") -> None:
        """Add 〔要確認：…〕 for a fact, and list it."""
        question = question_for(key)
        self.open(key, question.label, f"{question.label}（{question.department}に確認）", kind)

    def open(self, key: str, label: str, text: str, kind: str) -> None:
        """Add 〔要確認：label〕, and list the gap once."""
        self.span(f"〔要確認：{label}〕", [(TraceKind.OPEN, key)])
        self._open.setdefault(
            key, OpenItem.model_validate({"kind": kind, "section": self.section, "key": key, "text": text})
        )

    def body(self, text: str, ref: Ref) -> None:
        """Add a record's text about any municipality; 本市 becomes 本町 and so on."""
        kind = kind_of(self.ledger)
        self.span(text.replace(OURS, f"本{kind}") if kind else text.replace(OURS, "当該団体"), [ref], kept=False)

    def draft(self, title: str, uses: tuple[str, ...] = ()) -> SectionDraft:
        """What has been written."""
        return SectionDraft(
            number=self.section,
            title=title,
            text=self.text.rstrip() + "\n",
            trace=tuple(self._trace),
            open_items=tuple(self._open.values()),
            uses=uses,
        )

    @property
    def trace(self) -> tuple[Trace, ...]:
        """The traces so far."""
        return tuple(self._trace)


def laid_out(text: str) -> str:
    """A text that cannot break the layout: on one line, and without the bars that make a table."""
    folded = " ".join(part.strip() for part in text.split("\n")).strip() if "\n" in text else text
    return folded.replace("|", "｜")


def _known(found: T | None, place: str) -> T:
    if found is None:
        raise InputError(f"ひな型の「{place}」に当たる資料がありません。prompts/ のひな型を直してください。")
    return found


def kind_of(ledger: Ledger) -> str:
    """市, 町, 村 or 区; empty if the name is not known."""
    name = str(ledger.answer("municipality") or "")
    return name[-1] if name and name[-1] in _KINDS else ""
