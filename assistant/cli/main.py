"""`kanmin …`: the command line. Turns every known error into a Japanese sentence and an exit code; no traceback."""

import errno
import importlib
import re
import sys

import click

from assistant.cli.options import day
from assistant.errors import AssistantError
from knowledge.errors import KnowledgeError

FAILED, WRONG_CALL = 1, 2
_FILE_ERRORS = {
    errno.ENOENT: "フォルダーかファイルがありません",
    errno.EACCES: "権限がありません",
    errno.EISDIR: "フォルダーの名前です",
    errno.ENOTDIR: "途中の名前がフォルダーではありません",
    errno.ENOSPC: "空き容量がありません",
    errno.ENAMETOOLONG: "名前が長すぎます",
}


COMMANDS = {
    "ask": "knowledge_commands",
    "draft": "plan_commands",
    "facts": "plan_commands",
    "knowledge": "knowledge_commands",
    "plan": "plan_commands",
    "recommend": "plan_commands",
    "search": "knowledge_commands",
    "user": "user_commands",
}


class CommandsOnDemand(click.Group):
    """Imports a command's module when the command is called: `ask` need not wait for the database's libraries."""

    def list_commands(self, context: click.Context) -> list[str]:
        """All names, for --help."""
        return sorted({*super().list_commands(context), *COMMANDS})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of the name, or None."""
        if name not in COMMANDS:
            return super().get_command(context, name)
        command = getattr(importlib.import_module(f"assistant.cli.{COMMANDS[name]}"), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=CommandsOnDemand, help="市町村官民データ活用推進計画アシスタントの管理・評価用コマンドです。")
@click.option("--today", metavar="DATE", default=None, help="基準日（例 2026-11-23）。KANMIN_TODAY でも指定できます。")
@click.pass_context
def kanmin(context: click.Context, today: str | None) -> None:
    """The root of all commands; --today fixes the date everywhere."""
    from assistant.settings import read_settings

    chosen = {"today": day(today)} if today else {}
    context.obj = read_settings(**chosen)


@kanmin.command(help="サーバーを起動します。")
@click.pass_obj
def serve(settings: object) -> None:
    """Start the server."""
    from assistant.pages.serve import serve as run
    from assistant.settings import Settings

    assert isinstance(settings, Settings)
    run(settings)


def main() -> None:
    """Entry point of the console script."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        code = kanmin.main(standalone_mode=False)
    except click.exceptions.Abort:
        _stop("中断しました。", FAILED)
    except click.exceptions.NoArgsIsHelpError as error:
        _stop(error.format_message(), WRONG_CALL)
    except click.UsageError as error:
        _stop(f"コマンドの使い方が違います：{_in_japanese(error)}", WRONG_CALL)
    except (AssistantError, KnowledgeError) as error:
        _stop(str(error), FAILED)
    except BrokenPipeError:
        sys.exit(FAILED)
    except OSError as error:
        reason = _FILE_ERRORS.get(error.errno or 0, error.strerror)
        _stop(f"ファイルを読み書きできませんでした：{error.filename or ''}（{reason}）", FAILED)
    except Exception as error:  # the edge: nobody is shown a traceback
        _stop(
            f"予期しない問題が起きました（{type(error).__name__}: {error}）。"
            "もう一度試し、続くときはこの文をそのまま開発元に知らせてください。",
            FAILED,
        )
    sys.exit(code or 0)


def _stop(text: str, code: int) -> None:
    print(text, file=sys.stderr)
    sys.exit(code)


def _in_japanese(error: click.UsageError) -> str:
    """Click's message in Japanese, for those of its errors that people meet."""
    match error:
        case click.NoSuchOption():
            return f"「{error.option_name}」というオプションはありません。--help で一覧を見られます。"
        case click.MissingParameter():
            name = error.param.human_readable_name if error.param else ""
            return f"「{name}」の指定が必要です。--help で使い方を見られます。"
        case click.BadParameter() if error.message.isascii() or re.search(r" is not (?:a|in|one) ", error.message):
            name = error.param.human_readable_name if error.param else ""
            return f"「{name}」の値を使えません。--help で使い方を見られます。"
        case click.BadOptionUsage():
            return f"「{error.option_name}」には値が必要です。"
        case _ if error.message.startswith("No such command"):
            return f"コマンド {error.message.split(' ', 3)[-1].rstrip('.')} はありません。--help で一覧を見られます。"
        case _ if error.message.isascii() or error.message.startswith("Got unexpected"):
            return "引数が多すぎるか、正しくありません。--help で使い方を見られます。"
        case _:
            return error.message
