"""The dashboard: choose a campaign, move its levers, watch it live, and see how likely it fails.

What it shows is made by plain objects (`levers`, `setup`, `stage`, `scene`, `risk`, `pictures`),
which know nothing of the browser; `page` puts them into Mesa's SolaraViz, `server` serves it.
"""
