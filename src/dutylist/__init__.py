"""dutylist keeps a district government's yearly responsibility lists (责任清单)."""

__version__ = "0.1.0"
