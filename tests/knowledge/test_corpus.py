"""The corpus is whole and cross-checked; a damaged data file is refused in Japanese, with every faulty place."""

import shutil
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from knowledge.corpus import Corpus, load_corpus, source_hash
from knowledge.datafiles import SOURCES
from knowledge.errors import ParseError, SourceError
from knowledge.models import Confidence, PassageKind, Strength


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of the sources to damage."""
    return Path(shutil.copytree(SOURCES, tmp_path / "sources"))


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(SourceError) as refused:
        load_corpus(folder)
    return str(refused.value)


# --- the real corpus ------------------------------------------------------------------------------


def test_ids_are_unique(corpus: Corpus) -> None:
    """No two passages, requirements, notes, provisions or new measures share an id."""
    ids = [record.id for record in (*corpus.passages, *corpus.requirements, *corpus.notes)]
    assert [name for name, times in Counter(ids).items() if times > 1] == []


@pytest.mark.parametrize(
    ("kind", "count"),
    [(PassageKind.NATIONAL, 33), (PassageKind.CASE, 21), (PassageKind.OWN, 0)],
)
def test_passages_by_kind(corpus: Corpus, kind: PassageKind, count: int) -> None:
    """Each national measure and case is one passage; nobody's own documents are shipped."""
    assert sum(passage.kind is kind for passage in corpus.passages) == count


def test_every_guide_measure_has_a_passage_and_a_record_of_today(corpus: Corpus) -> None:
    """All 44 measures can be found, and each says what has become of it."""
    assert {today.measure for today in corpus.measures_today} == {measure.title for measure in corpus.guide.measures}
    assert len(corpus.measures_today) == 44
    assert {measure.id for measure in corpus.guide.measures} <= set(corpus.passage)


def test_measures_of_today_say_what_to_do_instead(corpus: Corpus) -> None:
    """Every measure has a body and KPIs of today; one that is not current also has today's title."""
    for today in corpus.measures_today:
        instead = (bool(today.title), bool(today.body), bool(today.kpis))
        assert instead == (today.status != "current", True, True), today.measure


def test_every_pointer_leads_somewhere(corpus: Corpus) -> None:
    """Requirements, new measures, phrasings and notes point to passages (or requirements) that exist."""
    known = set(corpus.passage)
    pointers = {r.id: r.sources for r in corpus.requirements} | {m.id: m.sources for m in corpus.new_measures}
    pointers |= {p.passage: (p.passage,) for p in corpus.phrasings}
    assert {name: set(ids) - known for name, ids in pointers.items() if set(ids) - known} == {}
    targets = known | set(corpus.requirement)
    assert [n.id for n in corpus.notes if not set(n.applies_to) <= targets] == []
    assert {fact.case for fact in corpus.case_facts} <= {case.number for case in corpus.guide.cases}


def test_there_are_40_to_60_requirements_that_each_name_strength_and_bearer(corpus: Corpus) -> None:
    """One catalogue, of a size that a person can keep in order."""
    assert 40 <= len(corpus.requirements) <= 60
    assert {r.strength for r in corpus.requirements} >= set(Strength) - {Strength.PRINCIPLE, Strength.LOCAL_RULE}


def test_notes_of_confidence_c_say_so(corpus: Corpus) -> None:
    """What was not verified is never a plain statement."""
    plain = [n.id for n in corpus.notes if n.confidence is Confidence.C and "未確認" not in n.text]
    assert plain == []


def test_a_law_passage_is_labelled_as_a_digest(corpus: Corpus) -> None:
    """The words are ours, not the statute's, and the citation says so."""
    law = [passage for passage in corpus.passages if passage.kind is PassageKind.LAW]
    assert [passage.id for passage in law if not passage.citation.endswith("（要旨）")] == []


def test_online_procedures_the_card_and_the_digital_divide_are_duties_of_the_state(corpus: Corpus) -> None:
    """Articles 10, 13 and 14 of the Act bind the State."""
    for article in ("act:10-1", "act:13", "act:14"):
        assert corpus.provision[article].bearer.split("（")[0] == "国", article


