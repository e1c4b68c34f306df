from datetime import UTC, date, datetime

SPRING = datetime(2026, 3, 20, 9, tzinfo=UTC)
SUMMER = date(2026, 6, 21)
