"""Answers to a page that asks by itself while somebody types: plain values instead of a page."""

from django.http import HttpRequest, JsonResponse

JSON = "application/json"


def asks_itself(request: HttpRequest) -> bool:
    """The page's own script is asking, not a person who pressed a button."""
    return request.get_preferred_type(["text/html", JSON]) == JSON


def said(words: str, *, status: int, **more) -> JsonResponse:
    """What stood in the way, in words that the page shows as they are."""
    return JsonResponse({"said": words} | more, status=status)
