"""A run as an operator hands it to a checker: random ids, no name, and it holds."""

import argparse
import json

import pytest

from amanah.operations.commands import export_run, pair
from amanah.operations.stop import DONE, PROBLEMS, Stop
from tests.matching.running import crowd, worked_out

pytestmark = pytest.mark.django_db


def written(run, folder, *, ranks=False):
    """The files of a run, as the command writes them."""
    out, ranked = folder / "run.json", folder / "ranks.json"
    asked = {"run": str(run.pk), "out": out, "ranks": ranked if ranks else None}
    assert export_run.run(argparse.Namespace(**asked)) == DONE
    return out, ranked


def verified(out, ranks=None):
    return pair.run(argparse.Namespace(verify=out, ranks=ranks))


def test_it_holds_and_names_nobody(cohort, run_jobs, tmp_path, capsys):
    mentors, mentees = crowd(cohort, mentors=3, mentees=5)
    run = worked_out(cohort, run_jobs)

    out, _ranks = written(run, tmp_path)

    assert verified(out) == DONE
    assert "3 of 5 mentees have a mentor." in capsys.readouterr().out
    text = out.read_text()
    for part in (*mentors, *mentees):
        for telling in (part.pk, part.person_id, part.person.name, part.person.email):
            assert str(telling) not in text
    assert out.stat().st_mode & 0o077 == 0


def test_altered_it_does_not_hold(cohort, run_jobs, tmp_path, capsys):
    crowd(cohort, mentors=3, mentees=5)
    out, _ranks = written(worked_out(cohort, run_jobs), tmp_path)
    found = json.loads(out.read_text())
    found["chosen"] = found["chosen"][1:]
    out.write_text(json.dumps(found))

    assert verified(out) == PROBLEMS
    assert "does not hold" in capsys.readouterr().out


def test_who_would_rather_have_whom_is_for_an_auditor(cohort, run_jobs, tmp_path):
    mentors, [mentee, *_rest] = crowd(cohort)
    application = mentee.applications.get()
    application.wishes = json.dumps([{"email": mentors[0].person.email}])
    application.save()
    run = worked_out(cohort, run_jobs, preset="stable")

    with pytest.raises(Stop, match="say with --ranks"):
        written(run, tmp_path)
    out, ranks = written(run, tmp_path, ranks=True)
    with pytest.raises(Stop, match="an auditor has"):
        verified(out)

    assert verified(out, ranks) == DONE


def test_a_run_that_cannot_be_written_is_said_to_be_so(cohort, run_jobs, tmp_path, capsys):
    crowd(cohort)
    run = worked_out(cohort, run_jobs)
    export_run.run(argparse.Namespace(run=None, out=None, ranks=None))
    assert str(run.pk) in capsys.readouterr().out

    with pytest.raises(Stop, match="no id of a run"):
        export_run.run(argparse.Namespace(run="seven", out=tmp_path / "x", ranks=None))
    run.saved_copy.delete()
    with pytest.raises(Stop, match="no such run"):
        written(run, tmp_path)
