"""What a report says: sentences, order and headings, as one tree of a few shapes."""
