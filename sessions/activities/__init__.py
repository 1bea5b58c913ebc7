"""Activities: what a ward or a borough has done and plans, with pictures and with what it answers."""
