"""The pages of programmes."""

from django.urls import include, path

from amanah.programmes.views import (
    applying,
    archiving,
    intake,
    letters,
    people,
    programme,
    questions,
    waiting,
)
from amanah.programmes.views import cohort_letters as written

app_name = "programmes"
inside = [
    path("<uuid:pk>/", programme.programme, name="programme"),
    path("<uuid:pk>/settings/", programme.settings, name="settings"),
    path("<uuid:pk>/open/", programme.open_up, name="open"),
    path("<uuid:pk>/archive/", archiving.archive, name="archive"),
    path("<uuid:pk>/reopen/", archiving.reopen, name="reopen"),
    path("<uuid:pk>/duplicate/", programme.duplicate, name="duplicate"),
    path("<uuid:pk>/deputy/", programme.deputy, name="deputy"),
    path("<uuid:pk>/cohorts/new/", programme.add_cohort, name="add_cohort"),
    path("<uuid:pk>/questions/", questions.questions, name="questions"),
    path("<uuid:pk>/questions/new/", questions.add_question, name="add_question"),
    path("<uuid:pk>/questions/as-asked/", questions.as_applicant, name="as_applicant"),
    path("questions/<uuid:pk>/", questions.question, name="question"),
    path("questions/<uuid:pk>/move/", questions.move, name="move_question"),
    path("questions/<uuid:pk>/put-away/", questions.put_away, name="put_question_away"),
    path("questions/<uuid:pk>/take-back/", questions.take_back, name="take_question_back"),
    path("questions/<uuid:pk>/delete/", questions.delete, name="delete_question"),
    path("cohorts/<uuid:pk>/", programme.cohort, name="cohort"),
    path("cohorts/<uuid:pk>/people/", people.people, name="people"),
    path("cohorts/<uuid:pk>/wait-list/", waiting.wait_list, name="wait_list"),
    path("participants/<uuid:pk>/wait/", waiting.wait, name="wait"),
    path("participants/<uuid:pk>/wait-no-more/", waiting.wait_no_more, name="wait_no_more"),
    path("participants/<uuid:pk>/remove/", people.remove, name="remove"),
    path("cohorts/<uuid:pk>/lists/", intake.lists, name="lists"),
    path("lists/<uuid:pk>/", intake.preview, name="list"),
    path("lists/<uuid:pk>/columns/", intake.columns, name="columns"),
    path("lists/<uuid:pk>/rows/", intake.correct, name="correct_list"),
    path("lists/<uuid:pk>/take-over/", intake.take_over, name="take_list_over"),
    path("lists/<uuid:pk>/stop/", intake.stop, name="stop_list"),
    path("lists/<uuid:pk>/undo/", intake.undo, name="undo_list"),
    path("lists/<uuid:pk>/discard/", intake.discard, name="discard_list"),
    path("cohorts/<uuid:pk>/applications/", applying.received, name="received"),
    path("applications/<uuid:pk>/", applying.reading, name="reading"),
    path("files/<uuid:pk>/", applying.read_file, name="read_file"),
    path("cohorts/<uuid:pk>/letters/", letters.letters, name="letters"),
    path("cohorts/<uuid:pk>/people/sheet/", letters.people_sheet, name="people_sheet"),
    path("cohorts/<uuid:pk>/letters/everybody/", written.letters, name="cohort_letters"),
    path(
        "cohorts/<uuid:pk>/letters/everybody/sheet/",
        written.letters_sheet,
        name="cohort_letters_sheet",
    ),
    path("letters/<uuid:pk>/", written.letter, name="cohort_letter"),
    path("letters/<uuid:pk>/change/", written.change, name="change_cohort_letter"),
    path("letters/<uuid:pk>/send/", written.send, name="send_cohort_letter"),
    path("letters/<uuid:pk>/stop/", written.stop, name="stop_cohort_letter"),
    path("letters/<uuid:pk>/discard/", written.discard, name="discard_cohort_letter"),
    path("participants/<uuid:pk>/letter/", letters.again, name="letter_again"),
]
urlpatterns = [
    path("programmes/", include(inside)),
    path("<slug:slug>/programmes/", programme.programmes, name="programmes"),
    path("<slug:slug>/programmes/new/", programme.begin, name="begin"),
]
