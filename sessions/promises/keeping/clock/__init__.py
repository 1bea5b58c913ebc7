"""What the clock does with promises, each part safe to run twice. Clocks run in a freeze, too."""
