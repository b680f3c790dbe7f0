"""How the system is run: is it well, what does it measure and log, what got stuck, how is it saved and brought back.

Serves law 9: what a crash left behind is seen here, and goes on from here.
"""
