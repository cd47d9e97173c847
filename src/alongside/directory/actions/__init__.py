"""The writers of the directory."""
