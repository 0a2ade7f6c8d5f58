from portal.models.accounts import Grant, User
from portal.models.files import StoredFile
from portal.models.imports import SheetImport
from portal.models.papers import Letterhead
from portal.models.people import Person, Post
from portal.models.records import AuditEntry, OutboxMessage, Revision
from portal.models.units import Unit

__all__ = [
    "AuditEntry",
    "Grant",
    "Letterhead",
    "OutboxMessage",
    "Person",
    "Post",
    "Revision",
    "SheetImport",
    "StoredFile",
    "Unit",
    "User",
]
