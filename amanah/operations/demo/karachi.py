"""Those of the teaching hospital in Karachi who have a story in the demo."""

from amanah.operations.demo.cast import Somebody


def _one(name: str, login: str, department: str, stage: str, **more: str) -> Somebody:
    return Somebody(name, login, "kolachi", department, stage, **more)


STAFF = (
    _one("Nadia Rahman", "nadia", "Dean's office", "Registrar", role="admin"),
    _one("Prof. Tariq Mehmood", "tariq", "Dean's office", "Dean", role="admin"),
    _one(
        "Dr Sana Qureshi",
        "sana",
        "Medical education",
        "Associate professor",
        specialty="Physiology",
        role="coordinator",
        languages="Urdu, English, Punjabi",
        about="I teach residents how to read a paper without fear of it.",
    ),
    _one("Imran Shah", "imran", "Medical education", "Lecturer", role="deputy"),
    _one(
        "Dr Saima Aslam",
        "saima",
        "Psychiatry",
        "Consultant",
        specialty="Psychiatry",
        role="safeguarding",
    ),
    _one("Hina Farooq", "hina", "Medical education", "Research associate", role="evaluator"),
)
OTHERS = (
    _one("Dr Usman Ghani", "usman", "Community medicine", "Senior lecturer"),
    _one(
        "Dr Ayesha Khan",
        "ayesha",
        "Ophthalmology",
        "Consultant",
        specialty="Ophthalmology",
        called="Ayesha",
        languages="Urdu, English",
        about="Cornea by day. I got my first fellowship application wrong, and can say how.",
    ),
    _one(
        "Bilal Haider",
        "bilal",
        "Emergency medicine",
        "Second-year resident",
        called="Bilal",
        languages="Urdu, English, Saraiki",
        about="Choosing between two fellowships, and learning to present without shaking.",
    ),
    _one(
        "خدیجہ مختار",
        "khadija",
        "طب اطفال",
        "پہلے سال کی ریزیڈنٹ",
        specialty="اطفال",
        languages="اردو، پنجابی",
        language="ur",
        about="بچوں کے وارڈ میں پہلا سال۔ لکھنے میں رہنمائی چاہتی ہوں۔",  # noqa: RUF001 (Urdu)
    ),
    _one("Hanif Baig", "hanif", "Surgery", "First-year resident"),
    _one("Amina", "amina", "Anatomy", "First-year resident", called="Amina"),
    _one(
        "Dr Zubaida Noor-ul-Ain",
        "zubaida",
        "Pathology",
        "Professor",
        specialty="Histology",
        about="We look at one slide, or one page of yours, and take it apart kindly.",
    ),
    _one("Mehwish Ali", "mehwish", "Gynaecology", "First-year resident", specialty="Obstetrics"),
    _one("Gul Makai Yousafzai", "gul", "Medicine", "Third-year resident"),
    _one(
        "Dr Faisal Cheema",
        "faisal",
        "Surgery",
        "Consultant",
        specialty="Vascular surgery",
        about="Walk with me to the ward and ask anything on the way.",
    ),
    _one(
        "Rukhsana Bibi",
        "rukhsana",
        "Nursing",
        "Ward sister",
        specialty="Intensive care",
        about="Thirty years of nights. I know what frightens people in their first.",
    ),
    _one("Syed Ali Raza Naqvi", "ali", "Surgery", "First-year resident"),
    _one(
        "Maria D'Souza",
        "maria",
        "Paediatrics",
        "Fellow",
        specialty="Neonatology",
        about="New on the faculty since spring, with a paper that will not end.",
    ),
    _one("Junaid", "junaid", "Radiology", "Second-year resident", specialty="Imaging of the chest"),
    _one(
        "Dr Farzana Bukhari",
        "farzana",
        "Medicine",
        "Consultant",
        specialty="Kidney disease",
        about="Tea first. I failed my first part twice, and hid it for a year.",
    ),
    _one(
        "Noor Jahan Begum",
        "noor",
        "Pharmacy",
        "Clinical pharmacist",
        about="I catch errors for a living. I know what it is to have made one.",
    ),
    _one("Daniyal Aziz", "daniyal", "Dermatology", "Second-year resident"),
)
