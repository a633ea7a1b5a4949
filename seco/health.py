"""For the operator: is the process up, and can it do its work?"""

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse

from contacts.models import Contact


def _answer(data, status=200):
    return JsonResponse(data, status=status, headers={"Cache-Control": "no-store"})


def live(request):
    """The process is up. Asks nothing else."""
    return _answer({"status": "ok"})


def ready(request):
    """The database answers, every migration is applied and there is a document to show; 503 with the reason otherwise."""
    try:
        checks = {"database": True, "migrations": _migrated(), "document": Contact.objects.published().exists()}
    except (DatabaseError, InterfaceError):
        checks = {"database": False, "migrations": False, "document": False}
    good = all(checks.values())
    return _answer({"status": "ok" if good else "unavailable", "checks": checks}, 200 if good else 503)


def _migrated():
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
