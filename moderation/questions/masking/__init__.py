"""Personal data in questions: masked for the public, shown as masked to moderators, who can unmask what is none."""
