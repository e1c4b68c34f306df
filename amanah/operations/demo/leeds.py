"""Those of the medical school in Leeds who have a story in the demo."""

from amanah.operations.demo.cast import Somebody


def _one(name: str, login: str, department: str, stage: str, **more: str) -> Somebody:
    return Somebody(name, login, "meanwood", department, stage, **more)


STAFF = (
    _one("Aoife Ní Bhriain", "aoife", "Dean's office", "Manager", role="admin"),
    _one("Thomas Entwistle", "tomas", "Student services", "Manager", role="admin"),
    _one(
        "Siobhán Kelly",
        "siobhan",
        "Medical education",
        "Head of careers",
        role="coordinator",
        languages="English, Irish",
    ),
    _one(
        "Dr Ciarán Mac Giolla Phádraig",
        "ciaran",
        "Anaesthesia",
        "Consultant",
        specialty="Anaesthesia",
        role="deputy",
    ),
    _one("Dr Gráinne Walsh", "grainne", "Occupational health", "Consultant", role="safeguarding"),
)
OTHERS = (
    _one(
        "Niamh O'Brien",
        "niamh",
        "Year three",
        "Third-year student",
        called="Niamh",
        languages="English, Irish",
        about="First year on the wards. I would like somebody to ask the small questions.",
    ),
    _one(
        "Dr Łukasz Nowak",
        "lukasz",
        "Cardiology",
        "Consultant",
        specialty="Cardiology",
        about="I came here with a suitcase and the wrong accent. Ask me about beginning again.",
    ),
    _one("Dr Kwame Mensah", "kwame", "Surgery", "Consultant", specialty="Trauma"),
    _one(
        "Dr Ana García-López", "ana", "Oncology", "Clinical lecturer", specialty="Breast oncology"
    ),
    _one("Wei Patel", "wei", "Year four", "Fourth-year student"),
    _one("Dr Sukarno", "sukarno", "Microbiology", "Specialist registrar", specialty="Infection"),
    _one("Dr Meera Iyer", "meera", "Neurology", "Specialist registrar", specialty="Stroke"),
    _one("Oisín", "oisin", "Year two", "Second-year student"),
    _one("Dr Jean-Baptiste N'Diaye", "jean", "Radiology", "Consultant", specialty="Radiology"),
    _one("Zoë Müller-Fitzgerald", "zoe", "Physiotherapy", "Senior lecturer", specialty="Lungs"),
    _one("Patrick 'Pat' Joyce", "pat", "Nursing", "Nurse specialist", specialty="Diabetes"),
    _one("Đặng Thị Hồng", "hong", "Pathology", "Specialist registrar", specialty="Pathology"),
    _one("Chidi Okonkwo", "chidi", "Year five", "Final-year student", called="Chidi"),
)
