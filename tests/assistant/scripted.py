"""A model for tests: a fake at the port to the language model, and nowhere else."""

from assistant.errors import ModelError


class ScriptedModel:
    """Says what it was given to say, in order; an unscripted call fails the test."""

    def __init__(self, *replies: str | ModelError) -> None:
        self.replies = [*replies]
        self.seen: list[str] = []

    async def complete(self, prompt: str) -> str:
        self.seen.append(prompt)
        assert self.replies, f"unscripted call: {prompt[:80]}"
        reply = self.replies.pop(0)
        if isinstance(reply, ModelError):
            raise reply
        return reply
