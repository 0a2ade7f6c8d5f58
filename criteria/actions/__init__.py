"""Acts of the measuring instrument: keyword-only, `by=`, one transaction each with its audit entry."""
