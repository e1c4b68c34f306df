"""What the doors of locks and rooms are opened with."""

from tests.factories.sealing import IdentityFactory, RoomFactory


def _room(cast):
    """The mentee's with the mentor; nobody's lock is open."""
    return {"pk": RoomFactory(people=(cast["mentee"], cast["mentor"])).pk}


SEALED = {
    "sealing:stop_by_letter": lambda cast: {"secret": "made-up"},
    "sealing:remove_way": lambda cast: {
        "pk": IdentityFactory(person=cast["mentee"], ways=("phrase", "sheet")).ways.first().pk
    },
    **{
        f"sealing:{what}": _room
        for what in ("room", "older", "words", "epochs", "grants", "drafts")
    },
}
