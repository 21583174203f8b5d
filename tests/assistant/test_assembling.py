"""The plan put together from kept texts: which gaps are left in a text that a person has changed, and what stops publishing."""

from datetime import UTC, datetime

import pytest

from assistant.assembling import Kept, assemble, base_of, open_items_in, remaining, without_grounds
from assistant.drafting import draft_section
from assistant.models import ChosenMeasure, Fact, Ledger, OpenItem, Origin, SectionVersion, Status
from knowledge.corpus import Corpus

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FIRST, SECOND = "measure:m1.department", "measure:m2.department"


def ledger(**given: object) -> Ledger:
    facts = {
        key: Fact.model_validate({"key": key, "status": "answered", "value": value}) for key, value in given.items()
    }
    own = [
        ChosenMeasure(key=f"m{n}", title=title, pillar=1, body="窓口を改める。")
        for n, title in ((1, "窓口改革"), (2, "書かない窓口"))
    ]
    return Ledger(facts=facts, measures=tuple(own))


TOWN = ledger(municipality="みどり町", plan_name="みどり町データ計画", period="2027-2028")


def drafted(corpus: Corpus, section: int, known: Ledger = TOWN) -> SectionVersion:
    draft = draft_section(section, known, corpus)
    return version(section, 1, draft.text, "draft", trace=draft.trace, open_items=draft.open_items)


def version(section: int, number: int, text: str, origin: Origin = "edit", **more: object) -> SectionVersion:
    values = {
        "section": section,
        "number": number,
        "text": text,
        "origin": origin,
        "author": "鈴木",
        "created_at": AT,
        "stamp": number,
    }
    return SectionVersion.model_validate({**values, **more})


def keys(items: tuple[OpenItem, ...]) -> list[str]:
    return [item.key for item in items]


# --- the draft behind a text -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("history", "of", "base"),
    [
        ("d", 1, 1),
        ("de", 2, 1),
        ("deed", 3, 1),
        ("deed", 4, 4),
        ("e", 1, None),
        ("ee", 2, None),
        ("ded1", 4, 1),
        ("ded2", 4, 1),
        ("ded2e", 5, 1),
        ("ed1", 3, None),
    ],
)
def test_the_draft_behind_a_version(history: str, of: int, base: int | None) -> None:
    """d draft, e edit, a digit the restoration of that version; what a person wrote from nothing has no draft behind it."""
    origins = {"d": "draft", "e": "edit"}
    versions = [
        version(1, at, str(at), origins.get(sign, "restore"), restored=int(sign) if sign.isdigit() else None)  # type: ignore[arg-type]
        for at, sign in enumerate(history, start=1)
    ]
    found = base_of(versions[of - 1], versions[::-1])
    assert (found.number if found else None) == base


# --- gaps that are left ----------------------------------------------------------------------------------------------


def test_an_untouched_draft_has_its_own_gaps(corpus: Corpus) -> None:
    """Facts, fields of measures and confirmations alike."""
    base = drafted(corpus, 6)
    assert FIRST in keys(base.open_items)
    assert open_items_in(base.text, 6, base) == base.open_items
    third = drafted(corpus, 3)
    assert "confirmation" in {item.kind for item in open_items_in(third.text + "\n追記。\n", 3, third)}


@pytest.mark.parametrize(
    ("closed", "left"), [(1, SECOND), (2, FIRST)], ids=["the first measure's", "the second measure's"]
)
def test_of_two_equal_marks_the_right_one_is_closed(corpus: Corpus, closed: int, left: str) -> None:
    """Both measures lack their department under the same mark; closing one leaves the other's."""
    base = drafted(corpus, 6)
    mark = "〔要確認：担当課〕"
    pieces = base.text.split(mark)
    assert len(pieces) == 3
    text = pieces[0] + ("住民課" if closed == 1 else mark) + pieces[1] + ("住民課" if closed == 2 else mark) + pieces[2]
    found = keys(open_items_in(text, 6, base))
    assert left in found
    assert found == [key for key in keys(base.open_items) if key not in {FIRST, SECOND} - {left}]


def test_a_renamed_and_a_removed_measure(corpus: Corpus) -> None:
    """A heading in other words keeps its gaps; a measure that is cut out takes its gaps with it."""
    base = drafted(corpus, 6)
    renamed = base.text.replace("● 窓口改革【", "● 窓口の改革【")
    assert keys(open_items_in(renamed, 6, base)) == keys(base.open_items)
    start, end = base.text.index("● 窓口改革【"), base.text.index("● 書かない窓口【")
    cut = open_items_in(base.text[:start] + base.text[end:], 6, base)
    assert [key for key in keys(cut) if key.startswith("measure:m1")] == []
    assert [key for key in keys(cut) if key.startswith("measure:m2")] == [
        key for key in keys(base.open_items) if key.startswith("measure:m2")
    ]


def test_a_moved_paragraph_keeps_its_gap(corpus: Corpus) -> None:
    """At the end instead of the beginning, it is the same gap."""
    base = drafted(corpus, 1)
    line = next(line for line in base.text.split("\n") if "〔要確認：" in line)
    moved = base.text.replace(line, "") + "\n" + line + "\n"
    assert set(keys(open_items_in(moved, 1, base))) == set(keys(base.open_items))


