"""Files and what they hold: CSV, JSON Lines, XLSX and Parquet to batches of cells, in bounded memory."""
