"""Journeys: what people do that crosses capabilities, each as one verb in one transaction.

Owns: nothing; it calls the actions of the capabilities below and sends what must be told.
Depends on: casework, referrals, measures, messaging, directory, people, partnerships.
Non-goals: rules (they live in the capability whose state they guard) and pages.
"""
