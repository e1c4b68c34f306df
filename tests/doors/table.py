"""The access policy of every door: (method, URL name) and what each kind of person is answered.

The order is that of `ROLES` in cast.py. A door's object, where it has one, is chosen by
`OBJECTS` below: a function of the cast that gives the URL's arguments.
"""

TABLE = {
    # nobody, stranger, mentee, mentor, coordinator, evaluator, safeguarding, admin
    ("GET", "home:welcome"): (200, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "account_login"): (200, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "account_logout"): (302, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "shell:theme"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("POST", "shell:language"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "shell:session"): (401, 200, 200, 200, 200, 200, 200, 200),
    # No worker runs here, and the door is open to everybody all the same.
    ("GET", "operations:healthz"): (503, 503, 503, 503, 503, 503, 503, 503),
    ("GET", "home:today"): (302, 200, 200, 200, 200, 200, 200, 200),
}

OBJECTS = {}

# Doors that only a demo has, for whoever sits at the machine. See test_demo_doors.py.
DEMO = {
    ("GET", "demo:style"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "demo:mails"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "demo:mail"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "demo:clock"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "demo:move"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("POST", "demo:reset"): (302, 302, 302, 302, 302, 302, 302, 302),
}
