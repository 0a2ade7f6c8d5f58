import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

django.setup(set_prefix=False)


class Utf8Request(WSGIRequest):
    """The charset that a request claims is kept for the door to judge, but nothing is decoded by it.

    Django decodes the address by it before any middleware runs, and a charset that is no text encoding (hex, rot13)
    ends there in a bare 500.
    """

    def _set_content_type_params(self, meta: dict) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Handler(WSGIHandler):
    request_class = Utf8Request


application = Handler()
