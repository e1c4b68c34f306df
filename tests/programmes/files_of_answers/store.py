"""What lies in the store of files, and what is shown of it."""

from django.urls import reverse

HTMX = {"HX-Request": "true"}


def stored(home):
    return sorted((home / "attachments").glob("*"))


def shown(client, page, name):
    """The file that the page shows as the one that is there."""
    answer = client.get(page).context["form"].fields[name].stored
    return answer and (answer.shown_name, answer.file_bytes)


def fetch(client, answer):
    return client.get(reverse("programmes:read_file", args=[answer.pk]))


def gone(home):
    return stored(home) == []
