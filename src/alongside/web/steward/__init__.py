"""Pages for stewards, who keep an installation in order."""
