"""Votes are ballots counted on paper now, members the council's. A version sealed before keeps its votes in `content`."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("recognition", "0005_issued_papers_are_corrected"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="entry",
            name="votes_for",
        ),
        migrations.RemoveField(
            model_name="listversion",
            name="members",
        ),
    ]
