"""What there is before anything happens: every setting, the period and its zone, the invented country, its parties and
its calendar of fighting and weather.
"""
