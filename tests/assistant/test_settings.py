"""Settings come from the environment and .env, once; a value that cannot be used is named."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.errors import SettingsError
from assistant.settings import read_settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in; no .env of this machine counts."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_defaults(folder: Path) -> None:
    """Without any setting: this machine only, SQLite, no model."""
    settings = read_settings()
    assert settings.model_dump(exclude={"today", "model_timeout", "model_budget"}) == {
        "home": Path(".kanmin"),
        "host": "127.0.0.1",
        "port": 8000,
        "admin_password": None,
        "database": None,
        "model": None,
        "model_url": None,
        "model_key": None,
    }
    assert settings.today is None
    assert settings.index_folder == Path(".kanmin/index")
    assert settings.database_url == f"sqlite:///{folder.resolve().as_posix()}/.kanmin/kanmin.db"


@pytest.mark.parametrize(
    ("name", "value", "field", "read"),
    [
        ("KANMIN_HOME", "/data/kanmin", "home", Path("/data/kanmin")),
        ("KANMIN_PORT", "8081", "port", 8081),
        ("KANMIN_TODAY", "2026-11-23", "today", date(2026, 11, 23)),
        ("KANMIN_DATABASE", "postgresql://db/kanmin", "database_url", "postgresql://db/kanmin"),
        ("KANMIN_MODEL", "openai:qwen2.5", "model", "openai:qwen2.5"),
        ("KANMIN_MODEL_TIMEOUT", "2.5", "model_timeout", 2.5),
        ("kanmin_port", "8082", "port", 8082),
    ],
)
@pytest.mark.parametrize("where", ["environment", ".env"])
def test_a_setting_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, where: str, name: str, value: str, field: str, read: object
) -> None:
    """From the environment or from .env in the folder of the call."""
    if where == "environment":
        monkeypatch.setenv(name, value)
    else:
        (folder / ".env").write_text(f"# 設定\n{name}={value}\nOTHER_THING=1\n", encoding="utf-8")
    assert getattr(read_settings(), field) == read


def test_the_environment_outranks_the_file_and_the_call_outranks_both(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """.env, then the environment, then the command line."""
    (folder / ".env").write_text("KANMIN_PORT=1111\nKANMIN_HOST=0.0.0.0\nKANMIN_TODAY=2020-01-01\n", encoding="utf-8")
    monkeypatch.setenv("KANMIN_PORT", "2222")
    monkeypatch.setenv("KANMIN_TODAY", "2021-01-01")
    settings = read_settings(today=date(2022, 1, 1))
    assert (settings.host, settings.port, settings.day) == ("0.0.0.0", 2222, date(2022, 1, 1))


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"KANMIN_PORT": "abc"}, ["KANMIN_PORT の値「abc」"]),
        ({"KANMIN_PORT": "0"}, ["KANMIN_PORT の値「0」"]),
        ({"KANMIN_PORT": "65536"}, ["KANMIN_PORT の値「65536」"]),
        ({"KANMIN_TODAY": "きょう"}, ["KANMIN_TODAY の値「きょう」"]),
        ({"KANMIN_TODAY": "2026-02-30"}, ["KANMIN_TODAY の値「2026-02-30」"]),
        ({"KANMIN_MODEL_TIMEOUT": "0"}, ["KANMIN_MODEL_TIMEOUT の値「0」"]),
        ({"KANMIN_MODEL_BUDGET": "10"}, ["KANMIN_MODEL_BUDGET の値「10」"]),
        ({"KANMIN_PORT": "x", "KANMIN_TODAY": "y"}, ["KANMIN_PORT の値「x」", "KANMIN_TODAY の値「y」"]),
    ],
)
def test_a_value_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], named: list[str]
) -> None:
    """All at once, with what to mend."""
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert [part for part in (*named, "環境変数か .env を直してください") if part not in str(refused.value)] == []


@pytest.mark.parametrize("name", ["KANMIN_ADMIN_PASSWORD", "KANMIN_MODEL_KEY"])
def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Neither when the settings are printed nor when they are dumped."""
    monkeypatch.setenv(name, "himitsu-no-kagi")
    settings = read_settings()
    secret = getattr(settings, name.removeprefix("KANMIN_").lower())
    assert secret.get_secret_value() == "himitsu-no-kagi"
    assert "himitsu" not in f"{settings!r}{settings}{settings.model_dump_json()}"


def test_the_date_can_be_fixed() -> None:
    """--today fixes the date on which everything rests; the settings cannot be changed afterwards."""
    settings = read_settings(today=date(2018, 4, 1))
    assert settings.day == date(2018, 4, 1)
    with pytest.raises(ValidationError):
        settings.today = date(2020, 1, 1)
