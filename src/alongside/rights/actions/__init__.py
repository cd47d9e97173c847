"""The only writers of rights, one file per aggregate."""
