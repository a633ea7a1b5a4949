"""What the search benchmarks share: the list of content/ as entries, the wordings, and other engines to compare with."""

import sqlite3
import tempfile
from pathlib import Path
from typing import NamedTuple

import django

from benchmarks import __path__ as folders

django.setup()

from seco.content import CONTENT, seed_document  # noqa: E402
from seco.search import text  # noqa: E402
from seco.search.analysis import Analyser  # noqa: E402
from seco.search.building import build  # noqa: E402
from seco.search.entries import entries_of  # noqa: E402
from seco.search.lexicon import load, load_wordings  # noqa: E402
from seco.tests.everywhere import find_postgresql  # noqa: E402

WORDINGS = Path(folders[0]) / "wordings"


class Wording(NamedTuple):
    kind: str
    language: str
    words: str
    right: frozenset


def wordings(half):
    rows = (WORDINGS / f"{half}.tsv").read_text("utf-8").splitlines()[1:]
    return [
        Wording(kind, language, words, frozenset(right.split()))
        for kind, language, words, right in (row.split("\t") for row in rows)
    ]


def entries():
    document, _release = seed_document()
    return entries_of(document, load_wordings(CONTENT))


def analyser():
    return Analyser(load(CONTENT))


def texts_of(entry):
    return "\n".join([*entry.numbers, *(line.text for line in entry.lines)])


class OwnEngine:
    """The engine of seco/search."""

    name = "own index"

    def __init__(self, entries):
        self.index = build(entries, analyser())

    def slugs(self, words):
        return [hit.entry.slug for hit in self.index.search(words).hits]


class Contains:
    """`LIKE '%…%'`: items that contain the whole text as typed."""

    name = "LIKE '%…%'"

    def __init__(self, entries):
        self.database = sqlite3.connect(":memory:")
        self.database.execute("CREATE TABLE item (slug TEXT, body TEXT)")
        self.database.executemany("INSERT INTO item VALUES (?, ?)", [(e.slug, texts_of(e)) for e in entries])

    def slugs(self, words):
        found = self.database.execute("SELECT slug FROM item WHERE body LIKE ? LIMIT 20", [f"%{words}%"])
        return [slug for (slug,) in found]


class Fts5Trigrams:
    """SQLite's full text over trigrams of the normalised text, any of them, by its relevance (bm25)."""

    name = "SQLite FTS5 trigram"

    def __init__(self, entries):
        self.database = sqlite3.connect(":memory:")
        self.database.execute("CREATE VIRTUAL TABLE item USING fts5(slug UNINDEXED, body, tokenize='trigram')")
        self.database.executemany("INSERT INTO item VALUES (?, ?)", [(e.slug, text.fold(texts_of(e))) for e in entries])

    def slugs(self, words):
        pieces = {run[i : i + 3] for run in text.fold(words).split() for i in range(len(run) - 2)}
        if not pieces:
            return []
        any_of = " OR ".join(f'"{piece}"' for piece in sorted(pieces))
        found = self.database.execute("SELECT slug FROM item WHERE item MATCH ? ORDER BY bm25(item) LIMIT 20", [any_of])
        return [slug for (slug,) in found]


class PostgresTrigrams:
    """pg_trgm: word similarity of the question with the text. None where no server answers."""

    name = "PostgreSQL pg_trgm"

    def __init__(self, entries):
        import psycopg

        self.database = psycopg.connect(find_postgresql(), autocommit=True)
        self.database.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        self.database.execute("CREATE TEMP TABLE item (slug text, body text)")
        with self.database.cursor() as cursor:
            cursor.executemany("INSERT INTO item VALUES (%s, %s)", [(e.slug, text.fold(texts_of(e))) for e in entries])

    def slugs(self, words):
        found = self.database.execute(
            "SELECT slug FROM item ORDER BY word_similarity(%s, body) DESC, slug LIMIT 20", [text.fold(words)]
        )
        return [slug for (slug,) in found]


class Tantivy:
    """tantivy over pieces of two characters and words of the normalised text, any of them, by BM25. Only where installed."""

    name = "tantivy 2-grams"

    def __init__(self, entries):
        import tantivy

        self.tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("slug", stored=True, tokenizer_name="raw")
        builder.add_text_field("body", tokenizer_name="whitespace")
        self.schema = builder.build()
        self.folder = tempfile.TemporaryDirectory()
        self.index = tantivy.Index(self.schema, self.folder.name)
        writer = self.index.writer(64_000_000, 1)
        for entry in entries:
            writer.add_document(tantivy.Document(slug=entry.slug, body=" ".join(_pieces(texts_of(entry)))))
        writer.commit()
        self.index.reload()
        self.searcher = self.index.searcher()

    def slugs(self, words):
        terms = sorted(set(_pieces(words)))
        if not terms:
            return []
        should = self.tantivy.Occur.Should
        query = self.tantivy.Query.boolean_query(
            [(should, self.tantivy.Query.term_query(self.schema, "body", term)) for term in terms]
        )
        return [self.searcher.doc(address)["slug"][0] for _score, address in self.searcher.search(query, 20).hits]


def _pieces(written):
    folded = text.fold(written)
    yield from text.LATIN_WORD.findall(folded)
    for run in text.JAPANESE_RUN.findall(folded):
        yield from (run[i : i + 2] for i in range(max(1, len(run) - 1)))


def engines():
    """The engines that can run here, ours first."""
    found = [OwnEngine, Contains, Fts5Trigrams]
    if find_postgresql():
        found.append(PostgresTrigrams)
    try:
        import tantivy  # noqa: F401
    except ImportError:
        return found
    return [*found, Tantivy]
