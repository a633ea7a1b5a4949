#!/usr/bin/env python
"""Seco's commands: `python manage.py help`."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seco.settings")
    try:
        execute_from_command_line(sys.argv)
    except (OperationalError, ProgrammingError) as error:
        if "--traceback" in sys.argv:
            raise
        reason = str(error).strip().splitlines()[0]
        if "no such table" in reason or "does not exist" in reason:
            sys.exit(f"The database has no tables yet, or old ones: run `manage.py migrate` first. ({reason})")
        sys.exit(f"The database cannot be used: {reason}")


if __name__ == "__main__":
    main()
