"""The door for programs: the open directory in the national standard (docs/guide/open-data.md)."""
