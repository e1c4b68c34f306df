"""The pages of those who send a concern, and of those to whom it is sent: never one for both."""
