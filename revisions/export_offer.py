"""What a page offers beside the export buttons: the filters there are, and how much comes."""

from .exports import CONTENT_TYPES, as_markdown
from .filters import Question
from .items import kinds
from .models import Revision
from .record import Selection, count


def export_offer():
    """For `revisions/_export_fields.html`: filters, formats, and the size of what comes unfiltered.

    Only the Markdown table is made to be measured, in bytes; of the others the number of changes is known cheaply.
    """
    return {
        "item_kinds": [(name, kind.label) for name, kind in kinds().items()],
        "numbers": Revision.objects.order_by("-number").values_list("number", flat=True),
        "formats": [name for name in CONTENT_TYPES if name != "md"],
        "recorded": count(Selection()),
        "markdown_size": sum(len(text.encode()) for text in as_markdown(Question())),
    }


def may_see_people(user):
    """Whether an export `with=person` is for this user."""
    return user.is_active and user.is_staff and user.has_perm("revisions.view_revision")
