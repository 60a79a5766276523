"""Tests for the executor of a small machine."""

import pytest

from scripts.warm_executor import WarmLocalExecutor


class Queue:
    """What workers are told, without anybody to read it."""

    def __init__(self):
        self.told = []
        self.put = self.told.append

    def empty(self):
        return True

    def close(self):
        """Nothing is open."""


class Worker:
    """A worker that waits to be told to end, or has ended."""

    def __init__(self, *, alive):
        self.is_alive = lambda: alive
        self.join = self.close = lambda: None


@pytest.fixture
def executor():
    made = WarmLocalExecutor(parallelism=2)
    made.activity_queue = made.result_queue = Queue()
    return made


def test_who_waits_is_told_to_end_although_another_took_the_message_and_was_gone_first(executor):
    executor.workers = {1: Worker(alive=True), 2: Worker(alive=False)}
    executor.end()
    assert len(executor.activity_queue.told) >= len(executor.workers)
