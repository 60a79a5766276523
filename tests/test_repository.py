"""Tests of what the repository's files promise each other: pins, plugin scanning, documents, budgets."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.check_output(["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, text=True)
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).exists()]


def lock(name: str) -> dict[str, str]:
    lines = [line for line in (ROOT / name).read_text().splitlines() if not line.startswith("#")]
    return {Requirement(line).name.lower(): line for line in lines}


def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def files_named(document: Path) -> list[str]:
    return [target for target in LINK.findall(document.read_text()) if "://" not in target]


# Pins


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-demo.txt", "requirements-dev.txt"])
def test_a_lock_pins_every_package_to_one_version(name):
    assert [line for line in lock(name).values() if "==" not in line] == []


def test_the_tools_are_locked_on_top_of_exactly_what_runs():
    runtime, tools = lock("requirements.txt"), lock("requirements-dev.txt")
    assert {name: line for name, line in runtime.items() if tools.get(name) != line} == {}


def test_the_tools_read_carrier_files_as_the_demo_does():
    assert lock("requirements-demo.txt").items() <= lock("requirements-dev.txt").items()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-demo.txt", "requirements-dev.txt"])
def test_what_is_asked_for_is_what_is_locked(name):
    project = pyproject()["project"]
    asked = {
        "requirements.txt": project["dependencies"],
        "requirements-demo.txt": pyproject()["dependency-groups"]["demo"],
        "requirements-dev.txt": project["optional-dependencies"]["dev"],
    }[name]
    locked = lock(name)
    unmet = []
    for requirement in map(Requirement, asked):
        line = locked.get(requirement.name.lower())
        version = next(iter(Requirement(line).specifier)).version if line else "0"
        if not requirement.specifier.contains(version):
            unmet.append(str(requirement))
    assert unmet == []


def test_every_pinned_package_has_its_reason_in_the_decision():
    decision = (ROOT / "docs/decisions/0002-pins.md").read_text()
    named = ["celery", "sqlalchemy", "pandas", "snowflake-connector-python", "apache-airflow-providers-sftp"]
    assert [name for name in named if f"`{name}`" not in decision] == []


# Plugin scanning


def test_airflow_executes_no_file_of_the_package_as_a_plugin():
    from airflow._shared.module_loading.file_discovery import find_path_from_directory  # noqa: PLC0415

    scanned = find_path_from_directory(ROOT / "plugins", ".airflowignore", "glob")
    python = {Path(path).relative_to(ROOT / "plugins") for path in scanned if path.endswith(".py")}
    assert {path for path in python if len(path.parts) > 1 or not path.stem.endswith("_plugin")} == set()


def test_the_ignore_file_names_every_package_beside_it():
    packages = {path.parent.name for path in (ROOT / "plugins").glob("*/__init__.py")}
    ignored = (ROOT / "plugins/.airflowignore").read_text().split()
    assert {name for name in packages if f"{name}/" not in ignored} == set()


# Documents


def test_the_readme_can_be_read_in_one_sitting():
    assert len((ROOT / "README.md").read_text().splitlines()) <= 150


@pytest.mark.parametrize("document", tracked("*.md"), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_a_document_links_to_exists(document):
    assert [target for target in files_named(document) if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", tracked("*.md"), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_command_in_a_document_exists(document):
    named = set(re.findall(r"`make ([a-z-]+)", document.read_text()))
    assert named - make_targets() == set()


def test_every_dag_has_a_page_of_its_own():
    dags = {path.stem for path in (ROOT / "dags").glob("*.py")}
    pages = {path.stem for path in (ROOT / "docs/dags").glob("*.md")}
    assert dags - pages == set()


def test_every_environment_variable_that_the_product_reads_is_documented():
    code = "\n".join(path.read_text() for path in tracked("plugins/*.py", "sandbox/*.py", "benchmarks/*.py"))
    read = set(re.findall(r"""environ(?:\.get\(|\[)["'](\w+)["']""", code))
    documents = "\n".join(path.read_text() for path in tracked("*.md"))
    assert {name for name in read if name not in documents} == set()


@pytest.mark.parametrize("decision", tracked("docs/decisions/0*.md"), ids=lambda path: path.stem)
def test_every_decision_gives_status_context_decision_and_consequences(decision):
    parts = re.findall(r"^\*\*(\w+)[.:]\*\*", decision.read_text(), re.MULTILINE)
    assert parts == ["Status", "Context", "Decision", "Consequences"]


# House rules


def test_no_source_file_is_longer_than_400_lines():
    sources = tracked("plugins/*.py", "sandbox/*.py", "scripts/*.py", "dags/*.py")
    assert [path for path in sources if len(path.read_text().splitlines()) > 400] == []


def test_no_module_has_a_name_that_says_nothing():
    empty = {"utils", "helpers", "common", "base", "misc"}
    assert [path for path in tracked("*.py") if path.stem in empty] == []


def test_the_hooks_of_a_commit_run_the_commands_of_make_check():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    entries = {hook.get("entry") for repo in hooks["repos"] for hook in repo["hooks"]}
    assert {"make lint", "make types", "make contracts"} <= entries
