"""What an edited text still rests on."""

import pytest
from texts import drafts

from assistant.models import Trace, TraceKind
from assistant.revising.grounds import grounds_at
from knowledge.corpus import Corpus

BASE = "（１）現状\n\n本町の人口は100人である。窓口は混んでいる。\n\n本計画は法律により定める。"


def span(text: str, ref: str, *, wording: bool = False, kind: TraceKind = TraceKind.FACT) -> Trace:
    start = BASE.index(text)
    return Trace(section=1, start=start, end=start + len(text), text=text, kind=kind, ref=ref, wording=wording)


TRACE = (
    span("100人", "population"),
    span("窓口は混んでいる。", "issues", wording=True),
    span("法律", "act:9-3", kind=TraceKind.RECORD),
)


@pytest.mark.parametrize(
    ("text", "grounds"),
    [
        (BASE, [["population", "issues"], ["act:9-3"]]),
        (BASE.replace("100人", "120人"), [["issues"], ["act:9-3"]]),
        (BASE.replace("本町", "わが町"), [["population", "issues"], ["act:9-3"]]),
        (BASE.replace("窓口は混んでいる。", "窓口はいつも混んでいる。"), [["population", "issues"], ["act:9-3"]]),
        (BASE.replace("窓口は混んでいる。", ""), [["population"], ["act:9-3"]]),
        ("はじめに書き足す。\n\n" + BASE, [[], ["population", "issues"], ["act:9-3"]]),
        ("世帯は100人分ある。\n\n" + BASE.replace("100人", "120人"), [[], ["issues"], ["act:9-3"]]),
        ("職員が書き直した。", [[]]),
        ("", []),
    ],
)
def test_grounds_stay_with_their_words(text: str, grounds: list[list[str]]) -> None:
    """Each paragraph with what is left in it, never a like-looking figure elsewhere."""
    found = [one for one in grounds_at(text, BASE, TRACE) if not text[one.start : one.end].startswith("（１）")]
    assert [list(dict.fromkeys(ground.ref for ground in one.grounds)) for one in found] == grounds
    assert all(text[ground.start : ground.end] == ground.text for one in found for ground in one.grounds)


def test_a_sentence_that_was_moved_keeps_its_grounds() -> None:
    """At the place where it stands."""
    text = "（１）現状\n\n本計画は法律により定める。\n\n本町の人口は100人である。窓口は混んでいる。"
    found = grounds_at(text, BASE, TRACE)
    assert [[ground.ref for ground in one.grounds] for one in found] == [[], ["act:9-3"], ["population", "issues"]]


def test_an_untouched_draft_keeps_all_of_them(corpus: Corpus) -> None:
    """Every trace of every section of the examples."""
    for draft in drafts(corpus):
        found = [ground for one in grounds_at(draft.text, draft.text, draft.trace) for ground in one.grounds]
        assert {(g.start, g.end, g.ref) for g in found} == {(t.start, t.end, t.ref) for t in draft.trace}


def test_a_word_that_a_person_adds_costs_no_ground_elsewhere(corpus: Corpus) -> None:
    """A paragraph written at the top of every section moves the grounds, and loses none."""
    for draft in drafts(corpus):
        head, _, rest = draft.text.partition("\n")
        added = "\n\n職員が書き足した段落である。"
        found = [g for one in grounds_at(f"{head}{added}\n{rest}", draft.text, draft.trace) for g in one.grounds]
        assert len({(g.start, g.ref) for g in found}) == len({(t.start, t.ref) for t in draft.trace})
