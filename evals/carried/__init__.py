"""Every question of the gold once more, as people really put it: behind who they are, before their thanks, without stops, in dialect."""

from evals.carried.building import Carrier, carried, held, load_carriers, sample

__all__ = ["Carrier", "carried", "held", "load_carriers", "sample"]
