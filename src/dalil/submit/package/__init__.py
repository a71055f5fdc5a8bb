"""The folder that is handed over: built, set in type, signed, bagged; and how anyone checks it without the case."""
