"""Promises about the repository itself: versions, records, recipes, and what must not stand in a file."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ["requirements.txt", "requirements-dev.txt"]
TEXT = {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".yaml", ".yml", ".po", ".svg", ""}


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def requirements(name):
    lines = [line.strip() for line in read(name).splitlines()]
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


def direct_dependencies(name):
    """The names above the heading of indirect ones."""
    wanted = read(name).split("# What those need.")[0].splitlines()
    return [re.split(r"[\[=]", line)[0] for line in wanted if "==" in line]


def repository_files():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    paths = [ROOT / line for line in listed.stdout.splitlines()]
    return [path for path in paths if path.suffix in TEXT and path.is_file()]


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_has_an_exact_version(name):
    for line in requirements(name):
        assert re.fullmatch(r"[A-Za-z0-9._-]+(\[binary\])?==[0-9][0-9A-Za-z.]*", line), line


def test_nothing_is_required_twice():
    names = [re.split(r"[\[=]", line)[0].lower() for name in REQUIREMENTS for line in requirements(name)]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_dependency_has_a_decision_record(name):
    records = "".join(path.read_text(encoding="utf-8").lower() for path in ROOT.glob("docs/decisions/0*.md"))

    assert [word for word in direct_dependencies(name) if word.lower() not in records] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("docs/decisions/0*.md")), ids=lambda path: path.stem)
def test_a_decision_record_is_half_a_page_with_its_three_parts(path):
    text = path.read_text(encoding="utf-8")

    assert [part for part in ["Context", "Decision", "Consequences"] if f"**{part}.**" not in text] == []
    assert len(text) < 2500


def test_every_word_of_make_says_what_it_does():
    makefile = read("Makefile")
    words = set(re.search(r"^\.PHONY:(.*)$", makefile, re.MULTILINE)[1].split())
    explained = set(re.findall(r"^([a-z-]+):.*## \S", makefile, re.MULTILINE))

    assert words == explained


def test_contributing_names_commands_that_exist():
    words = set(re.search(r"^\.PHONY:(.*)$", read("Makefile"), re.MULTILINE)[1].split())
    named = set(re.findall(r"`make ([a-z ]+)`", read("CONTRIBUTING.md")))

    assert {word for line in named for word in line.split()} <= words


def test_every_setting_of_the_environment_is_explained_to_operators():
    asked = re.compile(r"""(?:flag|number|words|os\.environ\.get|os\.environ\.setdefault)\(\s*"([A-Z_]+)\"""")
    sources = [*ROOT.glob("seco/*.py"), ROOT / "gunicorn.conf.py"]
    names = {name for path in sources for name in asked.findall(path.read_text(encoding="utf-8"))}
    explained = read("docs/operations.md")

    assert {name for name in names - {"DJANGO_SETTINGS_MODULE"} if f"`{name}`" not in explained} == set()


def test_what_the_image_copies_exists_and_holds_every_app():
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", read("Dockerfile"), re.MULTILINE)
    paths = {path for line in copied for path in line.split()}

    assert {path for path in paths if not (ROOT / path).exists()} == set()
    assert {"seco", "incidents", "roadmap", "contacts", "revisions", "templates", "static", "content"} <= paths


def test_the_image_runs_as_nobody_important():
    final_stage = read("Dockerfile").split("FROM ")[-1]

    assert re.search(r"^USER seco$", final_stage, re.MULTILINE)
    assert "--no-control-socket" in final_stage


def test_the_checked_pure_modules_exist():
    checked = tomllib.loads(read("pyproject.toml"))["tool"]["mypy"]["files"]

    assert [name for name in checked if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?<![\w.])/(work|root|home/\w+)/",
        r"(pypi\.org|pythonhosted\.org|registry\.npmjs\.org|deb\.debian\.org)",
    ],
    ids=["machine paths", "registry hosts"],
)
def test_no_file_names_a_machine_or_a_registry(pattern):
    here = Path(__file__)
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in repository_files()
        if path != here
        for match in re.finditer(pattern, path.read_text(encoding="utf-8", errors="replace"))
    ]

    assert found == []


def test_compiled_messages_are_not_kept():
    kept = subprocess.run(["git", "ls-files", "*.mo", "var", ".venv"], cwd=ROOT, capture_output=True, text=True)

    assert kept.stdout == ""


PURE = [
    "contacts/hours.py",
    "contacts/opening_days.py",
    "contacts/phones.py",
    "incidents/triage.py",
    "incidents/deadlines.py",
    "revisions/diff.py",
    "revisions/seals.py",
]


@pytest.mark.parametrize("path", PURE)
def test_a_pure_module_knows_no_database(path):
    """The import contract watches our own modules; this watches Django's."""
    imported = re.findall(r"^\s*(?:from|import)\s+(django\.\S+)", (ROOT / path).read_text(), re.MULTILINE)
    assert not [name for name in imported if not name.startswith("django.utils")]
