"""Do the links out of the quick list still lead somewhere? Asked politely, a few at a time; the answer is kept beside each link."""

import http.client
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.apps import apps
from django.utils import timezone

from contacts.sources import LinkFields

Result = LinkFields.Result

AT_ONCE = 4
LARGEST_ANSWER = 64 * 1024  # bytes read; enough to see that there is an answer
AGENT = "Seco link check"


@dataclass(frozen=True)
class Finding:
    """`result` is ok, moved or broken; `detail` is the status, the new address or the reason."""

    result: str
    detail: str


def check_url(url, timeout):
    """Ask one address with GET. Only http and https are asked."""
    if not url.startswith(("http://", "https://")):
        return Finding(Result.BROKEN, "not http")
    request = urllib.request.Request(url, headers={"User-Agent": AGENT})  # noqa: S310  the scheme is checked above
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310
            answer.read(LARGEST_ANSWER)
            if _plain(answer.url) != _plain(url):
                return Finding(Result.MOVED, answer.url)
            return Finding(Result.OK, str(answer.status))
    except urllib.error.HTTPError as error:
        return Finding(Result.BROKEN, str(error.code))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Finding(Result.BROKEN, str(getattr(error, "reason", error)))


def _plain(url):
    return url.split("#")[0].rstrip("/")


def link_models():
    return [model for model in apps.get_models() if issubclass(model, LinkFields)]


def check_all(timeout=15, on_finding=lambda link, finding: None):
    """Check every link, keep the result, and return how many were of which result. Each address is asked once."""
    links = [link for model in link_models() for link in model.objects.all()]
    by_url = {}
    for link in links:
        by_url.setdefault(link.url, []).append(link)
    counts = {Result.OK: 0, Result.MOVED: 0, Result.BROKEN: 0}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for url, finding in zip(by_url, pool.map(lambda url: check_url(url, timeout), by_url), strict=True):
            counts[finding.result] += 1
            for link in by_url[url]:
                _keep(link, finding)
                on_finding(link, finding)
    return counts


def _keep(link, finding):
    link.checked_at, link.check_result, link.check_detail = timezone.now(), finding.result, finding.detail[:300]
    link.save()
