"""Whatever editors do, in whatever order: the chain holds, the record fits it, and every past document can be read."""

import copy
import datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.models import Contact, Phone
from contacts.tests.factory import make_contact, make_phone
from incidents.tests.factory import make_situation
from revisions import append_only, document, past_document, seals, verifying
from revisions.items import dump_item, load_item
from revisions.models import Revision
from revisions.recording import history_models, recording, tracked_models
from revisions.releases import NotReleased, publish_revision
from revisions.writing import Unloadable

pytestmark = pytest.mark.django_db

# Forms that keyboards send and Unicode counts as another spelling: 塚 for compatibility, が in two characters, line breaks.
AWKWARD = ["大\ufa10窓口", "か\u3099っこう", "①㈱髙﨑", "一\r\n二", "ｶﾞｷﾞ"]
names = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(str.strip),
)
few = st.integers(0, 3)
acts = st.lists(
    st.one_of(
        st.tuples(st.just("rename"), few, names),
        st.tuples(st.just("add"), few, names),
        st.tuples(st.just("retire"), few),
        st.tuples(st.just("draft"), few),
        st.tuples(st.just("remove"), few),
        st.tuples(st.just("swap"), few, few),
        st.tuples(st.just("release"), names),
        st.tuples(st.just("release on"), st.integers(-3, 3)),
        st.tuples(st.just("load revisions"), st.integers(-1, 3), st.sampled_from(["", "0" * 64])),
        st.tuples(st.just("restore document"), few),
        st.tuples(st.just("restore item"), few, few),
        st.tuples(st.just("load"), few, names),
        st.tuples(st.just("fail"), few),
    ),
    max_size=9,
)


class Failed(Exception):
    pass


def desk(number):
    found = list(Contact.objects.order_by("pk"))
    return found[number % len(found)] if found else None


def kept(number):
    found = list(Revision.objects.exclude(document="").in_order())
    return found[number % len(found)] if found else None


def do(kind, *about):
    """One act of an editor. What the rules refuse is refused as a whole, and is part of the game."""
    try:
        with recording(f"{kind}のため"):
            ACTS[kind](*about)
    except (Unloadable, NotReleased, Failed):
        pass


def rename(number, name):
    if one := desk(number):
        one.name_ja = name
        one.save()


def add(number, name):
    slug = f"desk-{number}"
    if not Contact.objects.filter(slug=slug).exists():
        make_phone(make_contact(slug, name_ja=name, position=number + 1))


def change_status(status):
    def change(number):
        if one := desk(number):
            one.status = status
            one.save()

    return change


def remove(number):
    one = desk(number)
    if one and not one.in_situations.exists():
        one.delete()


def restore_document(number):
    if revision := kept(number):
        document.load(revision.data, reason="戻す")


def restore_item(number, which):
    one, revision = desk(number), kept(which)
    before = dump_item(Contact, one.slug, at=revision.released_at) if one and revision else None
    if before:
        load_item(Contact, before, reason="戻す")


def load(number, name):
    data = copy.deepcopy(document.dump())
    if data["contacts"]:
        data["contacts"][number % len(data["contacts"])]["name"]["en"] = name
    document.load(data, reason="読み込み")


def load_revisions(step, digest):
    """Another office's list of revisions: some fit behind ours, most do not."""
    data = copy.deepcopy(document.dump())
    last = data["revisions"][-1] if data["revisions"] else {"number": 0, "digest": ""}
    entry = {"number": last["number"] + step, "released_on": str(timezone.localdate()), "kind": "minor",
             "note": {"ja": "よその版", "en": ""}, "digest": "1" * 64, "previous_digest": digest or last["digest"]}  # fmt: skip
    data["revisions"].append(entry)
    document.load(data, reason="読み込み")


def swap(number, other):
    one, two = desk(number), desk(other)
    if one and two and one != two:
        one.position, two.position = two.position, one.position
        one.save()
        two.save()


def release_on(days):
    day = timezone.localdate() + datetime.timedelta(days=days)
    publish_revision(note={"ja": "日付", "en": "date"}, released_on=day)


def fail(number):
    rename(number, "途中まで")
    raise Failed


ACTS = {
    "rename": rename, "add": add, "retire": change_status("retired"), "draft": change_status("draft"), "remove": remove,
    "release": lambda note: publish_revision(note={"ja": note, "en": note}), "restore document": restore_document,
    "swap": swap, "release on": release_on, "load revisions": load_revisions, "restore item": restore_item, "load": load, "fail": fail,
}  # fmt: skip


def empty_the_database():
    append_only.remove()
    with connection.cursor() as cursor:
        for model in [*history_models(), *reversed(tracked_models), Revision]:
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')


def digest_in_an_empty_database(revision):
    with transaction.atomic():
        empty_the_database()
        assert not Phone.objects.exists()
        document.load(document.parse(revision.document), reason="別の場所で")
        found = seals.digest(document.text_of(document.dump()))
        transaction.set_rollback(True)
    return found


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(acts=acts)
def test_any_sequence_of_acts_keeps_the_history_whole_and_every_past_document_readable(db, acts):
    with transaction.atomic():
        make_situation("trouble", contacts=[make_contact("desk-0")])
        for act in acts:
            do(*act)
        publish_revision(note={"ja": "終わり", "en": "end"})
        assert [str(finding) for finding in verifying.findings()] == []
        for revision in Revision.objects.exclude(document="").in_order():  # another office's have none
            assert past_document.outline(revision.data)
            assert digest_in_an_empty_database(revision) == revision.digest
        transaction.set_rollback(True)
