"""What every route is about: its resource in the matrix, what each method does to it, and with
which kinds of object. A route or method that is not here fails the build.

`needs` is the right that the matrix must give: S to read, E to write one's own or what is
entrusted, D to decide. A route without an object is about whoever comes.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Route:
    resource: str
    needs: dict  # method -> right
    keys: tuple = ()  # (part of the address, kind of thing)
    # The field that it is about, where the matrix tells a resource's fields apart.
    field: str = ""
    # Staff reading that its subject is shown: the event, on GET.
    notes: str = ""


def own(resource, **needs):
    return Route(resource, needs or {"GET": "S"})


def public(*methods, keys=()):
    return Route("public page", dict.fromkeys(methods or ("GET",), "S"), keys)


AT = ("slug", "institution slug")

ROUTES = {
    # For everybody. A secret in the address is the key; what is behind it says nothing here.
    "home:welcome": public(),
    "home:how_it_works": public(),
    "home:guarantees": Route("institution", {"GET": "S"}, (AT,)),
    "account_login": public("GET", "POST"),
    "mfa_authenticate": public("GET", "POST"),
    "enter_by_passkey": public("POST"),
    "account_inactive": public(),
    # No sign-in of an institution's own is set up in this world, so to everybody it is not there.
    "enter_with": Route("public page", {"GET": "S"}, (("sign_on", "not set up"),)),
    "openid_connect_callback": Route("public page", {"GET": "S"}, (("provider_id", "not set up"),)),
    "saml_acs": Route("public page", {"POST": "S"}, (("organization_slug", "not set up"),)),
    "saml_finish_acs": Route("public page", {"GET": "S"}, (("organization_slug", "not set up"),)),
    "saml_metadata": Route("public page", {"GET": "S"}, (("organization_slug", "not set up"),)),
    "saml_sls": Route("public page", {"GET": "S"}, (("organization_slug", "not set up"),)),
    "account_logout": public("GET", "POST"),
    "account_reset_password": public("GET", "POST"),
    "account_reset_password_done": public(),
    "account_reset_password_from_key": public(
        "GET", "POST", keys=(("person", "made up"), ("secret", "made up"))
    ),
    "people:confirm_address": public("GET", "POST", keys=(("secret", "made up"),)),
    "people:stop_address": public("GET", "POST", keys=(("secret", "made up"),)),
    # Nobody has shown here that a closed account is theirs: it sends everybody back.
    **{
        f"people:closed_{what}": public("POST")
        for what in ("code", "copy", "erase", "stay", "done")
    },
    "people:join_by_link": public("GET", "POST", keys=(("secret", "made up"),)),
    "people:join_by_link_sent": public(keys=(("secret", "made up"),)),
    "people:join": public("GET", "POST", keys=(("secret", "made up"),)),
    "shell:theme": public("POST"),
    "shell:curtain": public("POST"),
    "shell:language": public("POST"),
    "shell:session": Route("session", {"GET": "S"}),
    "operations:healthz": Route("health", {"GET": "X"}),
    # About oneself.
    "home:today": own("profile: public card", GET="E"),
    "home:put_away": own("profile: settings", POST="E"),
    "home:privacy": own("ledger: about oneself"),
    "people:account": own("account: ways in", GET="E"),
    "people:prove": own("account: ways in", GET="E", POST="E"),
    "people:prove_by_passkey": own("account: ways in", POST="E"),
    "people:password": own("account: ways in", GET="E", POST="E"),
    "people:address": own("account: address", GET="E", POST="E"),
    "people:two": own("account: joining", GET="E", POST="E"),
    "people:prove_other": Route(
        "account: joining", {"GET": "E", "POST": "E"}, (("secret", "made up"),)
    ),
    "people:prove_other_by_passkey": Route(
        "account: joining", {"POST": "E"}, (("secret", "made up"),)
    ),
    "people:join_accounts": Route(
        "account: joining", {"GET": "E", "POST": "E"}, (("pk", "joining"),)
    ),
    "people:stop_joining": Route("account: joining", {"POST": "E"}, (("pk", "joining to stop"),)),
    "people:stop_joining_by_letter": public("GET", "POST", keys=(("secret", "made up"),)),
    "people:turn_on_codes": own("account: ways in", GET="E", POST="E"),
    "people:turn_off_codes": own("account: ways in", GET="E", POST="E"),
    "people:recovery_codes": own("account: ways in", POST="E"),
    "people:add_passkey": own("account: ways in", GET="E", POST="E"),
    "people:lock_passkey": own("account: ways in", GET="E", POST="E"),
    "people:rename_passkey": Route(
        "account: ways in", {"GET": "E", "POST": "E"}, (("pk", "passkey"),)
    ),
    "people:remove_passkey": Route(
        "account: ways in", {"GET": "E", "POST": "E"}, (("pk", "passkey"),)
    ),
    "people:remove_sign_on": Route(
        "account: ways in", {"GET": "E", "POST": "E"}, (("pk", "sign-on"),)
    ),
    "people:browsers": own("account: browsers", GET="E"),
    "people:end_all_browsers": own("account: browsers", POST="E"),
    "people:end_browser": Route("account: browsers", {"POST": "E"}, (("handle", "browser"),)),
    "people:profile": own("profile: public card", GET="E"),
    "people:person": own("profile: settings", POST="E"),
    "people:card": own("profile: public card", POST="E"),
    "people:working_card": own("profile: working card", GET="E", POST="E"),
    "people:preview": own("profile: public card", GET="E"),
    "people:belongings": own("membership"),
    "people:department": Route("membership", {"POST": "E"}, (("pk", "belonging"),)),
    "people:leave": Route("membership", {"GET": "E", "POST": "E"}, (("pk", "belonging"),)),
    "people:step_down": Route("appointment", {"POST": "D"}, (("pk", "appointment"),)),
    "notifications:notices": own("notifications", GET="E"),
    "notifications:put_away": Route("notifications", {"POST": "E"}, (("pk", "notice"),)),
    "notifications:put_all_away": own("notifications", POST="E"),
    "notifications:choose": own("notifications", GET="E", POST="E"),
    "notifications:stop": public("GET", "POST", keys=(("token", "made up"),)),
    "stewardship:parcel": own("export", GET="E"),
    "stewardship:ask_for_parcel": own("export", POST="E"),
    "stewardship:fetch_parcel": Route("export", {"POST": "E"}, (("pk", "parcel"),)),
    "stewardship:leaving": own("leaving", GET="E"),
    "stewardship:ask_for_erasure": own("leaving", POST="E"),
    "stewardship:take_back_erasure": own("leaving", POST="E"),
    # Staff's.
    "institutions:staff": own("profile: public card", GET="E"),
    "home:institution": Route("staff pages", {"GET": "S"}, (AT,)),
    "institutions:settings": Route("institution", {"GET": "E", "POST": "E"}, (AT,)),
    "institutions:appointments": Route("appointment", {"GET": "E"}, (AT,)),
    "institutions:confirm": Route(
        "appointment", {"POST": "E"}, (AT, ("pk", "appointment to confirm"))
    ),
    "institutions:end": Route(
        "appointment", {"GET": "E", "POST": "E"}, (AT, ("pk", "appointment"))
    ),
    "people:roster": Route("membership", {"GET": "S"}, (AT,)),
    "people:staff_card": Route(
        "profile: public card",
        {"GET": "S"},
        (AT, ("pk", "belonging")),
        field="about",
        notes="people.card_seen",
    ),
    "people:appoint": Route("appointment", {"GET": "E", "POST": "E"}, (AT, ("pk", "belonging"))),
    "people:gone": Route("access ended", {"GET": "E", "POST": "E"}, (AT, ("pk", "belonging"))),
    "people:those_gone": Route("access ended", {"GET": "E"}, (AT,)),
    "people:died": Route("death", {"GET": "E", "POST": "E"}, (AT, ("pk", "belonging"))),
    "people:confirm_death": Route("death", {"POST": "E"}, (AT, ("pk", "dead"))),
    "people:take_back_death": Route("death", {"POST": "E"}, (AT, ("pk", "dead"))),
    "people:allow": Route("access ended", {"POST": "E"}, (AT, ("pk", "stop"))),
    "people:invitations": Route("invitation", {"GET": "E", "POST": "E"}, (AT,)),
    "people:links": Route("link to hand out", {"GET": "E", "POST": "E"}, (AT,)),
    "people:end_link": Route("link to hand out", {"POST": "E"}, (AT, ("pk", "link to hand out"))),
    "people:withdraw": Route("invitation", {"POST": "E"}, (AT, ("pk", "invitation"))),
    "people:resend": Route("invitation", {"POST": "E"}, (AT, ("pk", "invitation"))),
    "applications:programmes": own("application: statement", GET="E"),
    "applications:apply": Route("open cohort", {"POST": "E"}, (("pk", "cohort"),)),
    **{
        f"applications:{what}": Route(
            "application: statement", {"GET": "E", "POST": "E"}, (("pk", "application"),)
        )
        for what in ("application", "more", "withdraw")
    },
    # Ties.
    # For everybody: what is named on it depends on who asks.
    "help:help": public(),
    "help:contacts": Route("people to turn to", {"GET": "E"}, (AT,)),
    "help:new_contact": Route("people to turn to", {"GET": "E", "POST": "E"}, (AT,)),
    "help:contact": Route(
        "people to turn to", {"GET": "E", "POST": "E"}, (AT, ("pk", "contact for help"))
    ),
    **{
        f"help:{what}_contact": Route(
            "people to turn to", {"POST": "E"}, (AT, ("pk", "contact for help"))
        )
        for what in ("move", "remove")
    },
    "conflicts:own": own("own ties", GET="E", POST="E"),
    **{f"conflicts:{what}": Route("ties", {"GET": "E"}, (AT,)) for what in ("ties", "posts")},
    **{
        f"conflicts:new_{what}": Route("ties", {"GET": "E", "POST": "E"}, (AT,))
        for what in ("tie", "post")
    },
    **{
        f"conflicts:end_{what}": Route("ties", {"GET": "E", "POST": "E"}, (AT, ("pk", what)))
        for what in ("tie", "post")
    },
    "conflicts:lists": Route("ties", {"GET": "E", "POST": "E"}, (AT,)),
    "conflicts:list": Route("list of ties", {"GET": "E"}, (AT, ("pk", "tie list"))),
    **{
        f"conflicts:{what}": Route("list of ties", {"POST": "E"}, (AT, ("pk", "tie list")))
        for what in ("take_list_over", "discard_list")
    },
    "conflicts:pairs": Route("pairs to look at", {"GET": "S"}, (("pk", "institution id"),)),
    **{
        f"applications:{what}": Route(
            "application: to be found", {"POST": "E"}, (("pk", "application"),)
        )
        for what in ("be_found", "be_here")
    },
    # Mentorships, and who asks whom. An invitation's link is the key to what is behind it.
    "sealing:state": own("lock", GET="E"),
    "sealing:known": own("lock", GET="E"),
    **{
        f"sealing:{what}": own("lock", GET="E")
        for what in ("lock", "set_lock", "lost_lock", "second_way", "numbers")
    },
    **{
        f"sealing:{what}": own("lock", POST="E")
        for what in (
            "identity",
            "replacement",
            "stop_replacement",
            "pins",
            "ways",
            "opening",
            "close",
            "everywhere",
        )
    },
    "sealing:remove_way": Route("lock", {"POST": "E"}, (("pk", "way"),)),
    "sealing:stop_by_letter": public("GET", "POST", keys=(("secret", "made up"),)),
    "sealing:rooms": own("private words", GET="K"),
    **{
        f"sealing:{what}": Route("private words", {"GET": "K"}, (("pk", "room"),))
        for what in ("room", "older", "mark")
    },
    **{
        f"sealing:{what}": Route("private words", {"POST": "K"}, (("pk", "room"),))
        for what in ("copy", "words", "epochs", "grants", "drafts", "attachments")
    },
    "sealing:attachment": Route("private words", {"GET": "K"}, (("pk", "attachment"),)),
    "mentoring:mentorships": own("mentorship", GET="E"),
    "mentoring:mentorship": Route("mentorship", {"GET": "E"}, (("pk", "mentorship"),)),
    "conversation:conversation": Route("mentorship", {"GET": "E"}, (("pk", "mentorship"),)),
    "conversation:reflections": own("private words", GET="K"),
    "mentoring:close": Route("mentorship", {"GET": "E", "POST": "E"}, (("pk", "mentorship"),)),
    "mentoring:again": Route("mentorship", {"POST": "E"}, (("pk", "mentorship"),)),
    "help:assessor": Route(
        "who decides over a mentee", {"GET": "E", "POST": "E"}, (("pk", "mentorship"),)
    ),
    "mentoring:phase": Route("mentorship", {"POST": "E"}, (("pk", "mentorship"),)),
    "mentoring:agreement": Route("agreement", {"GET": "E"}, (("pk", "mentorship"),)),
    "mentoring:own_choices": Route("agreement", {"GET": "E", "POST": "E"}, (("pk", "mentorship"),)),
    **{
        f"mentoring:{what}": Route("agreement", {"POST": "E"}, (("pk", "mentorship"),))
        for what in ("take", "sign", "take_signature_back", "ask_for_change")
    },
    "mentoring:agreement_version": Route("agreement", {"GET": "E"}, (("pk", "agreement"),)),
    "concerns:concerns": own("safeguarding concern", GET="E"),
    "concerns:new": own("safeguarding concern", GET="E", POST="E"),
    "concerns:show": Route("mentorship", {"GET": "E", "POST": "E"}, (("pk", "mentorship"),)),
    "concerns:concern": Route("safeguarding concern", {"GET": "E"}, (("pk", "concern"),)),
    "concerns:send": Route("safeguarding concern", {"POST": "E"}, (("pk", "concern begun"),)),
    "concerns:throw_away": Route("safeguarding concern", {"POST": "E"}, (("pk", "concern begun"),)),
    "concerns:own_files": Route("safeguarding concern", {"GET": "E"}, (("pk", "concern"),)),
    "concerns:sent": own("safeguarding concern: sent"),
    "concerns:number": own("safeguarding concern: sent"),
    "concerns:file": Route(
        "safeguarding concern: sent", {"GET": "S"}, (("pk", "concern"),), notes="concerns.file_seen"
    ),
    "concerns:files": Route("safeguarding concern: sent", {"GET": "S"}, (("pk", "concern"),)),
    "concerns:say": Route("safeguarding concern: sent", {"POST": "D"}, (("pk", "concern"),)),
    "mentoring:invite": own("informal invitation", GET="E", POST="E"),
    "mentoring:withdraw_invitation": Route(
        "informal invitation", {"POST": "E"}, (("pk", "pair invitation"),)
    ),
    "mentoring:invited": Route(
        "informal invitation", {"GET": "E", "POST": "E"}, (("secret", "made up"),)
    ),
    "mentoring:pairs": Route("who is paired", {"GET": "S"}, (("pk", "cohort"),)),
    "matching:mentors": Route("mentors to find", {"GET": "E"}, (("pk", "cohort to search"),)),
    "matching:ask": Route(
        "mentors to find", {"GET": "E", "POST": "E"}, (("pk", "participant to ask"),)
    ),
    "matching:requests": own("request"),
    "matching:request": Route("request", {"GET": "S"}, (("pk", "request"),)),
    "matching:accept": Route("request", {"POST": "D"}, (("pk", "request"),)),
    "matching:decline": Route("request", {"GET": "D", "POST": "D"}, (("pk", "request"),)),
    "matching:withdraw": Route("request", {"GET": "E", "POST": "E"}, (("pk", "request"),)),
    "matching:proposals": own("proposal"),
    "matching:proposal": Route("proposal", {"GET": "S"}, (("pk", "proposal"),), field="carried"),
    "matching:accept_proposal": Route("proposal: answer", {"POST": "D"}, (("pk", "proposal"),)),
    "matching:decline_proposal": Route(
        "proposal: answer", {"GET": "D", "POST": "D"}, (("pk", "proposal"),)
    ),
    "matching:cohort_proposals": Route("proposal", {"GET": "S"}, (("pk", "cohort"),)),
    "matching:propose": Route("proposal", {"GET": "E", "POST": "E"}, (("pk", "cohort"),)),
    "matching:withdraw_proposal": Route(
        "proposal", {"GET": "E", "POST": "E"}, (("pk", "proposal"),)
    ),
    "matching:runs": Route("matching run", {"GET": "E", "POST": "E"}, (("pk", "cohort"),)),
    **{
        f"matching:{what}": Route("matching run", {"GET": "E"}, (("pk", "run"),))
        for what in ("run", "compare")
    },
    **{
        f"matching:{what}": Route("matching run", {"POST": "E"}, (("pk", "run"),))
        for what in ("call_off", "run_again", "let_wait", "undo", "allow_pair")
    },
    "matching:send": Route("matching run", {"GET": "E", "POST": "E"}, (("pk", "run"),)),
    "matching:choose_for": Route("matching run", {"GET": "E", "POST": "E"}, (("pk", "run"),)),
    "matching:choices": Route("matching run", {"GET": "E", "POST": "E"}, (("pk", "run pair"),)),
    **{
        f"matching:{what}": Route("matching run", {"POST": "E"}, (("pk", "run pair"),))
        for what in ("keep_pair", "rule_out", "take_off")
    },
    "applications:file": Route("application: file", {"GET": "E"}, (("pk", "file"),)),
    "programmes:read_file": Route(
        "application: file",
        {"GET": "S"},
        (("pk", "file"),),
        field="content",
        notes="programmes.file_seen",
    ),
    "programmes:received": Route("applications received", {"GET": "S"}, (("pk", "cohort"),)),
    "programmes:reading": Route(
        "application: statement",
        {"GET": "S"},
        (("pk", "application"),),
        field="statement",
        notes="programmes.application_seen",
    ),
    "programmes:programmes": Route("programmes of an institution", {"GET": "S"}, (AT,)),
    "programmes:begin": Route("programme", {"GET": "E", "POST": "E"}, (AT,)),
    "programmes:programme": Route("programme", {"GET": "E"}, (("pk", "programme"),)),
    "programmes:settings": Route("programme", {"GET": "E", "POST": "E"}, (("pk", "programme"),)),
    "programmes:open": Route("programme", {"POST": "E"}, (("pk", "programme"),)),
    "programmes:archive": Route("programme", {"GET": "E", "POST": "E"}, (("pk", "programme"),)),
    "programmes:reopen": Route("programme", {"POST": "E"}, (("pk", "programme"),)),
    "programmes:duplicate": Route("programme", {"POST": "E"}, (("pk", "programme"),)),
    "programmes:deputy": Route("programme", {"POST": "E"}, (("pk", "programme"),)),
    "programmes:questions": Route("programme", {"GET": "E"}, (("pk", "programme"),)),
    "programmes:add_question": Route(
        "programme", {"GET": "E", "POST": "E"}, (("pk", "programme"),)
    ),
    "programmes:as_applicant": Route("programme", {"GET": "E"}, (("pk", "programme"),)),
    "programmes:question": Route("programme", {"GET": "E", "POST": "E"}, (("pk", "question"),)),
    **{
        f"programmes:{what}": Route("programme", {"POST": "E"}, (("pk", "question"),))
        for what in (
            "move_question",
            "put_question_away",
            "take_question_back",
            "delete_question",
        )
    },
    "programmes:add_cohort": Route("programme", {"GET": "E", "POST": "E"}, (("pk", "programme"),)),
    "programmes:cohort": Route("programme", {"GET": "E", "POST": "E"}, (("pk", "cohort"),)),
    "programmes:people": Route(
        "people of a cohort", {"GET": "E", "POST": "E"}, (("pk", "cohort"),)
    ),
    "programmes:wait_list": Route("people of a cohort", {"GET": "E"}, (("pk", "cohort"),)),
    "programmes:wait": Route("people of a cohort", {"POST": "E"}, (("pk", "participant"),)),
    "programmes:wait_no_more": Route("people of a cohort", {"POST": "E"}, (("pk", "participant"),)),
    "programmes:remove": Route("people of a cohort", {"POST": "E"}, (("pk", "participant"),)),
    # A list is its uploader's alone; the cohort is everybody's who coordinates it.
    "programmes:lists": Route("bringing people in", {"GET": "E", "POST": "E"}, (("pk", "cohort"),)),
    "programmes:letters": Route(
        "bringing people in", {"GET": "E", "POST": "E"}, (("pk", "cohort"),)
    ),
    "programmes:people_sheet": Route("bringing people in", {"GET": "E"}, (("pk", "cohort"),)),
    "programmes:letter_again": Route("bringing people in", {"POST": "E"}, (("pk", "participant"),)),
    # What was sent is everybody's who coordinates; a draft is its author's. Members read what they
    # were sent, on a page of their own.
    "programmes:cohort_letters": Route(
        "letters to a cohort", {"GET": "E", "POST": "E"}, (("pk", "cohort"),)
    ),
    "programmes:cohort_letters_sheet": Route(
        "letters to a cohort", {"GET": "E"}, (("pk", "cohort"),)
    ),
    "programmes:cohort_letter": Route(
        "cohort letter", {"GET": "E"}, (("pk", "letter to a cohort"),)
    ),
    "programmes:change_cohort_letter": Route(
        "cohort letter", {"GET": "E", "POST": "E"}, (("pk", "letter to a cohort"),)
    ),
    **{
        f"programmes:{what}_cohort_letter": Route(
            "cohort letter", {"POST": "E"}, (("pk", "letter to a cohort"),)
        )
        for what in ("send", "stop", "discard")
    },
    "applications:letter": Route("cohort letter", {"GET": "S"}, (("pk", "letter to me"),)),
    "programmes:list": Route("list of people", {"GET": "E"}, (("pk", "intake"),)),
    "programmes:columns": Route("list of people", {"GET": "E", "POST": "E"}, (("pk", "intake"),)),
    **{
        f"programmes:{what}_list": Route("list of people", {"POST": "E"}, (("pk", "intake"),))
        for what in ("correct", "stop", "undo", "discard")
    },
    "programmes:take_list_over": Route("list of people", {"POST": "E"}, (("pk", "intake"),)),
    "home:acts_of_staff": Route("ledger: acts of staff", {"GET": "S"}, (("pk", "institution id"),)),
}
