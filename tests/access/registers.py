"""Everything that carries something out of the house, or lets it in, and which resource of the
matrix it belongs to. What is not in here fails the build: see test_registers.py.
"""

# Every field of every form: the form's module and name, its fields by resource.
FORMS = {
    "base.seen.SeenForm": {},
    "shell.samples.SampleForm": {"public page": "*"},
    "institutions.forms.InstitutionForm": {
        "institution": "name language time_zone months_kept own_guarantees help_name help_about "
        "help_phone help_email emergency_phone"
    },
    "institutions.forms.EndForm": {"appointment": "last_day"},
    "people.forms.joining.OtherAddress": {"account: joining": "email"},
    "people.forms.joining.ProveOther": {"account: joining": "password"},
    # One field a question: made as it is shown.
    "people.forms.joining.WhichStays": {},
    "people.forms.gone.DeathForm": {"death": "day"},
    "people.forms.appointing.AppointForm": {
        "appointment": "role begins_on last_day takes_over_from"
    },
    "people.forms.invitations.InviteForm": {"invitation": "people role until"},
    "people.forms.links.JoinLinkForm": {"link to hand out": "domains most until"},
    "people.forms.links.AskForm": {"account: address": "email"},
    "people.forms.invitations.JoinForm": {
        "profile: public card": "name called",
        "account: ways in": "password",
        "profile: time zone": "time_zone",
    },
    "people.forms.profile.PersonForm": {
        "profile: public card": "name called",
        "profile: settings": "language theme",
        "profile: time zone": "time_zone",
    },
    "people.forms.profile.ProfileForm": {
        "profile: public card": "stage specialty languages about",
        "profile: contact, availability": "contact share_contact",
    },
    "people.forms.profile.WorkingCardForm": {
        "profile: working card": "best_times reach_me feedback at_my_best please_know"
    },
    "people.forms.profile.DepartmentForm": {"membership": "department"},
    "people.forms.account.NewAddress": {"account: address": "email"},
    "people.forms.account.TurnOnCodes": {"account: ways in": "code"},
    "people.forms.account.PasskeyName": {"account: ways in": "name"},
    "people.forms.account.NewPasskey": {"account: ways in": "name credential"},
    # Asks for a password or a code, whichever the person has: made as it is shown.
    "people.forms.proving.Prove": {},
    "people.forms.proving.SecondStep": {},
    "people.forms.entering.Enter": {
        "profile: contact, availability": "login",
        "account: ways in": "password",
    },
    "people.forms.entering.Forgotten": {"profile: contact, availability": "email"},
    "people.forms.entering.NewPassword": {"account: ways in": "password"},
    "help.forms.ContactForm": {"people to turn to": "*"},
    "conflicts.forms.own.OwnTiesForm": {"own ties": "named"},
    "conflicts.forms.keeping.KeptForm": {"ties": "since until"},
    "conflicts.forms.keeping.TieForm": {"ties": "one kind other since until"},
    "conflicts.forms.keeping.PostForm": {"ties": "person kind department since until"},
    "conflicts.forms.lists.TieListForm": {"list of ties": "kind file"},
    "conflicts.forms.keeping.EndForm": {"ties": "last_day"},
    "notifications.forms.RhythmForm": {
        "notifications": "is_stopped days digest_at quiet_from quiet_until nights_until away_from "
        "away_until"
    },
    # One field a kind of notice: made as it is shown.
    "notifications.forms.WaysForm": {},
    "programmes.forms.intake.UploadForm": {"bringing people in": "role file"},
    # Its fields are the columns of the list, made as it is shown.
    "programmes.forms.intake.ColumnsForm": {},
    "programmes.forms.intake.LettersForm": {"bringing people in": "until"},
    "programmes.forms.letter.CohortLetterForm": {"cohort letter": "to subject text"},
    "programmes.forms.programme.ProgrammeForm": {"programme": "*"},
    "programmes.forms.programme.BeginForm": {"programme": "*"},
    # What its kind of answer needs besides is made as it is shown.
    "programmes.forms.asking.QuestionForm": {"programme": "*"},
    "programmes.forms.programme.DeputyForm": {"programme": "*"},
    "programmes.forms.programme.ArchiveForm": {"programme": "*"},
    "programmes.forms.programme.CohortForm": {"programme": "*"},
    "programmes.forms.programme.ListPersonForm": {"people of a cohort": "*"},
    # Made as it is shown: what each form asks depends on whose application it is.
    "programmes.forms.applying.ApplicationForm": {},
    "programmes.forms.applying.FiveForm": {
        "application: statement": "topics topics_own stage languages languages_own times "
        "days times_own places",
        "application: wishes": "do_not_pair",
    },
    "programmes.forms.applying.MoreForm": {
        "application: statement": "specialty interests settings settings_own statement away_until",
        "application: to be found": "how_i_mentor story can_be_found",
        "application: wishes": "values",
    },
    "mentoring.forms.InviteForm": {
        "membership": "institution",
        "informal invitation": "role address",
    },
    # Made as it is shown: whose promises it asks for depends on who chooses.
    "mentoring.forms.OwnChoicesForm": {},
    "mentoring.forms.SignForm": {"agreement": "version change hash"},
    "mentoring.forms.TakeForm": {"agreement": "whose key clause mid"},
    "matching.forms.FilterForm": {"mentors to find": "topic language setting specialty"},
    "matching.forms.AskForm": {"request": "shows_application"},
    "matching.forms.DeclineForm": {"request": "away_until"},
    "matching.run_forms.RunForm": {"matching run": "*"},
    "matching.run_forms.SendForm": {"proposal": "until"},
    "matching.run_forms.ChoiceForm": {"matching run": "*"},
    "matching.run_forms.WhichRunForm": {"matching run": "*"},
    "matching.forms.ProposeForm": {"proposal": "mentor named_role mentee several until is_agreed"},
    "stewardship.forms.LeaveForm": {"leaving": "word"},
}

