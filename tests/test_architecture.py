"""The arrows between the packages, and the one place of each framework, hold in the code as they stand in the design."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "knowledge": {"knowledge"},
    "prompts": {"prompts"},
    "assistant": {"assistant", "knowledge", "prompts"},
    "evals": {"evals", "assistant", "knowledge", "prompts"},
}
OURS = {*MAY_IMPORT, "tests"}
MODULES = sorted(path for package in MAY_IMPORT for path in (ROOT / package).rglob("*.py"))
DUMPS = ("util", "utils", "helper", "helpers", "common", "misc")
FRAMEWORKS = [
    ("chainlit", ["assistant/chat/*", "assistant/pages/sign_in_routes.py"]),
    ("chromadb", ["knowledge/indexing.py"]),
    ("langchain", ["assistant/model.py", "evals/retrieval.py"]),
]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(tree: ast.AST) -> Iterator[str]:
    """Full names of all modules that the code imports anywhere, `if TYPE_CHECKING` blocks left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}:
            yield from imported(ast.Module(body=node.orelse, type_ignores=[]))
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
        yield from imported(node)


def imports_of(path: Path) -> set[str]:
    return set(imported(ast.parse(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import chromadb", ["chromadb"]),
        ("from chromadb.config import Settings", ["chromadb.config"]),
        ("def f():\n    import langchain_core.tools as t", ["langchain_core.tools"]),
        ("class A:\n    async def f(self):\n        if x:\n            from a.b import c", ["a.b"]),
        ("if TYPE_CHECKING:\n    import chromadb", []),
        ("if TYPE_CHECKING:\n    import a\nelse:\n    import b", ["b"]),
        ("if not TYPE_CHECKING:\n    import a", ["a"]),
        ("from . import sibling", ["."]),
    ],
)
def test_the_walk_finds_imports_wherever_they_stand(code: str, found: list[str]) -> None:
    """Imports in functions count, imports for the type checker do not."""
    assert list(imported(ast.parse(code))) == found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_dependencies_point_one_way(path: Path) -> None:
    """evals -> assistant -> {knowledge, prompts}; nothing relative, nothing from the tests."""
    allowed = MAY_IMPORT[path.relative_to(ROOT).parts[0]]
    wrong = {name for name in imports_of(path) if name.startswith(".") or name.split(".")[0] in OURS - allowed}
    assert wrong == set()


@pytest.mark.parametrize(("framework", "places"), FRAMEWORKS)
def test_each_framework_stays_in_its_place(framework: str, places: list[str]) -> None:
    """Found in its place (else this table is out of date) and nowhere else."""
    users = {
        name_of(path)
        for path in MODULES
        if any(name.split(".")[0].split("_")[0] == framework for name in imports_of(path))
    }
    assert {user for user in users if not any(fnmatch(user, place) for place in places)} == set()
    assert [place for place in places if not any(fnmatch(user, place) for user in users)] == []


def test_the_sign_in_takes_only_the_cookie_from_chainlit() -> None:
    """Outside the chat, Chainlit is known for its signed cookie and user alone."""
    names = {name for name in imports_of(ROOT / "assistant/pages/sign_in_routes.py") if name.startswith("chainlit")}
    assert names <= {"chainlit.auth", "chainlit.auth.jwt", "chainlit.user"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_is_too_long_or_named_for_nothing(path: Path) -> None:
    """At most 400 lines, under the name of a noun."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    assert not {path.stem, *path.relative_to(ROOT).parent.parts} & set(DUMPS)


@pytest.mark.parametrize("module", ["assistant.cli.main", "assistant.app"])
def test_importing_a_module_loads_no_heavy_framework(module: str) -> None:
    """A command that needs no chat, no vectors and no model does not wait for them."""
    code = f"import sys, json, {module}; print(json.dumps([name.split('.')[0].split('_')[0] for name in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(json.loads(done.stdout))
    assert "assistant" in loaded
    assert loaded & {"chainlit", "chromadb", "langchain", "openai"} == set()
