from amanah.matching.models.proposals import Asked, Proposal
from amanah.matching.models.requests import Request
from amanah.matching.models.runs import Decision, Run, RunPair, SavedCopy

__all__ = ["Asked", "Decision", "Proposal", "Request", "Run", "RunPair", "SavedCopy"]
