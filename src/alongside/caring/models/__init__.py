"""What is kept about caring, one file per aggregate."""

from alongside.caring.models.assessment import AssessmentMove, CarersAssessment
from alongside.caring.models.caring import Caring
from alongside.caring.models.young import YoungCarersService

__all__ = ["AssessmentMove", "CarersAssessment", "Caring", "YoungCarersService"]
