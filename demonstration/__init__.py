"""The demonstration: invented people and works on real units, loaded through the ordinary services, marked as such.

Real published titles are loaded as works known from elsewhere, with their source and nothing invented beside it.
"""
