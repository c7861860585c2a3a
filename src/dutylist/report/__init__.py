"""Papers that go round: bulletins, reminders, boards."""
