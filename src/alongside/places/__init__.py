"""Places: postcodes, areas and distance, for all of Great Britain and without a network.

Purpose     say where a postcode is, in which areas it lies, how far two points are apart; figures about
areas. Owns        Postcode, Area, AreaFigure, PostcodeSource (public tables: the same for every partnership).
Depends on  core.
States      none. A postcode is live or retired, as the loaded file says.
Non-goals   addresses, geocoding of street names, routes along roads, drawing maps.

Positions are British National Grid metres (EPSG:27700) in PostgreSQL's built-in ``point``; see ADR-0005.
"""
