"""Personal data in questions: masked for the public; moderators see what is masked, and unmask false alarms."""
