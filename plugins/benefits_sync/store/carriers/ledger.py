"""The part of the ledger that carrier files are in."""

from sqlalchemy import Engine

from benefits_sync.store.carriers.alarms import Alarms
from benefits_sync.store.carriers.answers import Answers
from benefits_sync.store.carriers.control_numbers import Numbers
from benefits_sync.store.carriers.files import CarrierFiles
from benefits_sync.store.carriers.listing import FileListing
from benefits_sync.store.carriers.messages import Messages
from benefits_sync.store.carriers.moves import Moves
from benefits_sync.store.carriers.people import FilePeople
from benefits_sync.store.carriers.strays import Strays


class CarrierLedger:
    """Holds what the ledger knows of carrier files; as in all of it, each method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.numbers = Numbers(engine)
        self.files = CarrierFiles(engine)
        self.moves = Moves(engine)
        self.people = FilePeople(engine)
        self.answers = Answers(engine)
        self.strays = Strays(engine)
        self.alarms = Alarms(engine)
        self.messages = Messages(engine)
        self.listing = FileListing(engine)
