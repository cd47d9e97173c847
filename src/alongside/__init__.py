"""Alongside: the open platform on which a place runs its work against loneliness."""
