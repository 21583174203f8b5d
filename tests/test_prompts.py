"""Prompts for the model are files that a planner may edit; a slip is found before it does harm."""

import re
from pathlib import Path

import pytest

from prompts import FOLDER, PromptError, load_prompt


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
