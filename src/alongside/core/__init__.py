"""Ground that every capability stands on; knows no word of the domain.

Owns: ids, the clock, the tenancy wall, the audit trail, the registry of records, the embedded server.
Depends on: nothing of ours but settings.
Non-goals: anything about people, places or services.
"""
