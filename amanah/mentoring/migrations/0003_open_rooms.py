"""Mentorships from before there were rooms get one each, in which their members are."""

from django.db import migrations


def forwards(apps, schema_editor):
    Mentorship = apps.get_model("mentoring", "Mentorship")
    Room = apps.get_model("sealing", "Room")
    Member = apps.get_model("sealing", "Member")
    for mentorship in Mentorship.objects.filter(room=None).order_by("pk").iterator():
        room = Room.objects.create(made_at=mentorship.began_at, closed_at=mentorship.closed_at)
        for membership in mentorship.memberships.order_by("pk"):
            Member.objects.create(
                room=room,
                person_id=membership.person_id,
                joined_at=membership.joined_at,
                left_at=membership.left_at,
                until_n=None if membership.left_at is None else 0,
            )
        mentorship.room = room
        mentorship.save(update_fields=["room"])


def backwards(apps, schema_editor):
    """The rooms stay: without the column nothing leads to them."""


class Migration(migrations.Migration):

    dependencies = [
        ("mentoring", "0002_a_room_for_each"),
        ("sealing", "0002_words_are_append_only"),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
