"""Four ways to begin a programme, each whole enough to open; everything in one can be changed."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from amanah.programmes.models import Programme, Question

Form, Mode, Aim = Programme.Form, Programme.Mode, Programme.Aim
EVERY_FEW_MONTHS = 12


@dataclass(frozen=True)
class Asked:
    """A question that a programme may ask besides the five."""

    text: Any
    asked: str = Question.Asked.EVERYBODY


@dataclass(frozen=True)
class Start:
    """What a programme of one kind usually looks like."""

    key: str
    name: Any
    about: Any
    aims: tuple[str, ...]
    form: str
    mode: str
    weeks_between_meetings: int
    months: int
    mentor_word: Any
    mentee_word: Any
    evaluation_plan: Any
    questions: tuple[Asked, ...]
    # What people in it often look for: keys of the vocabulary.
    topics: tuple[str, ...]
    # Where there are several mentors: as what each.
    mentor_roles: tuple[Any, ...] = ()
    weeks_between_checkins: int = EVERY_FEW_MONTHS

    @property
    def initial(self) -> dict[str, Any]:
        """What stands in the form when it is chosen."""
        return {
            "name": str(self.name),
            "about": str(self.about),
            "aims": list(self.aims),
            "form": self.form,
            "mentor_roles": [str(role) for role in self.mentor_roles],
            "mode": self.mode,
            "weeks_between_meetings": self.weeks_between_meetings,
            "months": self.months,
            "mentor_word": str(self.mentor_word),
            "mentee_word": str(self.mentee_word),
            "weeks_between_checkins": self.weeks_between_checkins,
            "evaluation_plan": str(self.evaluation_plan),
        }


STARTS = (
    Start(
        key="student_career",
        name=_("Career mentoring for students"),
        about=_(
            "A student and a doctor who is some years ahead talk about choosing a path, one "
            "conversation a month for a year."
        ),
        aims=(Aim.CAREER, Aim.PERSONAL_GROWTH),
        form=Form.PAIR,
        mode=Mode.COHORT,
        weeks_between_meetings=4,
        months=12,
        mentor_word=_("Mentor"),
        mentee_word=_("Student"),
        evaluation_plan=_(
            "We ask students at the start and after a year how sure they are of their next step, "
            "and talk with five of them and five mentors."
        ),
        questions=(
            Asked(_("What would you like to understand in a year?"), Question.Asked.MENTEES),
            Asked(_("What do you wish somebody had told you then?"), Question.Asked.MENTORS),
        ),
        topics=("choosing_a_specialty", "exam_preparation", "career_abroad"),
    ),
    Start(
        key="resident_faculty",
        name=_("Residents and faculty"),
        about=_(
            "A resident and a member of faculty outside their line of assessment look after "
            "craft, scholarship and life through a year of training."
        ),
        aims=(Aim.PROFESSIONALISM, Aim.CAREER, Aim.RESEARCH),
        form=Form.PAIR,
        mode=Mode.COHORT,
        weeks_between_meetings=6,
        months=12,
        mentor_word=_("Mentor"),
        mentee_word=_("Resident"),
        evaluation_plan=_(
            "We compare what residents hoped for at the start with what they say they got after a "
            "year, and ask mentors what it cost them and gave them."
        ),
        questions=(
            Asked(_("Which rotation are you in when this begins?"), Question.Asked.MENTEES),
            Asked(_("Whom do you supervise or assess this year?"), Question.Asked.MENTORS),
        ),
        topics=("clinical_confidence", "research_skills", "work_life_balance"),
    ),
    Start(
        key="early_faculty",
        name=_("Early-career faculty"),
        about=_(
            "Somebody new on the faculty and several mentors, each for one thing: career, "
            "research, and finding one's feet. Two years, joined at any time."
        ),
        aims=(Aim.RESEARCH, Aim.CAREER, Aim.PROFESSIONALISM),
        form=Form.SEVERAL,
        mode=Mode.ROLLING,
        weeks_between_meetings=8,
        months=24,
        mentor_word=_("Mentor"),
        mentee_word=_("Colleague"),
        evaluation_plan=_(
            "After a year we ask each new colleague which of their goals moved, which mentor "
            "helped with it, and whether they want to stay."
        ),
        questions=(
            Asked(_("What do you want to have finished in two years?"), Question.Asked.MENTEES),
            Asked(_("Which of these would you rather help with?"), Question.Asked.MENTORS),
        ),
        mentor_roles=(_("Career"), _("Research"), _("Finding one's feet")),
        topics=("first_publication", "academic_promotion", "teaching_skills", "leadership"),
    ),
    Start(
        key="peers",
        name=_("Circle of peers"),
        about=_(
            "Four to six people at a similar stage meet every other week, take turns to lead, and "
            "bring something that is on their mind."
        ),
        aims=(Aim.PERSONAL_GROWTH, Aim.PROFESSIONALISM),
        form=Form.CIRCLE,
        mode=Mode.COHORT,
        weeks_between_meetings=2,
        months=6,
        mentor_word=_("Peer who begins"),
        mentee_word=_("Peer"),
        evaluation_plan=_(
            "At the last meeting each circle writes down, together, what it gave them and what "
            "they would do otherwise; we read only what they choose to hand over."
        ),
        questions=(Asked(_("What do you bring to a circle?")),),
        topics=("exam_preparation", "work_life_balance", "dealing_with_a_setback"),
    ),
)
