"""Our own wording in other languages: extract it, keep the catalogues, compile them. No gettext programs are needed.

Message ids are Japanese, so that Japanese needs no catalogue; every other language has one at
locale/<language>/LC_MESSAGES/django.po. Python is read by Babel, templates by Django's templatize() and then by Babel.
"""

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE_FOLDERS = ["seco", "incidents", "roadmap", "contacts", "revisions", "templates"]
LEFT_OUT = {"tests", "migrations", "__pycache__"}
TEMPLATE_ENDINGS = {".html", ".txt", ".xml", ".svg", ".vcf", ".md"}

KEYWORDS: dict[str, tuple[Any, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

# No date and no name: the same wording gives the same file.
HEADER = """\
# Seco's wording in "{language}". `make messages` adds what is new and drops what is gone; the msgids are Japanese.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: {language}\\n"
"Plural-Forms: {plural_forms}\\n"

"""

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def catalogue_path(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def sources(root: Path) -> Iterator[Path]:
    """Yield every file whose wording readers or editors may see, in a stable order."""
    for folder in SOURCE_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", *TEMPLATE_ENDINGS} and not LEFT_OUT.intersection(path.relative_to(root).parts):
                yield path


def extracted(root: Path, language: str) -> Catalog:
    """Return all wording of the sources as an empty catalogue of that language.

    What is written in ASCII alone ("Home", "Save") is Django's own wording, which Django translates.
    """
    catalog = Catalog(locale=language, fuzzy=False)
    for path in sources(root):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(root).as_posix()
        code = text if path.suffix == ".py" else template_as_python(text, name)
        found = extract("python", io.BytesIO(code.encode()), keywords=KEYWORDS, comment_tags=["Translators:"])
        for line, message, comments, context in found:
            if not str(message).isascii():
                catalog.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return catalog


def template_as_python(text: str, origin: str) -> str:
    """Return the calls to gettext that a template stands for.

    Everything else becomes a row of X; its indentation goes, because it means nothing to Python's tokenizer.
    """
    return "\n".join(line.strip() for line in templatize(text, origin=origin).splitlines())


def read(path: Path, language: str) -> Catalog:
    """Return the catalogue in a file, or an empty one where there is no file yet."""
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(root: Path, language: str) -> int:
    """Bring a catalogue up to date with the sources: keep translations, drop what is gone. Return what lacks one."""
    path = catalogue_path(root, language)
    catalog = read(path, language)
    catalog.update(extracted(root, language), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    body = io.BytesIO()
    write_po(body, catalog, width=110, omit_header=True, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
    header = HEADER.format(language=language, plural_forms=catalog.plural_forms)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, header.encode() + body.getvalue())
    return sum(not is_translated(message) for message in catalog if message.id)


def compile_catalogue(root: Path, language: str) -> Path:
    """Write the compiled catalogue beside its source and return its path. A running server never sees half of it."""
    source = catalogue_path(root, language)
    compiled = io.BytesIO()
    write_mo(compiled, read(source, language))
    target = source.with_suffix(".mo")
    target.parent.mkdir(parents=True, exist_ok=True)
    replace(target, compiled.getvalue())
    return target


def is_stale(root: Path, language: str) -> bool:
    """Is the compiled catalogue missing, or older than its source?"""
    source = catalogue_path(root, language)
    target = source.with_suffix(".mo")
    return not target.exists() or (source.exists() and target.stat().st_mtime < source.stat().st_mtime)


def problems(root: Path, language: str) -> list[str]:
    """Say what keeps a catalogue from being complete, one sentence each; an empty list means that it is."""
    catalog = read(catalogue_path(root, language), language)
    wanted = extracted(root, language)
    found = []
    for message in wanted:
        if not message.id:
            continue
        kept = catalog.get(message.id, message.context)
        where = f"{language}: {first(message)!r} ({message.locations[0][0]})"
        if kept is None:
            found.append(f"{where} is not in the catalogue; run `make messages`.")
        elif not is_translated(kept):
            found.append(f"{where} has no translation.")
        elif kept.fuzzy:
            found.append(f"{where} is marked fuzzy.")
        elif not placeholders_agree(kept):
            found.append(f"{where} has other placeholders than its translation.")
    gone = [message for message in catalog if message.id and wanted.get(message.id, message.context) is None]
    return found + [f"{language}: {first(message)!r} is used nowhere; run `make messages`." for message in gone]


def first(message: Message) -> str:
    return forms(message.id)[0]


def forms(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def is_translated(message: Message) -> bool:
    return bool(message.string) and all(forms(message.string))


def placeholders_agree(message: Message) -> bool:
    """Are the same values filled in? The singular may leave out the number: "one desk"."""
    wanted = set(PLACEHOLDER.findall(forms(message.id)[-1]))
    *singular, last = [set(PLACEHOLDER.findall(form)) for form in forms(message.string)]
    return last == wanted and all(form <= wanted for form in singular)


def replace(path: Path, content: bytes) -> None:
    """Write a file so that others see the old one or the new one, never a part."""
    own = path.with_name(f"{path.name}.{os.getpid()}")
    own.write_bytes(content)
    own.replace(path)
