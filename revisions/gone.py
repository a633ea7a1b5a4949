"""A retired item answers 410 and names its successor; a draft or unknown one answers 404."""

from django.http import Http404
from django.shortcuts import render


class Gone(Exception):
    """The item asked for has been retired. `item` is the retired row."""

    def __init__(self, item):
        self.item = item
        super().__init__(str(item))


def get_published_or_gone(queryset, slug):
    """The published item of `queryset` with this slug. Raises Http404, or Gone for a retired item."""
    item = queryset.known_to_readers().filter(slug=slug).first()
    if item is None:
        raise Http404
    if item.is_retired:
        raise Gone(item)
    return item


def successor_of(item):
    """The public item in place of a retired one, or None: one that was retired in turn leads on to its own successor."""
    seen, node = {item.pk}, item.successor
    while node is not None and node.is_retired and node.pk not in seen:
        seen.add(node.pk)
        node = node.successor
    return node if node is not None and node.is_published else None


class GoneMiddleware:
    """Turns `Gone` into the 410 page, wherever it was raised."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Gone):
            return None
        item = exception.item
        return render(request, "410.html", {"item": item, "successor": successor_of(item)}, status=410)
