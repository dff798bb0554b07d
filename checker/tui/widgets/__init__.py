"""The parts that screens are made of, each inert to whatever foreign text it shows."""
