"""Values that never show themselves."""


class Personal:
    """A value about a person: its text form is its type only, so that no log or traceback can hold it."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Name the type and nothing else."""
        return f"<{type(self).__name__}>"
