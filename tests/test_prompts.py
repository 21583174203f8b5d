"""Prompts, questions and section templates are files that a planner may edit; a slip is found before it does harm."""

import re
from pathlib import Path

import pytest

from assistant.drafting import Sentence, drafted_sections, load_template
from assistant.interview import load_questions, question_for
from prompts import FOLDER, PromptError, load_prompt

KEYS = {question.key for question in load_questions()}
PLACE = re.compile(r"\{([a-z_]+)(?::list|=[^}]+)?\}")
SENTENCES = [
    pytest.param(sentence, id=f"{section}-{number}")
    for section in drafted_sections()
    for number, sentence in enumerate(
        (s for paragraph in load_template(section).paragraphs for s in paragraph), start=1
    )
]
NORMATIVE = {
    "人口の減少は、税収の減少や地域の担い手の不足につながり得ることから、行政サービスの質を保ちながら、"
    "行政手続の電子化などにより業務の効率を高めていくことが求められる。",
    "人口の増加に伴い行政需要も増え得ることから、行政手続の電子化などにより、住民を待たせず、"
    "職員の負担にも偏りが生じない仕組みを整えていくことが求められる。",
    "人口の規模を保っている間に、行政手続の電子化などにより業務の進め方を見直し、将来の変化に備えていくことが求められる。",
    "これらの課題に対応するため、行政手続の電子化による業務の効率化と、官民データの活用による地域課題の解決に、"
    "計画的に取り組む必要がある。",
}


def prompt_file(folder: Path, text: str, name: str = "probe") -> str:
    """A prompt file outside the product; its name for `load_prompt`."""
    (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return str(folder / name)


# --- prompts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.md")))
def test_every_prompt_loads_and_renders(name: str) -> None:
    """Each file's header and text agree, and every input reaches the rendered prompt."""
    prompt = load_prompt(name)
    values = {wanted: f"〈{wanted}の値〉" for wanted in prompt.inputs}
    rendered = prompt.render(**values)
    assert values
    assert [value for value in values.values() if value not in rendered] == []
    assert "$" not in rendered
    assert "inputs:" not in rendered


def test_the_two_prompts_of_the_product_are_there() -> None:
    """The names that the code asks for."""
    assert {path.stem for path in FOLDER.glob("*.md")} >= {"answer", "section"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("---\ninputs: [a]\n---\n$aと$b", "b"),
        ("---\ninputs: [a, b]\n---\n$aだけ", "b"),
        ("---\ninputs: []\n---\n$x", "x"),
        ("見出しのない$a", "inputs"),
        ("\n---\ninputs: [a]\n---\n$a", "inputs"),
    ],
    ids=["undeclared", "unused", "none declared", "no header", "header not first"],
)
def test_a_prompt_whose_header_and_text_differ_is_refused(tmp_path: Path, text: str, named: str) -> None:
    """The message names what differs."""
    with pytest.raises(PromptError, match=named):
        load_prompt(prompt_file(tmp_path, text))


@pytest.mark.parametrize(
    ("values", "named"),
    [({}, "a, b"), ({"a": "1"}, "b"), ({"a": "1", "b": "2", "c": "3"}, "c"), ({"a": "1", "x": "2"}, "b, x")],
)
def test_rendering_with_other_inputs_is_refused(tmp_path: Path, values: dict[str, str], named: str) -> None:
    """A missing and an undeclared input are both named."""
    prompt = load_prompt(prompt_file(tmp_path, "---\ninputs: [a, b]\n---\n$aと$b"))
    with pytest.raises(PromptError, match=named):
        prompt.render(**values)


@pytest.mark.parametrize("value", ["$b", "${b}", "$", "$$", "{b}", "%(b)s", "\\1"])
def test_a_value_is_put_in_as_it_is(tmp_path: Path, value: str) -> None:
    """What a person typed is never taken for a place of another input."""
    prompt = load_prompt(prompt_file(tmp_path, "---\ninputs: [a, b]\n---\n「$aについて」$b"))
    assert prompt.render(a=value, b="乙") == f"「{value}について」乙"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [("$aです", "$aです", True), ("$aです", "$aだ", False), ("$aです", "$aです\n", False)],
)
def test_the_identity_of_a_prompt_is_its_text(tmp_path: Path, first: str, second: str, same: bool) -> None:
    """Equal texts have equal ids; one changed character makes another."""
    header = "---\ninputs: [a]\n---\n"
    one = load_prompt(prompt_file(tmp_path, header + first, "one"))
    other = load_prompt(prompt_file(tmp_path, header + second, "other"))
    assert (one.id == other.id) is same
    assert re.fullmatch(r"[0-9a-f]{8}", one.id)


# --- questions and templates -----------------------------------------------------------------------------------------------


def test_the_interview_loads() -> None:
    """interview.yaml holds questions for every section that has a template."""
    assert {section for question in load_questions() for section in question.sections} >= set(drafted_sections())


@pytest.mark.parametrize("section", drafted_sections())
def test_a_template_is_of_its_section(section: int) -> None:
    """The number in the file is the file's name, and the title names facts only."""
    template = load_template(section)
    assert template.number == section
    assert set(PLACE.findall(template.title)) <= {*KEYS, "self"}
    assert template.paragraphs
    assert all(template.paragraphs)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_places_and_conditions_name_facts(sentence: Sentence) -> None:
    """Every {place} is a question's key or self, no brace is left over, and every condition asks about a fact."""
    conditions = sentence.when
    asked = {*conditions.wanted, *conditions.known, *conditions.open, *conditions.none, *conditions.equals}
    assert set(PLACE.findall(sentence.text)) <= {*KEYS, "self"}
    assert not set("{}") & set(PLACE.sub("", sentence.text))
    assert asked <= KEYS
    assert [k for k, value in conditions.equals.items() if value not in question_for(k).choices] == []


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_about_the_municipality_holds_a_fact(sentence: Sentence) -> None:
    """A sentence without a fact in it states no situation: it is one of the listed calls to act."""
    assert set(PLACE.findall(sentence.text)) - {"self"} or sentence.text in NORMATIVE


@pytest.mark.parametrize("text", sorted(text for text in NORMATIVE if "人口" in text))
def test_a_call_to_act_on_the_population_waits_for_its_trend(text: str) -> None:
    """Nothing follows from a growing or shrinking population before somebody has said that it grows or shrinks."""
    uses = [sentence for param in SENTENCES for sentence in param.values if sentence.text == text]
    assert uses
    assert [use for use in uses if set(use.when.equals) != {"population_trend"}] == []
