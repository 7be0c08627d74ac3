"""Loading the division of the country in municipalities, districts and neighbourhoods, from files of CBS."""
