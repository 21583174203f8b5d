"""The port to the language model: tokens, budget, the adapter over the wire, and what is caught there."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import pytest_socket
from scripted import ScriptedModel

from assistant.errors import ModelError
from assistant.model import connect, count_tokens, within_budget, worded

# --- tokens ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("", 0), ("計画", 2), ("hello world", 2), ("<|endoftext|>", 7), ("あ" * 1_000, 1_000)],
    ids=["empty", "one word", "english", "special", "long"],
)
def test_tokens_are_counted_without_a_network(text: str, tokens: int) -> None:
    """With every socket closed; a special token is text like any other."""
    pytest_socket.disable_socket()
    assert count_tokens(text) == tokens


@pytest.mark.parametrize(
    ("pieces", "budget", "kept"),
    [
        ([], 100, ""),
        (["計画", "計画"], 100, "計画\n計画"),
        (["計画", "計画"], 6, "計画\n計画"),
        (["計画", "計画"], 5, "計画"),
        (["計画"], 2, ""),
        (["市町村の計画" * 100, "計画"], 10, ""),
        (["計画", "市町村の計画" * 100, "計画"], 10, "計画"),
    ],
)
def test_whole_pieces_are_kept_as_far_as_the_budget_goes(pieces: list[str], budget: int, kept: str) -> None:
    """Never part of a piece, never a later one in place of an earlier one."""
    assert within_budget(pieces, budget) == kept


# --- what a model says is checked -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "kept"),
    [("努力義務です。", True), ("義務です。", False), ("期限は令和9年です。", False), (ModelError("遅い"), False)],
    ids=["grounded", "stronger", "date", "failing"],
)
async def test_only_what_the_grounds_say_comes_through(reply: str | ModelError, kept: bool) -> None:
    """None otherwise; the caller has a settled result."""
    assert await worded(ScriptedModel(reply), "言い換えてください", ["策定は努力義務です。"]) == (
        reply if kept else None
    )


async def test_a_programming_error_of_a_model_is_not_hidden() -> None:
    """Only what the port declares is caught: an unscripted call ends the test."""
    with pytest.raises(AssertionError, match="unscripted call"):
        await worded(ScriptedModel(), "言い換えてください", [])


# --- the adapter ----------------------------------------------------------------------------------------------------------------


@dataclass
class Endpoint:
    """A server on this machine that speaks the OpenAI chat format, and what it was asked."""

    url: str
    reply: str = "はい"
    status: int = 200
    hangs: threading.Event = field(default_factory=threading.Event)
    asked: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """Answers at once; hangs while `hangs` is cleared."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            found.asked.append({"path": self.path, "key": self.headers["authorization"], **body})
            found.hangs.wait(30)
            message = {"role": "assistant", "content": found.reply}
            out = json.dumps(
                {
                    "id": "1",
                    "object": "chat.completion",
                    "created": 1,
                    "model": "m",
                    "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                    "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
                }
                if found.status == 200
                else {"error": {"message": "out of memory", "type": "server_error"}}
            ).encode()
            try:
                self.send_response(found.status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(out)))
                self.end_headers()
                self.wfile.write(out)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the caller has given up, as it should

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Endpoint(f"http://127.0.0.1:{server.server_port}/v1")
    found.hangs.set()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    found.hangs.set()
    server.shutdown()
    thread.join()
    server.server_close()


async def test_an_openai_compatible_server_answers(endpoint: Endpoint) -> None:
    """One call with the prompt, the model's name and the key; white space around the answer is cut."""
    endpoint.reply = "\n 努力義務です。 \n"
    assert await connect("openai:qwen2.5", endpoint.url, "kagi", 10).complete("義務ですか") == "努力義務です。"
    [call] = endpoint.asked
    assert (call["path"], call["key"], call["model"]) == ("/v1/chat/completions", "Bearer kagi", "qwen2.5")
    assert [message["content"] for message in call["messages"]] == ["義務ですか"]


@pytest.mark.parametrize(
    ("reply", "status", "message"),
    [
        ("", 200, "何も答えませんでした"),
        ("  \n ", 200, "何も答えませんでした"),
        ("はい", 400, "呼び出しに失敗しました"),
        ("はい", 401, "呼び出しに失敗しました"),
        ("はい", 500, "呼び出しに失敗しました"),
    ],
)
async def test_a_server_that_fails_is_a_model_error(endpoint: Endpoint, reply: str, status: int, message: str) -> None:
    """In Japanese, whatever the provider's library raised; a key is optional on one's own server."""
    endpoint.reply, endpoint.status = reply, status
    with pytest.raises(ModelError, match=message):
        await connect("openai:qwen2.5", endpoint.url, None, 10).complete("義務ですか")
    assert endpoint.asked


async def test_a_server_that_hangs_is_a_model_error(endpoint: Endpoint) -> None:
    """After the set time, not after the server's."""
    endpoint.hangs.clear()
    with pytest.raises(ModelError, match=r"0\.3秒以内に答えませんでした"):
        await connect("openai:qwen2.5", endpoint.url, None, 0.3).complete("義務ですか")


async def test_no_server_is_a_model_error(endpoint: Endpoint) -> None:
    """Nobody listens at the address."""
    with pytest.raises(ModelError, match="呼び出しに失敗しました"):
        await connect("openai:qwen2.5", "http://127.0.0.1:1/v1", None, 10).complete("義務ですか")
    assert endpoint.asked == []


@pytest.mark.parametrize(
    "name",
    ["nosuch:model", "qwen2.5", "anthropic:claude", "openai:gpt-4o"],
    ids=["provider", "no provider", "package", "no key"],
)
def test_a_model_that_cannot_be_used_is_refused_in_japanese(name: str) -> None:
    """An unknown provider, none, one whose package is not there, and one that needs a key."""
    with pytest.raises(ModelError) as refused:
        connect(name, None, None, 10)
    assert f"言語モデル「{name}」を使えません（KANMIN_MODEL を確かめてください）" in str(refused.value)
