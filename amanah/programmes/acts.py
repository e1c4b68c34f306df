"""What the ledger's events of programmes are called in words."""

from django.utils.translation import gettext_lazy as _

from amanah.stewardship import events


def declare() -> None:
    """Fill the ledger's list; called once, when the apps are ready."""
    _say_setting_up()
    _say_lists()
    _say_people()
    _say_letters()
    own = events.by_member
    own("programmes.application_sent", _("Sent an application"))
    own("programmes.application_changed", _("Changed an application"))
    own("programmes.application_withdrawn", _("Withdrew an application"))
    own("programmes.looks_again", _("Looked for a mentor again"))
    own("programmes.looks_no_more", _("Looked for a mentor no longer"))
    own("programmes.can_be_found_changed", _("Chose whether mentees find you"))


def _say_setting_up() -> None:
    staffs = events.by_staff
    staffs("programmes.programme_begun", _("Set up a programme"), _("Set up a programme"))
    staffs(
        "programmes.programme_changed",
        _("Changed the settings of a programme"),
        _("Changed the settings of a programme"),
    )
    staffs("programmes.programme_opened", _("Opened a programme"), _("Opened a programme"))
    _say_questions()
    staffs("programmes.programme_archived", _("Archived a programme"), _("Archived a programme"))
    staffs(
        "programmes.archive_day_changed",
        _("Changed until when an archived programme is kept"),
        _("Changed until when an archived programme is kept"),
    )
    staffs(
        "programmes.programme_reopened",
        _("Opened an archived programme again"),
        _("Opened an archived programme again"),
    )
    staffs(
        "programmes.archive_emptied",
        _("Had set the day on which an archived programme let go of its people"),
        _("Had set the day on which an archived programme let go of its people"),
    )
    staffs("programmes.cohort_added", _("Added a cohort"), _("Added a cohort"))
    staffs("programmes.cohort_changed", _("Changed a cohort"), _("Changed a cohort"))


def _say_questions() -> None:
    for event, said in (
        ("question_added", _("Added a question to a programme")),
        ("question_changed", _("Changed a question of a programme")),
        ("question_moved", _("Moved a question of a programme")),
        ("question_put_away", _("Put a question of a programme away")),
        ("question_taken_back", _("Took a question of a programme back")),
        ("question_deleted", _("Deleted a question of a programme")),
    ):
        events.by_staff(f"programmes.{event}", said, said)


def _say_lists() -> None:
    staffs = events.by_staff
    staffs(
        "programmes.list_taken_over",
        _("Took a list of people over into a programme"),
        _("Took a list of people over into a programme"),
    )
    staffs(
        "programmes.list_undone",
        _("Undid a list of people in a programme"),
        _("Undid a list of people in a programme"),
    )
    staffs(
        "programmes.people_taken_along",
        _("Took the people of a programme along as a workbook"),
        _("Took the people of a programme along as a workbook"),
    )
    staffs(
        "programmes.application_seen",
        _("Read your application"),
        _("Read somebody's application"),
    )
    staffs(
        "programmes.file_seen",
        _("Took a file from your application"),
        _("Took a file from somebody's application"),
    )


def _say_people() -> None:
    staffs = events.by_staff
    staffs(
        "programmes.person_removed",
        _("Took you out of a programme"),
        _("Took a person out of a programme"),
    )
    staffs(
        "programmes.person_waits",
        _("Put you on the wait-list of a programme"),
        _("Put a person on the wait-list of a programme"),
    )
    staffs(
        "programmes.person_waits_no_more",
        _("Took you off the wait-list of a programme"),
        _("Took a person off the wait-list of a programme"),
    )
    staffs(
        "programmes.person_listed",
        _("Put you into a programme"),
        _("Put a person into a programme"),
    )


def _say_letters() -> None:
    for event, said in (
        ("letters_sent", _("Sent letters to the people of a programme")),
        ("cohort_letter_sent", _("Sent a letter to the people of a programme")),
        ("cohort_letter_stopped", _("Stopped a letter to the people of a programme")),
    ):
        events.by_staff(f"programmes.{event}", said, said)
