"""The other outcome of reading: why nothing was taken, and what is asked back."""

from assistant.models import Value


class Problem(Value):
    """Why an answer could not be taken, and what is asked back.

    Attributes:
        text: what was read and what would be right, ready to be shown.
        key: the fact that it is about, if that is known.
        said: the person's own words.
        no_value: the person called an answer wrong and has not said what is right.
    """

    text: str
    key: str = ""
    said: str = ""
    no_value: bool = False
