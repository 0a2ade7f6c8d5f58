"""Votes are ballots counted on paper now, members the council's. A version sealed before keeps its votes in `content`."""

from django.db import migrations, models
from django.db.models.deletion import PROTECT


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
        migrations.AlterField(
            model_name="council",
            name="plan_year",
            field=models.OneToOneField(
                editable=False, on_delete=PROTECT, related_name="council", to="criteria.planyear"
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="list_version",
            field=models.OneToOneField(
                editable=False, on_delete=PROTECT, related_name="meeting", to="recognition.listversion"
            ),
        ),
        migrations.AlterField(
            model_name="member",
            name="council",
            field=models.ForeignKey(
                editable=False, on_delete=PROTECT, related_name="members", to="recognition.council"
            ),
        ),
    ]
