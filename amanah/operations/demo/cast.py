"""Who is in the demo: names as people write them, and nobody who is real."""

from dataclasses import dataclass

PHRASE = "quiet-lantern-harbour-nine"


@dataclass(frozen=True)
class House:
    """An institution of the demo."""

    slug: str
    name: str
    time_zone: str
    help_name: str
    help_about: str
    help_phone: str
    emergency_phone: str
    own_guarantees: str


@dataclass(frozen=True)
class Somebody:
    """A person of the demo. `part` is told to whoever tries the demo, for those worth trying."""

    name: str
    login: str
    house: str
    department: str
    stage: str
    specialty: str
    role: str = ""
    part: str = ""
    called: str = ""
    languages: str = ""
    about: str = ""
    language: str = "en"

    @property
    def email(self) -> str:
        return f"{self.login}@demo.example"


RAVI = House(
    "ravi",
    "Ravi Medical College, Lahore",
    "Asia/Karachi",
    "Dr Nasreen Iqbal",
    "outside your department; she keeps what you tell her",
    "042 111 0000",
    "1122",
    "A mentor is never your examiner in the same year.\n"
    "An hour of every second week is yours for mentoring, and counts as work.",
)
CLADDAGH = House(
    "claddagh",
    "Claddagh University Hospital, Galway",
    "Europe/Dublin",
    "Margaret Joyce",
    "chaplaincy, outside every team",
    "091 555 010",
    "112",
    "Nobody is asked to meet in their free time.",
)
HOUSES = (RAVI, CLADDAGH)

LAHORE = (
    Somebody(
        "Nadia Rahman",
        "nadia",
        "ravi",
        "Dean's office",
        "Registrar",
        "",
        "admin",
        "institution admin in Lahore, with an appointment to confirm",
    ),
    Somebody("Prof. Tariq Mehmood", "tariq", "ravi", "Dean's office", "Dean", "", "admin"),
    Somebody(
        "Dr Sana Qureshi",
        "sana",
        "ravi",
        "Medical education",
        "Associate professor",
        "Physiology",
        "coordinator",
        "coordinator in Lahore, and a mentor",
        languages="Urdu, English, Punjabi",
        about="I teach second-years how to read a paper without fear of it.",
    ),
    Somebody(
        "Imran Shah",
        "imran",
        "ravi",
        "Medical education",
        "Lecturer",
        "",
        "deputy",
        "deputy coordinator in Lahore",
    ),
    Somebody(
        "Dr Saima Aslam",
        "saima",
        "ravi",
        "Psychiatry",
        "Consultant",
        "Psychiatry",
        "safeguarding",
        "safeguarding lead in Lahore",
    ),
    Somebody(
        "Hina Farooq",
        "hina",
        "ravi",
        "Medical education",
        "Research associate",
        "",
        "evaluator",
        "evaluator in Lahore",
    ),
    Somebody("Dr Usman Ghani", "usman", "ravi", "Community medicine", "Senior lecturer", ""),
    Somebody(
        "Dr Ayesha Khan",
        "ayesha",
        "ravi",
        "Ophthalmology",
        "Consultant",
        "Ophthalmology",
        part="mentor in Lahore",
        called="Ayesha",
        languages="Urdu, English",
        about="Cornea by day. I got my first fellowship application wrong, and can say how.",
    ),
    Somebody(
        "Bilal Haider",
        "bilal",
        "ravi",
        "Ophthalmology",
        "House officer",
        "",
        part="mentee in Lahore",
        called="Bilal",
        languages="Urdu, English, Saraiki",
        about="Choosing between two fellowships, and learning to present without shaking.",
    ),
    Somebody(
        "خدیجہ مختار",
        "khadija",
        "ravi",
        "طب اطفال",
        "پہلے سال کی ریزیڈنٹ",
        "اطفال",
        part="mentee in Lahore who reads Urdu",
        languages="اردو، پنجابی",
        language="ur",
        about="بچوں کے وارڈ میں پہلا سال۔ لکھنے میں رہنمائی چاہتی ہوں۔",  # noqa: RUF001 (Urdu)
    ),
    Somebody("Hanif Baig", "hanif", "ravi", "Surgery", "Fourth-year student", ""),
    Somebody("Amina", "amina", "ravi", "Anatomy", "Second-year student", "", called="Amina"),
    Somebody("Dr Zubaida Noor-ul-Ain", "zubaida", "ravi", "Pathology", "Professor", "Histology"),
    Somebody("Mehwish Ali", "mehwish", "ravi", "Gynaecology", "Resident", "Obstetrics"),
    Somebody("Gul Makai Yousafzai", "gul", "ravi", "Medicine", "House officer", ""),
    Somebody("Dr Faisal Cheema", "faisal", "ravi", "Surgery", "Consultant", "Vascular surgery"),
    Somebody(
        "Rukhsana Bibi",
        "rukhsana",
        "ravi",
        "Nursing",
        "Ward sister",
        "Intensive care",
        part="mentor of Bilal, with no programme",
    ),
    Somebody("Syed Ali Raza Naqvi", "ali", "ravi", "Medicine", "Third-year student", ""),
    Somebody("Maria D'Souza", "maria", "ravi", "Paediatrics", "Fellow", "Neonatology"),
    Somebody("Junaid", "junaid", "ravi", "Radiology", "Resident", "Imaging of the chest"),
    Somebody("Dr Farzana Bukhari", "farzana", "ravi", "Medicine", "Consultant", "Kidney disease"),
    Somebody("Noor Jahan Begum", "noor", "ravi", "Pharmacy", "Clinical pharmacist", ""),
    Somebody("Daniyal Aziz", "daniyal", "ravi", "Dermatology", "Resident", ""),
)

