"""Internal links that keep who and where. They work inside `{% include … only %}`: a context keeps its request there."""

from urllib.parse import urlencode

from django import template

from contacts.desks import speaks
from contacts.reader import NOBODY, from_query

register = template.Library()


def reader_of(context):
    request = getattr(context, "request", None) or context.get("request")
    return from_query(request.GET) if request else NOBODY


@register.simple_tag(takes_context=True)
def carried(context, target):
    """The address of `target` (an item, a choice with `url`, or an address) with the reader's choices."""
    if isinstance(target, str):
        url = target
    elif isinstance(target, dict):
        url = target.get("url") or target["get_absolute_url"]
    else:
        url = getattr(target, "url", "") or target.get_absolute_url()
    return reader_of(context).carried(url)


@register.simple_tag(takes_context=True)
def asking(context, url, **query):
    """`url` with a query, and with the reader's choices."""
    return reader_of(context).carried(f"{url}?{urlencode(query)}")


@register.simple_tag(takes_context=True)
def reader_fields(context):
    return reader_of(context).fields


@register.filter
def line_in(contact, language):
    """The number of its own that a desk has for `language`, or None."""
    return contact.line_in(language)


register.filter(speaks)
