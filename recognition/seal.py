"""The seal: SHA-256 of a version's canonical JSON (UTF-8, NFC, sorted keys). Pure."""

import base64
import hashlib
import json
import unicodedata


def canonical(content: dict) -> bytes:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def seal(content: dict) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def code_of(content: dict) -> str:
    """Short enough to be typed from a paper, and not to be guessed by whoever has not seen the content."""
    return base64.b32encode(hashlib.sha256(canonical(content)).digest())[:12].decode()


def groups_of_four(sha256: str) -> str:
    """As it is printed: first and last two groups."""
    return f"{sha256[:4]} {sha256[4:8]} … {sha256[-8:-4]} {sha256[-4:]}"
