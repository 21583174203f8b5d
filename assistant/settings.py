"""All settings, read once from the environment and an optional .env file. Functions take values, not this object."""

from datetime import date
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError


class Settings(BaseSettings):
    """Settings of the product; each is the environment variable KANMIN_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="KANMIN_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(default=Path(".kanmin"), description="データを置くフォルダ")
    host: str = Field(default="127.0.0.1", description="待ち受けるアドレス")
    port: int = Field(default=8000, ge=1, le=65535, description="待ち受けるポート")
    admin_password: SecretStr | None = Field(
        default=None, description="最初の管理者のパスワード（無ければ自動で作り、一度だけ表示）"
    )
    database: str | None = Field(default=None, description="データベースのURL（無ければ KANMIN_HOME の SQLite）")
    today: date | None = Field(default=None, description="基準日を固定する（例 2026-11-23）。無ければ今日")
    model: str | None = Field(
        default=None, description="言語モデル（LangChain の init_chat_model の名前。例 openai:qwen2.5）"
    )
    model_url: str | None = Field(default=None, description="OpenAI 互換サーバーのURL（例 http://127.0.0.1:8081/v1）")
    model_key: SecretStr | None = Field(default=None, description="言語モデルのAPIキー")
    model_timeout: float = Field(default=30.0, gt=0, description="言語モデルを待つ秒数。過ぎたらモデルなしの結果を使う")
    model_budget: int = Field(default=6000, ge=500, description="言語モデルに渡す入力の上限（トークン）")

    @property
    def day(self) -> date:
        """The date on which everything rests."""
        return self.today or date.today()

    @property
    def index_folder(self) -> Path:
        return self.home / "index"

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{(self.home / 'kanmin.db').resolve().as_posix()}"


def read_settings(**overrides: object) -> Settings:
    """Settings from the environment; overrides win.

    Raises:
        SettingsError: naming each variable with a value that cannot be used.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # values come from the command line and are validated
    except ValidationError as error:
        listed = "\n".join(
            f"  - KANMIN_{str(fault['loc'][0]).upper()} の値「{fault['input']}」は使えません"
            for fault in error.errors()
        )
        raise SettingsError(f"設定に誤りがあります。\n{listed}\n環境変数か .env を直してください。") from error
