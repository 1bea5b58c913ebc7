"""What runs again and again beside the server: the clock, deliveries, forgetting, looking after the database."""
