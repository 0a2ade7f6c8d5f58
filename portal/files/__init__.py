"""Files that people send: checked by content, kept under a generated name, served only as a download.

Written first under a temporary name, promoted when the transaction commits; `sweep` finishes what a crash left
between the two. Nobody reads a file by its address: a view checks the right and calls `serve`.
"""

from portal.files.checking import MAX_BYTES, Checked, check
from portal.files.fields import UploadField, UploadsField
from portal.files.keeping import GRACE, folder, path_of, store, sweep
from portal.files.serving import TYPES, readable, serve

__all__ = [
    "GRACE",
    "MAX_BYTES",
    "TYPES",
    "Checked",
    "UploadField",
    "UploadsField",
    "check",
    "folder",
    "path_of",
    "readable",
    "serve",
    "store",
    "sweep",
]
