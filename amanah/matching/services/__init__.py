"""What brings people to one another, one module a noun."""

from amanah.matching.services.answering import (
    CannotAnswer,
    accept_request,
    decline_request,
)
from amanah.matching.services.answering_proposals import (
    accept_proposal,
    decline_proposal,
    end_all_proposals,
    end_proposals,
    let_go_of_proposals,
    settle_proposals,
    take_proposals_over,
)
from amanah.matching.services.asking import (
    OPEN_FOR,
    REMIND_BEFORE,
    CannotAsk,
    ask_mentor,
    last_day,
    withdraw_request,
)
from amanah.matching.services.board import (
    CannotDecide,
    Two,
    allow_again,
    choose_other,
    keep_pair,
    put_pair,
    rule_out,
    swap_pairs,
    take_off,
    undo_last,
)
from amanah.matching.services.ending import (
    close_those_over,
    end_requests,
    forget_old_requests,
    let_go,
)
from amanah.matching.services.ground import Wanted
from amanah.matching.services.proposing import (
    LEAST_DAYS,
    MOST_DAYS,
    REMIND_PROPOSED_BEFORE,
    CannotPropose,
    Sent,
    default_until,
    propose,
    propose_all,
    withdraw_proposal,
)
from amanah.matching.services.runs import CannotRun, ask_for_run, call_off_run, work_out_run
from amanah.matching.services.sending import ask_people, send_run
from amanah.matching.services.settling import close_proposal, let_out, locked_proposal
from amanah.matching.services.waiting import AT_ONCE, let_them_wait, put_all_on_wait_list
from amanah.mentoring.services import Side

__all__ = [
    "AT_ONCE",
    "LEAST_DAYS",
    "MOST_DAYS",
    "OPEN_FOR",
    "REMIND_BEFORE",
    "REMIND_PROPOSED_BEFORE",
    "CannotAnswer",
    "CannotAsk",
    "CannotDecide",
    "CannotPropose",
    "CannotRun",
    "Sent",
    "Side",
    "Two",
    "Wanted",
    "accept_proposal",
    "accept_request",
    "allow_again",
    "ask_for_run",
    "ask_mentor",
    "ask_people",
    "call_off_run",
    "choose_other",
    "close_proposal",
    "close_those_over",
    "decline_proposal",
    "decline_request",
    "default_until",
    "end_all_proposals",
    "end_proposals",
    "end_requests",
    "forget_old_requests",
    "keep_pair",
    "last_day",
    "let_go",
    "let_go_of_proposals",
    "let_out",
    "let_them_wait",
    "locked_proposal",
    "propose",
    "propose_all",
    "put_all_on_wait_list",
    "put_pair",
    "rule_out",
    "send_run",
    "settle_proposals",
    "swap_pairs",
    "take_off",
    "take_proposals_over",
    "undo_last",
    "withdraw_proposal",
    "withdraw_request",
    "work_out_run",
]