def test_a_gap_that_is_marked_twice_is_one(corpus: Corpus) -> None:
    """And it is closed only when both marks are gone."""
    base = drafted(corpus, 1)
    item = next(item for item in base.open_items if item.key == "population")
    mark = "〔要確認：人口〕"
    doubled = base.text + f"\n{mark}を再掲する。\n"
    assert keys(open_items_in(doubled, 1, base)).count(item.key) == 1
    assert item.key in keys(open_items_in(doubled.replace(mark, "31,800人", 1), 1, base))
    assert item.key not in keys(open_items_in(doubled.replace(mark, "31,800人"), 1, base))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("なし", []),
        ("人口は〔要確認：人口〕である。", [("population", "unknown_fact", "人口（住民課に確認）")]),
        ("〔要確認：議会の日程〕と〔要確認：議会の日程〕", [("mark:議会の日程", "unknown_fact", "議会の日程")]),
        (
            "〔要確認：重点計画の閣議決定日〕",
            [("confirm_priority_plan", "confirmation", "重点計画の閣議決定日（情報担当に確認）")],
        ),
        ("| 担当課 | 〔要確認：担当課〕 |", [("mark:担当課", "unknown_fact", "担当課")]),
        ("〔要確認：〕", [("mark:", "unknown_fact", "（内容の記入なし）")]),
        ("〔要確認：行を\nまたぐ〕", []),
    ],
)
def test_marks_that_a_person_wrote(text: str, found: list[tuple[str, str, str]]) -> None:
    """They count as well, as the question's where they name one."""
    assert [(item.key, item.kind, item.text) for item in open_items_in(text, 1, None)] == found


def test_a_text_full_of_marks_is_told_in_time(corpus: Corpus) -> None:
    """Nobody can stop the server with marks; still every one is counted."""
    base = drafted(corpus, 6)
    text = "〔要確認：担当課〕" * 20_000 + "".join(f"〔要確認：{n}〕" for n in range(2_000))
    assert len(open_items_in(text, 6, base)) == 2_000 + 3


# --- the whole plan --------------------------------------------------------------------------------------------------


def kept(corpus: Corpus, *sections: int, known: Ledger = TOWN) -> dict[int, Kept]:
    return {number: Kept(drafted(corpus, number, known), drafted(corpus, number, known)) for number in sections}


def test_the_kept_texts_are_taken_as_they_are(corpus: Corpus) -> None:
    """What a person wrote is not drafted anew; the title is the text's own heading."""
    texts = kept(corpus, 1, 2)
    text = "2. 目的（改）\n\n手で書いた目的である。〔要確認：議会の日程〕\n"
    texts[2] = Kept(version(2, 2, text), texts[2].base)
    plan = assemble(texts, TOWN, corpus)
    assert [(section.number, section.title) for section in plan.sections] == [
        (1, "みどり町の現状及び課題"),
        (2, "目的（改）"),
    ]
    assert plan.sections[1].text == text
    assert plan.title == "みどり町データ計画"
    assert "mark:議会の日程" in keys(plan.open_items)
    untitled = assemble({2: Kept(version(2, 1, "見出しのない文章"), None)}, TOWN, corpus)
    assert untitled.sections[0].title == "みどり町データ計画の目的"


def test_every_span_stands_where_the_trace_says(corpus: Corpus) -> None:
    """Also behind a sentence that a person has put in; spans that are gone are not traced."""
    base = drafted(corpus, 3)
    text = base.text.replace("\n\n", "\n\n人が書き加えた一文である。", 1).replace("みどり町データ計画", "町の計画")
    plan = assemble({3: Kept(version(3, 2, text), base)}, TOWN, corpus)
    section = plan.sections[0]
    assert section.trace
    assert all(section.text[span.start : span.end] == span.text for span in section.trace)
    assert not any("みどり町データ計画" in span.text for span in section.trace)


def test_what_stops_publishing(corpus: Corpus) -> None:
    """Open items by section, marks behind the sections, and sections without text."""
    folded = ledger(municipality="みどり町", period="2027-2028", pattern="既存の計画に組み込む")
    gaps = remaining(assemble(kept(corpus, 1, 3, known=folded), folded, corpus))
    assert gaps[:5] == tuple(f"第{number}章の文章がありません" for number in (2, 4, 5, 6, 7))
    assert any(gap.startswith("第1章　人口") for gap in gaps)
    assert "表題　計画の名称" in gaps
    assert any(gap.startswith("既存の計画との対応表　") for gap in gaps)
    text = "何も残っていない。\n"
    closed = {n: Kept(version(n, 1, f"{n}. 章\n\n{text}"), None) for n in range(1, 8)}
    assert remaining(assemble(closed, TOWN, corpus)) == ()


def test_nothing_internal_leaves_as_data(corpus: Corpus) -> None:
    """No trace, nobody to ask; the texts are whole."""
    plan = assemble(kept(corpus, 1, 6), TOWN, corpus)
    bare = without_grounds(plan)
    assert plan.sections[0].trace
    assert [section.text for section in bare.sections] == [section.text for section in plan.sections]
    assert (bare.open_items, [s.trace for s in bare.sections], [p.trace for p in bare.parts]) == (
        (),
        [(), ()],
        [()] * len(plan.parts),
    )


def test_unknown_is_a_gap_too(corpus: Corpus) -> None:
    """わからない leaves a mark as well as nothing said."""
    known = TOWN.with_fact(Fact(key="population", status=Status.UNKNOWN))
    assert "population" in keys(drafted(corpus, 1, known).open_items)
