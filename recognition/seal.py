"""The seal: SHA-256 of a version's canonical JSON (UTF-8, NFC, sorted keys). Pure."""

import hashlib
import json
import unicodedata


def canonical(content: dict) -> bytes:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def seal(content: dict) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def groups_of_four(sha256: str) -> str:
    """As it is printed: first and last two groups."""
    return f"{sha256[:4]} {sha256[4:8]} … {sha256[-8:-4]} {sha256[-4:]}"
