"""What is kept about appointments and check-ins, one file per aggregate."""

from alongside.appointments.models.appointment import Appointment, Reminder
from alongside.appointments.models.check_in import Alert, CheckIn, CheckInEvent
from alongside.appointments.models.going_out import Arrangement, CalendarFeed, GoingOut

__all__ = [
    "Alert",
    "Appointment",
    "Arrangement",
    "CalendarFeed",
    "CheckIn",
    "CheckInEvent",
    "GoingOut",
    "Reminder",
]
