"""Places: postcodes, areas, distance and stops of public transport, for all of Great Britain and without a network.

Purpose     say where a postcode is, in which areas it lies, how far two points are apart, which stop is near; figures
about areas. Owns        Postcode, Area, AreaFigure, PostcodeSource, Stop, StopSource (public tables: the same for every
partnership).
Depends on  core.
States      none. A postcode is live or retired, as the loaded file says; a stop that is not in use is not held.
Non-goals   addresses, geocoding of street names, routes along roads, timetables, drawing maps.

Positions are British National Grid metres (EPSG:27700) in PostgreSQL's built-in ``point``; see ADR-0005.
"""
