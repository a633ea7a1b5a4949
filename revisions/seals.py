"""Canonical bytes, digests and seals. Pure: data in, text out."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any


def _normal(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {key: _normal(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_normal(part) for part in value]
    return value


def canonical(data: Any) -> str:
    """The one text of `data`: JSON in NFC with sorted keys and no spare blanks. The same content gives the same text."""
    return json.dumps(_normal(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of the UTF-8 bytes of `text`, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def seal(entry: Mapping[str, Any], previous_seal: str) -> str:
    """The seal of a revision: covers its number, date, kind, note and digests, and the seal before it."""
    return digest(canonical({**entry, "previous_seal": previous_seal}))
