"""Mentorships that were there before phases were: starting since they began, after once closed."""

from zoneinfo import ZoneInfo

from django.db import migrations


def date_phases(apps, schema_editor):
    Mentorship = apps.get_model("mentoring", "Mentorship")
    for one in Mentorship.objects.filter(phase_since=None).select_related("institution"):
        closed = one.state == "closed"
        moment = one.closed_at if closed else one.began_at
        one.phase = "after" if closed else one.phase
        one.phase_since = moment.astimezone(ZoneInfo(one.institution.time_zone)).date()
        one.save(update_fields=["phase", "phase_since"])


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0005_agreements")]

    operations = [migrations.RunPython(date_phases, migrations.RunPython.noop)]
