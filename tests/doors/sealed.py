"""What the doors of locks and rooms are opened with."""

from tests.factories.sealing import AttachmentFactory, IdentityFactory, RoomFactory, WordsFactory


def _room(cast):
    """The mentee's with the mentor; nobody's lock is open."""
    return {"pk": RoomFactory(people=(cast["mentee"], cast["mentor"])).pk}


def _attachment(cast):
    """What the mentee sent the mentor with some words."""
    room = RoomFactory(people=(cast["mentee"], cast["mentor"]))
    words = WordsFactory(room=room, n=1, by=cast["mentee"])
    return {"pk": AttachmentFactory(words=words).pk}


SEALED = {
    "sealing:stop_by_letter": lambda cast: {"secret": "made-up"},
    "sealing:remove_way": lambda cast: {
        "pk": IdentityFactory(person=cast["mentee"], ways=("phrase", "sheet")).ways.first().pk
    },
    **{
        f"sealing:{what}": _room
        for what in (
            *("room", "older", "mark", "copy", "words", "epochs"),
            *("grants", "drafts", "attachments"),
        )
    },
    "sealing:attachment": _attachment,
}
