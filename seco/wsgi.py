"""The server's entrance: `gunicorn seco.wsgi`. A server is in production unless it is told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("SECO_ENV", "production")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seco.settings")

django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402  after the settings' module is known

from seco.page_cache import PageCache  # noqa: E402

application = PageCache(django_application, folder=settings.PAGE_COPIES)
