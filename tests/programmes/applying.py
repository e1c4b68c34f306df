"""What an applicant sends, and how they begin."""


def said(**more):
    return {
        "topics": ["leadership", "research_skills"],
        "topics_own": "Falconry",
        "stage": "Third year",
        "languages": ["en", "ur"],
        "times": ["any_evening"],
        "days": ["wed_lunch"],
        "do_not_pair": "Dr Stern\nHEAD@example.org",
        **more,
    }


def begin(client, cohort, role="mentee"):
    went = client.post(f"/programmes/cohorts/{cohort.pk}/apply/", {"role": role})
    assert went.status_code == 302
    return went.url
