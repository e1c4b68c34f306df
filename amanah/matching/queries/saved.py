"""The saved copy of a run, opened as far as somebody asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from amanah.engines.pairing.changes import LeastCost, least_costs_of
from amanah.engines.pairing.pricing import FIRST_CANDIDATES
from amanah.matching.models import Run, SavedCopy
from amanah.matching.runs import packing
from amanah.matching.runs.inputs import Inputs
from amanah.matching.runs.working_out import HOLD_ALL, Carried, together_with
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

    @property
    def has_roles(self) -> bool:
        """Whether anybody looked for mentors in named roles."""
        return self.inputs is not None and any(one.roles for one in self.inputs.mentees)

    def is_mentee(self, participant: UUID) -> bool:
        return str(participant) in self._mentee_row

    def looked_for(self) -> dict[UUID, tuple[str, ...]]:
        """Each mentee of the copy, as a participant: named roles, or one without a name."""
        found = self.inputs.mentees if self.inputs else []
        return {UUID(one.participant): one.roles or ("",) for one in found}

    def mentors(self) -> dict[UUID, int]:
        """Every mentor of the copy, and their places."""
        found = self.inputs.mentors if self.inputs else []
        return {UUID(one.participant): one.places for one in found}

    def all_places(self) -> int:
        """How many places there were for this run."""
        return sum(one.places for one in self.inputs.mentors) if self.inputs else 0

    def places(self, mentor: Participant) -> int:
        """The places that a mentor had for this run; 0 for who was not in it."""
        at = self._mentor_row.get(str(mentor.pk))
        return self.inputs.mentors[at].places if self.inputs and at is not None else 0

    def roles_of(self, mentee: UUID) -> tuple[str, ...]:
        """The named roles that a mentee looked for."""
        at = self._mentee_row.get(str(mentee))
        return self.inputs.mentees[at].roles if self.inputs and at is not None else ()

    def together(
        self, mentee: Participant, mentors: Iterable[Participant], *, role: str = ""
    ) -> dict[UUID, Together]:
        """Those of some mentors with whom a mentee may be paired."""
        at = self._mentee_row.get(str(mentee.pk))
        if self.inputs is None or at is None:
            return {}
        here = [self._mentor_row.get(str(one.pk)) for one in mentors]
        rows = [row for row in here if row is not None]
        rows = [row for row in rows if not role or role in self.inputs.mentors[row].roles]
        return {
            UUID(self.inputs.mentors[row].participant): Together(fit, carried)
            for row, (fit, carried) in together_with(self.inputs, at, rows).items()
        }

    def closest(self, mentee: Participant, *, role: str = "") -> list[UUID]:
        """The mentors whom the run considered for a mentee, the best fit first.

        Of a large run only so many as were kept by fit alone: others were kept for a wish, and
        that they are there must tell nobody.
        """
        kept, at = self.market, self._mentee_row.get(str(mentee.pk))
        if kept is None or self.inputs is None or at is None:
            return []
        row = slice(*kept.market.indptr[at : at + 2].tolist())
        fit = zip((-kept.own_fit[row]).tolist(), kept.market.mentor[row].tolist(), strict=True)
        is_large = kept.market.mentees * kept.market.mentors > HOLD_ALL
        most = FIRST_CANDIDATES if is_large else None
        mentors = [self.inputs.mentors[mentor] for _fit, mentor in sorted(fit)[:most]]
        return [UUID(one.participant) for one in mentors if not role or role in one.roles]

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

    def said_by(self, mentee: UUID) -> Mapping[str, Any]:
        """What a mentee said that counts, as it was then."""
        at = self._mentee_row.get(str(mentee))
        return self.inputs.mentees[at].said if self.inputs and at is not None else {}
