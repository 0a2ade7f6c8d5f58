"""Spreadsheets on their way in: read within bounds, the school's usual table recognised, what it would change shown."""
