"""Pages that put packages together: today, my record, myself."""