# --- identity of the sources ----------------------------------------------------------------------


def test_loading_twice_gives_the_same_corpus(corpus: Corpus) -> None:
    """The corpus is a function of its files."""
    assert load_corpus() == corpus


def test_the_hash_follows_the_files(sources: Path, corpus: Corpus) -> None:
    """A copy has the same hash; a changed comment in any file changes it."""
    assert source_hash(sources) == corpus.hash
    (sources / "cues.yaml").write_text((sources / "cues.yaml").read_text(encoding="utf-8") + "# 注\n", encoding="utf-8")
    assert source_hash(sources) != corpus.hash


# --- damage ---------------------------------------------------------------------------------------


def test_broken_references_are_reported_all_together(sources: Path) -> None:
    """Five wrong pointers in five files are named in one error."""
    replace(sources / "requirements.yaml", "sources: [act:9-3, general:1,", "sources: [act:9-33, general:1,")
    replace(sources / "notes.yaml", '    - "footnote:3"', '    - "footnote:8"')
    replace(sources / "phrasings.yaml", "- passage: general:1\n", "- passage: general:11\n")
    replace(sources / "measures_today.yaml", "- measure: 行政手続の棚卸し\n", "- measure: 行政手続のたな卸し\n")
    case = (sources / "case_facts.yaml").read_text(encoding="utf-8")
    (sources / "case_facts.yaml").write_text(case.replace('"5-13"', '"5-99"', 1), encoding="utf-8")
    said = refusal(sources)
    for place in (
        "requirements.yaml req:effort-to-plan：「act:9-33」は存在しません",
        "notes.yaml note:erratum-footnote-3：「footnote:8」は存在しません",
        "phrasings.yaml：「general:11」は存在しません",
        "measures_today.yaml：「行政手続のたな卸し」は存在しません",
        "measures_today.yaml：手引の施策「行政手続の棚卸し」の記録がありません",
        "case_facts.yaml：「case:5-99」は存在しません",
    ):
        assert place in said


def test_repeated_ids_are_reported(sources: Path) -> None:
    """Two requirements and two notes of one id are named."""
    replace(sources / "requirements.yaml", "id: req:publish-contact", "id: req:effort-to-plan")
    replace(sources / "notes.yaml", 'id: "note:guide-after-2019"', 'id: "note:guide-edition"')
    said = refusal(sources)
    assert "要件の「req:effort-to-plan」が二つあります" in said
    assert "改正・更新注記の「note:guide-edition」が二つあります" in said


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "requirements.yaml",
            "  strength: 努力義務\n",
            "  strength: 努力目標\n",
            [
                "資料「requirements.yaml」に誤りがあります",
                "1件目 req:effort-to-plan の「strength」",
                "決められた値ではありません",
                "努力目標",
            ],
        ),
        (
            "requirements.yaml",
            "  bearer: 市町村（特別区を含む）\n",
            "  bearar: 市町村（特別区を含む）\n",
            ["「bearar」：この項目名はありません", "「bearer」：この項目が必要です"],
        ),
        (
            "requirements.yaml",
            "- id: req:publish",
            "- id: publish",
            ["2件目", "「id」：決められた形の文字列ではありません"],
        ),
        (
            "notes.yaml",
            "  since: 2019-10-11",
            "  since: 2019年10月11日",
            ["note:guide-edition の「since」：日付は 2026-04-01 の形で"],
        ),
        (
            "notes.yaml",
            "  kind: erratum",
            "  kind: error",
            ["note:erratum-hinagata の「kind」：決められた値ではありません"],
        ),
        ("notes.yaml", "  confidence: A", "  confidence: D", ["「confidence」：決められた値ではありません（値：D）"]),
        ("notes.yaml", '  topics: ["難題"]', "  topics: []", ["「topics」：件数が足りません"]),
        (
            "measures_today.yaml",
            "  status: updated",
            "  status: changed",
            ["「status」：決められた値ではありません（値：changed）"],
        ),
        (
            "law.yaml",
            "  statement: ",
            "  statment: ",
            ["law.yaml（provisions）", "「statment」：この項目名はありません"],
        ),
        ("cues.yaml", "- favours: law", "- favours: laws", ["cues.yaml", "「favours」：決められた値ではありません"]),
        ("scope.yaml", "- subject: ふるさと納税", '- subject: ""', ["2件目", "「subject」：空にはできません"]),
        ("aliases.yaml", "  means: [高齢者]", "  mean: [高齢者]", ["1件目", "「mean」：この項目名はありません"]),
        ("new_measures.yaml", "  pillar: ", "  pillar: 1", ["new_measures.yaml", "「pillar」"]),
        (
            "phrasings.yaml",
            "- passage: general:0\n",
            "passage: general:0\n",
            ["phrasings.yaml", "行目が YAML として読めません"],
        ),
        (
            "requirements.yaml",
            "  title: 計画の公表（義務）",
            "\ttitle: 計画の公表（義務）",
            ["requirements.yaml", "行目が YAML として読めません"],
        ),
    ],
    ids=[
        "strength",
        "misspelt field",
        "id",
        "date",
        "kind",
        "confidence",
        "empty list",
        "status",
        "law",
        "cue",
        "scope",
        "alias",
        "pillar",
        "not YAML",
        "tab",
    ],
)
def test_faults_of_a_data_file_are_named(sources: Path, file: str, old: str, new: str, said: list[str]) -> None:
    """File, record, field and reason, in Japanese."""
    replace(sources / file, old, new)
    message = refusal(sources)
    for part in said:
        assert part in message


