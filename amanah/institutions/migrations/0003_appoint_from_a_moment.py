import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("institutions", "0002_appoint"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("appointment", "institutions_appointment_ends_after_it_begins"),
        migrations.RemoveConstraint("appointment", "institutions_appointment_once"),
        migrations.RenameField("appointment", "begins_on", "begins_at"),
        migrations.RenameField("appointment", "ends_on", "ends_at"),
        migrations.AlterField(
            "appointment", "begins_at", models.DateTimeField(verbose_name="from")
        ),
        migrations.AlterField(
            "appointment",
            "ends_at",
            models.DateTimeField(blank=True, null=True, verbose_name="until"),
        ),
        migrations.AddField(
            "appointment",
            "confirmed_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "appointment",
            models.CheckConstraint(
                condition=models.Q(("ends_at", None), ("ends_at__gte", models.F("begins_at")), _connector="OR"),
                name="institutions_appointment_ends_after_it_begins",
                violation_error_message="The last day cannot come before the first.",
            ),
        ),
        migrations.AddConstraint(
            "appointment",
            models.UniqueConstraint(
                condition=models.Q(("ends_at", None)),
                fields=("institution", "person", "role"),
                name="institutions_appointment_once",
                violation_error_message="This person already has that role.",
            ),
        ),
    ]
