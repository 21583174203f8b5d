"""Everything the sources say, typed and cross-checked: the one object that the rest of the product reads."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from pydantic import Field

from knowledge.datafiles import SOURCES, Source, as_records, load_manifest, load_records, load_yaml, read_text
from knowledge.errors import SourceError
from knowledge.importing.library import Library, merged
from knowledge.models import (
    Alias,
    CaseFact,
    Cue,
    CurrencyNote,
    CurrentName,
    Guide,
    Law,
    MeasureToday,
    NewMeasure,
    OutOfScope,
    Passage,
    Phrasing,
    Provision,
    Record,
    Requirement,
)
from knowledge.parsing.guide import parse_guide
from knowledge.passages import guide_passages, law_passages, new_measure_passages

_TIME = re.compile(r"(\d{4})(?:[-年](\d{1,2})(?:[-月](\d{1,2}))?)?")


class Corpus(Record):
    """The typed corpus. `hash` identifies the sources it was made from."""

    hash: str
    as_of: date = Field(description="the day that the product's sources stand for")
    statutes_as_of: str = Field(description="until when the statutes were read")
    sources: tuple[Source, ...]
    guide: Guide
    laws: tuple[Law, ...]
    provisions: tuple[Provision, ...]
    requirements: tuple[Requirement, ...]
    notes: tuple[CurrencyNote, ...]
    measures_today: tuple[MeasureToday, ...]
    new_measures: tuple[NewMeasure, ...]
    names: tuple[CurrentName, ...]
    case_facts: tuple[CaseFact, ...]
    aliases: tuple[Alias, ...]
    phrasings: tuple[Phrasing, ...]
    cues: tuple[Cue, ...]
    out_of_scope: tuple[OutOfScope, ...]
    passages: tuple[Passage, ...]
    imports: tuple[str, ...] = Field(default=(), description="titles of the texts that users brought")
    imported: frozenset[str] = Field(default=frozenset(), description="ids of passages that users brought")

    @cached_property
    def passage(self) -> Mapping[str, Passage]:
        """Passages by id."""
        return {passage.id: passage for passage in self.passages}

    @cached_property
    def requirement(self) -> Mapping[str, Requirement]:
        """Requirements by id."""
        return {requirement.id: requirement for requirement in self.requirements}

    @cached_property
    def provision(self) -> Mapping[str, Provision]:
        """Provisions of the law digest by id."""
        return {provision.id: provision for provision in self.provisions}

    @cached_property
    def note(self) -> Mapping[str, CurrencyNote]:
        """Currency notes by id."""
        return {note.id: note for note in self.notes}

    @cached_property
    def said(self) -> Mapping[str, str]:
        """What each requirement and provision states, what each currency note says, and what is known of each case."""
        said = {requirement.id: requirement.statement for requirement in self.requirements}
        said |= {provision.id: provision.statement for provision in self.provisions}
        said |= {note.id: note.text for note in self.notes}
        for fact in self.case_facts:
            name = f"case:{fact.case}"
            said[name] = f"{said[name]}\n{fact.text}" if name in said else fact.text
        return said

    @cached_property
    def notes_on(self) -> Mapping[str, tuple[CurrencyNote, ...]]:
        """Currency notes by the id of what they correct."""
        found: dict[str, list[CurrencyNote]] = {}
        for note in self.notes:
            for target in note.applies_to:
                found.setdefault(target, []).append(note)
        return {target: tuple(notes) for target, notes in found.items()}


def source_hash(folder: Path = SOURCES, imports: str = "") -> str:
    """Identity of the source files and imports (their fingerprint): changes when any of them does."""
    digest = sha256(imports.encode())
    for path in sorted(folder.iterdir()):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def load_corpus(folder: Path = SOURCES, library: Library | None = None) -> Corpus:
    """Read, parse and cross-check all sources, with what users have brought.

    Raises:
        SourceError: with every faulty place, if a file is missing, changed or not in its declared form,
            or if a record points to something that does not exist.
    """
    manifest = load_manifest(folder)
    guide_file = next((source.file for source in manifest.sources if source.kind == "guide"), None)
    if guide_file is None:
        raise SourceError("目録 manifest.yaml に手引（kind: guide）がありません")
    guide = parse_guide(read_text(folder / guide_file), guide_file)
    law = load_yaml(folder / "law.yaml")
    if not isinstance(law, dict):
        raise SourceError("資料「law.yaml」は、laws: と provisions: の二つの項目を持つ必要があります")
    laws = as_records(law.get("laws"), Law, "law.yaml（laws）")
    provisions = as_records(law.get("provisions"), Provision, "law.yaml（provisions）")
    new_measures = load_records(folder / "new_measures.yaml", NewMeasure)
    imports = library.all() if library else ()
    own = (*guide_passages(guide), *new_measure_passages(new_measures), *law_passages(laws, provisions))
    corpus = Corpus(
        hash=source_hash(folder, library.fingerprint() if library else ""),
        as_of=manifest.as_of,
        statutes_as_of=manifest.statutes_as_of,
        sources=manifest.sources,
        guide=guide,
        laws=laws,
        provisions=provisions,
        requirements=load_records(folder / "requirements.yaml", Requirement),
        notes=load_records(folder / "notes.yaml", CurrencyNote),
        measures_today=load_records(folder / "measures_today.yaml", MeasureToday),
        new_measures=new_measures,
        names=load_records(folder / "names.yaml", CurrentName),
        case_facts=load_records(folder / "case_facts.yaml", CaseFact),
        aliases=load_records(folder / "aliases.yaml", Alias),
        phrasings=load_records(folder / "phrasings.yaml", Phrasing),
        cues=load_records(folder / "cues.yaml", Cue),
        out_of_scope=load_records(folder / "scope.yaml", OutOfScope),
        passages=merged(own, imports),
        imports=tuple(imported.title for imported in imports),
        imported=frozenset(passage.id for imported in imports for passage in imported.passages),
    )
    if problems := list(_broken(corpus)):
        raise SourceError("資料どうしの参照に誤りがあります。\n" + "\n".join(f"  - {p}" for p in problems))
    return corpus


def _broken(corpus: Corpus) -> Iterator[str]:
    yield from _repeated("要件", (record.id for record in corpus.requirements))
    yield from _repeated("改正・更新注記", (record.id for record in corpus.notes))
    yield from _repeated("出典箇所", (passage.id for passage in corpus.passages))
    yield from _repeated("今日の施策", (record.measure for record in corpus.measures_today))
    passages = corpus.passage
    for requirement in corpus.requirements:
        yield from _unknown(f"requirements.yaml {requirement.id}", requirement.sources, passages)
    targets = {*passages, *corpus.requirement}
    for note in corpus.notes:
        yield from _unknown(f"notes.yaml {note.id}", note.applies_to, targets)
        if _is_later(note.as_of, corpus.as_of):
            yield (
                f"notes.yaml {note.id}：時点「{note.as_of}」が、"
                f"manifest.yaml の as_of（{corpus.as_of}）より後の時点です。as_of も直してください"
            )
    for name in corpus.names:
        yield from _unknown(f"names.yaml {name.id}", [name.note], {note.id for note in corpus.notes})
    for phrasing in corpus.phrasings:
        yield from _unknown("phrasings.yaml", [phrasing.passage], passages)
    for measure in corpus.new_measures:
        yield from _unknown(f"new_measures.yaml {measure.id}", measure.sources, passages)
    for fact in corpus.case_facts:
        yield from _unknown("case_facts.yaml", [f"case:{fact.case}"], passages)
    titles = {measure.title for measure in corpus.guide.measures}
    for today in corpus.measures_today:
        yield from _unknown("measures_today.yaml", [today.measure], titles)
    for missing in sorted(titles - {today.measure for today in corpus.measures_today}):
        yield f"measures_today.yaml：手引の施策「{missing}」の記録がありません"


def _is_later(written: str, day: date) -> bool:
    """Whether a time that begins with a western year (2026-12, 2027年4月) is later than the day; of others nobody knows."""
    found = _TIME.match(written)
    parts = tuple(int(part) for part in found.groups() if part) if found else ()
    return parts > (day.year, day.month, day.day)[: len(parts)]


def _unknown(where: str, ids: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    known = known if isinstance(known, set | Mapping) else set(known)
    for wanted in ids:
        if wanted not in known:
            yield f"{where}：「{wanted}」は存在しません"


def _repeated(what: str, ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for found in ids:
        if found in seen:
            yield f"{what}の「{found}」が二つあります"
        seen.add(found)