# Every column of what a person takes along.
EXPORTS = {
    "concerns": {
        "safeguarding concern": "to state begun_at sent_at closed_at messages_shown room",
    },
    "lock": {"lock": "generation recipient state made_at ways"},
    "sealed-words": {
        "private words": "room n name kind changes by_you at sha256 file",
    },
    "sealed-attachments": {"private words": "room words name by_you at sha256 file"},
    "account": {
        "profile: contact, availability": "email",
        "profile: public card": "name called",
        "profile: settings": "language theme put_away",
        "profile: time zone": "time_zone",
        "membership": "joined_at",
    },
    "profile": {
        "profile: public card": "stage specialty languages about",
        "profile: contact, availability": "contact share_contact",
    },
    "how-i-like-to-work": {
        "profile: working card": "best_times reach_me feedback at_my_best please_know"
    },
    "institutions": {"membership": "institution department since until"},
    "ended-access": {"access ended": "institution ended_at given_back_at"},
    "former-addresses": {"account: address": "address until"},
    "joinings": {"account: joining": "asked_at confirmed_at due_at"},
    "said-to-have-died": {"death": "day said_at confirmed_at"},
    "addresses": {"account: address": "email verified primary"},
    "address-changes": {"account: address": "from to asked_at made_at stopped_at"},
    "sign-in-services": {"account: ways in": "provider their_id what_they_sent"},
    "sessions": {"account: browsers": "browser began_at"},
    "appointments": {"appointment": "institution role begins_at ends_at"},
    "programmes": {
        "participation": "programme cohort as_mentor as_mentee places waits_since "
        "listed_at letter_at away_until left_at"
    },
    "applications": {
        "participation": "programme",
        "application: statement": "role state begun_at submitted_at withdrawn_at topics stage "
        "languages times specialty interests settings roles statement",
        "application: to be found": "how_i_mentor story can_be_found",
        "application: wishes": "wishes do_not_pair matters values",
    },
    "answers": {"participation": "programme", "application: statement": "question answer"},
    "listings": {
        "participation": "programme role listed_at",
        "application: wishes": "said",
    },
    "own-ties": {"own ties": "named"},
    "ties": {"membership": "institution", "ties": "kind one other since until source"},
    "posts": {"membership": "institution", "ties": "post department since until source"},
    "mentorships": {
        "mentorship": "institution programme cohort role with state began_at closed_at keep_until "
        "phase phase_since"
    },
    "agreements": {
        "agreement": "with version opened_at your_signature_at hash choices",
        "agreement: dates": "signed_at",
    },
    "own-choices": {"agreement: own choices": "with version shown_at choices"},
    "informal-invitations": {
        "informal invitation": "institution as to made_at expires_at withdrawn_at accepted_at"
    },
    "requests": {"request": "programme cohort as state asked_at waits_until shows_application"},
    "proposals": {"proposal": "programme cohort as named_role state sent_at waits_until"},
    "letters-to-everybody": {
        "participation": "programme",
        "cohort letter": "to subject text begun_at sent_at",
    },
    "letters-to-you": {"participation": "programme", "cohort letter": "subject text sent_at"},
    "notices": {
        "notifications": "kind about day made_at over_at due_at remind_at is_reminded is_put_away"
    },
    "mail-of-each-kind": {"notifications": "kind mail"},
    "mail-hours": {
        "notifications": "days digest_at quiet_from quiet_until nights_until away_from away_until "
        "is_stopped"
    },
    "ledger": {"ledger: about oneself": "on event by"},
    "leaving": {"leaving": "asked_at due_at"},
}

