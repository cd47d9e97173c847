"""The only writers of appointments and check-ins."""
