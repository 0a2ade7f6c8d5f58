"""Acts on lists and what follows from them: keyword-only, `by=`, one transaction each with its audit entry."""
