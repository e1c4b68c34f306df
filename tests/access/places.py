"""The two institutions of the small world."""

HOME, ELSEWHERE = "home", "elsewhere"
