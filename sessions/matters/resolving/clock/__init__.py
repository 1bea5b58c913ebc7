"""What the clock does with the complaints and suggestions of one ward, each part safe to run twice."""
