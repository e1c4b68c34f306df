"""The access policy of every door: (method, URL name) and what each kind of person is answered.

The order is that of `ROLES` in cast.py. A door's object, where it has one, is chosen by
`OBJECTS` below: a function of the cast that gives the URL's arguments.
"""

import json
from datetime import timedelta

from amanah.base import clock
from amanah.stewardship.models import Parcel
from tests.factories import (
    AffiliationFactory,
    AnswerFactory,
    ApplicationFactory,
    AppointmentFactory,
    CohortFactory,
    CohortLetterFactory,
    IntakeFactory,
    InvitationFactory,
    ParticipantFactory,
    PostFactory,
    ProgrammeFactory,
    QuestionFactory,
    TieFactory,
)
from tests.factories.conflicts import TieListFactory
from tests.factories.matching import RequestFactory, mentee_in, mentor_in
from tests.factories.mentoring import MentorshipFactory, PairInvitationFactory
from tests.factories.notifications import NoticeFactory
from tests.factories.people import (
    DeathFactory,
    JoiningFactory,
    JoinLinkFactory,
    PasskeyFactory,
    SessionFactory,
    SignOnFactory,
    StopFactory,
)

TABLE = {
    # nobody, stranger, mentee, mentor, coordinator, evaluator, safeguarding, admin
    ("GET", "home:welcome"): (200, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "account_login"): (200, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "mfa_authenticate"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("POST", "enter_by_passkey"): (422, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "account_inactive"): (200, 200, 200, 200, 200, 200, 200, 200),
    # Without having shown whose account it is, everybody is sent back to the page above.
    **{
        ("POST", f"people:closed_{what}"): (302, 302, 302, 302, 302, 302, 302, 302)
        for what in ("code", "copy", "erase", "stay", "done")
    },
    ("GET", "account_reset_password"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "account_reset_password_done"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "account_reset_password_from_key"): (410, 410, 410, 410, 410, 410, 410, 410),
    ("GET", "people:account"): (302, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "people:prove"): (302, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "people:prove_by_passkey"): (401, 422, 422, 422, 422, 422, 422, 422),
    # What matters is asked for once more: these send on to people:prove.
    ("GET", "people:password"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "people:address"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "people:confirm_address"): (410, 410, 410, 410, 410, 410, 410, 410),
    ("GET", "people:stop_address"): (410, 410, 410, 410, 410, 410, 410, 410),
    # Two accounts of the mentee; what is asked of the other one's letter is made up.
    ("GET", "people:two"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "people:prove_other"): (302, 410, 410, 410, 410, 410, 410, 410),
    ("POST", "people:prove_other_by_passkey"): (401, 410, 410, 410, 410, 410, 410, 410),
    ("GET", "people:join_accounts"): (302, 404, 200, 404, 404, 404, 404, 404),
    ("POST", "people:join_accounts"): (401, 404, 302, 404, 404, 404, 404, 404),
    ("POST", "people:stop_joining"): (401, 404, 302, 404, 404, 404, 404, 404),
    ("GET", "people:stop_joining_by_letter"): (410, 410, 410, 410, 410, 410, 410, 410),
    ("GET", "people:turn_on_codes"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "people:turn_off_codes"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("POST", "people:recovery_codes"): (401, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "people:add_passkey"): (302, 302, 302, 302, 302, 302, 302, 302),
    # The mentee's passkey: to everybody else it is not there.
    ("GET", "people:rename_passkey"): (302, 404, 200, 404, 404, 404, 404, 404),
    ("GET", "people:remove_passkey"): (302, 404, 302, 404, 404, 404, 404, 404),
    ("GET", "people:browsers"): (302, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "people:end_all_browsers"): (401, 302, 302, 302, 302, 302, 302, 302),
    # The mentee's browser.
    ("POST", "people:end_browser"): (401, 404, 302, 404, 404, 404, 404, 404),
    # No institution's own sign-in is connected in these tests; see tests/people/test_sign_ons.py.
    ("GET", "enter_with"): (404, 404, 404, 404, 404, 404, 404, 404),
    ("GET", "openid_connect_callback"): (404, 404, 404, 404, 404, 404, 404, 404),
    ("POST", "saml_acs"): (404, 404, 404, 404, 404, 404, 404, 404),
    ("GET", "saml_finish_acs"): (404, 404, 404, 404, 404, 404, 404, 404),
    ("GET", "saml_metadata"): (404, 404, 404, 404, 404, 404, 404, 404),
    ("GET", "saml_sls"): (404, 404, 404, 404, 404, 404, 404, 404),
    ("GET", "people:remove_sign_on"): (302, 404, 302, 404, 404, 404, 404, 404),
    ("GET", "account_logout"): (302, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "shell:theme"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("POST", "shell:language"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "shell:session"): (401, 200, 200, 200, 200, 200, 200, 200),
    # No worker runs here, and the door is open to everybody all the same.
    ("GET", "operations:healthz"): (503, 503, 503, 503, 503, 503, 503, 503),
    ("GET", "home:today"): (302, 200, 200, 200, 200, 200, 200, 200),
    # What we owe people.
    ("GET", "home:privacy"): (302, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "home:acts_of_staff"): (302, 404, 404, 404, 200, 200, 200, 200),
    ("GET", "stewardship:parcel"): (302, 200, 200, 200, 200, 200, 200, 200),
    # Everybody who is signed in is asked who they are again (302), and then for their own.
    ("POST", "stewardship:ask_for_parcel"): (401, 302, 302, 302, 302, 302, 302, 302),
    ("POST", "stewardship:fetch_parcel"): (401, 404, 302, 404, 404, 404, 404, 404),
    ("GET", "stewardship:leaving"): (302, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "stewardship:ask_for_erasure"): (401, 302, 302, 302, 302, 302, 302, 302),
    ("POST", "stewardship:take_back_erasure"): (401, 302, 302, 302, 302, 302, 302, 302),
    ("POST", "home:put_away"): (401, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "home:guarantees"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "home:how_it_works"): (200, 200, 200, 200, 200, 200, 200, 200),
    # Notices. The one put away is the mentee's; the link in a letter is made up.
    ("GET", "notifications:notices"): (302, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "notifications:put_away"): (401, 404, 302, 404, 404, 404, 404, 404),
    ("POST", "notifications:put_all_away"): (401, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "notifications:choose"): (302, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "notifications:choose"): (401, 422, 422, 422, 422, 422, 422, 422),
    ("GET", "notifications:stop"): (410, 410, 410, 410, 410, 410, 410, 410),
    ("POST", "notifications:stop"): (410, 410, 410, 410, 410, 410, 410, 410),
    # A person's own pages about themselves. The belonging is the mentee's.
    ("GET", "people:profile"): (302, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "people:person"): (401, 422, 422, 422, 422, 422, 422, 422),
    ("POST", "people:card"): (401, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "people:working_card"): (302, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "people:working_card"): (401, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "people:preview"): (302, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "people:belongings"): (302, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "people:department"): (401, 404, 302, 404, 404, 404, 404, 404),
    ("GET", "people:leave"): (302, 404, 200, 404, 404, 404, 404, 404),
    ("POST", "people:leave"): (401, 404, 302, 404, 404, 404, 404, 404),
    # The appointment is the coordinator's own.
    ("POST", "people:step_down"): (401, 404, 404, 404, 302, 404, 404, 404),
    ("GET", "people:join_by_link"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "people:join_by_link"): (422, 422, 422, 422, 422, 422, 422, 422),
    ("GET", "people:join_by_link_sent"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "people:join"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "people:join"): (422, 302, 302, 302, 302, 302, 302, 302),
    # Staff's pages of one institution. The card is the mentee's.
    ("GET", "institutions:staff"): (302, 200, 200, 200, 302, 302, 302, 302),
    ("GET", "home:institution"): (302, 404, 404, 404, 200, 200, 200, 200),
    ("GET", "institutions:settings"): (302, 404, 404, 404, 403, 403, 403, 200),
    ("POST", "institutions:settings"): (401, 404, 404, 404, 403, 403, 403, 422),
    ("GET", "institutions:appointments"): (302, 404, 404, 404, 403, 403, 403, 200),
    ("POST", "institutions:confirm"): (401, 404, 404, 404, 404, 404, 404, 302),
    ("GET", "institutions:end"): (302, 404, 404, 404, 404, 404, 404, 200),
    ("POST", "institutions:end"): (401, 404, 404, 404, 404, 404, 404, 302),
    ("GET", "people:roster"): (302, 404, 404, 404, 200, 403, 403, 200),
    ("GET", "people:staff_card"): (302, 404, 404, 404, 200, 404, 404, 403),
    ("GET", "people:appoint"): (302, 404, 404, 404, 403, 404, 404, 200),
    ("POST", "people:appoint"): (401, 404, 404, 404, 403, 404, 404, 422),
    ("GET", "people:gone"): (302, 404, 404, 404, 404, 404, 404, 200),
    ("POST", "people:gone"): (401, 404, 404, 404, 404, 404, 404, 302),
    ("GET", "people:those_gone"): (302, 404, 404, 404, 403, 403, 403, 200),
    ("GET", "people:died"): (302, 404, 404, 404, 404, 404, 404, 200),
    ("POST", "people:died"): (401, 404, 404, 404, 404, 404, 404, 422),
    ("POST", "people:confirm_death"): (401, 404, 404, 404, 404, 404, 404, 302),
    ("POST", "people:take_back_death"): (401, 404, 404, 404, 404, 404, 404, 302),
    ("POST", "people:allow"): (401, 404, 404, 404, 404, 404, 404, 302),
    ("GET", "people:invitations"): (302, 404, 404, 404, 200, 403, 403, 200),
    ("POST", "people:invitations"): (401, 404, 404, 404, 422, 403, 403, 422),
    ("GET", "people:links"): (302, 404, 404, 404, 200, 403, 403, 200),
    ("POST", "people:links"): (401, 404, 404, 404, 422, 403, 403, 422),
    ("POST", "people:end_link"): (401, 404, 404, 404, 302, 404, 404, 302),
    ("POST", "people:withdraw"): (401, 404, 404, 404, 302, 404, 404, 302),
    ("POST", "people:resend"): (401, 404, 404, 404, 302, 404, 404, 302),
    # Applying. The application is the mentee's; staff find what was sent, and never a draft.
    ("GET", "applications:programmes"): (302, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "applications:apply"): (401, 404, 302, 302, 302, 302, 302, 302),
    ("GET", "applications:application"): (302, 404, 200, 404, 404, 404, 404, 404),
    ("POST", "applications:application"): (401, 404, 422, 404, 404, 404, 404, 404),
    ("GET", "applications:more"): (302, 404, 200, 404, 404, 404, 404, 404),
    ("POST", "applications:more"): (401, 404, 302, 404, 404, 404, 404, 404),
    ("GET", "applications:file"): (302, 404, 200, 404, 404, 404, 404, 404),
    ("GET", "applications:withdraw"): (302, 404, 200, 404, 404, 404, 404, 404),
    ("POST", "applications:withdraw"): (401, 404, 302, 404, 404, 404, 404, 404),
    ("POST", "applications:be_found"): (401, 404, 302, 404, 404, 404, 404, 404),
    # Mentorships. The one here is the mentee's with the mentor, and so is the invitation's link.
    ("GET", "mentoring:mentorships"): (302, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "mentoring:mentorship"): (302, 404, 200, 200, 404, 404, 404, 404),
    ("GET", "mentoring:close"): (302, 404, 200, 200, 404, 404, 404, 404),
    ("POST", "mentoring:close"): (401, 404, 302, 302, 404, 404, 404, 404),
    ("GET", "mentoring:invite"): (302, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "mentoring:invite"): (401, 422, 422, 422, 422, 422, 422, 422),
    ("POST", "mentoring:withdraw_invitation"): (401, 404, 302, 404, 404, 404, 404, 404),
    # The mentee asks whoever of the institution holds the link: to themselves it is over.
    ("GET", "mentoring:invited"): (302, 410, 410, 200, 200, 200, 200, 200),
    ("POST", "mentoring:invited"): (401, 410, 410, 200, 200, 200, 200, 200),
    ("GET", "mentoring:pairs"): (302, 404, 404, 404, 200, 404, 404, 404),
    # Finding a mentor. The mentee has applied, and the mentor lets mentees find them.
    ("GET", "matching:mentors"): (302, 404, 200, 404, 404, 404, 404, 404),
    ("GET", "matching:ask"): (302, 404, 200, 404, 404, 404, 404, 404),
    ("POST", "matching:ask"): (401, 404, 302, 404, 404, 404, 404, 404),
    ("GET", "matching:requests"): (302, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "matching:request"): (302, 404, 200, 200, 404, 404, 404, 404),
    ("POST", "matching:accept"): (401, 404, 403, 302, 404, 404, 404, 404),
    ("GET", "matching:decline"): (302, 404, 403, 200, 404, 404, 404, 404),
    ("POST", "matching:decline"): (401, 404, 403, 302, 404, 404, 404, 404),
    ("GET", "matching:withdraw"): (302, 404, 200, 403, 404, 404, 404, 404),
    ("POST", "matching:withdraw"): (401, 404, 302, 403, 404, 404, 404, 404),
    ("GET", "programmes:received"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("GET", "programmes:reading"): (302, 404, 404, 404, 200, 404, 404, 404),
    # Ties. What one says of one's own is everybody's page; the tie and the post are the mentee's.
    ("GET", "conflicts:own"): (302, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "conflicts:own"): (401, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "conflicts:ties"): (302, 404, 404, 404, 200, 403, 403, 200),
    ("GET", "conflicts:new_tie"): (302, 404, 404, 404, 200, 403, 403, 200),
    ("POST", "conflicts:new_tie"): (401, 404, 404, 404, 422, 403, 403, 422),
    ("GET", "conflicts:end_tie"): (302, 404, 404, 404, 200, 404, 404, 200),
    ("POST", "conflicts:end_tie"): (401, 404, 404, 404, 302, 404, 404, 302),
    ("GET", "conflicts:posts"): (302, 404, 404, 404, 200, 403, 403, 200),
    ("GET", "conflicts:new_post"): (302, 404, 404, 404, 200, 403, 403, 200),
    ("POST", "conflicts:new_post"): (401, 404, 404, 404, 422, 403, 403, 422),
    ("GET", "conflicts:end_post"): (302, 404, 404, 404, 200, 404, 404, 200),
    ("POST", "conflicts:end_post"): (401, 404, 404, 404, 302, 404, 404, 302),
    ("GET", "conflicts:lists"): (302, 404, 404, 404, 200, 403, 403, 200),
    ("POST", "conflicts:lists"): (401, 404, 404, 404, 422, 403, 403, 422),
    # A list is its uploader's alone: the coordinator's. One row of it cannot be used.
    ("GET", "conflicts:list"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("POST", "conflicts:take_list_over"): (401, 404, 404, 404, 422, 404, 404, 404),
    ("POST", "conflicts:discard_list"): (401, 404, 404, 404, 302, 404, 404, 404),
    ("GET", "conflicts:pairs"): (302, 404, 404, 404, 200, 403, 403, 403),
    ("GET", "programmes:read_file"): (302, 404, 404, 404, 200, 404, 404, 404),
    # Bringing people into a programme. The list is the coordinator's own.
    ("GET", "programmes:programmes"): (302, 404, 404, 404, 200, 403, 403, 200),
    ("GET", "programmes:begin"): (302, 404, 404, 404, 200, 403, 403, 403),
    ("POST", "programmes:begin"): (401, 404, 404, 404, 422, 403, 403, 403),
    ("GET", "programmes:programme"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("GET", "programmes:settings"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("POST", "programmes:settings"): (401, 404, 404, 404, 422, 404, 404, 404),
    ("POST", "programmes:open"): (401, 404, 404, 404, 422, 404, 404, 404),
    ("GET", "programmes:archive"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("POST", "programmes:archive"): (401, 404, 404, 404, 422, 404, 404, 404),
    ("POST", "programmes:reopen"): (401, 404, 404, 404, 422, 404, 404, 404),
    ("POST", "programmes:duplicate"): (401, 404, 404, 404, 302, 404, 404, 404),
    ("POST", "programmes:deputy"): (401, 404, 404, 404, 422, 404, 404, 404),
    ("GET", "programmes:questions"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("GET", "programmes:add_question"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("POST", "programmes:add_question"): (401, 404, 404, 404, 422, 404, 404, 404),
    ("GET", "programmes:as_applicant"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("GET", "programmes:question"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("POST", "programmes:question"): (401, 404, 404, 404, 422, 404, 404, 404),
    ("POST", "programmes:move_question"): (401, 404, 404, 404, 302, 404, 404, 404),
    ("POST", "programmes:put_question_away"): (401, 404, 404, 404, 302, 404, 404, 404),
    ("POST", "programmes:take_question_back"): (401, 404, 404, 404, 302, 404, 404, 404),
    ("POST", "programmes:delete_question"): (401, 404, 404, 404, 302, 404, 404, 404),
    ("GET", "programmes:add_cohort"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("POST", "programmes:add_cohort"): (401, 404, 404, 404, 422, 404, 404, 404),
    ("GET", "programmes:cohort"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("POST", "programmes:cohort"): (401, 404, 404, 404, 422, 404, 404, 404),
    ("GET", "programmes:people"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("POST", "programmes:people"): (401, 404, 404, 404, 422, 404, 404, 404),
    ("GET", "programmes:wait_list"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("POST", "programmes:wait"): (401, 404, 404, 404, 302, 404, 404, 404),
    ("POST", "programmes:wait_no_more"): (401, 404, 404, 404, 302, 404, 404, 404),
    ("POST", "programmes:remove"): (401, 404, 404, 404, 302, 404, 404, 404),
    ("GET", "programmes:lists"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("POST", "programmes:lists"): (401, 404, 404, 404, 422, 404, 404, 404),
    ("GET", "programmes:list"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("GET", "programmes:columns"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("POST", "programmes:columns"): (401, 404, 404, 404, 422, 404, 404, 404),
    ("POST", "programmes:correct_list"): (401, 404, 404, 404, 302, 404, 404, 404),
    ("POST", "programmes:take_list_over"): (401, 404, 404, 404, 422, 404, 404, 404),
    ("POST", "programmes:stop_list"): (401, 404, 404, 404, 302, 404, 404, 404),
    ("POST", "programmes:undo_list"): (401, 404, 404, 404, 422, 404, 404, 404),
    ("POST", "programmes:discard_list"): (401, 404, 404, 404, 302, 404, 404, 404),
    ("GET", "programmes:people_sheet"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("GET", "programmes:letters"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("POST", "programmes:letters"): (401, 404, 404, 404, 422, 404, 404, 404),
    # A letter to everybody in a cohort: the coordinator's draft. The mentee was sent another.
    ("GET", "programmes:cohort_letters"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("POST", "programmes:cohort_letters"): (401, 404, 404, 404, 422, 404, 404, 404),
    ("GET", "programmes:cohort_letters_sheet"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("GET", "programmes:cohort_letter"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("GET", "programmes:change_cohort_letter"): (302, 404, 404, 404, 200, 404, 404, 404),
    ("POST", "programmes:change_cohort_letter"): (401, 404, 404, 404, 422, 404, 404, 404),
    ("POST", "programmes:send_cohort_letter"): (401, 404, 404, 404, 422, 404, 404, 404),
    ("POST", "programmes:stop_cohort_letter"): (401, 404, 404, 404, 302, 404, 404, 404),
    ("POST", "programmes:discard_cohort_letter"): (401, 404, 404, 404, 302, 404, 404, 404),
    ("GET", "applications:letter"): (302, 404, 200, 404, 404, 404, 404, 404),
    ("POST", "programmes:letter_again"): (401, 404, 404, 404, 422, 404, 404, 404),
}


def _mentees_parcel(cast):
    at = clock.now()
    parcel = Parcel.objects.create(
        person=cast["mentee"], asked_at=at, expires_at=at + timedelta(days=1), is_packed=True
    )
    return {"pk": parcel.pk}


def _home(cast):
    return {"slug": "home"}


def _belonging(cast):
    return {"pk": cast["mentee"].affiliations.get().pk}


def _waiting(cast):
    appointment = AppointmentFactory(
        institution=_institution(cast), role="evaluator", is_confirmed=False
    )
    return {"slug": "home", "pk": appointment.pk}


def _invitation(cast):
    invitation = InvitationFactory(institution=_institution(cast), made_at=clock.now())
    return {"slug": "home", "pk": invitation.pk}


def _dead(cast):
    belonging = AffiliationFactory(institution=_institution(cast))
    DeathFactory(person=belonging.person, said_at=clock.now())
    return {"slug": "home", "pk": belonging.pk}


def _stop(cast):
    return {"slug": "home", "pk": StopFactory(institution=_institution(cast)).pk}


def _secret(cast):
    InvitationFactory(institution=_institution(cast), secret="open", made_at=clock.now())
    return {"secret": "open"}


def _link(cast):
    made = JoinLinkFactory(
        institution=_institution(cast), made_by=cast["coordinator"], made_at=clock.now()
    )
    return {"slug": "home", "pk": made.pk}


def _handed_out(cast):
    made = JoinLinkFactory(
        institution=_institution(cast), made_by=cast["coordinator"], made_at=clock.now()
    )
    return {"secret": made.secret}


def _institution(cast):
    return cast["mentee"].affiliations.get().institution


def _cohort(cast):
    return {"pk": CohortFactory(programme__institution=_institution(cast)).pk}


def _application(cast):
    participant = ParticipantFactory(
        cohort__programme__institution=_institution(cast), person=cast["mentee"]
    )
    application = ApplicationFactory(
        participant=participant, topics=["leadership"], languages=["en"]
    )
    _handed_in(application)
    return {"pk": application.pk}


def _handed_in(application):
    """The answer to a question of its programme that asks for a file."""
    return AnswerFactory(
        application=application,
        question__programme=application.participant.cohort.programme,
        question__text="A few lines about your work?",
        called="About me.pdf",
    )


def _file(cast):
    participant = ParticipantFactory(
        cohort__programme__institution=_institution(cast), person=cast["mentee"]
    )
    return {"pk": _handed_in(ApplicationFactory(participant=participant)).pk}


def _intake(cast):
    intake = IntakeFactory(
        cohort__programme__institution=_institution(cast),
        by=cast["coordinator"],
        state="checked",
        counts={"wrong": 1, "asked": 2, "new": 1},
    )
    problem = {"kind": "problem", "field": "email", "code": "not_an_address"}
    question = {"kind": "question", "ask": "shared", "lines": [3, 4], "names": ["Hina", "Bilal"]}
    for line, verdict, told in (
        (2, "wrong", [problem]),
        (3, "asked", [question]),
        (4, "asked", [question]),
        (5, "new", []),
    ):
        intake.rows.create(
            line=line, cells='["Hina", "hina"]', verdict=verdict, told=json.dumps(told)
        )
    return {"pk": intake.pk}


def _programme(cast):
    return {"pk": CohortFactory(programme__institution=_institution(cast)).programme_id}


def _questions(cast):
    """A programme that asks something of every kind, of everybody and of some."""
    programme = ProgrammeFactory(institution=_institution(cast))
    kinds = {
        "text": [],
        "choice": ["The ward", "The clinic"],
        "several": ["Teaching", "Research", "Leading"],
        "scale": ["not at all", "very much", "5"],
        "file": [],
    }
    for place, (kind, options) in enumerate(kinds.items()):
        QuestionFactory(
            programme=programme,
            kind=kind,
            options=options,
            place=place,
            text="What do you hope for?",
            help="In a few words.",
        )
    QuestionFactory(programme=programme, put_away=True, text="What did you do before?")
    return {"pk": programme.pk}


def _question(cast):
    question = QuestionFactory(
        programme__institution=_institution(cast), kind="choice", options=["A", "B"]
    )
    return {"pk": question.pk}


def _participant(cast):
    participant = ParticipantFactory(
        cohort__programme__institution=_institution(cast), person=cast["mentee"]
    )
    return {"pk": participant.pk}


def _tie(cast):
    tie = TieFactory(institution=_institution(cast), other=cast["mentee"])
    return {"slug": "home", "pk": tie.pk}


def _post(cast):
    post = PostFactory(institution=_institution(cast), person=cast["mentee"])
    return {"slug": "home", "pk": post.pk}


def _cohort_letter(cast):
    at = clock.now()
    letter = CohortLetterFactory(
        cohort__programme__institution=_institution(cast), by=cast["coordinator"], begun_at=at
    )
    ParticipantFactory(cohort=letter.cohort, person=cast["mentee"])
    return {"pk": letter.pk}


def _letter_to_mentee(cast):
    letter = CohortLetterFactory(
        cohort__programme__institution=_institution(cast), state="sent", sent_at=clock.now()
    )
    participant = ParticipantFactory(cohort=letter.cohort, person=cast["mentee"])
    letter.recipients.create(participant=participant)
    return {"pk": letter.pk}


def _tie_list(cast):
    made = TieListFactory(
        institution=_institution(cast),
        by=cast["coordinator"],
        lines=[["nobody@example.org", cast["mentee"].email, "assessor", "", ""]],
    )
    return {"slug": "home", "pk": made.pk}


def _mentorship(cast):
    mentorship = MentorshipFactory(
        institution=_institution(cast), mentor=cast["mentor"], mentee=cast["mentee"]
    )
    return {"pk": mentorship.pk}


def _pair_invitation(cast, secret="handed-over"):
    return PairInvitationFactory(
        institution=_institution(cast), by=cast["mentee"], secret=secret, made_at=clock.now()
    )


def _open_link(cast):
    _pair_invitation(cast, secret="handed-over")
    return {"secret": "handed-over"}


def _search(cast):
    """The mentee's application, and the mentor's, who lets mentees find them."""
    cohort = CohortFactory(
        programme__institution=_institution(cast), programme__mentees_may_ask=True
    )
    mentee_in(cohort, person=cast["mentee"])
    return mentor_in(cohort, person=cast["mentor"], story="I once read the wrong ECG.")


def _request(cast):
    request = RequestFactory(
        cohort=_search(cast).participant.cohort,
        mentee=cast["mentee"],
        mentor=cast["mentor"],
        shows_application=True,
        asked_at=clock.now(),
    )
    return {"pk": request.pk}


OBJECTS = {
    **{f"conflicts:{what}": _tie_list for what in ("list", "take_list_over", "discard_list")},
    "conflicts:lists": _home,
    **{f"conflicts:{what}": _home for what in ("ties", "new_tie", "posts", "new_post")},
    "conflicts:end_tie": _tie,
    "conflicts:end_post": _post,
    "conflicts:pairs": lambda cast: {"pk": _institution(cast).pk},
    "programmes:cohort_letters": _cohort,
    "programmes:cohort_letters_sheet": _cohort,
    "programmes:cohort_letter": _cohort_letter,
    **{
        f"programmes:{what}_cohort_letter": _cohort_letter
        for what in ("change", "send", "stop", "discard")
    },
    "applications:letter": _letter_to_mentee,
    "applications:be_found": _application,
    "mentoring:mentorship": _mentorship,
    "mentoring:close": _mentorship,
    "mentoring:withdraw_invitation": lambda cast: {"pk": _pair_invitation(cast).pk},
    "mentoring:invited": _open_link,
    "mentoring:pairs": _cohort,
    "matching:mentors": lambda cast: {"pk": _search(cast).participant.cohort_id},
    "matching:ask": lambda cast: {"pk": _search(cast).participant_id},
    **{f"matching:{what}": _request for what in ("request", "accept", "decline", "withdraw")},
    "applications:apply": _cohort,
    **{f"applications:{what}": _application for what in ("application", "more", "withdraw")},
    "applications:file": _file,
    "programmes:read_file": _file,
    "programmes:received": _cohort,
    "programmes:reading": _application,
    "programmes:programmes": _home,
    "programmes:begin": _home,
    **{
        f"programmes:{what}": _programme
        for what in ("programme", "settings", "open", "archive", "reopen", "duplicate", "deputy")
    },
    "programmes:questions": _questions,
    "programmes:add_question": _programme,
    "programmes:as_applicant": _questions,
    **{
        f"programmes:{what}": _question
        for what in (
            "question",
            "move_question",
            "put_question_away",
            "take_question_back",
            "delete_question",
        )
    },
    "programmes:add_cohort": _programme,
    "programmes:cohort": _cohort,
    "programmes:people": _cohort,
    "programmes:remove": _participant,
    "programmes:wait_list": _cohort,
    "programmes:wait": _participant,
    "programmes:wait_no_more": _participant,
    "programmes:lists": _cohort,
    "programmes:letters": _cohort,
    "programmes:people_sheet": _cohort,
    "programmes:letter_again": _participant,
    "programmes:list": _intake,
    "programmes:columns": _intake,
    "programmes:take_list_over": _intake,
    **{f"programmes:{what}_list": _intake for what in ("correct", "stop", "undo", "discard")},
    "notifications:put_away": lambda cast: {"pk": NoticeFactory(person=cast["mentee"]).pk},
    "notifications:stop": lambda cast: {"token": "made-up"},
    "account_reset_password_from_key": lambda cast: {"person": "0" * 32, "secret": "made-up"},
    "people:confirm_address": lambda cast: {"secret": "made-up"},
    "people:stop_address": lambda cast: {"secret": "made-up"},
    "people:prove_other": lambda cast: {"secret": "made-up"},
    "people:prove_other_by_passkey": lambda cast: {"secret": "made-up"},
    "people:stop_joining_by_letter": lambda cast: {"secret": "made-up"},
    "people:join_accounts": lambda cast: {
        "pk": JoiningFactory(kept=cast["mentee"], proven_at=clock.now()).pk
    },
    "people:stop_joining": lambda cast: {
        "pk": JoiningFactory(kept=cast["mentee"], confirmed_at=clock.now()).pk
    },
    "people:rename_passkey": lambda cast: {"pk": PasskeyFactory(user=cast["mentee"]).pk},
    "people:remove_passkey": lambda cast: {"pk": PasskeyFactory(user=cast["mentee"]).pk},
    "enter_with": lambda cast: {"sign_on": "none"},
    "openid_connect_callback": lambda cast: {"provider_id": "none"},
    **{
        name: lambda cast: {"organization_slug": "none"}
        for name in ("saml_acs", "saml_finish_acs", "saml_metadata", "saml_sls")
    },
    "people:remove_sign_on": lambda cast: {"pk": SignOnFactory(user=cast["mentee"]).pk},
    "people:end_browser": lambda cast: {"handle": SessionFactory(person=cast["mentee"]).handle},
    "home:acts_of_staff": lambda cast: {
        "pk": cast["coordinator"].appointments.get().institution_id
    },
    "stewardship:fetch_parcel": _mentees_parcel,
    "home:guarantees": _home,
    "people:department": _belonging,
    "people:leave": _belonging,
    "people:step_down": lambda cast: {"pk": cast["coordinator"].appointments.get().pk},
    "people:join": _secret,
    "people:join_by_link": _handed_out,
    "people:join_by_link_sent": _handed_out,
    "people:links": _home,
    "people:end_link": _link,
    "home:institution": _home,
    "institutions:settings": _home,
    "institutions:appointments": _home,
    "institutions:confirm": _waiting,
    "institutions:end": _waiting,
    "people:roster": _home,
    "people:staff_card": lambda cast: {**_home(cast), **_belonging(cast)},
    "people:appoint": lambda cast: {**_home(cast), **_belonging(cast)},
    "people:gone": lambda cast: {**_home(cast), **_belonging(cast)},
    "people:died": lambda cast: {**_home(cast), **_belonging(cast)},
    "people:confirm_death": _dead,
    "people:take_back_death": _dead,
    "people:those_gone": _home,
    "people:allow": _stop,
    "people:invitations": _home,
    "people:withdraw": _invitation,
    "people:resend": _invitation,
}

# Doors that only a demo has, for whoever sits at the machine. See test_demo_doors.py.
DEMO = {
    ("GET", "demo:style"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "demo:mails"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "demo:mail"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "demo:clock"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "demo:move"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("POST", "demo:reset"): (302, 302, 302, 302, 302, 302, 302, 302),
}
