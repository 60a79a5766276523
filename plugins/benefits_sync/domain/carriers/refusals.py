"""Why a family cannot be told to a carrier."""

from benefits_sync.domain.carriers.built import Refusal
from benefits_sync.domain.carriers.identity import person_reference
from benefits_sync.errors import BenefitsSyncError


class CannotTellError(BenefitsSyncError):
    """A person cannot be told; the family is left out and stays with the carrier as it is.

    Args:
        field: Member of PlanSource, or key of the profile, that has to be corrected.
        rule: Name of the broken rule.
        message: What is wrong and the way out, without a personal value.
        person: Whose it is; without one, the person that is being told.
    """

    def __init__(self, field: str, rule: str, message: str, person: str | None = None) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.rule = rule
        self.message = message
        self.person = person

    def refusal(self, person: str, subscriber_code: str, key: bytes) -> Refusal:
        """Return it for the report, with the person as a keyed reference."""
        return Refusal(
            person_reference(self.person or person, key), subscriber_code, self.field, self.rule, self.message
        )
