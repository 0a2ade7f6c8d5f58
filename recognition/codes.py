"""The code that a paper carries, as it is printed and as somebody types it. Pure."""

import unicodedata

LENGTH, GROUP = 12, 4


def shown_code(code: str) -> str:
    """7K3M-92QP-ABCD"""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def typed_code(text: str) -> str:
    """What was typed, as codes are kept: however it was spaced, in small letters, with 0, 1 and 8 for O, I and B."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(char for char in plain if char.isalnum()).translate(str.maketrans("018", "OIB"))
