"""What every page is drawn with: the form renderer, template filters and fields that look the same at each front door.

Owns: GOV.UK markup for forms (`templates/forms/`), the words for dates and distances, the icons and cotton components.
Depends on: core (clock), people and directory (names of languages and needs). States: none.
Non-goals: pages, and any knowledge of what a page is about.
"""
