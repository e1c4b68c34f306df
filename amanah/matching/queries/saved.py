"""The saved copy of a run, opened as far as somebody asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from amanah.engines.pairing.changes import LeastCost, least_costs_of
from amanah.matching.models import Run, SavedCopy
from amanah.matching.runs import packing
from amanah.matching.runs.inputs import Inputs
from amanah.matching.runs.working_out import Carried, together_with
from amanah.programmes.models import Participant


@dataclass(frozen=True)
class Together:
    """Two people who may be paired: their fit without wishes, and what they have in common."""

    fit: int
    carried: Carried


class Saved:
    """What a run was made from. Empty once the copy is gone, because somebody in it was erased."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @cached_property
    def _copy(self) -> SavedCopy | None:
        return SavedCopy.objects.filter(run=self._run).first()

    @property
    def is_there(self) -> bool:
        return self._copy is not None

    @cached_property
    def inputs(self) -> Inputs | None:
        return packing.unpack_inputs(self._copy.inputs) if self._copy else None

    @cached_property
    def market(self) -> packing.Kept | None:
        return packing.unpack_market(self._copy.market) if self._copy else None

    @cached_property
    def _mentee_row(self) -> dict[str, int]:
        return {
            one.participant: at for at, one in enumerate(self.inputs.mentees if self.inputs else ())
        }

    @cached_property
    def _mentor_row(self) -> dict[str, int]:
        return {
            one.participant: at for at, one in enumerate(self.inputs.mentors if self.inputs else ())
        }

    def mentees(self) -> list[UUID]:
        """Every mentee of the copy, as a participant."""
        return [UUID(one) for one in self._mentee_row]

    def mentors(self) -> dict[UUID, int]:
        """Every mentor of the copy, and their places."""
        found = self.inputs.mentors if self.inputs else []
        return {UUID(one.participant): one.said["places"] for one in found}

    def places(self, mentor: Participant) -> int:
        """The places that a mentor had for this run; 0 for who was not in it."""
        at = self._mentor_row.get(str(mentor.pk))
        return int(self.inputs.mentors[at].said["places"]) if self.inputs and at is not None else 0

    def roles_of(self, mentee: UUID) -> tuple[str, ...]:
        """The named roles that a mentee looked for."""
        at = self._mentee_row.get(str(mentee))
        return self.inputs.mentees[at].roles if self.inputs and at is not None else ()

    def together(
        self, mentee: Participant, mentors: Sequence[Participant] | None = None, *, role: str = ""
    ) -> dict[UUID, Together]:
        """The mentors (or those of some) with whom a mentee may be paired."""
        at = self._mentee_row.get(str(mentee.pk))
        if self.inputs is None or at is None:
            return {}
        rows = (
            range(len(self.inputs.mentors))
            if mentors is None
            else [
                self._mentor_row[str(one.pk)] for one in mentors if str(one.pk) in self._mentor_row
            ]
        )
        rows = [row for row in rows if not role or role in self.inputs.mentors[row].roles]
        return {
            UUID(self.inputs.mentors[row].participant): Together(fit, carried)
            for row, (fit, carried) in together_with(self.inputs, at, rows).items()
        }

    def costs(self, mentee: Participant, fits: dict[UUID, int]) -> dict[UUID, LeastCost]:
        """The least that each of these mentors would cost others, as far as prices tell.

        It goes by fit without wishes, so that nobody's wish can be told from it.
        """
        kept, at = self.market, self._mentee_row.get(str(mentee.pk))
        if kept is None or at is None or not kept.prices or not fits:
            return {}
        rows = [self._mentor_row[str(one)] for one in fits]
        found = least_costs_of(
            kept.policy,
            kept.prices,
            kept.stages,
            mentee=at,
            mentors=[len(kept.market.mentee_id) + row for row in rows],
            fit=list(fits.values()),
        )
        return dict(zip(fits, found, strict=True))

    def speaks_with_nobody(self) -> set[UUID]:
        """Mentees with whom no mentor shares a language."""
        if self.market is None or self.inputs is None:
            return set()
        return {UUID(self.inputs.mentees[at].participant) for at in self.market.speaks_with_nobody}

    def said_by(self, mentee: UUID) -> dict[str, Any]:
        """What a mentee said that counts, as it was then."""
        at = self._mentee_row.get(str(mentee))
        return self.inputs.mentees[at].said if self.inputs and at is not None else {}
