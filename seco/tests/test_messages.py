"""Extraction and catalogues, on a small tree of our own; and that the real catalogues are complete."""

import gettext

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation

from seco import messages

LANGUAGES = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]

TEMPLATE = """{% load i18n %}
<div title="{% translate "受付中" %}">
      {% translate '時間外' context "desk" %} it's {{ _("直書き") }}
  {% blocktranslate count n=found|length %}{{ n }} 件の窓口{% plural %}全 {{ n }} 件の窓口{% endblocktranslate %}
 {% blocktranslate trimmed with name=desk.name %}
   {{ name }} は
   100% です
 {% endblocktranslate %}
 {% include "_part.html" with label=_("引数") only %}{% translate "Save" %}
</div>
"""
PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
one = _("番号 %(number)s")
many = ngettext("%(n)d 件", "全 %(n)d 件", 3)
month = pgettext("月", "五")
"""


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "seco" / "tests").mkdir(parents=True)
    (tmp_path / "seco" / "views.py").write_text(PYTHON, encoding="utf-8")
    (tmp_path / "seco" / "tests" / "test_views.py").write_text('_("試験の文")', encoding="utf-8")
    return tmp_path


def write(tree, body):
    path = messages.catalogue_path(tree, "en")
    path.parent.mkdir(parents=True, exist_ok=True)
    header = messages.HEADER.format(language="en", plural_forms="nplurals=2; plural=(n != 1);")
    path.write_text(header + body, encoding="utf-8")
    return path


def catalogue(tree):
    with messages.catalogue_path(tree, "en").open("rb") as file:
        return read_po(file, locale="en")


@pytest.mark.parametrize(
    "message, context",
    [
        ("受付中", None),
        ("時間外", "desk"),
        ("直書き", None),
        (("%(n)s 件の窓口", "全 %(n)s 件の窓口"), None),
        ("%(name)s は 100%% です", None),
        ("引数", None),
        ("番号 %(number)s", None),
        (("%(n)d 件", "全 %(n)d 件"), None),
        ("五", "月"),
    ],
)
def test_wording_is_found_wherever_it_stands(tree, message, context):
    assert messages.extracted(tree, "en").get(message, context) is not None


@pytest.mark.parametrize("message", ["試験の文", "Save"])
def test_wording_of_tests_and_of_django_is_left_out(tree, message):
    assert messages.extracted(tree, "en").get(message) is None


def test_an_update_keeps_translations_and_drops_what_is_gone(tree):
    write(tree, 'msgid "受付中"\nmsgstr "Open"\n\nmsgid "消えた文"\nmsgstr "Gone"\n')

    missing = messages.update(tree, "en")

    assert catalogue(tree).get("受付中").string == "Open"
    assert catalogue(tree).get("消えた文") is None
    assert missing == 8


def test_a_second_update_changes_no_byte(tree):
    messages.update(tree, "en")
    before = messages.catalogue_path(tree, "en").read_bytes()

    messages.update(tree, "en")

    assert messages.catalogue_path(tree, "en").read_bytes() == before


def test_new_wording_is_never_guessed_from_similar_wording(tree):
    write(tree, 'msgid "受付中です"\nmsgstr "Open now"\n')

    messages.update(tree, "en")

    assert catalogue(tree).get("受付中").string == ""


@pytest.mark.parametrize(
    "entry, problem",
    [
        ("", "is not in the catalogue"),
        ('msgid "番号 %(number)s"\nmsgstr ""\n', "has no translation"),
        ('#, fuzzy\nmsgid "番号 %(number)s"\nmsgstr "Number %(number)s"\n', "is marked fuzzy"),
        ('msgid "番号 %(number)s"\nmsgstr "Number %(numbr)s"\n', "has other placeholders"),
        ('msgid "番号 %(number)s"\nmsgstr "A number"\n', "has other placeholders"),
    ],
)
def test_the_check_names_what_is_not_right(tree, entry, problem):
    write(tree, entry)

    found = [line for line in messages.problems(tree, "en") if "番号" in line]

    assert len(found) == 1
    assert problem in found[0]
    assert "seco/views.py" in found[0]


def test_the_check_names_what_is_used_nowhere(tree):
    write(tree, 'msgid "消えた文"\nmsgstr "Gone"\n')

    assert any("消えた文" in line and "used nowhere" in line for line in messages.problems(tree, "en"))


def test_the_singular_may_leave_out_the_number(tree):
    write(
        tree,
        'msgid "%(n)s 件の窓口"\nmsgid_plural "全 %(n)s 件の窓口"\nmsgstr[0] "One desk"\nmsgstr[1] "%(n)s desks"\n',
    )

    assert not [line for line in messages.problems(tree, "en") if "件の窓口" in line]


def test_the_compiled_catalogue_knows_contexts_and_plurals(tree):
    write(
        tree,
        'msgctxt "月"\nmsgid "五"\nmsgstr "May"\n\n'
        'msgid "%(n)d 件"\nmsgid_plural "全 %(n)d 件"\nmsgstr[0] "%(n)d desk"\nmsgstr[1] "%(n)d desks"\n',
    )

    with messages.compile_catalogue(tree, "en").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    assert compiled.pgettext("月", "五") == "May"
    assert compiled.ngettext("%(n)d 件", "全 %(n)d 件", 1) == "%(n)d desk"
    assert compiled.ngettext("%(n)d 件", "全 %(n)d 件", 2) == "%(n)d desks"


def test_a_catalogue_is_stale_until_it_is_compiled(tree):
    write(tree, "")
    assert messages.is_stale(tree, "en")

    messages.compile_catalogue(tree, "en")

    assert not messages.is_stale(tree, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_of_seco_has_its_translation(language):
    assert messages.problems(settings.BASE_DIR, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wording_of_each_language_is_loaded(language):
    translated = next(m for m in messages.read(messages.catalogue_path(settings.BASE_DIR, language), language) if m.id)

    with translation.override(language):
        assert translation.gettext(messages.first(translated)) == messages.forms(translated.string)[0]
