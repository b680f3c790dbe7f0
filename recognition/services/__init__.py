"""Commands on decisions, recognitions, certificates and targets: the only place that writes them."""
