"""How files reach the carrier. Hosts, logins and host keys are in Airflow connections, never in a profile."""

from pathlib import PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from benefits_sync.mapping.carriers.about import EmailAddress
from benefits_sync.mapping.carriers.codes import Code, shaped
from benefits_sync.mapping.carriers.naming import Naming
from benefits_sync.mapping.conditions import Entry

ConnectionId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=250)]
Directory = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\\]+$")]
Fingerprint = Annotated[
    Code, shaped("[0-9A-F]{40}", "a whole fingerprint: 40 hexadecimal digits in capitals")
]


class Connections(Entry):
    """Airflow connections of production and test, which must differ.

    Each has host, port, user, key or password, and the pinned host key.
    """

    production: ConnectionId
    test: ConnectionId


class Temporary(Entry):
    """The name of a file while it is being written: one that the carrier's pattern does not match."""

    suffix: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]+$")] | None = None
    directory: Directory | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.suffix is None) == (self.directory is None):
            raise ValueError("a file being written has another `suffix` or `directory`: one of them")
        return self


class Sftp(Entry):
    """Delivery over SFTP.

    A file is written under its ``temporary`` name, its size read back, and renamed (``posix`` replaces in one
    step, ``plain`` needs a free name). An inbox that is ``write_only`` can neither be listed nor renamed in:
    the file goes to its name in one go, and its delivery stays unverified until the carrier answers.
    """

    connections: Connections
    directory: Directory
    test_directory: Directory | None = None
    inbox: Literal["open", "write_only"] = "open"
    temporary: Temporary | None = None
    rename: Literal["posix", "plain"] = "posix"

    @model_validator(mode="after")
    def _can_be_done(self) -> Self:
        if self.inbox == "write_only" and ("rename" in self.model_fields_set or self.temporary is not None):
            raise ValueError("a write-only inbox allows no rename: leave out `temporary` and `rename`")
        if self.inbox == "open" and self.temporary is None:
            raise ValueError("state `temporary`, or the carrier may take half a file")
        return self

    @model_validator(mode="after")
    def _has_a_directory_for_each_purpose(self) -> Self:
        taken = [PurePosixPath(name) for name in (self.directory, self.test_directory) if name is not None]
        if len(set(taken)) < len(taken):
            raise ValueError("`test_directory` is that of production: test files would be loaded")
        written = self.temporary.directory if self.temporary is not None else None
        if written is not None and PurePosixPath(written) in taken:
            raise ValueError("the directory of `temporary` is where the carrier takes files, half ones too")
        return self

    def directory_of(self, *, test: bool) -> str:
        """Return where files of production, or of test, are put."""
        return self.test_directory if test and self.test_directory is not None else self.directory


class Http(Entry):
    """Delivery over the carrier's HTTP API.

    A file is the body of the request, or the form part ``part``. ``idempotency_header`` carries the digest of
    the bytes, by which the carrier knows a repetition. ``receipt`` is the member of the answer that names the
    carrier's receipt, and ``status_endpoint`` where it is asked for (``{receipt}``), so that a lost answer
    can be resolved without sending again.
    """

    connections: Connections
    endpoint: Annotated[str, StringConstraints(pattern=r"^/")]
    method: Literal["POST", "PUT"] = "POST"
    part: str | None = Field(default=None, min_length=1)
    content_type: str = "application/edi-x12"
    file_name_header: str | None = None
    idempotency_header: str = Field(min_length=1)
    receipt: str = Field(min_length=1)
    status_endpoint: Annotated[str, StringConstraints(pattern=r"^/.*\{receipt\}")]
    answers_endpoint: Annotated[str, StringConstraints(pattern=r"^/")] | None = None


class Encryption(Entry):
    """PGP: for whom the file is encrypted, and who signs it.

    Keys are in the Airflow connection and named by their whole fingerprint. ``warn_days`` before a key
    expires somebody is told.
    """

    connection: ConnectionId
    recipient: Fingerprint
    sign_with: Fingerprint | None = None
    compress: bool = True
    armor: bool = False
    warn_days: int = Field(default=30, ge=1, le=366)


class Notice(Entry):
    """A mail to the carrier after each file, with counts only."""

    to: tuple[EmailAddress, ...] = Field(min_length=1)
    counts: tuple[Literal["files", "subscribers", "dependents", "members", "coverages"], ...] = ("members",)


class Delivery(Entry):
    """How files reach the carrier: over SFTP or HTTP, encrypted or not, and who is told."""

    naming: Naming
    sftp: Sftp | None = None
    http: Http | None = None
    encryption: Encryption | None = None
    notice: Notice | None = None

    @model_validator(mode="after")
    def _goes_one_way(self) -> Self:
        if (self.sftp is None) == (self.http is None):
            raise ValueError("files go over either `sftp` or `http`")
        if (self.encryption is None) != (self.naming.encrypted_extension is None):
            raise ValueError("`encryption` and `naming.encrypted_extension` go together")
        return self

    @property
    def connections(self) -> Connections:
        """The connections of the way that the files go."""
        way = self.sftp or self.http
        if way is None:  # no profile without one passes its own check
            raise ValueError("files go over either `sftp` or `http`")
        return way.connections
