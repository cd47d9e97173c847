"""What a decision says: open or not, and why, as keys with facts – `directory.wording` makes the sentences."""

from dataclasses import dataclass
from typing import Any, Literal

Openness = Literal["yes", "ask", "no"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: which sentence, and what goes in it, in order of writing."""

    key: str
    params: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def of(cls, key: str, **params: Any) -> "Reason":
        """Return the reason with named facts."""
        return cls(key, tuple(params.items()))

    def __getitem__(self, name: str) -> Any:
        return dict(self.params)[name]


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a service at one place is for someone.

    open       yes; no (a stated rule excludes them); ask (a rule depends on something we do not know)
    reasons    why it is open, or – when not – why not; then what of their wishes it meets
    obstacles  what is still in the way or not known: to ask, to pay, to arrange
    unmet      wishes it is known not to meet: distance, when, language, needs, cost, mode
    """

    open: Openness
    reasons: tuple[Reason, ...] = ()
    obstacles: tuple[Reason, ...] = ()
    unmet: tuple[str, ...] = ()

    @property
    def is_candidate(self) -> bool:
        """Say whether it belongs on the shortlist: not closed to them, and no wish known to be unmet."""
        return self.open != "no" and not self.unmet
