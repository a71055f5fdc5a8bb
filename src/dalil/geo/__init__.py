"""Where things are on the Earth: grids, great circles, and its one radius."""
