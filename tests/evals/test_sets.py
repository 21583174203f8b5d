"""The evaluation sets can be trusted: they load, their ids are unique, and what they expect exists in the sources."""

import re

import pytest
import yaml

from evals.answers import LawCase, law_cases
from evals.cases import SETS, OutOfScopeCase, RetrievalCase, is_right, out_of_scope_cases, retrieval_cases
from knowledge.corpus import Corpus
from knowledge.models import Passage, PassageKind

LOADED: dict[str, tuple[RetrievalCase, ...] | tuple[OutOfScopeCase, ...] | tuple[LawCase, ...]] = {
    "retrieval": retrieval_cases("retrieval"),
    "heldout": retrieval_cases("heldout"),
    "blind": retrieval_cases("blind"),
    "oblique": retrieval_cases("oblique"),
    "wide": retrieval_cases("wide"),
    "out_of_scope": out_of_scope_cases(),
    "law_today": law_cases(),
}
RETRIEVAL = [
    *retrieval_cases("retrieval"),
    *retrieval_cases("heldout"),
    *retrieval_cases("blind"),
    *retrieval_cases("oblique"),
    *retrieval_cases("wide"),
]
Right = dict[str, dict[str, list[Passage]]]
PASSAGE_ID = re.compile(r"^[a-z-]+:\S+$")


def test_every_file_of_the_folder_is_loaded_here() -> None:
    """A new set needs a loader."""
    assert {path.stem for path in SETS.glob("*.yaml")} == set(LOADED)


@pytest.mark.parametrize("name", LOADED)
def test_a_set_loads_whole(name: str) -> None:
    """As many cases as the file has items, at least 40."""
    assert len(LOADED[name]) == len(yaml.safe_load((SETS / f"{name}.yaml").read_text(encoding="utf-8"))) >= 40


def test_ids_are_unique_over_all_sets() -> None:
    """A row of a report names one case."""
    ids = [case.id for cases in LOADED.values() for case in cases]
    assert sorted({found for found in ids if ids.count(found) > 1}) == []


def test_no_question_is_asked_twice() -> None:
    """The held-out questions above all are not those that the search was tuned with."""
    questions = [re.sub(r"\W", "", case.question) for cases in LOADED.values() for case in cases]
    assert sorted({found for found in questions if questions.count(found) > 1}) == []


@pytest.fixture(scope="module")
def right(corpus: Corpus) -> Right:
    """For each case and each thing it expects, the passages that hold it."""
    return {
        case.id: {
            expected: [p for p in corpus.passages if is_right(case.model_copy(update={"expects": (expected,)}), p)]
            for expected in case.expects
        }
        for case in RETRIEVAL
    }


@pytest.mark.parametrize("case", RETRIEVAL, ids=lambda case: case.id)
def test_what_a_question_expects_stands_in_the_sources(right: Right, case: RetrievalCase) -> None:
    """Every snippet occurs in a passage, every passage named exists."""
    assert case.expects
    assert [expected for expected, passages in right[case.id].items() if not passages] == []


def test_a_right_passage_is_of_the_kind_that_the_question_names(right: Right) -> None:
    """A question counted under a kind can be answered from that kind."""
    kinds = {case.id: {p.kind for passages in right[case.id].values() for p in passages} for case in RETRIEVAL}
    assert [case.id for case in RETRIEVAL if case.kind not in kinds[case.id]] == []


def test_a_snippet_is_neither_everywhere_nor_a_whole_page(right: Right) -> None:
    """8 to 40 characters that point to a few passages; guide questions may name provisions beside them."""
    snippets = [(case, expected) for case in RETRIEVAL for expected in case.expects if not PASSAGE_ID.match(expected)]
    assert [(case.id, snippet) for case, snippet in snippets if not 8 <= len(snippet) <= 40] == []
    assert [(case.id, snippet) for case, snippet in snippets if len(right[case.id][snippet]) > 6] == []
    law = [case for case in RETRIEVAL if case.kind is PassageKind.LAW]
    assert [case.id for case in law if not any(PASSAGE_ID.match(expected) for expected in case.expects)] == []


@pytest.mark.parametrize("case", law_cases(), ids=lambda case: case.id)
def test_a_legal_case_can_be_met_and_missed(case: LawCase) -> None:
    """Something is demanded, and nothing that is demanded is also forbidden."""
    assert case.must
    assert all(case.must)
    words = [word for group in case.must for word in group]
    assert [wrong for wrong in case.must_not if wrong in words] == []
