"""What every institution here guarantees its members, and the limits of confidentiality.

Fixed text: an institution may add lines of its own, and can take none of these away. Each line
is true of this release; those that rest on parts that are still to come wait for them.
"""

from django.utils.translation import gettext_lazy as _

GUARANTEES = [
    _("Under everything you fill in stands who can see it. No later version makes that wider."),
    _(
        "Nobody is scored. There is no rating of a person here: no stars, no streaks, no badges, "
        "no league tables."
    ),
    _(
        "Nobody is watched. Nothing is stored of when you read something or were last here, and "
        "nothing is guessed from what you do."
    ),
    _("When staff open your card you are shown who did, and on which day."),
    _("Nobody can sign in as you or set your password: no coordinator, no admin."),
    _("No software reads what you write: nothing is summed up, judged or flagged by it."),
    _("You may leave at any time, at once and without a reason, and take what you wrote along."),
    _("Protected traits are not asked for here, and are not used for anything."),
]

LIMITS_BEFORE = _(
    "What people confide in each other here stays between them, with these limits. They hold in "
    "every institution, and nobody can remove them from this page:"
)
LIMITS = [
    _("a serious risk to patients"),
    _("a serious risk to yourself or to somebody else"),
    _("a risk of harm to a child or to an adult who needs protection"),
    _("what the law compels"),
]
LIMITS_AFTER = _(
    "Then whoever was told may have to tell somebody who can help. They should tell you first "
    "wherever that is safe."
)
