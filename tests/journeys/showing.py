"""What journeys do that show messages to a safeguarding lead."""


def tick(inside, words):
    """Choose a message: the box is named by all that stands beside it."""
    inside.wait_for(words)
    [name] = {
        name
        for role, name, _node in inside._nodes()
        if role == "checkbox" and name.startswith(words)
    }
    inside.press(name, role="checkbox")
