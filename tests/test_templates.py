"""Section templates, pillars, themes and phrases are files that a planner may edit; a slip is found before it does harm."""

import re
from collections.abc import Iterator

import pytest

from assistant.drafting.phrases import load_phrases
from assistant.drafting.templates import (
    Block,
    Sentence,
    When,
    drafted_sections,
    load_glossary,
    load_pillars,
    load_template,
    load_themes,
)
from assistant.interview import load_questions, question_for
from assistant.measures import offers
from knowledge.corpus import Corpus

KEYS = {question.key for question in load_questions()}
OWN_KIND = {"self", "kind", "office"}
PLACE = re.compile(r"\{([^{}]*)\}")
ERA = re.compile(r"令和|平成|昭和|大正|[RHS][0-9]")
DIGIT = re.compile(r"[0-9０-９]|第[一二三四五六七八九十百]+[条項号]")
LEFTOVER = re.compile(r"〇〇|○○|××|県が保有する|TODO|本市")


def _sentences() -> Iterator[tuple[str, Sentence]]:
    for number in drafted_sections():
        for at, block in enumerate(load_template(number).blocks, start=1):
            for sentence in (s for paragraph in block.paragraphs for s in paragraph):
                yield f"section {number}, block {at}", sentence
    for policy in load_pillars():
        for sentence in policy.sentences:
            yield f"pillar {policy.pillar}", sentence


def _themed() -> Iterator[tuple[str, Sentence]]:
    for theme in load_themes():
        yield f"theme {theme.key}, meaning", Sentence(text=theme.meaning)
        yield f"theme {theme.key}, purpose", Sentence(text=theme.purpose)
        for variant in theme.meaning_variants:
            yield f"theme {theme.key}, variant", variant


SENTENCES = [pytest.param(sentence, id=f"{where}: {sentence.text[:24]}") for where, sentence in _sentences()]
THEMED = [pytest.param(sentence, id=f"{where}: {sentence.text[:24]}") for where, sentence in _themed()]
BLOCKS = [
    pytest.param(block, id=f"{n}-{at}") for n in drafted_sections() for at, block in enumerate(load_template(n).blocks)
]
SECTIONS = drafted_sections()


def literal(text: str) -> str:
    """The words of the template itself, the wordings in its places among them."""
    return PLACE.sub(lambda place: place[1].partition("=")[2], text)


def asked(when: When) -> set[str]:
    """Keys on which a condition depends."""
    lists = (when.wanted, when.known, when.open, when.none, when.declined, when.equals, when.differs)
    return {key for keys in lists for key in keys}


def facts_in(text: str) -> set[str]:
    """Keys of the facts whose value or wording stands in the text."""
    names = {re.split(r"[:=]", place)[0] for place in PLACE.findall(text)}
    return names & KEYS


def check_places(text: str, corpus: Corpus, more: frozenset[str] = frozenset()) -> list[str]:
    """The places that stand for nothing."""
    known = {
        "law": {law.key for law in corpus.laws},
        "article": set(corpus.provision),
        "since": {provision.id for provision in corpus.provisions if provision.since},
        "name": {name.id.removeprefix("name:") for name in corpus.names},
    }
    wrong = []
    for place in PLACE.findall(text):
        name, _, wording = place.partition("=")
        kind, _, of = name.partition(":")
        if kind in known:
            of = of.removesuffix(":short") if kind in ("law", "name") else of
            ok = of in known[kind] and not wording
        elif kind in KEYS and of in ("", "list", "quoted"):
            ok = not (wording and of) and ("=" not in place or bool(wording))
        else:
            ok = name in OWN_KIND | more and not wording
        if not ok:
            wrong.append(place)
    return wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{municipality}の{self}{kind}{office}", []),
        ("{law:act}{law:act:short}{article:act:9-3}{name:priority-plan:short}{issues:list}{cio=置かず}", []),
        ("{nosuch}", ["nosuch"]),
        ("{law:nosuch}{article:act:999}{name:x}", ["law:nosuch", "article:act:999", "name:x"]),
        ("{issues:lst}{article:act:9-3:short}", ["issues:lst", "article:act:9-3:short"]),
        ("{cio=}{self=本町}{}", ["cio=", "self=本町", ""]),
    ],
)
def test_the_check_of_places_finds_slips(corpus: Corpus, text: str, wrong: list[str]) -> None:
    """Else the tests below show nothing."""
    assert check_places(text, corpus) == wrong


# --- form -------------------------------------------------------------------------------------------------------------


def test_there_is_a_template_for_each_of_the_seven_sections() -> None:
    """The guide's seven."""
    assert SECTIONS == (1, 2, 3, 4, 5, 6, 7)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_template_is_of_its_section(corpus: Corpus, section: int) -> None:
    """The number in the file is the file's name, and the title names facts only."""
    template = load_template(section)
    assert template.number == section
    assert check_places(template.title, corpus) == []
    assert facts_in(template.title) <= {"municipality", "plan_name"}
    assert template.blocks


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_has_something_to_write(block: Block) -> None:
    """Paragraphs or an insert, no empty paragraph; a heading without digits and places."""
    assert bool(block.paragraphs) != bool(block.insert) or (block.paragraphs and block.insert)
    assert all(block.paragraphs)
    assert not re.search(r"[0-9０-９{}（）]", block.heading or "")
    assert asked(block.when) <= KEYS


