"""Pages for organisers of services, with and without an account."""