def test_all_faulty_records_of_a_file_are_named_together(sources: Path) -> None:
    """Two faults in two records give two lines."""
    replace(sources / "requirements.yaml", "  strength: 努力義務\n", "  strength: 努力目標\n")
    replace(sources / "requirements.yaml", "- id: req:publish\n", "- id: publish\n")
    message = refusal(sources)
    assert "1件目" in message
    assert "2件目" in message


@pytest.mark.parametrize("content", ["", "ただの文\n", "a: 1\n"], ids=["empty", "text", "mapping"])
def test_a_data_file_must_be_a_list(sources: Path, content: str) -> None:
    """Anything but a list of records is refused."""
    (sources / "aliases.yaml").write_text(content, encoding="utf-8")
    assert "資料「aliases.yaml」は、「- 」で始まる項目の並びである必要があります" in refusal(sources)


@pytest.mark.parametrize("content", ["", "- a\n", "laws\n"], ids=["empty", "list", "text"])
def test_the_law_file_must_have_its_two_parts(sources: Path, content: str) -> None:
    """A law file of another form is refused like any other, not with a programming error."""
    (sources / "law.yaml").write_text(content, encoding="utf-8")
    assert "law.yaml" in refusal(sources)


@pytest.mark.parametrize("content", ["- 施策\n- 例\n", "- 1\n"], ids=["text items", "number"])
def test_items_that_are_no_records_are_refused(sources: Path, content: str) -> None:
    """A list of bare words is no list of records."""
    (sources / "scope.yaml").write_text(content, encoding="utf-8")
    assert "資料「scope.yaml」に誤りがあります" in refusal(sources)


@pytest.mark.parametrize("file", ["requirements.yaml", "law.yaml", "manifest.yaml"])
def test_a_file_in_shift_jis_is_refused(sources: Path, file: str) -> None:
    """An editor that saves in the old Japanese encoding is found out."""
    text = (sources / file).read_text(encoding="utf-8")
    (sources / file).write_bytes(text.encode("cp932", errors="replace"))
    assert f"資料「{file}」の文字コードが UTF-8 ではありません" in refusal(sources)


def test_a_guide_in_shift_jis_is_refused(sources: Path) -> None:
    """The guide, too, must be UTF-8, even when the manifest knows its checksum."""
    guide = sources / "guide-2017-10.md"
    before = sha256(guide.read_bytes()).hexdigest()
    guide.write_bytes(guide.read_text(encoding="utf-8").encode("cp932", errors="replace"))
    replace(sources / "manifest.yaml", before, sha256(guide.read_bytes()).hexdigest())
    assert "資料「guide-2017-10.md」の文字コードが UTF-8 ではありません" in refusal(sources)


