"""What people read: letter, annex, sheets, summary and method, each as plain data for its template."""
