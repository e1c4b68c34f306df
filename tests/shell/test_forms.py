"""How a form's fields come out."""

import re

from django import forms

from amanah.base.access import Rule


class Letter(forms.Form):
    name = forms.CharField(label="Name", help_text="As you write it.")
    kind = forms.ChoiceField(choices=[("a", "Advise"), ("b", "Listen")], widget=forms.RadioSelect)
    note = forms.CharField(required=False)
    name.visible_to = "The programme"
    kind.visible_to = Rule(("Only you", "The programme"), lambda person: True)


def test_a_field_is_tied_to_its_help_its_error_and_who_will_see_it():
    out = Letter({"name": ""})["name"].as_field_group()

    described = re.search(r'<input[^>]*aria-describedby="([^"]+)"', out)[1].split()
    assert described == ["id_name_helptext", "id_name_error", "id_name_who"]
    assert [f'id="{name}"' in out for name in described] == [True, True, True]
    assert 'aria-invalid="true"' in out


def test_a_field_that_is_right_is_tied_to_no_error():
    out = Letter({"name": "Amina"})["name"].as_field_group()

    assert 'aria-describedby="id_name_helptext id_name_who"' in out
    assert "aria-invalid" not in out


def test_who_will_see_it_comes_from_words_or_from_a_rule():
    form = Letter()

    assert (form["name"].who, form["kind"].who, form["note"].who) == (
        "The programme",
        "Only you. The programme",
        "",
    )
    assert "Only you" in form["kind"].as_field_group()
    assert "_who" not in form["note"].as_field_group()


def test_a_choice_is_a_fieldset_with_its_question_as_legend():
    out = Letter({})["kind"].as_field_group()

    assert re.search(r'<fieldset[^>]*aria-describedby="id_kind_error id_kind_who"', out)
    assert "<legend>Kind" in out
    assert out.count('type="radio"') == 2
    assert out.count("<label") == 2


def test_only_what_may_be_left_out_says_so():
    form = Letter()

    assert "(optional)" in form["note"].as_field_group()
    assert "(optional)" not in form["name"].as_field_group()


def test_what_is_wrong_with_the_whole_is_said_at_the_top():
    form = Letter({"name": "Amina", "kind": "a"})
    form.full_clean()
    form.add_error(None, "Somebody was faster.")

    out = str(form)

    assert out.index("Somebody was faster.") < out.index("<input")
    assert 'role="alert"' in out


def test_words_are_escaped_wherever_they_stand():
    out = str(Letter({"name": "<script>alert(1)</script>", "kind": "<b>"}))

    assert "<script>" not in out
    assert "<b>" not in out
    assert "&lt;script&gt;" in out


def test_a_form_that_comes_back_puts_the_reader_at_the_first_thing_to_mend():
    class Two(Letter):
        place = forms.CharField()

    wrong = Two({"name": "Amina", "kind": "a", "place": ""})
    both = Two({"name": "", "kind": "a", "place": ""})
    fine = Two({"name": "Amina", "kind": "a", "place": "Lahore"})

    assert re.search(r'<input[^>]*name="place"[^>]* autofocus', str(wrong))
    assert (str(wrong).count("autofocus"), str(both).count("autofocus")) == (1, 1)
    assert re.search(r'<input[^>]*name="name"[^>]* autofocus', str(both))
    assert "autofocus" not in str(fine) + str(Two())
