"""What a person poses, made exact and ready to descend: options, optimizer, rate, start, bounds."""