# Every mail: whose letter it is. None of them may carry anything that somebody wrote, but for the
# one that staff write to be read by a whole cohort.
MAILS = {
    "notifications/mail/digest.txt": "notifications",
    "outbox/mail/trouble.txt": "health",
    "institutions/mail/role.txt": "appointment",
    "people/mail/invited.txt": "invitation",
    "programmes/mail/listed.txt": "participation",
    "people/mail/access-ended.txt": "access ended",
    "people/mail/join-asked.txt": "account: joining",
    "people/mail/join-nobody.txt": "account: joining",
    "people/mail/join-waits.txt": "account: joining",
    "people/mail/join-over.txt": "account: joining",
    "people/mail/open-again.txt": "death",
    "people/mail/access-given-back.txt": "access ended",
    "programmes/mail/cohort-letter.txt": "cohort letter",
    "mentoring/mail/invited.txt": "informal invitation",
    "people/mail/way-back.txt": "account: ways in",
    "sealing/mail/ways-changed.txt": "lock",
    "sealing/mail/replacement-asked.txt": "lock",
    "people/mail/nobody-here.txt": "account: ways in",
    "people/mail/password-changed.txt": "account: ways in",
    "people/mail/methods-changed.txt": "account: ways in",
    "people/mail/confirm-address.txt": "account: address",
    "people/mail/address-taken.txt": "account: address",
    "people/mail/address-changing.txt": "account: address",
}

# Every job: what it works on.
JOBS = {
    "amanah.programmes.services.archiving.empty_archive": "participation",
    "amanah.programmes.services.archiving.empty_archives": "participation",
    "amanah.programmes.services.archiving.tell_of_archive": "participation",
    "amanah.programmes.services.closing.tell_of_last_days": "application: statement",
    "amanah.conflicts.services.lists.sweep_tie_lists": "list of ties",
    "amanah.conflicts.services.moving.sweep_ties": "ties",
    "amanah.conflicts.services.looking.look_at_what_begins": "pairs to look at",
    "amanah.programmes.services.closing.tell_of_other_days": "notifications",
    "amanah.programmes.services.closing.tell_those_who_run": "notifications",
    "amanah.notifications.services.mailing.mail_those_due": "notifications",
    "amanah.notifications.services.mailing.write_letter": "notifications",
    "amanah.notifications.services.mailing.sweep_notices": "notifications",
    "amanah.base.services.sweep_attachments": "job",
    "amanah.base.services.sweep_jobs": "job",
    "amanah.people.services.joining.join_those_due": "account: joining",
    "amanah.sealing.services.attachments.drop_unsent_attachments": "private words",
    "amanah.concerns.services.concerns.forget_old_concerns": "safeguarding concern",
    "amanah.sealing.services.fading.fade_words": "private words",
    "amanah.sealing.services.replacing.replace_due_locks": "lock",
    "amanah.people.services.sessions.sweep_accounts": "account: browsers",
    "amanah.people.services.invitations.sweep_invitations": "invitation",
    "amanah.programmes.services.intake.sweep_intakes": "list of people",
    "amanah.mentoring.services.invitations.sweep_invitations": "informal invitation",
    "amanah.mentoring.services.keeping.empty_mentorship": "mentorship",
    "amanah.mentoring.services.keeping.empty_those_due": "mentorship",
    "amanah.mentoring.services.keeping.tell_of_last_days_kept": "mentorship",
    "amanah.matching.services.ending.close_those_over": "request",
    "amanah.matching.services.ending.forget_old_requests": "request",
    "amanah.matching.services.runs.work_out_run": "matching run",
    "amanah.matching.services.sending.send_run": "proposal",
    "amanah.matching.services.waiting.put_all_on_wait_list": "participation",
    "amanah.matching.services.answering_proposals.settle_proposals": "proposal",
    "amanah.programmes.services.letters.write_letters": "letter",
    "amanah.programmes.services.running.tell_of_empty_chairs": "notifications",
    "amanah.programmes.services.cohort_letters.tell_recipients": "cohort letter",
    "amanah.programmes.services.taking_over.take_over": "list of people",
    "amanah.programmes.services.waiting.tell_those_who_wait": "participation",
    "amanah.programmes.services.undoing.undo_in_parts": "list of people",
    "amanah.outbox.services.deliver": "letter",
    "amanah.outbox.services.sweep_letters": "letter",
    "amanah.outbox.services.tell_operator": "health",
    "amanah.stewardship.services.erasure.erase_those_due": "leaving",
    "amanah.stewardship.services.parcels.discard_old_parcels": "export",
    "amanah.stewardship.services.parcels.pack_parcel": "export",
    "amanah.stewardship.services.traces.wipe_traces": "leaving",
}

# Every command of the operator's, and what it prints of people: ids at most.
COMMANDS = {
    "demo": "the made-up people of a demo and their phrase",
    "upgrade": "names of migrations and of the backup",
    "check": "settings, counts, ids of broken ledgers; never a secret",
    "backup": "the name, size and checksum of the file",
    "restore": "counts, and how many were erased again",
    "create-institution": "the institution's address, and whom the invitation went to",
    "rotate-keys": "counts",
    "export-run": "random ids, fits and places of a matching run, for a checker",
    "serve": "log lines without anybody in them",
    "worker": "log lines without anybody in them; with --parked, where in our code a job failed",
    "people": "the id of the person, the short name of the institution; of copy the file's name",
    "reset-sign-in": "the id of the person, and how many ways in were taken away",
    "erase": "the id of the person erased",
    "pair": "addresses and reasons from the operator's own sheets; it opens no database",
    "verify": "addresses and hashes of what a server sends to everybody; it opens no database",
}
