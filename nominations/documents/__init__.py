"""The papers of a unit: registration form, achievement report, list of registrations, minutes; each also as a blank."""
