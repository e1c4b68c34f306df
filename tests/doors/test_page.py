from tests.doors import page


def test_the_page_of_permissions_says_what_the_table_says():
    assert page.PAGE.read_text() == page.written(), "run: python -m tests.doors.page"
