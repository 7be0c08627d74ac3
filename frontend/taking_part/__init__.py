"""What newcomers and volunteers do alike on their own page: answer, come, call off, stop, ask for help."""