@pytest.mark.parametrize("file", ["guide-2017-10.md", "requirements.yaml", "law.yaml", "manifest.yaml", "scope.yaml"])
def test_a_missing_file_is_named(sources: Path, file: str) -> None:
    """The message says which file is missing."""
    (sources / file).unlink()
    assert f"資料「{file}」がありません" in refusal(sources)


def test_a_guide_that_the_manifest_does_not_describe_is_refused(sources: Path) -> None:
    """A changed guide is found by its checksum, and the message says what to mend."""
    guide = sources / "guide-2017-10.md"
    guide.write_bytes(guide.read_bytes() + b"\n")
    said = refusal(sources)
    assert "資料「guide-2017-10.md」が目録と違います" in said
    assert "manifest.yaml の sha256" in said


def test_a_guide_that_was_changed_on_purpose_is_parsed_anew(sources: Path) -> None:
    """With the new checksum in the manifest the changed guide is read, and its damage is named."""
    guide = sources / "guide-2017-10.md"
    before = sha256(guide.read_bytes()).hexdigest()
    replace(guide, "## 7. 国の施策との整合\n", "")
    replace(sources / "manifest.yaml", before, sha256(guide.read_bytes()).hexdigest())
    with pytest.raises(ParseError, match="国の施策との整合"):
        load_corpus(sources)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("as_of: 2026-11-23", "as_of: 令和8年11月", "「as_of」：日付は 2026-04-01 の形で"),
        ("as_of: 2026-11-23\n", "", "「as_of」：この項目が必要です"),
        ("statutes_as_of: 令和8年7月上旬", "statutes_as_of: ''", "「statutes_as_of」：空にはできません"),
        ("statutes_as_of: 令和8年7月上旬", "statute: 令和8年7月上旬", "「statute」：この項目名はありません"),
        ("  title: 市町村官民", "  titel: 市町村官民", "「title」：この項目が必要です"),
        ("as_of: 2026-11-23", "as_of: 2026-11-22", "manifest.yaml の as_of（2026-11-22）より後の時点"),
    ],
)
def test_the_date_of_the_knowledge_is_checked(sources: Path, old: str, new: str, said: str) -> None:
    """A day, and no earlier than the notes: who adds a note of a later day is told to move the date, too."""
    replace(sources / "manifest.yaml", old, new)
    assert said in refusal(sources)


@pytest.mark.parametrize("as_of", ["2026-11-24", "2026-12", "2027年"])
def test_a_note_later_than_the_knowledge_is_named(sources: Path, as_of: str) -> None:
    """With the note's id."""
    replace(sources / "notes.yaml", '  as_of: "2026-11-23"', f'  as_of: "{as_of}"')
    said = refusal(sources)
    assert "notes.yaml note:" in said
    assert f"「{as_of}」" in said


@pytest.mark.parametrize("as_of", ["2026-11-23", "2026-11", "2026年", "2026年7月上旬", "年は未確認"])
def test_a_note_of_the_same_time_or_of_no_date_is_taken(sources: Path, as_of: str) -> None:
    """Only what can be read as a later time is refused."""
    replace(sources / "notes.yaml", '  as_of: "2026-11-23"', f'  as_of: "{as_of}"')
    assert as_of in {note.as_of for note in load_corpus(sources).notes}


def test_a_manifest_that_is_a_mere_list_is_refused(sources: Path) -> None:
    """Its date would be missing; what it has to hold is said."""
    (sources / "manifest.yaml").write_text("- file: guide-2017-10.md\n", encoding="utf-8")
    assert "資料「manifest.yaml」は、as_of:" in refusal(sources)


def test_a_manifest_without_a_guide_is_refused(sources: Path) -> None:
    """The manifest must name the guide."""
    replace(sources / "manifest.yaml", "  kind: guide\n", "  kind: other\n")
    assert "manifest.yaml" in refusal(sources)
