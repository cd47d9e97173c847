"""Appointments: when a connector and a person meet, reminders of it, and somebody who knows when it should be over.

Purpose: a time is booked once and kept by both; nobody goes alone to a door without a colleague who would notice.

Owns: Appointment, Reminder, CalendarFeed, GoingOut (what a member needs for going out), Arrangement (of a partnership),
CheckIn, CheckInEvent, Alert.
Depends on: casework (the case, the follow-up an appointment stands for, the contact its outcome becomes), messaging,
people, places (distance), partnerships.
States: an appointment is booked, cancelled, or has its outcome. A reminder waits, is written, or is withdrawn. A
check-in watches until it is ended by "I am safe" or closed by a colleague; what happened to it is only ever added.
Non-goals: visits of befriending volunteers (`befriending`), routes and timetables; calling the police (a colleague
does).
"""
