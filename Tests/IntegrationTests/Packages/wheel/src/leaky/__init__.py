"""Counts in two copies of one library."""

from leaky._leaky import counts

__all__ = ["counts"]
