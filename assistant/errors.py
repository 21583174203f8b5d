"""What can go wrong in the product. Messages are Japanese and ready to be shown to the person who meets them.

AssistantError
├── SettingsError      a setting has a value that cannot be used
├── SignInError        unknown name, wrong password, or a password that will not do
├── NotAllowed         the person has no right to this plan (said the same way as if it did not exist)
├── NotPermitted       the person may see the plan, but has not the role to do this
├── NotFound           there is no such thing in a plan that the person may see
├── Conflict           somebody else saved in between; carries both texts
├── InputError         what a person gave cannot be taken, and why
└── ModelError         the language model failed, was too slow, or broke a rule (never shown: the default takes over)
"""


class AssistantError(Exception):
    """Base of all errors of this package."""


class SettingsError(AssistantError):
    """A setting has a value that cannot be used."""


class SignInError(AssistantError):
    """Unknown name or wrong password, or a password that will not do."""


class NotAllowed(AssistantError):
    """The person has no right to this plan; indistinguishable from a plan that does not exist."""


class NotPermitted(AssistantError):
    """The person may see the plan (or the page), but has not the role to do this."""


class NotFound(AssistantError):
    """There is no such thing in a plan that the person may see."""


class Conflict(AssistantError):
    """Somebody else saved a newer version in between.

    Attributes:
        mine: the text that could not be saved.
        theirs: the text of the newest version.
        version: number of the newest version.
        author: who saved it.
        stamp: what a text that takes theirs into account is based on.
    """

    def __init__(self, mine: str, theirs: str, version: int, author: str, stamp: int | None = None) -> None:
        super().__init__(
            f"{author}さんが先に保存しました（版{version}）。あなたの文章は失われていません。両方を見比べて、まとめてから保存してください。"
        )
        self.mine = mine
        self.theirs = theirs
        self.version = version
        self.author = author
        self.stamp = stamp


class InputError(AssistantError):
    """What a person gave cannot be taken; the message names the input and what to do."""


class ModelError(AssistantError):
    """The language model failed, was too slow, or broke a rule; the model-free result stands in."""
