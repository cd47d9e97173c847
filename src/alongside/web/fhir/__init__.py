"""Front door for professionals' systems: FHIR R4 at `/fhir/R4`, with client credentials."""
