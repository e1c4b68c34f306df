"""What a person says of themselves."""

from amanah.people.models import Person, Profile, WorkingCard


def profile_of(person: Person) -> Profile:
    """A person's card; an empty one where they have written nothing yet."""
    return Profile.objects.filter(person=person).first() or Profile(person=person)


def working_card_of(person: Person) -> WorkingCard:
    """How a person likes to work; empty where they have written nothing yet."""
    return WorkingCard.objects.filter(person=person).first() or WorkingCard(person=person)
