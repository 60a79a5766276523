"""The fields that are reckoned from others: names, status, age, superior."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from sandbox.bamboohr.geography import US_STATES
from sandbox.company import Person
from sandbox.core.wire import Json

if TYPE_CHECKING:
    from sandbox.bamboohr.view import View

PHOTO_PLACEHOLDER = "https://resources.bamboohr.com/images/photo_placeholder.gif"


def first_last(person: Person) -> str:
    """Return ``First Last``."""
    return f"{person.fields.get('firstName', '')} {person.fields.get('lastName', '')}"


def last_first(person: Person) -> str:
    """Return ``Last, First``."""
    return f"{person.fields.get('lastName', '')}, {person.fields.get('firstName', '')}"


def last_first_middle(person: Person) -> str:
    """Return ``Last, First Middle``."""
    middle = person.fields.get("middleName")
    return f"{last_first(person)} {middle}" if middle else last_first(person)


def with_preferred(person: Person) -> str:
    """Return ``Last, First Middle (Preferred)``."""
    preferred = person.fields.get("preferredName")
    return f"{last_first_middle(person)} ({preferred})" if preferred else last_first_middle(person)


def first_middle_last(person: Person) -> str:
    """Return ``First Middle Last``."""
    names = (person.fields.get(name) for name in ("firstName", "middleName", "lastName"))
    return " ".join(name for name in names if name)


def display_name(person: Person) -> str:
    """Return the preferred or first name and the last name, as this company shows people."""
    first = person.fields.get("preferredName") or person.fields.get("firstName", "")
    return f"{first} {person.fields.get('lastName', '')}"


def is_terminated(row: dict[str, str] | None) -> bool:
    """Tell whether an employment status row ends the employment."""
    return row is not None and row.get("employmentStatus") == "Terminated"


def _status(view: "View") -> list[str]:
    return ["Inactive" if is_terminated(row) else "Active" for row in view.current("employmentStatus")]


def _termination_date(view: "View") -> list[str | None]:
    rows = view.current("employmentStatus")
    return [row["date"] if row and is_terminated(row) else None for row in rows]


def _supervisors(view: "View") -> list[Person | None]:
    people = view.state.company.people
    numbers = [row.get("reportsTo") if row else None for row in view.current("jobInfo")]
    return [people.get(int(number)) if number else None for number in numbers]


def _birthday(person: Person) -> str:
    return person.fields.get("dateOfBirth", "")[5:]


def _age(view: "View") -> list[int]:
    today = date.fromisoformat(view.today)

    def age(born: str | None) -> int:
        if not born:
            return -1
        birth = date.fromisoformat(born)
        return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))

    return [age(person.fields.get("dateOfBirth")) for person in view.people]


def _extended_phone(person: Person) -> str | None:
    phone, extension = person.fields.get("workPhone"), person.fields.get("workPhoneExtension")
    return f"{phone} x{extension}" if phone and extension else phone


def _state_code(person: Person) -> str | None:
    code = person.fields.get("state")
    return code if code in US_STATES else None


def _each(read: Callable[[Person], Json]) -> Callable[["View"], list[Json]]:
    return lambda view: [read(person) for person in view.people]


def _superior(read: Callable[[Person], Json]) -> Callable[["View"], list[Json]]:
    return lambda view: [read(person) if person else None for person in _supervisors(view)]


REGISTRY: dict[str, Callable[["View"], list[Json]]] = {
    "status": _status,
    "employmentStatus": _status,
    "terminationDate": _termination_date,
    "displayName": _each(display_name),
    "fullName1": _each(first_last),
    "fullName2": _each(last_first),
    "fullName3": _each(with_preferred),
    "fullName4": _each(last_first_middle),
    "fullName5": _each(first_middle_last),
    "birthday": _each(_birthday),
    "age": _age,
    "stateCode": _each(_state_code),
    "bestEmail": _each(lambda person: person.fields.get("workEmail") or person.fields.get("homeEmail")),
    "supervisor": _superior(last_first_middle),
    "supervisorId": _superior(lambda person: person.fields.get("employeeNumber")),
    "supervisorEId": _superior(lambda person: str(person.id)),
    "supervisorEmail": _superior(lambda person: person.fields.get("workEmail")),
    "workPhonePlusExtension": _each(_extended_phone),
    "lastChanged": _each(lambda person: person.last_changed),
    "createdByUserId": _each(lambda _person: None),
    "isPhotoUploaded": _each(lambda person: "photo" in person.fields),
    "photoUploaded": _each(lambda person: "photo" in person.fields),
    "photoUrl": _each(lambda _person: PHOTO_PLACEHOLDER),
}
"""How each reckoned field is found, for all people of a view at once."""
