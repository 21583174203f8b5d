"""Prompts, section templates and interview questions: files that a planner may edit, loaded with declared inputs.

A prompt is a Markdown file whose header lists its inputs; `$name` marks where an input goes.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent
_HEADER = re.compile(r"\A---\ninputs:\s*\[([^\]]*)\]\n---\n", re.MULTILINE)


class PromptError(Exception):
    """A prompt file does not declare exactly the inputs that it uses, or was rendered with others."""


@dataclass(frozen=True)
class Prompt:
    """A prompt template.

    Attributes:
        id: short hash of the file's text; logged with every answer, so that a change of wording can be traced.
    """

    name: str
    id: str
    inputs: frozenset[str]
    text: str

    def render(self, **values: str) -> str:
        """The prompt with its inputs in place.

        Raises:
            PromptError: if an input is missing or not declared.
        """
        if set(values) != self.inputs:
            odd = sorted(set(values) ^ self.inputs)
            raise PromptError(f"プロンプト「{self.name}」の入力が合いません：{', '.join(odd)}")
        return Template(self.text).substitute(values)


def load_prompt(name: str) -> Prompt:
    """The prompt prompts/<name>.md.

    Raises:
        PromptError: if it has no header, or its header and its text name different inputs.
    """
    raw = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    header = _HEADER.match(raw)
    if not header:
        raise PromptError(f"プロンプト「{name}」の先頭に inputs の宣言がありません")
    inputs = frozenset(word.strip() for word in header[1].split(",") if word.strip())
    text = raw[header.end() :]
    used = set(Template(text).get_identifiers())
    if used != inputs:
        odd = sorted(used ^ inputs)
        raise PromptError(f"プロンプト「{name}」の宣言と本文で入力が違います：{', '.join(odd)}")
    return Prompt(name, sha256(raw.encode()).hexdigest()[:8], inputs, text)
