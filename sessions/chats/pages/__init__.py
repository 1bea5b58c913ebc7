"""Pages of an evening: the room, the wall, the floor, the clerk's planning, written answers, receipts."""
