"""Small untidy sheets, and the command run on them within this process."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from amanah.operations import command
from amanah.operations.stop import Stop

MENTORS = """\ufeffName,E-mail,Post,Specialty,I can help with,Languages,How many mentees?,\
Best times,Assess,Away until
Zoë Jones,zoe@h.example,Consultant,Cardiology,Research;Exams,English;Urdu,two,Tue evening,,
خدیجہ مختار,khadija@h.example,Head of department,Neurology,Research,English,1,Any evening,,
"O'Súilleabháin, Niamh",NIAMH@h.example ,Professor,Neurology,Leadership,English;French,1,\
Wed morning,dan@h.example,
Ana,ana@h.example,Retired,Surgery,Exams,English,1,Tue evening,,01/03/2099
"""
MENTEES = """Your name;E-mail;Stage;Specialty;What would you like?;Languages;Best times;\
How much does specialty matter?;Mentors you would like;Please do not pair me with;Comments
Ayesha;ayesha@h.example;Fellow;Neurology;Research;English;Thu evening;A lot;zoe@h.example;;"two
lines; and a semicolon"
Dan;dan@h.example;House officer;Neurology;Leadership;English;Wed morning;A bit;;;
Bilal;bilal@h.example;Fellow;Cardiology;Exams;english;Tue evening;Not at all;;khadija@h.example;=1+1
Sofia;sofia@h.example;Student;Undecided;Research, Exams;French;Any evening;;;;
"""


@dataclass
class Desk:
    """A folder with the two sheets, and the command."""

    folder: Path
    capsys: object

    def write(self, name, text):
        data = text if isinstance(text, bytes) else text.encode()
        (self.folder / name).write_bytes(data)
        return self.folder / name

    def read(self, name):
        return (self.folder / name).read_bytes().decode()

    def run(self, *arguments):
        """(exit code, what was said); a refusal counts as said."""
        module = command.module_of("pair")
        options = command.parser_of("pair").parse_args([str(one) for one in arguments])
        try:
            code, refusal = module.run(options), ""
        except Stop as reason:
            code, refusal = reason.code, f"\nREFUSED {reason}"
        return code, self.capsys.readouterr().out + refusal

    def pair(self, *more):
        return self.run(
            *("--mentors", self.folder / "M.csv", "--mentees", self.folder / "N.csv"), *more
        )

    def out(self, *more):
        return self.pair("--out", self.folder / "PAIRS.csv", "--on", "2026-12-01", *more)


@pytest.fixture
def desk(tmp_path, capsys):
    desk = Desk(tmp_path, capsys)
    desk.write("M.csv", MENTORS)
    desk.write("N.csv", MENTEES)
    return desk
