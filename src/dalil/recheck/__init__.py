"""What a submission says, held against itself in a limited child: content and queries are a stranger's."""
