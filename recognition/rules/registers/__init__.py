"""Old registers as they are found: what a sheet says, cell by cell. Pure: plain values in, plain values out."""
