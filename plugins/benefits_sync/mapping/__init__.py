"""Mappings from one vendor's records to another's: the grammar, its evaluation by column, and its checks."""

from benefits_sync.mapping.frame import ISSUE_COLUMNS, MappedFrame, map_frame
from benefits_sync.mapping.grammar import Mapping
from benefits_sync.mapping.loading import load_mapping

__all__ = ["ISSUE_COLUMNS", "MappedFrame", "Mapping", "load_mapping", "map_frame"]
