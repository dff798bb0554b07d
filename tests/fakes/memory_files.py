"""The files of a project, in memory."""

from checker.errors import InputRefusedError, NotFoundError, Place


class MemoryFiles:
    """The port `ProjectFiles` over a dictionary; what a name leads to outside of it is refused."""

    place = "project"

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def read(self, name: str, *, most_bytes: int) -> bytes:
        where = Place(source=f"{self.place}/{name}")
        if ".." in name.split("/"):
            raise InputRefusedError("the file lies outside the project's folder", where=where)
        if name not in self.files:
            raise NotFoundError("there is no such file", where=where)
        if len(self.files[name]) > most_bytes:
            raise InputRefusedError(f"the file has more than {most_bytes} bytes", where=where)
        return self.files[name]

    def read_if_there(self, name: str, *, most_bytes: int) -> bytes | None:
        try:
            return self.read(name, most_bytes=most_bytes)
        except NotFoundError:
            return None
