"""What has to be right before a revision is released, and what an editor should hear after saving.

Other parts register their checks here; this module knows none of them. A check of the whole returns sentences that stop
a release until somebody gives a reason for releasing all the same. A check of one item returns sentences that are shown
after it was saved, and stop nothing. Both speak the reader's language.
"""

_checks, _item_checks = [], []


def register_check(check):
    """`check()` returns what stops a release; none when all is well.

    Each is a sentence, or an object whose text is one, with the `section` and `key` of the item it is about.
    """
    _add(_checks, check)


def register_item_check(check):
    """`check(item)` returns the sentences about one saved item: a desk, a situation, a playbook, a stage, a mission."""
    _add(_item_checks, check)


def blockers():
    return [problem for check in _checks for problem in check()]


def about(item):
    """Each sentence once, however many other items it holds for."""
    return list(dict.fromkeys(str(text) for check in _item_checks for text in check(item)))


def _add(checks, check):
    if check not in checks:
        checks.append(check)
