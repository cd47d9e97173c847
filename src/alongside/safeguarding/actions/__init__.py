"""The only writers of safeguarding."""
