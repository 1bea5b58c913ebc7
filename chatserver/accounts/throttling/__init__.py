"""What a stranger's request costs: a bound in memory before anything else, and work or waiting before a refusal."""
