"""The only writers of volunteering: applications, references, checks, what is offered and given, worries, leaving."""
