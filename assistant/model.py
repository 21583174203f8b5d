"""The language model's port, and the one adapter that knows LangChain. The product works without any of this."""

import asyncio
import logging
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.errors import ModelError
from assistant.grounding import ungrounded

if TYPE_CHECKING:
    import tiktoken
    from langchain_core.language_models.chat_models import BaseChatModel

log = logging.getLogger(__name__)
TOKEN_TABLE = Path(__file__).parent / "tiktoken"
ENCODING = "o200k_base"


class LanguageModel(Protocol):
    """Anything that completes a prompt."""

    async def complete(self, prompt: str) -> str:
        """The model's text for the prompt.

        Raises:
            ModelError: if the model fails, is too slow, or says nothing.
        """
        ...


class LangChainModel:
    """A LangChain chat model behind the port."""

    def __init__(self, chat: "BaseChatModel", timeout: float) -> None:
        self._chat = chat
        self._timeout = timeout

    async def complete(self, prompt: str) -> str:
        """See `LanguageModel.complete`."""
        try:
            message = await asyncio.wait_for(self._chat.ainvoke(prompt), self._timeout)
        except TimeoutError as error:
            raise ModelError(f"言語モデルが{self._timeout:g}秒以内に答えませんでした") from error
        except Exception as error:  # every provider raises its own kinds; none may reach a person
            raise ModelError(f"言語モデルの呼び出しに失敗しました（{type(error).__name__}: {error}）") from error
        text = message.text.strip()
        if not text:
            raise ModelError("言語モデルが何も答えませんでした")
        return str(text)


def connect(name: str, url: str | None, key: str | None, timeout: float) -> LangChainModel:
    """The model that the settings name.

    Args:
        name: a name that LangChain's init_chat_model takes, e.g. openai:qwen2.5.
        url: base address of an OpenAI-compatible server.

    Raises:
        ModelError: if LangChain does not know the name or the provider's package is not installed.
    """
    os.environ["LANGSMITH_TRACING"] = "false"
    from langchain.chat_models import init_chat_model

    options: dict[str, object] = {"temperature": 0, "timeout": timeout, "max_retries": 1}
    if url:
        options |= {"base_url": url, "api_key": key or "-"}
    elif key:
        options["api_key"] = key
    try:
        return LangChainModel(init_chat_model(name, **options), timeout)  # type: ignore[call-overload]
    except Exception as error:  # each provider's package has its own errors for a missing key, name or package
        raise ModelError(f"言語モデル「{name}」を使えません（KANMIN_MODEL を確かめてください）：{error}") from error


@lru_cache(maxsize=1)
def _encoding() -> "tiktoken.Encoding":
    os.environ["TIKTOKEN_CACHE_DIR"] = str(TOKEN_TABLE)
    import tiktoken

    return tiktoken.get_encoding(ENCODING)


def count_tokens(text: str) -> int:
    """Tokens of the text, counted offline with the shipped table."""
    return len(_encoding().encode(text, disallowed_special=()))


def within_budget(pieces: Sequence[str], budget: int) -> str:
    """As many whole pieces, from the first, as fit the budget (in tokens)."""
    kept: list[str] = []
    for piece in pieces:
        budget -= count_tokens(piece) + 1
        if budget < 0:
            break
        kept.append(piece)
    return "\n".join(kept)


async def worded(model: LanguageModel, prompt: str, grounds: Sequence[str]) -> str | None:
    """The model's text, if it keeps to the grounds; None when it fails or breaks the check, and why in the log."""
    try:
        text = await model.complete(prompt)
    except ModelError as error:
        log.warning("モデルなしの結果を使います：%s", error)
        return None
    if invented := ungrounded(text, grounds):
        log.warning("モデルなしの結果を使います。根拠のない語：%s", "、".join(invented[:10]))
        return None
    return text
