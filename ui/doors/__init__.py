"""What stands between the network and the pages: names, sizes, times, numbers; and what is told to whoever is not let in."""
