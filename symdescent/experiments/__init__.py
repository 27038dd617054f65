"""Several descents on one formula: side by side, from many starts, over a range of settings."""
