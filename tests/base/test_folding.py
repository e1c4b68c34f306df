import pytest

from amanah.base.folding import Folded, fold
from amanah.people.models import Person
from tests.factories import PersonFactory

NAMES = {
    "Siobhán Ní Bhriain": "siobhan ni bhriain",
    "Dr Łukasz Nowak": "dr lukasz nowak",
    "Zoë Müller-Fitzgerald": "zoe muller-fitzgerald",
    "Đặng Thị Hồng": "dang thi hong",
    "خدیجہ مختار": "خدیجہ مختار",
    "O'Brien": "o'brien",
}


@pytest.mark.parametrize(("name", "folded"), NAMES.items())
def test_a_name_is_folded_to_what_people_type(name, folded):
    assert fold(name) == folded


@pytest.mark.django_db
def test_the_database_folds_as_we_do():
    for name in NAMES:
        PersonFactory(name=name)

    found = Person.objects.annotate(folded=Folded("name")).values_list("name", "folded")

    assert dict(found) == NAMES
