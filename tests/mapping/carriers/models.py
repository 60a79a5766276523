"""Every model that a carrier profile is made of, and the keys that files state."""

from typing import get_args

from pydantic import BaseModel

from benefits_sync.mapping.carriers import CarrierProfile


def models() -> set[type[BaseModel]]:
    """Return every model that a profile is made of."""
    found: set[type[BaseModel]] = set()
    waiting: list[object] = [CarrierProfile]
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, BaseModel) and one not in found:
            found.add(one)
            waiting += [info.annotation for info in one.model_fields.values()]
        waiting += get_args(one)
    return found


def keys_of_the_grammar() -> set[str]:
    """Return every key that a profile can have, anywhere."""
    return {info.alias or name for model in models() for name, info in model.model_fields.items()}


def keys_stated(data: object) -> set[str]:
    """Return every key that stands in a file, anywhere."""
    if isinstance(data, dict):
        return set(map(str, data)).union(*map(keys_stated, data.values()))
    return set().union(*map(keys_stated, data)) if isinstance(data, list) else set()
