import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("criteria", "0003_gates_seen_after_the_close"),
        ("portal", "0005_file_as_it_was_sent"),
    ]

    operations = [
        migrations.AddField(
            model_name="criterion",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="evidencenote",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="applies_to",
            field=models.JSONField(verbose_name="Áp dụng cho"),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="clause",
            field=models.CharField(blank=True, editable=False, max_length=60),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="code",
            field=models.CharField(editable=False, max_length=20),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="criteria_set",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="criteria",
                to="criteria.criteriaset",
            ),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="enabled",
            field=models.BooleanField(default=True, verbose_name="Đang dùng"),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="evidence",
            field=models.TextField(blank=True, verbose_name="Minh chứng"),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="explicit",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="floor",
            field=models.DecimalField(blank=True, decimal_places=4, editable=False, max_digits=5, null=True),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="group",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="criteria",
                to="criteria.group",
            ),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="kind",
            field=models.CharField(
                choices=[("gate", "Điều kiện bắt buộc"), ("scored", "Tính điểm")], editable=False, max_length=10
            ),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="label",
            field=models.CharField(max_length=200, verbose_name="Tên ngắn"),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="may_be_not_applicable",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="order",
            field=models.PositiveSmallIntegerField(editable=False),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="overlaps",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="points",
            field=models.DecimalField(
                blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="Số điểm tối đa"
            ),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="ratings",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="source",
            field=models.CharField(
                blank=True,
                choices=[
                    ("office", "Phòng trả lời, ghi rõ văn bản"),
                    ("rating", "Kết quả xếp loại"),
                    ("endorsement", "Cuộc họp và biểu quyết của đơn vị"),
                    ("own_collective", "Kết quả của tập thể do cá nhân đứng đầu"),
                ],
                editable=False,
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="text",
            field=models.TextField(blank=True, verbose_name="Xem xét điều gì"),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="unit",
            field=models.ForeignKey(
                blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="portal.unit"
            ),
        ),
        migrations.AlterField(
            model_name="evidencenote",
            name="code",
            field=models.CharField(editable=False, max_length=20),
        ),
        migrations.AlterField(
            model_name="evidencenote",
            name="criteria_set",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="evidence_notes",
                to="criteria.criteriaset",
            ),
        ),
        migrations.AlterField(
            model_name="evidencenote",
            name="text",
            field=models.TextField(blank=True, max_length=1000, verbose_name="Ở đơn vị, minh chứng là"),
        ),
        migrations.AlterField(
            model_name="evidencenote",
            name="unit",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="portal.unit"
            ),
        ),
    ]
