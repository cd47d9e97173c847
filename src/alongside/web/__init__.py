"""The front doors: one package per audience, one module per page. Doors do not know each other.

Shared here: the page decorators (`page`), discovery of pages (`urls`), the middleware that runs each page
inside its partnership's wall, forms that are sent once, errors. `components/` holds what is drawn.
"""
