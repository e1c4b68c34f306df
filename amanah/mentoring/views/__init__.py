"""Members' own mentorships, and the list of pairs for those who run a cohort."""
