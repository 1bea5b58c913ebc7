"""Programs of others with which this one talks: Open311, social media, time stamps, witnesses."""