@pytest.mark.parametrize("sentence", [*SENTENCES, *THEMED])
def test_every_place_stands_for_something(corpus: Corpus, sentence: Sentence) -> None:
    """A fact, a law, a provision, a name of today, the municipality's kind; no brace is left over."""
    more = frozenset({"issue", "issues"})
    assert check_places(sentence.text, corpus, more) == []
    assert not set("{}") & set(PLACE.sub("", sentence.text))


@pytest.mark.parametrize("sentence", [*SENTENCES, *THEMED])
def test_conditions_ask_about_facts(sentence: Sentence) -> None:
    """Keys of questions, values that can be chosen, conditions that can hold together."""
    when = sentence.when
    assert asked(when) <= KEYS
    for chosen in (when.equals, when.differs):
        assert [key for key, value in chosen.items() if value not in question_for(key).choices] == []
    for one, other in [
        (when.known, when.open),
        (when.known, when.none),
        (when.open, when.none),
        (when.none, when.equals),
    ]:
        assert set(one) & set(other) == set()


# --- grounding --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sentence", [*SENTENCES, *THEMED])
def test_a_template_s_own_words_hold_nothing_that_must_be_traced(corpus: Corpus, sentence: Sentence) -> None:
    """No figure, era, article, law's title, name of a national plan or leftover of the guide."""
    words = literal(sentence.text)
    titles = [law.title for law in corpus.laws] + [name.name for name in corpus.names if len(name.name) > 4]
    assert [found for pattern in (DIGIT, ERA, LEFTOVER) for found in pattern.findall(words)] == []
    assert [title for title in titles if title in words] == []
    assert not re.search(r"[一-龠]{2,}法(?:律)?(?:第|（|に基づ|の規定)", words)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_rests_on_records_or_says_a_fact(corpus: Corpus, sentence: Sentence) -> None:
    """The records exist; without one, a fact stands in the sentence."""
    known = {
        *corpus.passage,
        *corpus.requirement,
        *(note.id for note in corpus.notes),
        *(name.id for name in corpus.names),
        *offers(corpus),
    }
    assert [ref for ref in sentence.rests_on if ref not in known] == []
    assert sentence.rests_on or facts_in(sentence.text)


@pytest.mark.parametrize("sentence", THEMED)
def test_a_theme_s_sentence_is_about_the_plan_s_own_issues(sentence: Sentence) -> None:
    """It names them, and claims no more than a possibility or a need."""
    assert re.search(r"\{issues?\}", sentence.text)
    assert sentence.text.endswith("。")


@pytest.mark.parametrize("sentence", [param for param in THEMED if "purpose" not in str(param.id)])
def test_what_an_issue_means_is_a_possibility_and_a_need(sentence: Sentence) -> None:
    """〜得る, and what is called for."""
    assert re.search(r"得る|得、|得て|可能性|おそれ|恐れ|かねない", sentence.text)
    assert re.search(r"求められる|必要がある|必要である|重要である|望まれる|大切である|欠かせない", sentence.text)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_value_that_may_be_withheld_has_a_condition(sentence: Sentence) -> None:
    """「該当なし」 and 「答えない」 never reach a place: each fact in a sentence is in its condition, but for the names."""
    free = facts_in(sentence.text) - asked(sentence.when) - {"municipality", "plan_name"}
    if sentence.when.one_person_it is not None:
        free -= {"it_staff"}
    assert free == set()


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_wording_of_a_fact_stands_only_where_the_fact_says_so(sentence: Sentence) -> None:
    """{cio=置いておらず} needs the answer 該当なし, {cloud=移行の途中} that choice."""
    when = sentence.when
    worded = {place.partition("=")[0] for place in PLACE.findall(sentence.text) if "=" in place}
    assert worded <= {*when.none, *when.equals, *when.known, *when.declined}


# --- pillars, themes, phrases, glossary -------------------------------------------------------------------------------


def test_the_pillars_are_the_guide_s(corpus: Corpus) -> None:
    """Five with the guide's titles, then the others."""
    pillars = load_pillars()
    assert [policy.pillar for policy in pillars] == [1, 2, 3, 4, 5, 6]
    titles = " ".join(str(pillar) for pillar in corpus.guide.pillars)
    assert [policy.title for policy in pillars[:5] if policy.title not in titles] == []


def test_themes_can_be_told_apart(corpus: Corpus) -> None:
    """Ascii keys, each once; one theme without words, the last; first choices that are on offer; no word in two."""
    themes = load_themes()
    keys = [theme.key for theme in themes]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z_]+", key) for key in keys)
    assert [theme.key for theme in themes if not theme.words] == ["other"] == keys[-1:]
    assert [first for theme in themes for first in theme.first if first not in offers(corpus)] == []
    words = [word for theme in themes for word in theme.words]
    assert [word for word in set(words) if words.count(word) > 1] == []


@pytest.mark.parametrize("name", sorted(load_phrases()))
def test_a_phrase_holds_no_figure(name: str) -> None:
    """The program's own words, with places for values only."""
    phrase = load_phrases()[name]
    words = PLACE.sub("", phrase).replace("65歳以上", "")
    assert not DIGIT.search(words)
    assert not ERA.search(words)
    assert not LEFTOVER.search(words)
    assert all(re.fullmatch(r"[a-z]+", place) for place in PLACE.findall(phrase))


def test_glossary_terms_have_a_source(corpus: Corpus) -> None:
    """Each once, explained in a sentence."""
    entries = load_glossary()
    terms = [entry.term for entry in entries]
    assert len(set(terms)) == len(terms)
    assert [entry.term for entry in entries if not entry.text.endswith("。") or not entry.source] == []