GALWAY = (
    Somebody(
        "Aoife Ní Bhriain",
        "aoife",
        "claddagh",
        "Medical director's office",
        "Manager",
        "",
        "admin",
        "institution admin in Galway",
    ),
    Somebody("Tomás Ó Conghaile", "tomas", "claddagh", "Human resources", "Manager", "", "admin"),
    Somebody(
        "Siobhán Kelly",
        "siobhan",
        "claddagh",
        "Postgraduate training",
        "Training lead",
        "",
        "coordinator",
        "coordinator in Galway",
        languages="Irish, English",
    ),
    Somebody(
        "Dr Ciarán Mac Giolla Phádraig",
        "ciaran",
        "claddagh",
        "Anaesthesia",
        "Consultant",
        "Anaesthesia",
        "deputy",
    ),
    Somebody(
        "Dr Gráinne Walsh",
        "grainne",
        "claddagh",
        "Occupational health",
        "Consultant",
        "",
        "safeguarding",
    ),
    Somebody(
        "Niamh O'Brien",
        "niamh",
        "claddagh",
        "Emergency medicine",
        "House officer",
        "",
        part="mentee in Galway",
        called="Niamh",
        languages="English, Irish",
        about="First year on the floor. I would like somebody to ask the small questions.",
    ),
    Somebody("Dr Łukasz Nowak", "lukasz", "claddagh", "Cardiology", "Consultant", "Cardiology"),
    Somebody("Dr Kwame Mensah", "kwame", "claddagh", "Surgery", "Consultant", "Trauma"),
    Somebody("Ana García-López", "ana", "claddagh", "Oncology", "Fellow", "Breast oncology"),
    Somebody("Wei Patel", "wei", "claddagh", "Medicine", "Intern", ""),
    Somebody("Sukarno", "sukarno", "claddagh", "Microbiology", "Registrar", "Infection"),
    Somebody("Meera Iyer", "meera", "claddagh", "Neurology", "Specialist registrar", "Stroke"),
    Somebody("Oisín", "oisin", "claddagh", "Emergency medicine", "Intern", ""),
    Somebody("Dr Jean-Baptiste N'Diaye", "jean", "claddagh", "Radiology", "Consultant", ""),
    Somebody("Zoë Müller-Fitzgerald", "zoe", "claddagh", "Physiotherapy", "Senior", "Lungs"),
    Somebody("Patrick 'Pat' Joyce", "pat", "claddagh", "Nursing", "Nurse specialist", "Diabetes"),
    Somebody("Đặng Thị Hồng", "hong", "claddagh", "Pathology", "Registrar", ""),
    Somebody("Chidi Okonkwo", "chidi", "claddagh", "Orthopaedics", "Registrar", ""),
)

EVERYBODY = (*LAHORE, *GALWAY)

# Letters still open, and letters that ran out: address, name, house.
WAITING = (
    ("samina@demo.example", "Dr Samina Yasmin", "ravi"),
    ("omar.farooq@demo.example", "", "ravi"),
    ("eoin@demo.example", "Eoin Ó Sé", "claddagh"),
)
RAN_OUT = (
    ("rehan@demo.example", "Rehan Siddiqui", "ravi"),
    ("grace@demo.example", "Grace Adeyemi", "claddagh"),
)

HOW_THEY_WORK = {
    "ayesha": {
        "best_times": "Tuesday and Thursday after six. Not on theatre days.",
        "reach_me": "A message first. I answer within two days, and say so if I cannot.",
        "feedback": "Straight and in private.",
    },
    "bilal": {
        "best_times": "Evenings, but not after a night on call.",
        "feedback": "Tell me first what to keep, then what to change.",
    },
    "niamh": {"reach_me": "Mail is best; I look at it at lunch."},
}
