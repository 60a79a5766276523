"""Files: the employees' and the company's, in categories."""

import base64
from dataclasses import asdict, dataclass, field
from datetime import datetime

from sandbox.core.wire import Json

FORBIDDEN_ENDINGS = (".exe", ".bat", ".com", ".js", ".php")
LARGEST = 20 * 2**20


@dataclass(slots=True)
class Document:
    """One stored file; owner 0 is the company."""

    id: int
    owner: int
    category: int
    name: str
    original: str
    mime: str
    content: str
    size: int
    created: str
    created_by: str
    share: bool = False

    def bytes(self) -> bytes:
        """Return the file's content."""
        return base64.b64decode(self.content)


@dataclass(slots=True)
class Documents:
    """Everything filed.

    Attributes:
        employee_categories: The categories of employees' files, by number.
        company_categories: The categories of the company's files, by number.
        files: The files, by number.
        last: The highest number given out.
    """

    employee_categories: dict[int, str] = field(default_factory=dict)
    company_categories: dict[int, str] = field(default_factory=dict)
    files: dict[int, Document] = field(default_factory=dict)
    last: int = 8_800

    @classmethod
    def seeded(cls, now: datetime) -> "Documents":
        """Return what the company starts with: categories and one policy."""
        documents = cls({13: "Signed Documents", 14: "Tax Forms"}, {179: "Policies"})
        documents.add(0, 179, "Handbook", ("handbook.txt", "text/plain", b"Be kind.\n"), now)
        return documents

    def categories(self, owner: int) -> dict[int, str]:
        """Return the categories of an employee's files, or of the company's."""
        return self.employee_categories if owner else self.company_categories

    def add(
        self, owner: int, category: int, name: str, upload: tuple[str, str, bytes], now: datetime
    ) -> Document:
        """File something.

        Args:
            owner: The employee, 0 for the company.
            category: The category's number.
            name: What it is called.
            upload: Original file name, MIME type and content.
            now: The present.

        Returns:
            The file as stored.
        """
        original, mime, content = upload
        self.last += 1
        document = Document(
            id=self.last,
            owner=owner,
            category=category,
            name=name,
            original=original,
            mime=mime,
            content=base64.b64encode(content).decode(),
            size=len(content),
            created=now.strftime("%Y-%m-%dT%H:%M:%S+0000"),
            created_by="Integration Account",
        )
        self.files[document.id] = document
        return document

    def add_category(self, owner: int, name: str) -> None:
        """Open a category."""
        taken = {**self.employee_categories, **self.company_categories}
        self.categories(owner)[max(taken) + 1] = name

    def find(self, owner: int, number: str) -> Document | None:
        """Return a file of an employee, or of the company, by its number."""
        document = self.files.get(int(number)) if number.isdigit() else None
        return document if document is not None and document.owner == owner else None

    def snapshot(self) -> dict[str, Json]:
        """Return everything as plain JSON values."""
        return {
            "employee": {str(number): name for number, name in self.employee_categories.items()},
            "company": {str(number): name for number, name in self.company_categories.items()},
            "files": [asdict(each) for each in self.files.values()],
            "last": self.last,
        }

    @classmethod
    def restored(cls, saved: dict[str, Json]) -> "Documents":
        """Return what `snapshot` described."""
        return cls(
            {int(number): name for number, name in saved["employee"].items()},
            {int(number): name for number, name in saved["company"].items()},
            {each["id"]: Document(**each) for each in saved["files"]},
            saved["last"],
        )
