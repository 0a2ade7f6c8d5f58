"""What the school's leaders look at: the year at a glance, its standards, the years, one page for a meeting.

A room each. All of them count the same rows (`counts.py`), read once whatever their number; what a unit may see of the
others is decided in `unit.py` alone.
"""
