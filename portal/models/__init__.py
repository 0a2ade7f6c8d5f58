from portal.models.accounts import Grant, User
from portal.models.files import StoredFile
from portal.models.people import Person, Post
from portal.models.records import AuditEntry, OutboxMessage, Revision
from portal.models.units import Unit

__all__ = ["AuditEntry", "Grant", "OutboxMessage", "Person", "Post", "Revision", "StoredFile", "Unit", "User"]
