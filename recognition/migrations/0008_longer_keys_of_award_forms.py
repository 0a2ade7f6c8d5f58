"""Keys of the starting table are longer than twenty letters, which PostgreSQL counts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recognition", "0007_what_the_log_tells_of_awards"),
    ]

    operations = [
        migrations.AlterField(
            model_name="awardform",
            name="key",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
    ]
