"""The texts that users have brought: add, list, remove. The original is kept; a failed import changes nothing."""

import shutil
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from knowledge.errors import ImportRefused, SourceError
from knowledge.importing.clauses import Statute, joined_passages, key_of, statute_passages
from knowledge.importing.law_text import read_law_text
from knowledge.importing.law_xml import read_law_xml
from knowledge.importing.reading import XML, decode, read_bytes
from knowledge.importing.sections import listed, section_passages
from knowledge.models import Law, Passage, Record, Text

ImportKind = Literal["law", "national", "cases", "guide"]


class Import(Record):
    """A text that was taken in.

    Attributes:
        id: names it for removal.
        recognised: what was found in it, in a sentence.
        changed: what differs from the edition that it replaces; empty for a first one.
    """

    id: Text
    kind: ImportKind
    title: Text
    edition: str = ""
    file: Text
    sha256: Text
    added: date
    recognised: Text
    changed: str = ""
    passages: tuple[Passage, ...] = Field(min_length=1)


def read_import(path: Path, kind: ImportKind, laws: tuple[Law, ...], today: date, title: str | None = None) -> Import:
    """Read a file without keeping anything.

    Raises:
        ImportRefused: saying what is wrong with the file and what to do.
    """
    data = read_bytes(path)
    name = path.name
    if kind == "law":
        if path.suffix.lower() in XML:
            statute = read_law_xml(data, name)
        else:
            statute = read_law_text(decode(data, name), name, title or path.stem)
        return _of_statute(statute, data, name, laws, today)
    if path.suffix.lower() in XML:
        raise ImportRefused(f"「{name}」は XML です。XML で取り込めるのは法令（--kind law）だけです。")
    shown = title or path.stem
    found = section_passages(decode(data, name), kind, shown, name)
    return Import(
        id=f"{kind}-{sha256(shown.encode()).hexdigest()[:8]}",
        kind=kind,
        title=shown,
        file=name,
        sha256=sha256(data).hexdigest(),
        added=today,
        recognised=found.recognised,
        passages=found.passages,
    )


def _of_statute(statute: Statute, data: bytes, name: str, laws: tuple[Law, ...], today: date) -> Import:
    passages, joined = joined_passages(statute_passages(statute, laws))
    articles = {c.article for c in statute.clauses if not c.article.startswith("suppl")}
    paragraphs = sum(1 for c in statute.clauses if c.paragraph and not c.item)
    items = sum(1 for c in statute.clauses if c.item)
    recognised = f"「{statute.title}」の{len(articles)}条、項{paragraphs}件、号{items}件を読み取りました。"
    if joined:
        recognised += f"同じ番号の{len(joined)}件（{listed(joined)}）は、一つにまとめました。"
    return Import(
        id=key_of(statute, laws),
        kind="law",
        title=statute.title,
        edition=statute.edition,
        file=name,
        sha256=sha256(data).hexdigest(),
        added=today,
        recognised=recognised,
        passages=passages,
    )


class Library:
    """The folder of imports: one folder each, with the record and the original file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> tuple[Import, ...]:
        """Every import, by id.

        Raises:
            SourceError: if a record cannot be read any more.
        """
        found = []
        for record in sorted(self._folder.glob("*/record.json")):
            if record.parent.name.startswith("."):
                continue  # left over from an import that was cut off
            try:
                found.append(Import.model_validate_json(record.read_bytes()))
            except ValidationError as error:
                raise SourceError(
                    f"取り込んだ資料の記録「{record}」が壊れています。`kanmin knowledge remove {record.parent.name}` で外し、取り込み直してください。"
                ) from error
        return tuple(found)

    def fingerprint(self) -> str:
        """Identity of all imports; empty when there are none."""
        records = [record for record in sorted(self._folder.glob("*/record.json")) if record.parent.name[0] != "."]
        if not records:
            return ""
        return sha256(b"\0".join(record.read_bytes() for record in records)).hexdigest()[:16]

    def add(self, new: Import, original: Path) -> Import:
        """Keep an import, in place of an earlier edition of the same text; says what changed.

        Raises:
            ImportRefused: if its id is not the name of a folder.
        """
        target = self._place(new.id)
        new = self.compared(new)
        fresh = self._folder / f".{new.id}.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        shutil.copyfile(original, fresh / f"original{original.suffix.lower()}")
        (fresh / "record.json").write_text(new.model_dump_json(), encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
        return new

    def compared(self, new: Import) -> Import:
        """The import with what differs from the edition that it would replace; as it is where there is none."""
        before = next((old for old in self.all() if old.id == new.id), None)
        return new.model_copy(update={"changed": _difference(before.passages, new.passages)}) if before else new

    def remove(self, import_id: str) -> None:
        """Take an import out again.

        Raises:
            ImportRefused: if there is none of that id.
        """
        target = self._place(import_id)
        if not (target / "record.json").exists():
            known = "、".join(found.id for found in self.all()) or "なし"
            raise ImportRefused(f"取り込んだ資料に「{import_id}」はありません（いまあるもの：{known}）。")
        shutil.rmtree(target)

    def snapshot(self, import_id: str) -> Path | None:
        """A copy of an import's folder to put back if what follows fails."""
        target = self._place(import_id)
        if not target.exists():
            return None
        copy = self._folder / f".{import_id}.before"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(target, copy)
        return copy

    def put_back(self, import_id: str, copy: Path | None) -> None:
        """Undo a change of one import."""
        target = self._place(import_id)
        shutil.rmtree(target, ignore_errors=True)
        if copy is not None:
            copy.rename(target)

    def _place(self, import_id: str) -> Path:
        """The folder of an import: directly in the library's, and none of those that start with a dot.

        Raises:
            ImportRefused: if the id leads anywhere else.
        """
        target = self._folder / import_id
        # the parent of library/.. is library, too: a name with a dot at its start is refused whatever it leads to
        if target.parent != self._folder or target.name != import_id or import_id.startswith("."):
            raise ImportRefused(
                f"「{import_id}」は、取り込んだ資料の名前に使えません（「/」や、始めの「.」は含められません）。何も変えていません。"
            )
        return target

    def forget(self, copy: Path | None) -> None:
        """Throw a snapshot away."""
        if copy is not None:
            shutil.rmtree(copy, ignore_errors=True)


def merged(passages: Iterable[Passage], imports: Iterable[Import]) -> tuple[Passage, ...]:
    """The product's passages with the imports' among them; a statute's text takes the place of its digest."""
    found = {passage.id: passage for passage in passages}
    for imported in imports:
        found.update({passage.id: passage for passage in imported.passages})
    return tuple(found.values())


def _difference(old: tuple[Passage, ...], new: tuple[Passage, ...]) -> str:
    before, after = {p.id: p for p in old}, {p.id: p for p in new}
    leaves = [p for p in new if not any(q.parent == p.id for q in new)]
    added = [p.citation for p in leaves if p.id not in before]
    gone = [p.citation for p in old if p.id not in after and not any(q.parent == p.id for q in old)]
    altered = [p.citation for p in leaves if p.id in before and before[p.id].text != p.text]
    if not (added or gone or altered):
        return "前の版から変わったところはありません。"
    parts = [
        f"{word}{len(names)}件（{listed(names)}）"
        for word, names in (("変わった", altered), ("加わった", added), ("なくなった", gone))
        if names
    ]
    return "前の版との違い：" + "、".join(parts)
