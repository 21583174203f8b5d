"""Calls of `kanmin` for the tests: in a process of their own, or at the same `main`, which spares the start."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.main import main

KANMIN = Path(sys.executable).with_name("kanmin")
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


@dataclass(frozen=True)
class Call:
    """A call of `kanmin`; FOLDER in an argument stands for the folder with the batch files."""

    args: tuple[str, ...]
    code: int = 0
    stdin: bytes = b""
    env: Mapping[str, str] = field(default_factory=dict)


def call(*args: str, code: int = 0, stdin: bytes = b"", **env: str) -> Call:
    return Call(args, code, stdin, env)


@dataclass(frozen=True)
class Done:
    """What a call left."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.removesuffix("\n").split("\n")]


@dataclass(frozen=True)
class Desk:
    """A folder from which calls are made, with a data folder and batch files."""

    folder: Path

    def environment(self, made: Call) -> dict[str, str]:
        return {"KANMIN_HOME": str(self.folder / "home"), "KANMIN_TODAY": "2026-11-23", **made.env}

    def arguments(self, made: Call) -> list[str]:
        return [arg.replace("FOLDER", str(self.folder)) for arg in made.args]

    def run(self, made: Call) -> Done:
        """The installed command in a process of its own."""
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("KANMIN_", "OPENAI_", "PYTHON"))}
        done = subprocess.run(
            [KANMIN, *self.arguments(made)],
            input=made.stdin,
            capture_output=True,
            check=False,
            cwd=self.folder,
            env={**plain, **self.environment(made)},
        )
        return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    def enter(self, made: Call) -> Done:
        """The command's `main` in this process."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", ["kanmin", *self.arguments(made)])
            for name, value in self.environment(made).items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as ended:
                main()
        return Done(int(ended.value.code or 0), out.getvalue(), err.getvalue())
