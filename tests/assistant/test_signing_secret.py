"""The secret that signs sign-in cookies: made once, kept for its owner, refused when it is too short to be safe."""

import stat
from pathlib import Path

import pytest

from assistant.app import signing_secret
from assistant.errors import InputError


def test_the_signing_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    """Long, the same at every start, another one elsewhere, readable by nobody else."""
    home = tmp_path / "new" / "home"
    secret = signing_secret(home)
    assert len(secret) >= 48
    assert signing_secret(home) == secret
    assert signing_secret(tmp_path / "other") != secret
    assert stat.S_IMODE((home / "secret").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "\n", "short", "x" * 31, f"  {'x' * 31}\n"])
def test_a_secret_that_is_too_short_is_refused(tmp_path: Path, content: str) -> None:
    """The message names the file and how to mend it; the file stays as it is."""
    (tmp_path / "secret").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="ファイルを消すと作り直します") as refused:
        signing_secret(tmp_path)
    assert str(tmp_path / "secret") in str(refused.value)
    assert (tmp_path / "secret").read_text(encoding="utf-8") == content
