"""Read settings from the environment: a value that cannot be right stops the start with one sentence.

The refusal is a SystemExit and not an ImproperlyConfigured, so that every program that loads the settings
(manage.py, gunicorn, a script) prints the sentence, shows no traceback and ends with status 1.
"""

import os

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}


class Refused(SystemExit):
    """The start is refused; the argument is the one sentence that says why."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Seco does not start: {why}")


def flag(name: str, default: bool) -> bool:
    """Return true or false; unset or empty is the default."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value not in YES | NO:
        raise Refused(f"{name} must be true or false, not {value!r}.")
    return value in YES


def number(name: str, default: int, lowest: int, highest: int) -> int:
    """Return a whole number from `lowest` to `highest`; unset or empty is the default."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    # isdecimal() also accepts full-width digits, which int() reads rightly: ８０００ is 8000.
    if not value.isdecimal() or not lowest <= int(value) <= highest:
        raise Refused(f"{name} must be a whole number from {lowest} to {highest}, not {value!r}.")
    return int(value)


def words(name: str, default: list[str]) -> list[str]:
    """Return the words of a list written with commas or spaces; unset or empty is the default."""
    return os.environ.get(name, "").replace(",", " ").split() or default
