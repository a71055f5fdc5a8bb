"""What a reader is told, from tables alone: reasons behind grades, drawings of figures, the sky of one incident."""
