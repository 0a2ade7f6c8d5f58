"""Acts on registrations and dossiers: keyword-only, `by=`, one transaction each with its audit entry."""
