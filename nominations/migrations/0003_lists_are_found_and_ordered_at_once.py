"""Search and order of the lists become columns of their own rows; on PostgreSQL the search has a trigram index."""

from django.db import DatabaseError, migrations, models, transaction

from nominations import finding

TEXTS = {"registration": ("model_name", "movement", "field"), "nomination": ("model_name", "field", "summary")}


def fill(apps, schema_editor):
    for name, texts in TEXTS.items():
        model = apps.get_model("nominations", name)
        rows = model.objects.select_related("unit", "subject_unit", "subject_person")
        changed = []
        for row in rows.iterator(chunk_size=500):
            found = finding.columns(row.unit, row.subject_unit, row.subject_person, *(getattr(row, t) for t in texts))
            for column, value in found.items():
                setattr(row, column, value)
            changed.append(row)
        model.objects.bulk_update(changed, finding.COLUMNS, batch_size=200)


def add_trigrams(apps, schema_editor):
    """Where the extension may not be created, searching is as right, only slower."""
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        return
    for name in TEXTS:
        schema_editor.execute(f"CREATE INDEX {name}_trigrams ON nominations_{name} USING gin (search gin_trgm_ops)")


def drop_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in TEXTS:
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}_trigrams")


def columns_of(name):
    text = {"editable": False}
    return [
        migrations.AlterField(name, "search", models.CharField(max_length=1500, **text)),
        migrations.AddField(name, "by_unit", models.CharField(max_length=500, default="", **text), False),
        migrations.AddField(name, "by_name", models.CharField(max_length=600, default="", **text), False),
        migrations.AddIndex(name, models.Index(fields=["plan_year", "by_unit", "id"], name=f"{name}_by_unit")),
        migrations.AddIndex(name, models.Index(fields=["plan_year", "by_name", "id"], name=f"{name}_by_name")),
        migrations.AddIndex(name, models.Index(fields=["field"], condition=~models.Q(field=""), name=f"{name}_fields")),
    ]


def counted(name, *fields):
    return migrations.AddIndex(name, models.Index(fields=["plan_year", *fields], name=f"{name}_counted"))


class Migration(migrations.Migration):
    dependencies = (
        ("nominations", "0002_exchange_awards_commendations"),
        ("portal", "0003_letterhead_mail_imports"),
    )
    operations = (
        *columns_of("registration"),
        *columns_of("nomination"),
        counted("registration", "submitted_at", "state", "unit", "subject_person"),
        counted("nomination", "state", "submitted_at", "unit", "subject_person", "published_at"),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(add_trigrams, drop_trigrams),
    )
