"""Every public page of the seeded quick list, in every language: what each of them must be."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import html5lib
import pytest
from django.test import Client

from seco import addresses

pytestmark = pytest.mark.django_db
HOST = "testserver"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    cookies: dict
    text: str


@pytest.fixture(scope="module")
def pages(seeded):
    """``{language: {path: Answer}}`` of every page of the seeded site, asked for once."""
    client, found = Client(), {"ja": {}, "en": {}}
    for page in addresses.public_pages():
        for language, path in page.items():
            response = client.get(path)
            found[language][path] = Answer(
                response.status_code, dict(response.headers), dict(response.cookies), response.content.decode()
            )
    return found


def each(pages):
    return [(language, path, answer) for language, found in pages.items() for path, answer in found.items()]


def test_there_are_pages_of_every_kind(pages):
    kinds = {path.split("/")[1] for path in pages["ja"]}
    assert kinds >= {"", "situations", "contacts", "playbooks", "roadmap", "search", "document", "revisions"}
    assert len(pages["ja"]) == len(pages["en"]) > 90


def test_every_page_answers(pages):
    assert [(path, answer.status) for _language, path, answer in each(pages) if answer.status != 200] == []


def test_every_page_says_its_language(pages):
    wrong = [
        p
        for language, p, a in each(pages)
        if f'<html lang="{language}"' not in a.text or a.headers["Content-Language"] != language
    ]
    assert wrong == []


def test_every_page_has_one_h1(pages):
    assert [path for _language, path, answer in each(pages) if len(re.findall(r"<h1[\s>]", answer.text)) != 1] == []


def test_every_page_is_valid_html(pages):
    wrong = []
    for _language, path, answer in each(pages):
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parser.parse(answer.text)
        wrong += [(path, position, code) for position, code, _data in parser.errors]
    assert wrong == []


def test_no_page_uses_an_id_twice(pages):
    wrong = []
    for _language, path, answer in each(pages):
        ids = re.findall(r'\sid="([^"]*)"', answer.text)
        wrong += [(path, name) for name in set(ids) if ids.count(name) > 1]
    assert wrong == []


def test_no_page_loads_anything_from_elsewhere(pages):
    loading = re.compile(
        r"<(?:script|img|iframe|source|video|audio|embed|object|use)[^>]*?\s(?:src|href|data)=\"([^\"]+)\""
    )
    styles = re.compile(
        r"<link[^>]*rel=\"(?:stylesheet|icon|preload|manifest|apple-touch-icon)\"[^>]*href=\"([^\"]+)\""
    )
    foreign = []
    for _language, path, answer in each(pages):
        found = [*loading.findall(answer.text), *styles.findall(answer.text)]
        foreign += [
            (path, url) for url in found if urlsplit(urljoin(f"http://{HOST}{path}", url)).hostname not in (HOST, None)
        ]
    assert foreign == []


def test_no_page_runs_or_styles_inline(pages):
    inline = re.compile(r"<style[\s>]|\sstyle=\"|<script(?![^>]*\ssrc=)|\son[a-z]+=\"")
    assert [path for _language, path, answer in each(pages) if inline.search(answer.text)] == []


def test_no_page_sets_a_cookie_or_depends_on_one(pages):
    wrong = [
        path
        for _language, path, answer in each(pages)
        if answer.cookies or "cookie" in answer.headers.get("Vary", "").lower() or "csrfmiddlewaretoken" in answer.text
    ]
    assert wrong == []


def test_every_page_names_itself_in_every_language(pages):
    wrong = [
        path
        for _language, path, answer in each(pages)
        if set(re.findall(r'rel="alternate" hreflang="(\w+)"', answer.text)) != {"ja", "en"}
    ]
    assert wrong == []


def test_every_page_shows_the_numbers_that_always_work(pages):
    assert [path for _language, path, answer in each(pages) if 'href="tel:110"' not in answer.text] == []


def test_every_link_within_the_site_leads_to_a_page(pages, client):
    """Links of the seeded pages that are not among the pages themselves are asked for, once each."""
    known = {path for found in pages.values() for path in found}
    links = set()
    for _language, path, answer in each(pages):
        for href in re.findall(r'<a[^>]*\shref="([^"#]+)', answer.text):
            url = urlsplit(urljoin(path, href.replace("&amp;", "&")))
            if not url.scheme and not url.netloc and url.path not in known:
                links.add(url.path)
    assert [link for link in sorted(links) if client.get(link).status_code not in (200, 302)] == []


JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def test_english_pages_are_in_english(pages):
    """Japanese stands on an English page only where it says so by `lang`, as the name of the other language does."""
    wrong = []
    for path, answer in pages["en"].items():
        tree = html5lib.parse(answer.text, namespaceHTMLElements=False)
        wrong += [(path, text[:60]) for text in japanese_texts(tree)]
    assert wrong == []


def japanese_texts(node):
    if node.get("lang") == "ja" or node.tag in ("script", "style"):
        return
    if isinstance(node.tag, str) and node.text and JAPANESE.search(node.text):
        yield node.text.strip()
    for child in node:
        yield from japanese_texts(child)
        if child.tail and JAPANESE.search(child.tail):
            yield child.tail.strip()
